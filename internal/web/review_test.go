package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
)

// submitted is a request that a strong supplier has answered and submitted, after
// closing.
func submitted(t *testing.T, stage procurement.Stage) *request {
	t.Helper()
	r := newTown(t, stage).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	r.submit()
	r.closed()
	return r
}

func TestSealedAnswersGetAPageThatSaysWhenTheyOpen(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.BeforeBids).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	kari := r.buyer(r.Actor(account.Officer))
	for _, page := range []string{"review", "result", "review/finish"} {
		kari.Open(r.path(page))
		if kari.Status != http.StatusConflict {
			t.Errorf("%s of answers that are not submitted gives %d", page, kari.Status)
		}
		kari.See("Leverandøren har ikke levert", "mandag 19. oktober 2026 kl. 11.00")
	}
	r.submit()
	kari.Open(r.path("review"))
	if kari.Status != http.StatusConflict {
		t.Errorf("sealed answers give %d", kari.Status)
	}
	kari.See("forseglet fram til fristen", "mandag 19. oktober 2026 kl. 11.00")
	kari.NotSee("50–249", "policy.pdf")
	r.closed()
	kari = r.buyer(r.Actor(account.Officer))
	kari.Open(r.path("review"))
	if kari.Status != http.StatusOK {
		t.Errorf("opened answers give %d", kari.Status)
	}
}

func TestAnEvaluatorMarksQuestionByQuestion(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open(r.path("review?question=policy"))
	eva.See("Ja, det gjelder leverandørene også", "policy.pdf", "Leverandørens svar", "21 igjen")

	eva.Choose("Ja, det er skrevet ned og vedtatt, men gjelder bare våre egne ansatte")
	eva.Press("Lagre og gå til neste")
	if eva.Status != http.StatusUnprocessableEntity {
		t.Errorf("another level without a reason answers %d", eva.Status)
	}
	eva.See("Skriv hvorfor, så leverandøren kan forstå det.")
	if !strings.Contains(eva.Source, `value="2" checked`) {
		t.Error("the level that was chosen is not kept")
	}
	eva.Fill("Begrunnelse", "Gjelder bare egne ansatte")
	eva.Press("Lagre og gå til neste")
	if eva.Place != r.path("review?question=oversight") {
		t.Errorf("marking leads to %s", eva.Place)
	}
	eva.See("Nivået er lagret.", "20 igjen", "Vurdert – svarte 4, satt til 2")

	eva.Choose("Det er en egen sak hvert år, og det styret eller eieren spør om, blir fulgt opp")
	eva.Press("Lagre og gå til neste")
	if eva.Place != r.path("review?question=responsible") {
		t.Errorf("the declared level without a reason leads to %s (%d)", eva.Place, eva.Status)
	}
	eva.Press("Lagre og gå til neste")
	if eva.Status != http.StatusUnprocessableEntity {
		t.Errorf("no level at all answers %d", eva.Status)
	}
	eva.See("Velg et nivå fra 0 til 4.")

	eva.Open(r.path("review?question=supplier_code")) // the one after it gives no level
	eva.Choose("Ja, og de må stille samme krav til sine egne leverandører. Vi sjekker at det skjer")
	eva.Press("Lagre og gå til neste")
	if eva.Place != r.path("review?question=screening") {
		t.Errorf("marking before a question without a level leads to %s", eva.Place)
	}
	eva.Open(r.path("review?question=complaints"))
	eva.Post(r.path("review/mark"), url.Values{"question": {"complaints"}, "level": {"4"}})
	if eva.Place != r.path("review/finish") {
		t.Errorf("marking the last question leads to %s", eva.Place)
	}
}

func TestAFileThatProvesLittleCapsTheLevel(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open(r.path("review?question=policy"))
	eva.Choose("Den er for generell")
	eva.Press("Lagre vurderingen av filen")
	if eva.Status != http.StatusUnprocessableEntity {
		t.Errorf("a verdict without a reason answers %d", eva.Status)
	}
	eva.See("Skriv hvorfor, så leverandøren kan forstå det.")
	eva.Fill("Hvorfor?", "Gjelder konsernet, ikke selskapet")
	eva.Press("Lagre vurderingen av filen")
	if eva.Place != r.path("review?question=policy") {
		t.Errorf("judging leads to %s (%d)", eva.Place, eva.Status)
	}
	eva.See("Vurderingen av filen er lagret.", "Gjelder konsernet, ikke selskapet", "Filen viser ikke nok: høyst 2.")
}

func TestASkipIsAcceptedAndLeftOut(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.Contract).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	r.say(assessment.Given{Question: "screening", Skipped: "Vi har ingen nye leverandører"})
	r.submit()
	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open(r.path("review?question=screening"))
	eva.See("Passer ikke: Vi har ingen nye leverandører", "Merket som ikke relevant. Det teller som 0 til noen godtar det.")
	eva.Choose("Spørsmålet er ikke relevant. Det teller ikke med.")
	eva.Fill("Begrunnelse", "Ingen nye på tre år")
	eva.Press("Lagre og gå til neste")
	eva.See("Vurdert – teller ikke med")
	eva.Open(r.path("result"))
	eva.See("Spørsmål som ikke teller med", "Passer ikke: Vi har ingen nye leverandører")
}

func TestEachRoleDoesItsPart(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	for role, may := range map[account.Role]bool{
		account.Administrator: true, account.Officer: true, account.Evaluator: true, account.Reader: false,
	} {
		p := r.buyer(r.Actor(role))
		p.Open(r.path("review?question=policy"))
		if p.Status != http.StatusOK {
			t.Errorf("%s reading the review gets %d", role, p.Status)
		}
		if shown := strings.Contains(p.Source, "/review/mark"); shown != may {
			t.Errorf("%s is offered to mark: %v", role, shown)
		}
	}
	reader := account.Reader
	for path, fields := range map[string]url.Values{
		"review/mark":   {"question": {"policy"}, "level": {"4"}},
		"review/judge":  {"question": {"policy"}, "file": {"x"}, "verdict": {"accepted"}},
		"review/finish": nil, "review/reopen": nil, "review/release": nil,
	} {
		if status := post(t, r, r.Actor(reader), path, fields); status != http.StatusForbidden {
			t.Errorf("a reader posting %s gets %d", path, status)
		}
	}
	if err := r.Reviews.Finish(t.Context(), r.Actor(account.Evaluator), r.id); err != nil {
		t.Fatal(err)
	}
	if status := post(t, r, r.Actor(account.Evaluator), "review/release", nil); status != http.StatusForbidden {
		t.Errorf("an evaluator releasing gets %d", status)
	}
	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open(r.path("review/release"))
	if eva.Status != http.StatusForbidden {
		t.Errorf("an evaluator about to release gets %d", eva.Status)
	}
	eva.Open(r.path("result"))
	eva.NotSee("Del med leverandøren")
}

// post sends a form as somebody who has it open would.
func post(t *testing.T, r *request, who account.Actor, page string, fields url.Values) int {
	t.Helper()
	p := r.buyer(who)
	p.Post(r.path(page), fields)
	return p.Status
}

func TestAFinishedReviewIsReleasedAndRead(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	anne := r.answers()
	anne.Open(r.path("result"))
	if anne.Status != http.StatusNotFound {
		t.Errorf("a result that is not released answers %d", anne.Status)
	}
	kari := r.buyer(r.Actor(account.Officer))
	kari.Open(r.path("review?question=policy"))
	kari.Choose("Nei, ikke ennå")
	kari.Fill("Begrunnelse", "Filen er en tom mal")
	kari.Press("Lagre og gå til neste")
	kari.Open(r.path("result"))
	kari.See("Foreløpig", "ett stoppmerke")
	kari.Follow("Avslutt vurderingen")
	kari.See("20 spørsmål er ikke vurdert", "beholder nivå 4")
	kari.Press("Avslutt vurderingen")
	kari.See("Vurderingen er ferdig.")
	kari.NotSee("Foreløpig")
	anne.Open(r.path("result"))
	if anne.Status != http.StatusNotFound {
		t.Errorf("a finished result that is not released answers %d", anne.Status)
	}

	kari.Press("Åpne vurderingen igjen")
	kari.See("Vurderingen er åpnet igjen.", "Foreløpig")
	kari.Follow("Avslutt vurderingen")
	kari.Press("Avslutt vurderingen")
	kari.Follow("Del med leverandøren")
	kari.See("anne@berg.example", "får et brev", "Etterpå kan vurderingen ikke åpnes igjen.")
	kari.Press("Del resultatet")
	kari.See("Resultatet er delt")
	kari.NotSee("Åpne vurderingen igjen")

	anne.Open(r.path("result"))
	anne.See("Resultat for Berg & Sønn AS", "Filen er en tom mal", "Nivå 0", "Dette løfter svaret", "Skriv én side om hva dere står for")
	anne.NotSee("Kari officer", "Del med leverandøren", "Foreløpig")
}

func TestTheResultShowsTheEnginesNumbers(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	mark(t, r, "suppliers", 1, "Listen er fra 2019")
	kari := r.buyer(r.Actor(account.Officer))
	kari.Open(r.path("result?lang=en"))
	desk, err := r.Reviews.Open(t.Context(), r.Actor(account.Officer), r.id)
	if err != nil {
		t.Fatal(err)
	}
	e := desk.Evaluation
	kari.See("Provisional:", e.Overall.Verified.String()+" of 100", "weakest:", "no stop marks")
	for id, step := range e.Steps {
		for _, number := range []string{step.Declared.String(), step.Verified.String()} {
			if !strings.Contains(kari.Source, `<a class="ds-link" href="#step-`+id+`">`+number+"</a>") {
				t.Errorf("step %s lacks the number %s", id, number)
			}
		}
		if !strings.Contains(kari.Source, `id="step-`+id+`"`) {
			t.Errorf("the number of step %s leads nowhere", id)
		}
		for _, part := range e.Parts(id) {
			if !strings.Contains(kari.Source, `id="q-`+part.Question.ID+`"`) {
				t.Errorf("%s is not among the parts of its step", part.Question.ID)
			}
		}
	}
	// Identify: suppliers is a lead question (weight 2) that was marked 1.
	kari.See("(2·1 + 1·4 + 1·4 + 1·4 + 1·4 + 1·4) ÷ (4 · (2 + 1 + 1 + 1 + 1 + 1)) = 22 ÷ 28", "Given by the evaluator.", "Listen er fra 2019")
	if got := e.Steps["identify"].Verified.String(); got != "78.6" {
		t.Errorf("22 of 28 is 78.6 of 100, the engine says %s", got)
	}
}

func mark(t *testing.T, r *request, question string, level int, reason string) {
	t.Helper()
	fields := url.Values{"question": {question}, "level": {strconv.Itoa(level)}, "reason": {reason}}
	if status := post(t, r, r.Actor(account.Evaluator), "review/mark", fields); status != http.StatusOK {
		t.Fatalf("marking %s answers %d", question, status)
	}
}

func TestAQualificationShowsRequirementsAndNoNumber(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.Qualification)
	kari := r.buyer(r.Actor(account.Officer))
	kari.Open(r.path("result"))
	kari.See("Leverandørene rangeres ikke", "Ikke vurdert ennå", "For å være kvalifisert må dere minst:")
	kari.NotSee("av 100", "Svakest", "svakest", "÷", "Nivå", "stoppmerke")
}

func TestAnInfectedFileIsNoFile(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.Contract).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	r.submit()
	kari := r.buyer(r.Actor(account.Officer))
	kari.Open(r.path("review?question=policy"))
	kari.NotSee("Virus")
	desk, err := r.Reviews.Open(t.Context(), r.Actor(account.Officer), r.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range desk.Files {
		if f.Question == "policy" {
			if _, err := r.DB.SQL().ExecContext(t.Context(), "UPDATE files SET state = ? WHERE id = ?", evidence.Infected, f.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	kari.Open(r.path("review?question=policy"))
	kari.See("Virus – teller ikke", "Ingen fil: høyst 1.")
	if strings.Contains(kari.Source, `href="/files/`) {
		t.Error("an infected file can be opened")
	}
}

func TestTheWayFromCheckToResultCostsAFixedNumberOfStatements(t *testing.T) {
	t.Parallel()
	w := newTown(t, procurement.BeforeBids)
	r := &request{town: w, id: w.Invite(w.buys, 1).ID, email: "ola1@leverandor.example", actor: w.Contact(1)}
	r.answerAs("strong-supplier")
	ola := w.Supplier(1)
	costs := func(p *housetest.Person, page string, most int) {
		t.Helper()
		if v := p.Open(r.path(page)).Is(t, http.StatusOK); v.Statements > most {
			t.Errorf("%s takes %d statements:\n%s", page, v.Statements, v.SQL)
		}
	}
	ola.Open(r.path("check")) // notes that it was looked at
	costs(ola, "check", 2)
	declared := url.Values{"name": {"Ola"}, "role": {"Daglig leder"}, "confirmed": {"yes"}}
	if v := ola.Post(r.path("submit"), declared).Is(t, http.StatusSeeOther); v.Statements > 9 {
		t.Errorf("submitting takes %d statements:\n%s", v.Statements, v.SQL)
	}
	costs(ola, "receipt", 3)
	w.closed()
	kari := w.Member(account.Officer)
	ola = w.Supplier(1)
	for _, page := range []string{"review", "review?question=policy", "review/finish", "result"} {
		costs(kari, page, 8)
	}
	if err := errors.Join(r.Reviews.Finish(t.Context(), w.Actor(account.Officer), r.id), r.Reviews.Release(t.Context(), w.Actor(account.Officer), r.id)); err != nil {
		t.Fatal(err)
	}
	costs(ola, "result", 8)
}
