package web_test

import (
	"net/http"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

const eachSite = `{"id": "sites", "version": "1.0", "languages": ["nb"], "minutes": 5, "title": {"nb": "Produksjonssteder"}, "pages": [
 {"id": "where", "step": "identify", "title": {"nb": "Hvor lages varene?"}, "questions": [
  {"id": "sites", "kind": "table", "required": true, "text": {"nb": "Produksjonssteder"}, "columns": [
   {"id": "name", "kind": "text", "required": true, "text": {"nb": "Navn"}}, {"id": "country", "kind": "country", "text": {"nb": "Land"}}]}]},
 {"id": "about", "step": "track", "title": {"nb": "Om hvert sted"}, "questions": [
  {"id": "visits", "kind": "each", "of": "sites", "text": {"nb": "Kontroll av stedene"}, "questions": [
   {"id": "audited", "kind": "choice", "required": true, "text": {"nb": "Hvem har kontrollert?"},
    "options": [{"value": "no", "level": 0, "text": {"nb": "Ingen"}}, {"value": "third", "level": 4, "text": {"nb": "En uavhengig tredjepart"}}]},
   {"id": "visited", "kind": "date", "when": "row.audited == 'third'", "required": true, "text": {"nb": "Når var kontrollen?"}},
   {"id": "why", "kind": "text", "when": "row.country == 'BD' && row.audited == 'no'", "required": true, "text": {"nb": "Hvorfor ikke?"}}]}]}]}`

// aboutSites is a request whose questionnaire asks about every production site.
func aboutSites(t *testing.T) (*request, procurement.Procurement) {
	t.Helper()
	q, findings := questionnaire.Compile("sites.json", []byte(eachSite))
	if findings.Errors() {
		t.Fatal(findings)
	}
	w := &town{House: housetest.Build(t, housetest.Setup{Questionnaires: []*questionnaire.Questionnaire{q}}), t: t}
	w.buys = w.Publish(func(p *procurement.Procurement) { p.Questionnaire = procurement.Edition{ID: "sites", Version: "1.0"} })
	return w.invite("Berg & Sønn AS", "anne@berg.example"), w.buys
}

func (r *request) stored(question string) any {
	r.t.Helper()
	desk, err := r.Assessments.Open(r.t.Context(), r.actor, r.id)
	if err != nil {
		r.t.Fatal(err)
	}
	return desk.Answers[question].Value
}

func TestEveryRowOfATableIsAskedAboutAndKeepsItsAnswers(t *testing.T) {
	t.Parallel()
	r, _ := aboutSites(t)
	anne := r.answers()
	anne.Open(r.path("questions"))
	anne.See("For hver rad i «Produksjonssteder» svarer dere på:", "Når var kontrollen?")
	anne.Open(r.path("pages/where"))
	anne.Fill("Navn, rad 1", "Dhaka")
	anne.Fill("Land, rad 1", "BD")
	anne.Fill("Navn, rad 2", "Oslo")
	anne.Press("Lagre og fortsett")
	anne.See("Om hvert sted", "Dhaka", "Oslo")
	anne.NotSee("Hvorfor ikke?")

	rows, _ := r.stored("sites").([]any)
	dhaka, oslo := rows[0].(map[string]any)["#"].(string), rows[1].(map[string]any)["#"].(string)
	anne.Choose("Ingen") // of the first site
	anne.Press("Lagre og fortsett")
	anne.See("Ut fra dem er det mer å svare på", "Hvorfor ikke?")
	anne.Fill("Hvorfor ikke?", "Helt nytt")
	anne.Press("Lagre og fortsett")
	anne.See("Oslo – Hvem har kontrollert?")
	if !strings.Contains(anne.Source, `pages/about#a-visits-`+oslo+`-audited`) {
		t.Error("what is left of Oslo leads nowhere")
	}

	// Dhaka goes, a third site takes its place in the table, and Oslo moves up.
	anne.Open(r.path("pages/where"))
	anne.Fill("Navn, rad 1", "")
	anne.Fill("Land, rad 1", "")
	anne.Fill("Navn, rad 3", "Chittagong")
	anne.Press("Lagre og fortsett")
	anne.See("Oslo", "Chittagong")
	anne.NotSee("Hvorfor ikke?", "Dhaka")
	anne.Press("Lagre og fortsett")
	visits, _ := r.stored("visits").(map[string]any)
	kept, _ := visits[dhaka].(map[string]any)
	if len(visits) != 1 || kept["why"] != "Helt nytt" {
		t.Errorf("stored is %v; only Dhaka was answered for", visits)
	}
}

func TestWhatIsWrongAboutARowStandsAtItsField(t *testing.T) {
	t.Parallel()
	r, _ := aboutSites(t)
	r.say(assessment.Given{Question: "sites", Value: []any{map[string]any{"#": "a1", "name": "Dhaka"}, map[string]any{"#": "b2"}}})
	r.say(assessment.Given{Question: "visits", Value: map[string]any{"b2": map[string]any{"audited": "third", "visited": "i fjor"}}})
	anne := r.answers()
	anne.Open(r.path("pages/about"))
	anne.See("Rad 2")
	anne.Press("Lagre og fortsett")
	if anne.Status != http.StatusUnprocessableEntity {
		t.Errorf("a date nobody can read gives %d", anne.Status)
	}
	anne.See("Rad 2 – Når var kontrollen?")
	for _, part := range []string{`href="#a-visits-b2-visited"`, `id="a-visits-b2-visited"`, `value="i fjor"`, `id="a-visits-b2-visited-mistake"`} {
		if !strings.Contains(anne.Source, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
}

func TestAnEvaluatorReadsAndMarksAllRowsTogether(t *testing.T) {
	t.Parallel()
	r, _ := aboutSites(t)
	r.say(assessment.Given{Question: "sites", Value: []any{
		map[string]any{"#": "a1", "name": "Dhaka", "country": "BD"}, map[string]any{"#": "b2", "name": "Oslo", "country": "NO"},
	}})
	r.say(assessment.Given{Question: "visits", Value: map[string]any{
		"a1": map[string]any{"audited": "third", "visited": "2026-05-01"}, "b2": map[string]any{"audited": "no"},
	}})
	r.submit()
	r.closed()
	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open(r.path("review?question=visits"))
	eva.See("Kontroll av stedene", "Dhaka", "En uavhengig tredjepart", "1. mai 2026", "Oslo", "Ingen")
	eva.NotSee("Hvorfor ikke?") // it was asked about neither
	opened, err := r.Reviews.Open(t.Context(), r.Actor(account.Evaluator), r.id)
	if err != nil {
		t.Fatal(err)
	}
	if got := opened.Evaluation.Levels["visits"]; got.Declared != 0 {
		t.Errorf("the lowest row is at 0, the question at %d", got.Declared)
	}
}

func TestABuyerSeesWhatIsAskedAboutEachRow(t *testing.T) {
	t.Parallel()
	r, buys := aboutSites(t)
	kari := r.buyer(r.Actor(account.Officer))
	kari.Open("/procurements/" + string(buys.ID) + "/questionnaire")
	kari.See("For hver rad i «Produksjonssteder»", "Hvem har kontrollert?", "En uavhengig tredjepart")
}
