package browsertest_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// asked publishes a procurement of a stage that closes in two weeks.
func (w *world) asked(stage procurement.Stage, required ...procurement.Requirement) procurement.Procurement {
	return w.Publish(func(p *procurement.Procurement) {
		p.Stage, p.Categories, p.Plan, p.Requirements = stage, []string{"textiles"}, procurement.DefaultPlan(stage), required
		p.Closing = w.Clock.Now().Add(14 * 24 * time.Hour)
	})
}

// submitted lets the n-th supplier answer as a shipped case does, with its
// files, and submit: without a browser, since others go that way.
func (w *world) submitted(t *testing.T, p procurement.Procurement, n int, name string) assessment.Assessment {
	t.Helper()
	a := w.Invite(p, n)
	ola := w.Contact(n)
	kase := shipped(t, name)
	var all []assessment.Given
	for question, value := range kase.Answers {
		all = append(all, assessment.Given{Question: question, Value: value})
	}
	if _, err := w.Assessments.Answer(t.Context(), ola, a.ID, all); err != nil {
		t.Fatal(err)
	}
	for question, files := range kase.Files {
		for _, f := range files {
			w.attach(t, ola, a.ID, question, evidence.Details{Name: question + ".pdf", Kind: "policy", Issued: f.Issued, ValidUntil: f.ValidUntil})
		}
	}
	if _, err := w.Evidence.Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	declared := assessment.Declaration{Name: "Ola Nordmann", Role: "Daglig leder", Confirmed: true}
	if _, err := w.Assessments.Submit(t.Context(), ola, a.ID, declared); err != nil {
		t.Fatal(err)
	}
	return a
}

func (w *world) attach(t *testing.T, by account.Actor, id assessment.ID, question string, details evidence.Details) {
	t.Helper()
	upload := evidence.Upload{Assessment: id, Question: question, Details: details}
	if _, err := w.Evidence.Receive(t.Context(), by, upload, strings.NewReader("%PDF-1.4\n% "+details.Name+"\n%%EOF\n")); err != nil {
		t.Fatal(err)
	}
}

// shipped is a case that comes with the questionnaire.
func shipped(t *testing.T, name string) questionnaire.Sheet {
	t.Helper()
	source, err := os.ReadFile("../../questionnaires/oecd-short/1.0/cases/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var kase questionnaire.Sheet
	if err := json.Unmarshal(source, &kase); err != nil {
		t.Fatal(err)
	}
	return kase
}
