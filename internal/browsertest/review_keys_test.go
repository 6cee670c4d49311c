package browsertest_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
)

// From the list of reviews through marks, comments and a correction to what
// came back: an evaluator needs no mouse, and half as many keys as Tab would take.
func TestReviewingWithTheKeysOfTheReview(t *testing.T) {
	t.Parallel()
	for name, at := range widths() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, housetest.Setup{})
			p := w.asked(procurement.Contract)
			a := w.submitted(t, p, 1, "medium-importer")
			eva := w.signIn(t, account.Evaluator, at)
			eva.follow(p.Title)
			eva.follow("Vurderinger")
			eva.see("Ikke begynt", "Ingen ennå")
			eva.follow("Begynn: Leverandør 1 AS")
			walkByKeys(eva)
			markByKeys(eva)
			askByKeys(eva)
			commentTwice(eva)
			sendBack(eva, w.Clock.Now().Add(5*24*time.Hour))
			w.WorkOnce(t.Context())
			readsWhatToCorrect(w, visit(t, "supplier", w.base, at))
			w.corrects(t, a.ID)
			eva.open("/procurements/" + string(p.ID) + "/reviews")
			eva.see("Rettet svar", "Kari evaluator")
			eva.follow("Fortsett: Leverandør 1 AS")
			eva.follow("Rettet")
			eva.follow("Har dere skrevet ned")
			eva.see("Dette ba dere leverandøren rette:", "Endret siden levering 1", "Legg ved vedtaket fra styret.")
		})
	}
}

const question = `document.getElementById("question").textContent`

// walkByKeys goes to the next question and back, and looks at the list of keys.
func walkByKeys(eva *visitor) {
	eva.t.Helper()
	first := eval[string](eva, question)
	eva.leave("the key j", "j")
	eva.until("the next question is there", question+` !== `+quote(first))
	eva.leave("the key k", "k")
	eva.until("the first is back", question+` === `+quote(first))
	eva.key("?")
	eva.see("til filene", "be om retting", "Bruk hurtigtaster")
	eva.until("the focus is on the list of keys", `document.activeElement.closest("#keys")`)
	eva.look()
	eva.tabTo("the box that turns the keys off", func(s stop) bool { return s.ID == "keys-on" })
	eva.key(" ")
	eva.key("j")
	eva.until("no key works", `!document.getElementById("keys-on").checked && `+question+` === `+quote(first))
	eva.key(" ")
	eva.key("?")
	eva.until("the list is closed again", `!document.getElementById("keys").open`)
}

// markByKeys gives another level than declared, which needs a reason.
func markByKeys(eva *visitor) {
	eva.t.Helper()
	marked, level := eval[string](eva, question), "0"
	if eval[string](eva, `document.querySelector(".levels__facts strong").textContent`) == "0" {
		level = "1"
	}
	for _, key := range []string{"4", "3", "2", level} {
		eva.key(key)
		eva.until("level "+key+" is chosen", `document.activeElement.name === "level" && document.activeElement.checked && document.activeElement.value === `+quote(key))
	}
	eva.press("Lagre og gå til neste")
	eva.see("Skriv hvorfor, så leverandøren kan forstå det.")
	eva.fill("reason", "Gjelder bare 3 av 4 ledd: jeg ser ikke kjeden.") // j and k are letters here
	eva.press("Lagre og gå til neste")
	eva.see("Nivået er lagret.")
	eva.leave("the key k", "k")
	eva.until("the mark stands", question+` === `+quote(marked)+` && document.getElementById("reason").value.startsWith("Gjelder bare")`)
}

// askByKeys goes to the files, and asks for a correction.
func askByKeys(eva *visitor) {
	eva.t.Helper()
	eva.strike("e")
	eva.until("the files have the focus", `document.activeElement.id === "evidence"`)
	eva.strike("c")
	eva.until("the correction is written", `document.activeElement.name === "correction"`)
	eva.until("the letter of the key is not written", `document.activeElement.value === ""`)
	eva.press("Sett opp til retting")
	eva.see("Skriv hva leverandøren skal rette.")
	eva.fill("correction", "Legg ved vedtaket fra styret.")
	eva.press("Sett opp til retting")
	eva.see("Svaret er satt opp til retting.", "Ett svar er satt opp til retting, men ikke sendt.")
}

// commentTwice writes a comment for those at the buyer, and one to the supplier.
func commentTwice(eva *visitor) {
	eva.t.Helper()
	eva.unfold("Skriv en kommentar")
	eva.press("Lagre kommentaren")
	eva.see("Skriv en kommentar.")
	eva.choose("audience", "internal")
	eva.fill("comment", "Ligner malen fra i fjor.")
	eva.press("Lagre kommentaren")
	eva.see("Kommentaren er lagret.", "Bare internt", "Ligner malen fra i fjor.")
	eva.unfold("Skriv en kommentar")
	eva.choose("audience", "supplier")
	eva.fill("comment", "Resten ser bra ut.")
	eva.press("Lagre kommentaren")
	eva.see("Til leverandøren, ikke vist ennå", "Resten ser bra ut.")
}

func sendBack(eva *visitor, until time.Time) {
	eva.t.Helper()
	eva.follow("Se over og send til leverandøren")
	eva.see("Legg ved vedtaket fra styret.")
	eva.day("until_date", until.Format(time.DateOnly))
	eva.press("Send til leverandøren")
	eva.see("Leverandøren er bedt om å rette svarene.")
}

// readsWhatToCorrect is the supplier, who never sees what is internal.
func readsWhatToCorrect(w *world, ola *visitor) {
	ola.t.Helper()
	ola.open(w.link("ola1@leverandor.example"))
	ola.press("Fortsett")
	ola.see("Fjordvik kommune ber dere rette ett svar")
	ola.follow("Rett svarene")
	ola.see("Dette ber oppdragsgiveren dere rette:", "Legg ved vedtaket fra styret.", "Resten ser bra ut.")
	ola.until("nothing internal stands there", `!document.body.innerText.includes("malen fra i fjor")`)
	ola.key(kb.Tab)
}

// corrects lets the supplier answer the question anew, and submit.
func (w *world) corrects(t *testing.T, id assessment.ID) {
	t.Helper()
	ola := w.Contact(1)
	desk, err := w.Assessments.Open(t.Context(), ola, id)
	if err != nil {
		t.Fatal(err)
	}
	base := desk.Answers["policy"].Revision
	given := []assessment.Given{{Question: "policy", Value: "own_staff", Base: base}}
	if desk.Answers["policy"].Value == "own_staff" {
		given[0].Value = "spoken"
	}
	if _, err := w.Assessments.Answer(t.Context(), ola, id, given); err != nil {
		t.Fatal(err)
	}
	declared := assessment.Declaration{Name: "Ola Nordmann", Role: "Daglig leder", Confirmed: true}
	if _, err := w.Assessments.Submit(t.Context(), ola, id, declared); err != nil {
		t.Fatal(err)
	}
}
