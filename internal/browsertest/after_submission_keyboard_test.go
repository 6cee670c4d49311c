package browsertest_test

import (
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	reviewing "aktsom/internal/review"
)

// submits stands by the answers without a browser.
func (w *world) submits(t *testing.T, a assessment.Assessment, n int) {
	t.Helper()
	must(t, second(w.Assessments.Submit(t.Context(), w.Contact(n), a.ID, assessment.Declaration{Name: "Ola Nordmann", Role: "Dagleg leiar", Confirmed: true})))
}

func second[T any](_ T, err error) error { return err }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// declares fills in who stands by the answers, and submits.
func (v *visitor) declares() {
	v.t.Helper()
	v.fill("name", "Ola Nordmann")
	v.fill("role", "Dagleg leiar")
	v.choose("confirmed", "yes")
	v.press("Lever svara")
}

// A supplier's way after the last answer: submit, take it back, submit again,
// correct, comment on a draft, read the result.
func TestAfterTheLastAnswerEverythingGoesByKeyboard(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	w.say(t, a, 1, map[string]any{"policy": "yes", "routine": "no", "countries": "Noreg", "checked": "no"})
	ola := reader(t, w, a, "supplier", window{width: 390})
	ola.inTongue("Nynorsk", "nn")
	submitTwice(ola, a)

	w.Clock.Pass(43 * 24 * time.Hour)
	correct(t, w, ola, a)
	comment(t, w, ola, a)
	readParts(t, w, ola, a)
}

func submitTwice(ola *visitor, a assessment.Assessment) {
	ola.t.Helper()
	ola.open(at(a, "/check"))
	ola.press("Lever svara")
	ola.until("what is missing has the focus", summaryHasFocus)
	ola.declares()
	ola.see("Svara er leverte", "Levering nummer")
	ola.follow("Trekk leveringa tilbake")
	ola.follow("Behald leveringa")
	ola.follow("Trekk leveringa tilbake")
	ola.press("Trekk tilbake")
	ola.see("Leveringa er trekt tilbake.")
	ola.open(at(a, "/pages/second"))
	ola.fill("a.countries", "Noreg og Polen")
	ola.press("Lagre og hald fram")
	ola.declares()
	ola.see("Svara er leverte")
	ola.until("it is the second time", `document.querySelector(".receipt__facts").innerText.includes("\n2")`)
}

// signsInAgain lets a supplier in whose session has ended while time passed.
func signsInAgain(t *testing.T, w *world, v *visitor, a assessment.Assessment) {
	t.Helper()
	token, err := w.Accounts.PrintLink(t.Context(), a.Contact.Email)
	must(t, err)
	v.open("/link/" + string(token))
	v.press("Hald fram")
}

func correct(t *testing.T, w *world, ola *visitor, a assessment.Assessment) {
	t.Helper()
	eva := w.Actor(account.Evaluator)
	must(t, second(w.Reviews.Open(t.Context(), eva, a.ID)))
	must(t, w.Reviews.AskCorrection(t.Context(), eva, a.ID, "checked", "Korleis følgjer de opp?"))
	must(t, w.Reviews.SendCorrections(t.Context(), eva, a.ID, w.Clock.Now().Add(7*24*time.Hour)))
	signsInAgain(t, w, ola, a)
	ola.open("/requests")
	ola.see("Skal rettast", "Fjordvik kommune ber dykk rette eitt svar")
	ola.follow("Rett svara") // to the overview
	ola.see("Korleis følgjer de opp?")
	ola.follow("Rett svara") // to the question
	ola.see("Dette ber oppdragsgivaren dykk rette:", "Korleis følgjer de opp?")
	ola.choose("a.checked", "yes")
	ola.press("Lagre og hald fram")
	ola.declares()
	ola.see("Svara er leverte", "rettar levering 2")
}

func comment(t *testing.T, w *world, ola *visitor, a assessment.Assessment) {
	t.Helper()
	eva, level := w.Actor(account.Evaluator), 1
	must(t, second(w.Reviews.Open(t.Context(), eva, a.ID)))
	must(t, w.Reviews.Mark(t.Context(), eva, a.ID, reviewing.Mark{Question: "policy", Level: &level, Reason: "Vi fann ingen dato."}))
	must(t, w.Reviews.Finish(t.Context(), eva, a.ID))
	must(t, w.Reviews.SendDraft(t.Context(), w.Actor(account.Officer), a.ID, w.Clock.Now().Add(48*time.Hour)))
	ola.open("/requests")
	ola.follow("Les utkastet")
	ola.see("Dette er eit utkast.", "Vi fann ingen dato.")
	ola.unfold("Kommenter dette spørsmålet")
	ola.press("Send kommentaren")
	ola.see("Skriv ein kommentar før du sender han.")
	ola.inField("Kommentar", "Datoen står på side to.")
	ola.press("Send kommentaren")
	ola.see("Kommentaren er send.", "Datoen står på side to.")
}

func readParts(t *testing.T, w *world, ola *visitor, a assessment.Assessment) {
	t.Helper()
	must(t, w.Reviews.Release(t.Context(), w.Actor(account.Officer), a.ID))
	ola.open(at(a, "/result"))
	ola.see("Dette løftar resultatet mest", "Skriv éi side.")
	step := `document.getElementById("step-track")`
	if eval[bool](ola, step+`.open`) {
		ola.fail("the step is open before anybody opens it")
	}
	ola.tabTo("the step", func(s stop) bool {
		return s.Tag == "summary" && s.Text != "" && eval[bool](ola, step+`.contains(document.activeElement)`)
	})
	ola.key("\r")
	ola.until("it opens to its questions", step+`.open && `+step+`.innerText.includes("Følgjer de opp?")`)
	ola.look()
}
