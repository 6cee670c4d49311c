package browsertest_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

const eachSite = `{"id": "sites", "version": "1.0", "languages": ["nb"], "minutes": 5, "title": {"nb": "Produksjonssteder"}, "pages": [
 {"id": "where", "step": "identify", "title": {"nb": "Hvor lages varene?"}, "questions": [
  {"id": "sites", "kind": "table", "required": true, "text": {"nb": "Produksjonssteder"}, "columns": [
   {"id": "name", "kind": "text", "required": true, "text": {"nb": "Navn"}}, {"id": "country", "kind": "country", "text": {"nb": "Land"}}]},
  {"id": "visits", "kind": "each", "of": "sites", "text": {"nb": "Kontroll av stedene"}, "help": {"nb": "Svar for hvert sted."}, "questions": [
   {"id": "audited", "kind": "choice", "required": true, "text": {"nb": "Hvem har kontrollert?"},
    "options": [{"value": "no", "level": 0, "text": {"nb": "Ingen"}}, {"value": "third", "level": 4, "text": {"nb": "En uavhengig tredjepart"}}]},
   {"id": "visited", "kind": "date", "when": "row.audited == 'third'", "required": true, "text": {"nb": "Når var kontrollen?"}},
   {"id": "why", "kind": "text", "when": "row.audited == 'no'", "required": true, "text": {"nb": "Hvorfor ikke?"}}]}]}]}`

func TestRowsBringTheirQuestionsAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	q, findings := questionnaire.Compile("sites.json", []byte(eachSite))
	if findings.Errors() {
		t.Fatal(findings)
	}
	h := housetest.Build(t, housetest.Setup{Questionnaires: []*questionnaire.Questionnaire{q}})
	d := deskAt(t, h, h.Invite(h.Publish(func(p *procurement.Procurement) { p.Questionnaire = procurement.Edition{ID: "sites", Version: "1.0"} }), 1))
	d.open("where")
	d.do(chromedp.SendKeys("#a-sites", "Dhaka"))
	d.waits("the first site is asked about", `document.querySelector(".follow-up__title")?.textContent === "Dhaka"`)
	d.do(chromedp.Click("[data-more]"))
	d.do(chromedp.SendKeys("[data-row]:last-child input:not([data-key])", "Oslo"))
	d.waits("the new row is asked about", `[...document.querySelectorAll(".follow-up__title")].map(e => e.textContent).join() === "Dhaka,Oslo"`)
	d.waits("every row has a key of its own", `new Set([...document.querySelectorAll("[data-key]")].map(f => f.value)).size === document.querySelectorAll("[data-row]").length`)

	second := `document.querySelectorAll(".follow-up")[1]`
	d.do(chromedp.Evaluate[chromedp.Void](second + `.querySelector("input[value=no]").focus()`))
	d.do(chromedp.Evaluate[chromedp.Void](second + `.querySelector("input[value=no]").click()`))
	d.waits("why not, of the second site alone", `document.querySelectorAll('[name$=".why"]').length === 1 && `+second+`.querySelector('[name$=".why"]') !== null`)
	d.waits("the focus has not moved", `document.activeElement === `+second+`.querySelector("input[value=no]")`)
	d.do(chromedp.SendKeys(`[name$=".why"]`, "Helt nytt"))
	d.says("visits", "Lagret")

	// The first row goes, and what was said of the second stays with it.
	d.do(chromedp.Click("[data-row] button[data-remove]"))
	d.waits("only Oslo is asked about", `[...document.querySelectorAll(".follow-up__title")].map(e => e.textContent).join() === "Oslo"`)
	d.waits("and it has its answer", `document.querySelector('[name$=".why"]').value === "Helt nytt"`)
	d.open("where")
	d.waits("still after a reload", `document.querySelector('.follow-up [name$=".why"]').value === "Helt nytt"`)
}
