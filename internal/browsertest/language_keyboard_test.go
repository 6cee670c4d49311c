package browsertest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// tongue is the language that the page is in.
const tongue = `document.documentElement.lang`

// inTongue asks for the page in another language, in the header.
func (v *visitor) inTongue(name, lang string) {
	v.t.Helper()
	v.tabTo("the language "+name, func(s stop) bool { return s.Text == name && (s.Tag == "button" || s.Tag == "a") })
	v.enter("read in " + name)
	v.until("the page is in "+name, tongue+` === `+quote(lang))
}

func TestTheLanguageChangesInMidPageAndKeepsPlaceAndWords(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	ola := reader(t, w, a, "supplier", window{width: 390})
	ola.open(at(a, "/pages/first"))
	ola.choose("a.policy", "yes")
	ola.unfold("Legg til en kommentar")
	ola.fill("comment.policy", "Vedtatt av styret i mai")
	place := eval[string](ola, `location.pathname`)
	for _, to := range []struct{ name, lang, question string }{
		{"Nynorsk", "nn", "Har de retningslinjer?"}, {"English", "en", "Do you have a policy?"}, {"Bokmål", "nb", "Har dere retningslinjer?"},
	} {
		ola.inTongue(to.name, to.lang)
		ola.see(to.question)
		ola.until("it is the same page, with all that was given", `location.pathname === `+quote(place)+
			` && document.querySelector('[name="a.policy"][value="yes"]').checked && document.querySelector('[name="comment.policy"]').value === "Vedtatt av styret i mai"`)
	}

	// A form that is not saved as one goes keeps what stands in it too.
	ola.open(at(a, "/hand-over"))
	ola.fill("name", "Eva Lund")
	ola.fill("email", "eva@")
	ola.inTongue("Nynorsk", "nn")
	ola.see("Kven skal svare i staden for deg?")
	ola.until("nothing is lost", `document.getElementById("name").value === "Eva Lund" && document.getElementById("email").value === "eva@"`)
	ola.press("Gi vidare")
	ola.until("what is wrong has the focus", `document.activeElement.id === "error-summary"`)
	ola.inTongue("English", "en")
	ola.until("still nothing is lost", `document.getElementById("name").value === "Eva Lund" && document.getElementById("email").value === "eva@"`)

	// A page without a form is the same page in the other language.
	ola.open(at(a, "/check"))
	ola.inTongue("Nynorsk", "nn")
	ola.see("Sjekk svara")
}

func TestTwoAnswersAreChosenBetweenByKeyboard(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	ola := reader(t, w, a, "supplier", window{width: 390})
	ola.fast(5) // a look at what colleagues do each second
	ola.open(at(a, "/pages/second"))
	ola.inTongue("Nynorsk", "nn")
	w.say(t, a, 1, map[string]any{"countries": "Kina"})
	ola.fill("a.countries", "Noreg")
	ola.see("lagra eit anna svar", "Kva for eit skal stå?")
	ola.look()
	ola.keeps("mine")
	ola.until("one's own is saved", state("countries")+` === "saved" && document.querySelector(".collision") === null`)
	if now := ola.stands("one's own answer was kept"); now.Name != "a.countries" {
		t.Errorf("the focus is on %s, not in the answer", now)
	}
	if got := answersOf(t, w, a)["countries"]; got.Value != "Noreg" {
		t.Errorf("the portal has %v", got.Value)
	}

	desk, err := w.Assessments.Open(t.Context(), w.Contact(1), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Assessments.Answer(t.Context(), w.Contact(1), a.ID, again(desk, "countries", "India")); err != nil {
		t.Fatal(err)
	}
	ola.fill("a.countries", "Noreg og Polen")
	ola.see("Kva for eit skal stå?")
	ola.tabTo("the end of the page", func(s stop) bool { return s.Tag == "button" && s.Value == "next" })
	looks := &looks{portal: w.Site, seen: make(chan struct{}, 100)}
	w.wire.through(looks)
	looks.come(t, 2) // while one thinks it over
	ola.tabTo("the colleague's answer", func(s stop) bool { return s.Name == "keep.countries" && s.ID == "keep-theirs-countries" })
	ola.key(" ")
	ola.until("the colleague's stands", `document.getElementById("a-countries").value === "India" && document.querySelector(".collision") === null`)
	ola.stands("the colleague's answer was kept")
	if got := answersOf(t, w, a)["countries"]; got.Value != "India" {
		t.Errorf("the portal has %v", got.Value)
	}
	ola.look()
}

// looks tells of a page's looks at what colleagues have done.
type looks struct {
	portal http.Handler
	seen   chan struct{}
}

func (l *looks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.portal.ServeHTTP(w, r)
	if strings.HasSuffix(r.URL.Path, "/changes") {
		l.seen <- struct{}{}
	}
}

// come waits until so many have been answered.
func (l *looks) come(t *testing.T, many int) {
	t.Helper()
	giveUp := time.After(patience)
	for range many {
		select {
		case <-l.seen:
		case <-giveUp:
			t.Fatal("the page looks no more at what colleagues do")
		}
	}
}

// keeps chooses between two answers. The choice is gone as soon as it is made, so
// what has the focus afterwards is not one of its options.
func (v *visitor) keeps(whose string) {
	v.t.Helper()
	at := v.tabTo("the choice between two answers", func(s stop) bool { return s.Name == "keep.countries" })
	if at.ID == "keep-"+whose+"-countries" {
		v.key(" ")
	} else {
		v.key(kb.ArrowDown)
	}
}
