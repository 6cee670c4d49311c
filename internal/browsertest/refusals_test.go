package browsertest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
)

// refused fails unless the page is a refusal that helps: with this status, a
// heading, these words, and a way on that the keyboard comes to first in what
// the page says.
func (v *visitor) refused(status int, words ...string) {
	v.t.Helper()
	v.look()
	got := eval[int](v, `performance.getEntriesByType("navigation")[0].responseStatus`)
	if got != status {
		v.fail("the answer is %d, not %d", got, status)
	}
	v.see(words...)
	v.see(map[string]string{"nb": "Referansenummer", "nn": "Referansenummer", "en": "Reference"}[eval[string](v, tongue)])
	v.until("there is one heading", `document.querySelectorAll("main h1").length === 1 && document.title.startsWith(document.querySelector("main h1").innerText)`)
	v.tabTo("the way on", func(s stop) bool {
		return s.Tag == "a" && eval[bool](v, `document.querySelector("main").contains(document.activeElement)`)
	})
}

func TestARefusalSaysWhatToDoAndLeadsOn(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a, theirs := w.asks(1), w.asks(2)
	ola := reader(t, w, a, "supplier", window{width: 390})

	ola.open("/no-such-page")
	ola.refused(http.StatusNotFound, "Vi fant ikke siden", "Se over adressen")
	ola.inTongue("Nynorsk", "nn")
	ola.refused(http.StatusNotFound, "Vi fann ikkje sida", "Sjå over adressa")
	ola.follow("Til framsida")
	ola.see("Førespurnadene dine")

	ola.open(at(theirs, ""))
	ola.refused(http.StatusNotFound, "Vi fann ikkje sida", "kanskje er ho ikkje delt med deg")
	ola.open("/procurements")
	ola.refused(http.StatusNotFound, "Denne sida er for oppdragsgivarar, og du er logga inn som leverandør.")
	ola.open("/link/" + strings.Repeat("x", 43))
	ola.see("Denne lenkja kjenner vi ikkje. Kanskje vart ho delt i to av e-postprogrammet.")
	ola.follow("Bruk ei anna adresse")
	ola.see("Send meg ei lenkje")

	kari := w.signIn(t, account.Officer, window{width: 390})
	kari.inTongue("English", "en")
	kari.open(at(a, ""))
	kari.refused(http.StatusForbidden, "This page is for suppliers")
}

func TestWhoComesTooLateIsToldSoAndLedBack(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	w.say(t, a, 1, map[string]any{"policy": "no", "routine": "no", "countries": "Noreg", "checked": "no"})
	ola := reader(t, w, a, "supplier", window{width: 1280})
	ola.inTongue("Nynorsk", "nn")
	ola.open(at(a, "/pages/second"))
	w.submits(t, a, 1) // in another tab

	ola.fill("a.countries", "Polen")
	ola.until("the question says why it is not saved", `document.querySelector('[data-save="countries"]').textContent.startsWith("Svara er leverte")`)
	ola.look()
	ola.tabTo("the button that leads on", func(s stop) bool { return s.Tag == "button" && s.Value == "next" })
	ola.enter("save and go on")
	ola.refused(http.StatusConflict, "Det går ikkje no", "Svara er leverte og kan ikkje endrast no.")
	ola.follow("Tilbake til sida")
	ola.see("Noreg", "Svara er leverte")
	if got := answersOf(t, w, a)["countries"]; got.Value != "Noreg" {
		t.Errorf("the portal has %v", got.Value)
	}
}

func TestAFileThatIsTooLargeIsRefusedWithWhatToDo(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	a := w.Invite(w.Publish(), 1)
	must(t, second(w.Assessments.Answer(t.Context(), w.Contact(1), a.ID, []assessment.Given{{Question: "policy", Value: "chain"}})))
	large := papers(t, map[string]string{"stor.pdf": "%PDF-1.4\n" + strings.Repeat("0", 3<<20)})["stor.pdf"]

	ola := reader(t, w, a, "with scripts", window{width: 390})
	ola.open(at(a, "/pages/embed"))
	ola.offers("policy", large)
	ola.see("stor.pdf er større enn 1 MB. Del den opp eller gjør den mindre.")
	ola.push("Lukk")
	ola.stands("the refusal was closed")
	ola.look()

	plain := reader(t, w, a, "without scripts", window{width: 390, noScripts: true})
	plain.open(at(a, "/pages/embed"))
	plain.do("choose a file", chromedp.SetUploadFiles("#file-policy", []string{large}))
	plain.press("Last opp")
	plain.see("stor.pdf", "1 MB")
}

func TestWhoTriesTooOftenIsAskedToWait(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	guest := visit(t, "guest", w.base, window{width: 390})
	guest.open("/sign-in/password")
	for range 40 {
		guest.fill("email", "officer@fjord.example")
		guest.fill("password", "gjett")
		guest.press("Logg inn")
		if eval[bool](guest, `document.querySelector("main").innerText.includes("Litt for mange forsøk")`) {
			guest.refused(http.StatusTooManyRequests, "Vent et par minutter og prøv igjen.")
			guest.follow("Tilbake til siden")
			guest.see("Logg inn for oppdragsgivere")
			return
		}
		guest.see("stemmer ikke")
	}
	t.Error("somebody guesses passwords without end")
}
