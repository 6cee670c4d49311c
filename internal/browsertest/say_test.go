package browsertest_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

const spoken = `{"id":"spoken","version":"1.0","languages":["nb"],"minutes":5,"title":{"nb":"Språket"},"pages":[
	{"id":"one","step":"embed","title":{"nb":"Først"},"questions":[
		{"id":"source","kind":"choice","required":true,"text":{"nb":"Hvor kjøper dere?"},"options":[
			{"value":"maker","text":{"nb":"Hos produsenten"}},{"value":"other","say":true,"text":{"nb":"Annet"}}]},
		{"id":"how","kind":"longtext","text":{"nb":"Hvordan følger dere opp «{{source}}»?"}},
		{"id":"sites","kind":"table","max_rows":500,"text":{"nb":"Fabrikker"},"columns":[
			{"id":"sort","kind":"choice","text":{"nb":"Slag"},"options":[{"value":"farm","text":{"nb":"Gård"}},{"value":"other","say":true,"text":{"nb":"Annet"}}]},
			{"id":"name","kind":"text","text":{"nb":"Navn"}}]}]}]}`

// The words beside «other» show once it is chosen, are saved as they are typed,
// and the next question of the page shows them without being left alone.
func TestOtherOpensAFieldAndALaterQuestionShowsWhatWasSaid(t *testing.T) {
	q, findings := questionnaire.Compile("spoken.json", []byte(spoken))
	if q == nil {
		t.Fatal(findings)
	}
	h := housetest.Build(t, housetest.Setup{Questionnaires: []*questionnaire.Questionnaire{q}})
	d := deskAt(t, h, h.Invite(h.Publish(func(p *procurement.Procurement) { p.Questionnaire = procurement.Edition{ID: "spoken", Version: "1.0"} }), 1))
	d.open("one")
	shown := `document.querySelector('[name="a.source.say.other"]').checkVisibility()`
	d.waits("nothing is asked for yet", "!"+shown)
	d.do(chromedp.Click(`[name="a.source"][value="other"]`))
	d.waits("the words are asked for", shown)
	d.waits("the later question shows the option", `document.querySelector('[data-part="how.ask"]').textContent.includes("følger dere opp «Annet»?")`)
	d.do(chromedp.SendKeys(`[name="a.source.say.other"]`, "På auksjon"))
	d.waits("the later question shows the words", `document.querySelector('[data-part="how.ask"]').textContent.includes("«Annet: På auksjon»")`)
	d.waits("the focus stays", `document.activeElement.name === "a.source.say.other"`)
	if got, _ := d.answer("source").(map[string]any); got["say"] != "På auksjon" || got["value"] != "other" {
		t.Fatalf("the portal has %v", got)
	}
	d.do(chromedp.Click(`[name="a.source"][value="maker"]`))
	d.waits("the words are out of sight", "!"+shown)
	d.waits("the later question shows the other option", `document.querySelector('[data-part="how.ask"]').textContent.includes("«Hos produsenten»")`)

	// A row that is copied from a spreadsheet has no cell for the words.
	d.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const data = new DataTransfer();
		data.setData("text/plain", "Gård\tNord\nAnnet\tSør\n");
		document.querySelector('[name="a.sites.0.sort"]').dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
	})()`))
	d.says("sites", "Lagret")
	d.waits("the pasted names are in their column", `document.querySelector('[name="a.sites.1.name"]').value === "Sør"`)
	d.waits("a cell asks for words too", `document.querySelector('[name="a.sites.1.sort.say.other"]').checkVisibility() && !document.querySelector('[name="a.sites.0.sort.say.other"]').checkVisibility()`)

	// As many rows as the table takes, and not one more.
	d.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const data = new DataTransfer();
		data.setData("text/plain", Array.from({length: 510}, (_, n) => "Gård\t" + n).join("\n"));
		document.querySelector('[name="a.sites.0.sort"]').dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
	})()`))
	d.waits("there are 500 rows", `document.querySelectorAll('[data-rows="a.sites"] tr[data-row]').length === 500`)
	d.waits("and the last is the 500th", `[...document.querySelectorAll('[data-rows="a.sites"] tr[data-row]')].at(-1).querySelector('[name$=".name"]').value === "499"`)
	eventually(t, "all rows are saved", func() bool {
		rows, _ := d.answer("sites").([]any)
		return len(rows) == 500
	})
}

// eventually waits until the portal holds what a browser is about to send.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("in 30 seconds it did not come true: %s", what)
		}
	}
}
