package browsertest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// small is a questionnaire of two pages that one answers in a minute, in every
// language.
const small = `{"id": "small", "version": "1.0", "languages": ["nb", "nn", "en"], "minutes": 5, "title": {"nb": "Kort", "nn": "Kort og godt", "en": "Short"}, "pages": [
 {"id": "first", "step": "embed", "title": {"nb": "Hva har dere bestemt?", "nn": "Kva har de bestemt?", "en": "What have you decided?"}, "questions": [
  {"id": "policy", "kind": "choice", "required": true, "comment": true,
   "text": {"nb": "Har dere retningslinjer?", "nn": "Har de retningslinjer?", "en": "Do you have a policy?"},
   "options": [{"value": "no", "level": 0, "text": {"nb": "Nei", "nn": "Nei, ingen", "en": "No"}}, {"value": "yes", "level": 3, "text": {"nb": "Ja", "nn": "Ja, vi har det", "en": "Yes"}}],
   "evidence": {"when": "policy == 'yes'"},
   "advice": [{"below": 3, "text": {"nb": "Skriv én side.", "nn": "Skriv éi side.", "en": "Write a page."}}]},
  {"id": "routine", "kind": "choice", "required": true,
   "text": {"nb": "Har dere en rutine?", "nn": "Har de ein rutine?", "en": "Do you have a routine?"},
   "options": [{"value": "no", "level": 0, "text": {"nb": "Nei", "nn": "Nei, ingen", "en": "No"}}, {"value": "yes", "level": 3, "text": {"nb": "Ja", "nn": "Ja, vi har det", "en": "Yes"}}],
   "evidence": {"when": "routine == 'yes'"}}]},
 {"id": "second", "step": "track", "title": {"nb": "Sjekker dere at det hjelper?", "nn": "Sjekkar de at det hjelper?", "en": "Do you check that it helps?"}, "questions": [
  {"id": "countries", "kind": "text", "required": true, "text": {"nb": "I hvilke land lages varene?", "nn": "I kva land blir varene laga?", "en": "In which countries are the goods made?"}},
  {"id": "checked", "kind": "choice", "required": true, "text": {"nb": "Følger dere opp?", "nn": "Følgjer de opp?", "en": "Do you follow up?"},
   "options": [{"value": "no", "level": 1, "text": {"nb": "Nei", "nn": "Nei, ikkje enno", "en": "No"}}, {"value": "yes", "level": 4, "text": {"nb": "Ja", "nn": "Ja, kvart år", "en": "Yes"}}],
   "advice": [{"below": 4, "text": {"nb": "Begynn med én leverandør.", "nn": "Start med éin leverandør.", "en": "Start with one supplier."}}]}]}]}`

// serveSmall is a world whose buyers may ask the small questionnaire.
func serveSmall(t *testing.T) *world {
	t.Helper()
	q, findings := questionnaire.Compile("small.json", []byte(small))
	if q == nil || findings.Errors() {
		t.Fatal(findings)
	}
	return serve(t, housetest.Setup{MaxFile: 20, Questionnaires: []*questionnaire.Questionnaire{q}})
}

// asks has a supplier's contact asked the small questionnaire.
func (w *world) asks(n int, change ...func(*procurement.Procurement)) assessment.Assessment {
	return w.Invite(w.Publish(append(change, func(p *procurement.Procurement) {
		p.Questionnaire = procurement.Edition{ID: "small", Version: "1.0"}
	})...), n)
}

// say gives answers without a browser.
func (w *world) say(t *testing.T, a assessment.Assessment, n int, answers map[string]any) {
	t.Helper()
	var given []assessment.Given
	for question, value := range answers {
		given = append(given, assessment.Given{Question: question, Value: value})
	}
	if _, err := w.Assessments.Answer(t.Context(), w.Contact(n), a.ID, given); err != nil {
		t.Fatal(err)
	}
}

// again is another value for a question that is answered.
func again(desk assessment.Desk, question string, value any) []assessment.Given {
	return []assessment.Given{{Question: question, Value: value, Base: desk.Answers[question].Revision}}
}

// at is where something of a request stands.
func at(a assessment.Assessment, page string) string { return "/assessments/" + string(a.ID) + page }

// papers are files on this machine.
func papers(t *testing.T, contents map[string]string) map[string]string {
	t.Helper()
	folder, paths := t.TempDir(), map[string]string{}
	for name, content := range contents {
		paths[name] = filepath.Join(folder, name)
		if err := os.WriteFile(paths[name], []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// push presses the button with these words; the page stays, and is looked at.
func (v *visitor) push(words string) {
	v.t.Helper()
	v.tabTo("the button "+words, func(s stop) bool { return s.Tag == "button" && s.Text == words })
	v.key(kb.Enter)
}

// stands fails unless the focus is on something, and returns it.
func (v *visitor) stands(after string) stop {
	v.t.Helper()
	at := eval[stop](v, here)
	if at == (stop{}) {
		v.fail("after %s the focus is lost", after)
	}
	return at
}
