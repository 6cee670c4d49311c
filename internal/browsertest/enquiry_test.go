package browsertest_test

import (
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
)

func TestAnEnquiryAndItsReplyWithTheKeyboardAlone(t *testing.T) {
	for name, at := range windows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			enquire(t, serve(t, housetest.Setup{}), at)
		})
	}
}

// enquire lets one supplier ask, the buyer reply to all, and another supplier
// read.
func enquire(t *testing.T, w *world, at window) {
	t.Helper()
	p := w.Publish()
	asker, other := w.Invite(p, 1), w.Invite(p, 2)
	w.WorkOnce(t.Context())
	ola := visit(t, "asker", w.base, at)
	ola.open(w.link(asker.Contact.Email))
	ola.press("Fortsett")
	ola.follow("Begynn")
	ola.follow("Er noe på denne siden uklart?")
	ola.see("Fjordvik kommune ser at det er Leverandør 1 AS som spør.")
	ola.fill("text", "Vi hos Leverandør 1 AS lurer på om veveriene skal med.")
	ola.press("Send spørsmålet")
	ola.see("Spørsmålet er sendt.", "1 av spørsmålene deres venter på svar")

	kari := w.signIn(t, account.Officer, at)
	kari.follow("1 spørsmål venter på svar")
	kari.follow("Svar på spørsmålet fra Leverandør 1 AS")
	kari.see("Bare dere ser hvem som spør.")
	kari.fill("wording", "Skal veveriene også med?")
	kari.fill("text", "Ja, så langt dere kjenner dem.")
	kari.press("Send svaret")
	kari.see("Sendt. 2 leverandører får e-post.", "Spurt av Leverandør 1 AS")

	w.WorkOnce(t.Context())
	rival := visit(t, "other supplier", w.base, at)
	rival.open(w.link(other.Contact.Email))
	rival.press("Fortsett")
	rival.see("Skal veveriene også med?", "Ja, så langt dere kjenner dem.")
	if said := eval[string](rival, `document.body.innerText`); strings.Contains(said, "Leverandør 1") || strings.Contains(said, "Nordmann 1") {
		t.Errorf("the other supplier learns who asked:\n%s", said)
	}
}
