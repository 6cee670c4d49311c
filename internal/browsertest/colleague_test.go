package browsertest_test

import (
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
)

const colleagueEmail = "per@as.example"

func TestAColleagueHelpsFromLetterToDoneWithTheKeyboardAlone(t *testing.T) {
	for name, at := range windows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			help(t, serve(t, housetest.Setup{}), at)
		})
	}
}

// help is the whole way: the contact asks, the colleague answers and is done,
// the contact answers the rest and submits.
func help(t *testing.T, w *world, at window) {
	t.Helper()
	kari := w.signIn(t, account.Officer, at)
	plan(kari)
	document := kari.document()
	w.WorkOnce(t.Context())
	ola, per := visit(t, "contact", w.base, at), visit(t, "colleague", w.base, at)
	ola.open(w.link(supplierEmail))
	ola.press("Fortsett")
	ola.follow("Be en kollega om hjelp")
	ola.fill("name", "Per Hansen")
	ola.fill("email", colleagueEmail)
	ola.choose("page", "embed")
	ola.choose("page", "track")
	ola.fill("message", "Du kjenner dette best.")
	ola.press("Send brevet")
	ola.see("Et brev er på vei til Per Hansen", "Har ikke åpnet")

	w.WorkOnce(t.Context())
	per.open(w.link(colleagueEmail))
	per.press("Fortsett")
	per.see("Ola Nordmann ber deg om hjelp", "Du kjenner dette best.", "Dette blir du bedt om å svare på")
	per.follow("Fortsett")
	per.answerAll(smallShop(t, document))
	per.see("Resten kan du lese")
	per.press("Jeg er ferdig")
	per.see("Ola Nordmann har fått vite at du er ferdig.")
	per.follow("Hvem er dere?")
	per.see("Ola Nordmann har ikke bedt deg om å svare her")

	w.WorkOnce(t.Context())
	if words := w.Tray.To(supplierEmail); words[len(words)-1].Kind != letter.ColleagueDone {
		t.Errorf("the contact's newest letter is %q", words[len(words)-1].Kind)
	}
	ola.open(w.link(supplierEmail))
	ola.press("Fortsett")
	ola.see("Ferdig", "Sa fra om at alt er gjort")
	ola.follow("Fortsett")
	ola.answerAll(smallShop(t, document))
	ola.see("Sjekk svarene", "Retningslinjer for innkjøp.pdf")
	ola.fill("name", "Ola Nordmann")
	ola.fill("role", "Daglig leder")
	ola.choose("confirmed", "yes")
	ola.press("Lever svarene")
	ola.see("Svarene er levert")
}
