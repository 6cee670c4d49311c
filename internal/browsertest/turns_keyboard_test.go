package browsertest_test

import (
	"strings"
	"testing"

	"aktsom/internal/procurement"
)

const summaryHasFocus = `document.activeElement.id === "error-summary"`

func TestWhoIsTheWrongPersonSaysSoAndHandsOverByKeyboard(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	ola := reader(t, w, a, "supplier", window{width: 390})
	ola.open(at(a, ""))
	ola.inTongue("Nynorsk", "nn")
	ola.follow("Feil person eller feil bedrift?")
	ola.press("Send beskjed")
	ola.see("Vel kva du vil seie frå om")
	ola.until("what is wrong has the focus", summaryHasFocus)
	ola.choose("kind", "not_us")
	ola.press("Send beskjed")
	ola.see("Skriv kvifor de ikkje vil svare")
	ola.fill("reason", "Vi sel ikkje arbeidsklede lenger.")
	ola.press("Send beskjed")
	ola.see("Fjordvik kommune har fått beskjed", "Vi sel ikkje arbeidsklede lenger.")
	ola.press("Vi vil svare likevel")
	ola.see("Det er teke tilbake")

	ola.follow("La ein kollega svare i staden")
	ola.press("Gi vidare")
	ola.until("what is missing has the focus", summaryHasFocus)
	ola.fill("name", "Eva Lund")
	ola.fill("email", "eva@leverandor.example")
	ola.choose("language", "nn")
	ola.press("Gi vidare")
	ola.see("Eva Lund (eva@leverandor.example) svarer no i staden for deg.", "Ingen spørsmål ventar på svar")
	w.WorkOnce(t.Context())

	eva := visit(t, "colleague", w.base, window{width: 390})
	eva.open(w.link("eva@leverandor.example"))
	eva.tabTo("the way on", func(s stop) bool { return s.Tag == "button" && (s.Text == "Hald fram" || s.Text == "Fortsett") })
	eva.enter("go on")
	eva.see("Kva har de bestemt?")
}

func TestEarlierAnswersAreChosenByKeyboard(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	contract := func(p *procurement.Procurement) { p.Stage = procurement.Contract }
	before := w.asks(1, contract)
	w.say(t, before, 1, map[string]any{"policy": "no", "routine": "no", "countries": "Noreg", "checked": "yes"})
	w.submits(t, before, 1)
	a := w.asks(1, contract)

	ola := reader(t, w, a, "supplier", window{width: 1280})
	ola.open(at(a, ""))
	ola.inTongue("Nynorsk", "nn")
	ola.follow("Sjå svara og vel kva som framleis stemmer")
	ola.see("4 spørsmål er dei same som sist")
	ola.tabTo("the answer that no longer holds", func(s stop) bool { return s.Type == "checkbox" && s.Value == "countries" })
	ola.key(" ")
	ola.press("Bruk svara som er kryssa av")
	ola.see("3 svar er henta inn. Les over dei før de leverer.", "1 ting står att før de kan levere")
	got := answersOf(t, w, a)
	if _, used := got["countries"]; used || len(got) != 3 || got["checked"].Value != "yes" {
		t.Errorf("the portal has %v", got)
	}
	ola.follow("Sjekkar de at det hjelper?")
	ola.fill("a.countries", "Polen")
	ola.press("Lagre og hald fram")
	ola.see("Sjekk svara", "Polen")
	if strings.Contains(eval[string](ola, `document.querySelector("main").innerText`), "Det er éin ting igjen") {
		t.Error("something is still left")
	}
}
