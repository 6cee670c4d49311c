package web

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// galleryKinds is a page with a question of each kind.
const galleryKinds = `{"id": "kinds", "version": "1.0", "languages": ["nb"], "minutes": 10, "title": {"nb": "Alle slag"},
 "constants": {"many": 50}, "conditions": {"large": "staff > many"}, "pages": [
 {"id": "one", "step": "embed", "title": {"nb": "Hva har dere bestemt?"}, "intro": {"nb": "Svar for hele konsernet."},
  "checks": [{"rule": "staff < 1000.0", "severity": "warning", "message": {"nb": "Er dere virkelig så mange?"}}],
  "questions": [
  {"id": "hint", "kind": "note", "text": {"nb": "Dere som er omfattet av åpenhetsloven, har trolig en redegjørelse."}},
  {"id": "policy", "kind": "choice", "lead": true, "required": true, "may_skip": true, "comment": true, "action": "1.1",
   "text": {"nb": "Har dere skrevet ned hva dere krever?"}, "help": {"nb": "Kall det policy eller noe annet."}, "why": {"nb": "Da vet alle det."},
   "options": [{"value": "none", "level": 0, "text": {"nb": "Nei"}}, {"value": "chain", "level": 3, "text": {"nb": "Ja, for hele kjeden"}}],
   "flags": [{"when": "policy == 'none'", "severity": "high", "show": "supplier", "text": {"nb": "Dere svarte «{{policy}}»"}, "advice": {"nb": "Begynn med én side."}}],
   "evidence": {"accept": {"nb": "Dokument med dato."}}, "advice": [{"below": 3, "text": {"nb": "Skriv én side."}}]},
  {"id": "standards", "kind": "choices", "text": {"nb": "Hva bygger det på?"}, "options": [{"value": "ilo", "text": {"nb": "ILO"}}, {"value": "ungp", "text": {"nb": "FN"}}, {"value": "other", "say": true, "text": {"nb": "Annet"}}, {"value": "none", "exclusive": true, "text": {"nb": "Ingenting"}}]},
  {"id": "made_by", "kind": "choice", "text": {"nb": "Hvem skrev det?"}, "options": [{"value": "us", "text": {"nb": "Vi selv"}}, {"value": "other", "say": true, "text": {"nb": "Noen andre"}}]},
  {"id": "written", "kind": "yesno", "text": {"nb": "Er det offentlig?"}},
  {"id": "name", "kind": "text", "max_length": 30, "text": {"nb": "Hva heter det?"}},
  {"id": "story", "kind": "longtext", "text": {"nb": "Hvordan ble det til?"}},
  {"id": "mail", "kind": "email", "text": {"nb": "Hvem kan vi spørre?"}},
  {"id": "page", "kind": "url", "text": {"nb": "Hvor ligger det?"}},
  {"id": "org", "kind": "organisation", "text": {"nb": "Morselskapets organisasjonsnummer"}},
  {"id": "staff", "kind": "number", "decimals": 0, "unit": {"nb": "ansatte"}, "text": {"nb": "Hvor mange er dere?"}},
  {"id": "share", "kind": "percent", "text": {"nb": "Hvor stor del har skrevet under?"}},
  {"id": "turnover", "kind": "money", "text": {"nb": "Omsetning"}},
  {"id": "since", "kind": "date", "text": {"nb": "Når ble det vedtatt?"}},
  {"id": "home", "kind": "country", "text": {"nb": "Hvor holder dere til?"}},
  {"id": "made", "kind": "countries", "text": {"nb": "Hvor blir varene laget?"}},
  {"id": "audits", "kind": "matrix", "text": {"nb": "Har noen kontrollert?"}, "rows": [{"id": "own", "text": {"nb": "Oss selv"}}, {"id": "chain", "text": {"nb": "Leverandørene"}}],
   "options": [{"value": "yes", "text": {"nb": "Ja"}}, {"value": "no", "text": {"nb": "Nei"}}]},
  {"id": "sites", "kind": "table", "max_rows": 4, "text": {"nb": "Fabrikkene"}, "columns": [{"id": "name", "kind": "text", "required": true, "text": {"nb": "Navn"}},
   {"id": "country", "kind": "country", "text": {"nb": "Land"}}, {"id": "audited", "kind": "yesno", "text": {"nb": "Kontrollert"}},
   {"id": "grade", "kind": "choice", "text": {"nb": "Karakter"}, "options": [{"value": "a", "text": {"nb": "A"}}, {"value": "b", "say": true, "text": {"nb": "B"}}]},
   {"id": "people", "kind": "number", "text": {"nb": "Ansatte"}}]},
  {"id": "visits", "kind": "each", "of": "sites", "text": {"nb": "Om hver fabrikk"}, "questions": [
   {"id": "visited", "kind": "yesno", "required": true, "text": {"nb": "Har dere vært der?"}},
   {"id": "visited_on", "kind": "date", "when": "row.visited", "help": {"nb": "Siste gang."}, "text": {"nb": "Når?"}},
   {"id": "found", "kind": "choices", "when": "row.visited", "text": {"nb": "Hva fant dere?"}, "options": [{"value": "hours", "text": {"nb": "For lange dager"}}, {"value": "pay", "text": {"nb": "For lav lønn"}}]},
   {"id": "noted", "kind": "text", "text": {"nb": "Noe annet?"}}]},
  {"id": "follow", "kind": "text", "when": "!large || answered(name)", "text": {"nb": "Hvem følger opp «{{policy}}» i {{home}} når dere er flere enn {{many}}?"}, "help": {"nb": "Dere svarte {{made_by}} og {{standards}}."}},
  {"id": "papers", "kind": "files", "text": {"nb": "Legg ved det dere har"}},
  {"id": "each", "kind": "calculated", "type": "money", "value": "turnover / staff", "text": {"nb": "Omsetning per ansatt"}}]}]}`

// longName is longer than any line and has nowhere to break.
var longName = strings.Repeat("Leverandørnavnutenmellomrom", 5)

// sampleSite has what the views of questions ask of a site.
func sampleSite() *Site {
	return &Site{services: Services{Evidence: evidence.NewService(evidence.Parts{})}}
}

// sampleDesk is an assessment over galleryKinds with the answers given.
func sampleDesk(p Page, answers map[string]any) assessment.Desk {
	q, findings := questionnaire.Compile("kinds", []byte(galleryKinds))
	if q == nil {
		panic(findings)
	}
	sheet := assessment.Sheet{
		Assessment: assessment.Assessment{
			ID: "a1", State: assessment.Open, Supplier: assessment.Supplier{Name: longName},
			Contact: assessment.Contact{Name: "Anne Berg"}, Progress: assessment.Progress{Asked: 19, Answered: 4, Left: 2},
			Procurement: procurement.Procurement{
				BuyerName: "Fjordvik kommune", Title: "Arbeidsklær til hjemmetjenesten", Reference: "2026/12", Stage: procurement.BeforeBids,
				Closing: p.Now.Add(200 * time.Hour), Zone: procurement.DefaultZone, State: procurement.Published,
				ContactName: "Kari Nordmann", ContactEmail: "kari@fjordvik.example",
			},
		},
		Answers: map[string]assessment.Answer{},
		Files: []evidence.File{
			{ID: "f1", Question: "policy", Name: longName + ".pdf", Kind: "policy", Issuer: longName, Size: 4 << 20, State: evidence.Clean},
			{ID: "f2", Question: "policy", Name: "virus.pdf", Issued: "2026-01-31", ValidUntil: "2028-01-31", State: evidence.Infected},
			{ID: "f3", Question: "papers", Name: "Referat.docx", State: evidence.Given},
		},
	}
	for id, value := range answers {
		sheet.Answers[id] = assessment.Answer{Question: id, Revision: 2, Value: value, Comment: "Vi holder på."}
	}
	return assessment.Desk{Sheet: sheet, Questionnaire: q, Evaluation: q.Evaluate(sheet.Engine(p.Now))}
}

// sampleAnswers are answers of every kind, some of them as nobody can read them.
func sampleAnswers() map[string]any {
	return map[string]any{
		"policy": "none", "standards": []any{"ilo", map[string]any{"value": "other", "say": longName}}, "made_by": map[string]any{"value": "other", "say": "Bransjeforeningen"}, "written": false, "name": longName, "story": "Over\nto linjer", "mail": "kari@",
		"page": "fabrikk", "org": "123", "staff": "mange", "share": 40.5, "turnover": 12000000.0, "since": "31. februar", "home": "NO",
		"made": []any{"NO", "BD"}, "audits": map[string]any{"own": "yes"},
		"sites":  []any{map[string]any{"name": longName, "country": "BD", "audited": true, "grade": "a", "people": 12.0}, map[string]any{"country": "NO", "grade": map[string]any{"value": "b", "say": "nesten"}}},
		"visits": map[string]any{"1": map[string]any{"visited": true, "visited_on": "i fjor", "found": []any{"hours", "pay"}}, "gone": map[string]any{"noted": "x"}},
	}
}

// supplierGallery is every page on which a supplier works.
func supplierGallery(p Page) map[string]templ.Component {
	p.Visitor = Visitor{Name: "Anne Berg"}
	p.Crumbs = nil
	fresh, filled := sampleDesk(p, nil), sampleDesk(p, sampleAnswers())
	done := filled
	done.Assessment.State = assessment.Submitted
	done.Assessment.Submitted = &p.Now
	done.Assessment.ID = "a2"
	theirs := assessment.Answer{Question: "policy", Revision: 3, Value: "chain", PersonName: "Ola Vik", At: p.Now, Comment: "Vedtatt i fjor."}
	state := pageState{
		Collisions: []assessment.Collision{{Question: "policy", Yours: assessment.Given{Question: "policy", Value: "none", Base: 2}, Theirs: theirs}},
		Refused:    map[string][]string{"policy": {"rapport.exe: Vi tar ikke imot slike filer."}},
	}
	wide := p
	wide.Wide = true
	wide.Title = "Fjordvik kommune spør"
	all := colleagueGallery(p, wide, filled)
	maps.Copy(all, map[string]templ.Component{
		"requests":       requestsPage(p, requestsView{Waiting: []assessment.Assessment{filled.Assessment}, Done: []assessment.Assessment{done.Assessment}}),
		"no-requests":    requestsPage(p, requestsView{}),
		"overview":       overviewPage(wide, overviewView{Desk: filled, Open: true, Tasks: tasksOf(filled)}),
		"overview-done":  overviewPage(wide, overviewView{Desk: done, Tasks: tasksOf(done)}),
		"all-questions":  questionsPage(p, questionsView{Desk: fresh, Sections: fresh.Questionnaire.Definition().Pages}),
		"check-raised":   checkPage(p.about(filled.Evaluation), checkView{Desk: filled, Open: true}),
		"answer-fresh":   answerPage(sampleView(p, fresh, pageState{})),
		"answer-filled":  answerPage(sampleView(p, filled, pageState{})),
		"answer-collide": answerPage(sampleView(p, filled, state)),
		"answer-locked":  answerPage(sampleView(p, done, pageState{})),
		"remove-file":    removeFilePage(p, removeFileView{File: filled.Files[0], Back: "/x"}),
	})
	return all
}

func sampleView(p Page, desk assessment.Desk, state pageState) answerView {
	section := desk.Questionnaire.Definition().Pages[0]
	p = p.about(desk.Evaluation)
	p.Title = p.Text(section.Title)
	v := answerView{
		Page: p, Desk: desk, Section: section, Number: 1, Of: 8, Back: "/back", Next: "/next", MaxFile: 100 << 20,
		Questions: sampleSite().questionViews(p, desk, section, state), Locked: !desk.Assessment.TakesAnswers(p.Now) || !desk.MayAnswerPage(section.ID),
	}
	if !v.Locked {
		v.Mistakes = v.mistakes(true)
	}
	return v
}

func TestEveryKindOfQuestionHasItsPart(t *testing.T) {
	t.Parallel()
	desk := sampleDesk(samplePage("nb"), nil)
	shown := map[string]bool{}
	for _, q := range desk.Questionnaire.Definition().Pages[0].Questions {
		shown[q.Kind] = true
	}
	for _, kind := range questionnaire.Kinds() {
		if !shown[kind] {
			t.Errorf("no question of kind %q is in the gallery: add it to galleryKinds, and its part as kind_%s.templ", kind, kind)
		}
	}
}
