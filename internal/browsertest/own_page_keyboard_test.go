package browsertest_test

import (
	"testing"
)

func TestAPersonRulesTheirOwnPageByKeyboard(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	ola := reader(t, w, a, "at a desk", window{width: 1280})
	phone := reader(t, w, a, "with a phone", window{width: 390})
	phone.open("/me")
	phone.until("the browser in use has no empty line", `![...document.querySelectorAll("td")].some(e => e.checkVisibility() && e.textContent.trim() === "")`)

	ola.unfold("Din konto")
	ola.follow("Min side")
	ola.fill("name", "")
	ola.key("\b")
	ola.press("Lagre")
	ola.see("Skriv navnet.")
	ola.until("what is wrong comes first", `document.activeElement.innerText.includes("Skriv navnet.")`)
	ola.fill("name", "Ola N. Hansen")
	ola.choose("language", "nn")
	ola.press("Lagre")
	ola.see("Ola N. Hansen")
	ola.until("the page is in the language that was chosen", tongue+` === "nn"`)

	ola.tabTo("to end the other session", func(s stop) bool { return s.Tag == "button" && s.Text == "Logg ut Chrome, Linux" })
	ola.enter("end the session of the phone")
	ola.see("Nettlesaren er logga ut.")
	phone.open(at(a, ""))
	phone.until("the phone must sign in", `location.pathname === "/sign-in"`)

	again := reader(t, w, a, "with a phone once more", window{width: 390})
	ola.open("/me")
	ola.press("Logg ut alle andre stader")
	ola.see("Du er logga ut alle andre stader.")
	again.open("/requests")
	again.until("that browser must sign in too", `location.pathname === "/sign-in"`)
	ola.unfold("Kontoen din")
	ola.press("Logg ut")
	ola.open("/requests")
	ola.until("and so must one who left", `location.pathname === "/sign-in"`)
}
