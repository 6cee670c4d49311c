package browsertest_test

import (
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
)

const colleague = "nina@fjord.example"

// A colleague is invited, comes in, gets another role and goes; everything
// stands in the organisation's log, which is narrowed to one person.
func TestPeopleAndTheirLogWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	for name, at := range widths() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, housetest.Setup{})
			kari := w.signIn(t, account.Administrator, at)
			kari.unfold("Din konto:")
			kari.follow("Folk og roller")
			inviteColleague(kari)
			w.WorkOnce(t.Context())
			nina := visit(t, "colleague", w.base, at)
			nina.open(w.link(colleague))
			nina.see("Fjordvik kommune har invitert deg.")
			nina.fill("password", "for kort")
			nina.press("Lagre og logg inn")
			nina.fill("password", "en lang setning om klær")
			nina.press("Lagre og logg inn")
			nina.see("Passordet er lagret, og du er logget inn.")
			changeAndRemove(kari)
			nina.open("/procurements")
			nina.see("Logg inn")
			narrowLog(kari)
		})
	}
}

func inviteColleague(kari *visitor) {
	kari.t.Helper()
	kari.follow("Inviter en kollega")
	kari.press("Send invitasjonen")
	kari.see("Skriv navnet.")
	kari.fill("name", "Nina Vik")
	kari.fill("email", colleague)
	kari.choose("role", "reader")
	kari.press("Send invitasjonen")
	kari.see("Invitasjonen til Nina Vik er på vei til "+colleague, "ikke begynt")
}

func changeAndRemove(kari *visitor) {
	kari.t.Helper()
	kari.open("/people")
	kari.follow("Endre Nina Vik")
	kari.choose("role", "evaluator")
	kari.press("Lagre rollen")
	kari.see("Rollen er endret. Nina Vik må logge inn på nytt.")
	kari.follow("Endre Nina Vik")
	kari.press("Fjern Nina Vik")
	kari.see("Nina Vik har ikke lenger tilgang.")
	kari.until("she is not in the table", `!document.querySelector("tbody").textContent.includes("Nina Vik")`)
}

func narrowLog(kari *visitor) {
	kari.t.Helper()
	kari.follow("Logg for organisasjonen")
	kari.see("Inviterte en kollega: " + colleague)
	kari.list("person", "Kari administrator")
	kari.day("from", "2026-11-24")
	kari.press("Vis")
	kari.see("Ingenting i loggen passer")
	kari.day("until", "2026-11-23")
	kari.press("Vis")
	kari.see("Denne dagen må komme etter «Fra og med»")
	kari.day("from", "2026-11-23")
	kari.press("Vis")
	kari.see("Inviterte en kollega: " + colleague)
	kari.follow("Vis alle")
}

// A forgotten password is replaced by a link, and one of two browsers is signed
// out from the other.
func TestPasswordAndSessionsWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	for name, at := range widths() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, housetest.Setup{})
			email := w.Actor(account.Officer).Email
			kari := visit(t, "officer", w.base, at)
			kari.open("/sign-in/password")
			kari.follow("Glemt passordet?")
			kari.fill("email", email)
			kari.press("Send meg en lenke")
			kari.see("er et brev på vei dit nå.")
			w.WorkOnce(t.Context())
			kari.open(w.link(email))
			kari.see("Velg et passord")
			kari.fill("password", "en ny og lang setning")
			kari.press("Lagre og logg inn")
			kari.see("Passordet er lagret, og du er logget inn.")

			other := visit(t, "another browser", w.base, at)
			other.open("/sign-in/password")
			other.fill("email", email)
			other.fill("password", "en ny og lang setning")
			other.press("Logg inn")
			kari.unfold("Din konto:")
			kari.follow("Min side")
			kari.see("Her er du logget inn", "denne")
			kari.tabTo("what signs the other browser out", func(s stop) bool { return s.Tag == "button" && strings.HasPrefix(s.Text, "Logg ut Chrome") })
			kari.enter("sign it out")
			kari.see("Nettleseren er logget ut.")
			other.open("/me")
			other.see("Logg inn")
		})
	}
}

// The organisation writes its own words, looks at the letter before it keeps
// them, and goes back to the portal's own.
func TestOwnWordsWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	for name, at := range widths() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, housetest.Setup{})
			kari := w.signIn(t, account.Administrator, at)
			kari.open("/people")
			kari.follow("Egne ord i brevene")
			kari.follow("Invitasjon, Nynorsk: Standard")
			kari.see("Invitasjon: egne ord på nynorsk")
			kari.fill("greeting", "God dag, {{navn}}")
			kari.press("Forhåndsvis uten å lagre")
			kari.see("{{navn}} finnes ikke.")
			kari.fill("greeting", "God dag, {{name}}")
			kari.fill("signature", "Helsing Fjordvik")
			kari.press("Forhåndsvis uten å lagre")
			kari.see("Dette er det du har skrevet. Det er ikke lagret ennå.", "God dag, Ingrid Vik")
			kari.until("the letter as HTML says it too", `document.querySelector("iframe").srcdoc.includes("God dag, Ingrid Vik")`)
			kari.until("its link leads nowhere", `!document.querySelector("iframe").srcdoc.includes("personal-link")`)
			kari.press("Lagre")
			kari.see("Ordene er lagret og gjelder for nye brev.")
			kari.follow("Egne ord i brevene")
			kari.follow("Invitasjon, Nynorsk: Egne ord")
			kari.press("Tilbake til standardteksten")
			kari.see("Standardteksten gjelder igjen for nye brev.")
		})
	}
}
