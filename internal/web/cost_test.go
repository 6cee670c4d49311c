package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// asking is a questionnaire with one page of so many questions: choices with
// levels, every other of which asks for evidence.
func asking(t testing.TB, questions int) *questionnaire.Questionnaire {
	t.Helper()
	type text map[string]string
	var asked []map[string]any
	for i := range questions {
		q := map[string]any{
			"id": fmt.Sprintf("q%d", i+1), "kind": "choice", "text": text{"nb": fmt.Sprintf("Spørsmål %d?", i+1)},
			"options": []map[string]any{
				{"value": "no", "level": 0, "text": text{"nb": "Nei"}}, {"value": "yes", "level": 4, "text": text{"nb": "Ja"}},
			},
		}
		if i%2 == 0 {
			q["evidence"] = map[string]any{"when": fmt.Sprintf("q%d == 'yes'", i+1)}
		}
		asked = append(asked, q)
	}
	source, err := json.Marshal(map[string]any{
		"id": "asking", "version": "1.0", "languages": []string{"nb"}, "minutes": 5, "title": text{"nb": "Mange spørsmål"},
		"pages": []map[string]any{{"id": "page", "step": "embed", "title": text{"nb": "Alle"}, "questions": asked}},
	})
	if err != nil {
		t.Fatal(err)
	}
	q, findings := questionnaire.Compile("asking.json", source)
	if q == nil || findings.Errors() {
		t.Fatal(findings)
	}
	return q
}

// answering is a supplier's contact before a page of so many questions, all of
// them answered.
func answering(t testing.TB, questions int) (*housetest.House, assessment.Assessment, *housetest.Person) {
	t.Helper()
	h := housetest.Build(t, housetest.Setup{Questionnaires: []*questionnaire.Questionnaire{asking(t, questions)}})
	a := h.Invite(h.Publish(func(p *procurement.Procurement) {
		p.Questionnaire = procurement.Edition{ID: "asking", Version: "1.0"}
	}), 1)
	ola, all := h.Supplier(1), url.Values{}
	for i := range questions {
		id := fmt.Sprintf("q%d", i+1)
		all.Add("q", id)
		all.Set("a."+id, "yes")
	}
	ola.Post(page(a, "page"), all).Leads(t)
	return h, a, ola
}

func TestAPageOfTenQuestionsTakesSixStatementsAndASaveFour(t *testing.T) {
	t.Parallel()
	for _, questions := range []int{2, 10} {
		_, a, ola := answering(t, questions)
		v := ola.Open(page(a, "page")).Is(t, http.StatusOK).Sees(t, fmt.Sprintf("Spørsmål %d?", questions))
		if v.Statements > 6 {
			t.Errorf("opening a page of %d questions takes %d statements:\n%s", questions, v.Statements, v.SQL)
		}
		v = ola.PostJSON("/assessments/"+string(a.ID)+"/answers",
			`{"save":"1","question":"q1","base":1,"page":"page","value":{"a.q1":["no"]},"parts":{}}`).Is(t, http.StatusOK)
		if v.Statements > 4 {
			t.Errorf("saving one of %d answers takes %d statements:\n%s", questions, v.Statements, v.SQL)
		}
		if strings.Contains(v.Body, "collides") {
			t.Errorf("the save did not count: %s", v.Body)
		}
	}
}

// BenchmarkPageOfTenQuestions opens it: session, database, engine and HTML.
func BenchmarkPageOfTenQuestions(b *testing.B) {
	_, a, ola := answering(b, 10)
	benchmark(b, func() *housetest.View { return ola.Open(page(a, "page")) })
}

// BenchmarkSaveAnAnswer saves another answer each time.
func BenchmarkSaveAnAnswer(b *testing.B) {
	_, a, ola := answering(b, 10)
	revision, value := 1, "yes"
	benchmark(b, func() *housetest.View {
		value = map[string]string{"yes": "no", "no": "yes"}[value]
		v := ola.PostJSON("/assessments/"+string(a.ID)+"/answers",
			fmt.Sprintf(`{"save":"s%d","question":"q1","base":%d,"page":"page","value":{"a.q1":[%q]},"parts":{}}`, revision, revision, value))
		revision++
		return v
	})
}

// BenchmarkBoardOf400 opens a procurement's suppliers.
func BenchmarkBoardOf400(b *testing.B) {
	h := housetest.New(b)
	p := h.Publish()
	for n := range 400 {
		h.Invite(p, n+1)
	}
	kari := h.Member(account.Officer)
	benchmark(b, func() *housetest.View { return kari.Open(board(p)) })
}

// BenchmarkReview opens a question of a submitted assessment.
func BenchmarkReview(b *testing.B) {
	h, a, _ := answering(b, 10)
	_, err := h.Assessments.Submit(b.Context(), h.Contact(1), a.ID, assessment.Declaration{Name: "Ola", Role: "leder", Confirmed: true})
	if err != nil {
		b.Fatal(err)
	}
	h.Clock.Set(a.Procurement.Closing)
	eva := h.Member(account.Evaluator)
	benchmark(b, func() *housetest.View { return eva.Open("/assessments/" + string(a.ID) + "/review") })
}

func benchmark(b *testing.B, ask func() *housetest.View) {
	b.Helper()
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = len(ask().Is(b, http.StatusOK).Body)
	}
	b.ReportMetric(float64(size)/1024, "kB/page")
}

func TestEnquiriesCostTheSameHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	few, many := enquiriesCost(t, 1), enquiriesCost(t, 12)
	for path, at := range few {
		if many[path] != at {
			t.Errorf("%s takes %d statements with one supplier and enquiry, and %d with twelve", path, at, many[path])
		}
		if at > 14 {
			t.Errorf("%s takes %d statements", path, at)
		}
	}
}

// enquiriesCost is how many statements each page about enquiries takes where so
// many suppliers ask and as many replies are given.
func enquiriesCost(t *testing.T, many int) map[string]int {
	t.Helper()
	h, all := enquiring(t, procurement.BeforeBids, many)
	kari, ola := h.Member(account.Officer), h.Supplier(1)
	at := exchangeOf(all[0])
	for n := range many {
		asksFor(t, h, all[n], n+1, "Skal veveriene med?")
		kari.Post(at, url.Values{"text": {"Vi svarer til og med fredag."}}).Leads(t)
	}
	id := asksFor(t, h, all[0], 1, "Når?")
	kari.Open(at) // takes the notice of what was sent
	cost := map[string]int{}
	for name, path := range map[string]string{
		"home": "/procurements", "overview of the procurement": strings.TrimSuffix(at, "/enquiries"), "enquiries": at, "reply": at + "/" + string(id), "announcement": at + "/new",
	} {
		cost[name] = kari.Open(path).Is(t, http.StatusOK).Statements
	}
	cost["overview of the request"] = ola.Open("/assessments/"+string(all[0].ID)).Is(t, http.StatusOK).Statements
	cost["what all read"] = ola.Open(enquiriesOf(all[0])).Is(t, http.StatusOK).Statements
	cost["asking"] = ola.Post(enquiriesOf(all[0]), url.Values{"text": {"Hvor?"}}).Is(t, http.StatusSeeOther).Statements
	cost["replying"] = kari.Post(at+"/"+string(id), url.Values{"wording": {"Når?"}, "text": {"Nå."}}).Is(t, http.StatusSeeOther).Statements
	return cost
}
