package web_test

import (
	"net/http"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

func TestAnEvaluatorSendsAnswersBackAndSeesWhatChanged(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	level := 3
	eve := r.Actor(account.Evaluator)
	if err := r.Reviews.Mark(t.Context(), eve, r.id, review.Mark{Question: "oversight", Level: &level, Reason: "Slik står det."}); err != nil {
		t.Fatal(err)
	}
	eva := r.buyer(eve)
	eva.Open(r.path("review?question=complaints_how"))
	eva.Press("Sett opp til retting")
	if eva.Status != http.StatusUnprocessableEntity {
		t.Errorf("nothing to correct answers %d", eva.Status)
	}
	eva.See("Skriv hva leverandøren skal rette.")
	eva.Fill("Hva skal leverandøren rette?", "Skriv hvem som svarer.")
	eva.Press("Sett opp til retting")
	eva.See("Svaret er satt opp til retting.", "Ett svar er satt opp til retting, men ikke sendt.", "Til retting")
	eva.Follow("Se over og send til leverandøren")
	eva.See("Skriv hvem som svarer.", "Brevet går til Anne Berg, anne@berg.example.")
	eva.Fill("Dato", "2020-01-01")
	eva.Press("Send til leverandøren")
	if eva.Status != http.StatusUnprocessableEntity {
		t.Errorf("a deadline that has passed answers %d", eva.Status)
	}
	eva.See("Fristen må være fram i tid.")
	eva.Fill("Dato", "2026-11-02")
	eva.Press("Send til leverandøren")
	eva.See("Leverandøren er bedt om å rette svarene.", "Leverandøren er bedt om å rette ett svar innen")
	eva.Open(r.path("review/finish"))
	eva.See("Leverandøren retter svar nå.")

	r.say(assessment.Given{Question: "complaints_how", Value: "Ansatte og naboer kan ringe. Daglig leder svarer."})
	eva.Open(r.path("review?question=complaints_how"))
	eva.NotSee("Daglig leder svarer")
	r.submit()
	eva.Open(r.path("review?question=complaints_how"))
	eva.See("Dette ba dere leverandøren rette:", "Endret siden levering 1", "Levering 2 retter levering 1.")
	if !strings.Contains(eva.Source, "<ins>") || !strings.Contains(eva.Source, "<del>") {
		t.Error("the page does not show what came and what went")
	}
	eva.Open(r.path("review?question=oversight"))
	eva.See("Tatt med fra levering 1, der svaret var det samme.")
	eva.Open(r.path("review?question=complaints_how&state=corrected"))
	eva.See("Rettet")
	if n := strings.Count(eva.Source, `class="queue__item `); n != 1 {
		t.Errorf("filtered by what was corrected, the list has %d questions", n)
	}
}

func TestASupplierNeverSeesAnInternalComment(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open(r.path("review?question=policy"))
	eva.Fill("Kommentar", "Virker kopiert fra nettet.")
	eva.Press("Lagre kommentaren")
	eva.See("Bare internt", "Virker kopiert fra nettet.")
	eva.Choose("Leverandøren også")
	eva.Fill("Kommentar", "Fint at styret er med.")
	eva.Press("Lagre kommentaren")
	eva.See("Til leverandøren, ikke vist ennå")

	anne := r.answers()
	pages := []string{"", "/pages/embed", "/check", "/receipt", "/receipt.json", "/questions"}
	never := func(also ...string) {
		t.Helper()
		for _, page := range append(pages, also...) {
			anne.Open("/assessments/" + string(r.id) + page)
			if strings.Contains(anne.Source, "kopiert fra nettet") {
				t.Errorf("%s shows the supplier an internal comment", page)
			}
		}
	}
	never()
	anne.Open(r.path("pages/embed"))
	anne.NotSee("Fint at styret er med.")
	r.sendBack("policy")
	never()
	anne.Open(r.path("pages/embed"))
	anne.See("Fint at styret er med.")
	r.submit()
	never()
	officer := r.Actor(account.Officer)
	if err := r.Reviews.Finish(t.Context(), officer, r.id); err != nil {
		t.Fatal(err)
	}
	if err := r.Reviews.Release(t.Context(), officer, r.id); err != nil {
		t.Fatal(err)
	}
	never("/result", "/result.json")
	anne.Open(r.path("result"))
	anne.See("Fint at styret er med.", "Levering nummer 2")
	r.WorkOnce(t.Context())
	for _, l := range r.Tray.Letters() {
		if strings.Contains(l.Text+l.HTML, "kopiert fra nettet") {
			t.Errorf("the %s tells of an internal comment", l.Kind)
		}
	}
}
