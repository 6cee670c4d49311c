// Package browsertest_test uses the portal with a real browser, scripts and all.
package browsertest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
)

// line is the way to the portal. While it is cut nothing can be saved.
type line struct {
	portal http.Handler
	cut    atomic.Bool
}

func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if l.cut.Load() && r.Method == http.MethodPost {
		panic(http.ErrAbortHandler) // the connection ends without an answer
	}
	l.portal.ServeHTTP(w, r)
}

// desk is a supplier's contact at a browser, with a request to answer.
type desk struct {
	t     *testing.T
	house *housetest.House
	asked assessment.Assessment
	line  *line
	base  string
	first context.Context // the browser
	tab   context.Context
	close context.CancelFunc
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	h := housetest.New(t)
	return deskAt(t, h, h.Invite(h.Publish(), 1))
}

// deskAt is the desk of the first contact, with a request of that house.
func deskAt(t *testing.T, h *housetest.House, asked assessment.Assessment) *desk {
	t.Helper()
	d := &desk{t: t, house: h, asked: asked, line: &line{portal: h.Site}}
	server := httptest.NewServer(d.line)
	t.Cleanup(server.Close)
	d.base = server.URL
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)...)
	t.Cleanup(stop)
	ctx, stopBrowser := chromedp.NewContext(allocator)
	t.Cleanup(stopBrowser)
	ctx, stopWait := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stopWait)
	d.first = ctx
	token, err := h.Accounts.PrintLink(t.Context(), d.asked.Contact.Email)
	if err != nil {
		t.Fatal(err)
	}
	d.begin(ctx)
	d.do(chromedp.Navigate(d.base+"/link/"+string(token)), chromedp.Click("main form button"), chromedp.WaitVisible(".request"))
	return d
}

// begin starts a tab and brings it to the front: one behind others is not
// drawn, and hears no keys until it is. It lives as long as the context of its
// first step, so that step has no limit of its own.
func (d *desk) begin(tab context.Context) {
	d.t.Helper()
	d.tab = tab
	if _, err := chromedp.Call(tab, cdppage.BringToFront, cdp.Empty{}); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) do(steps ...chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	ctx, stop := context.WithTimeout(d.tab, 20*time.Second)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		shown, _ := chromedp.Run(d.tab, chromedp.Text("body"))
		d.t.Fatalf("%v; the page says\n%s", err, shown)
	}
}

// open shows a page of questions in a tab of its own; the tab before it is
// gone, as when a browser is closed.
func (d *desk) open(page string) {
	d.t.Helper()
	if d.close != nil {
		d.close()
	}
	tab, stop := chromedp.NewContext(d.first)
	d.close = stop
	d.begin(tab)
	d.do(chromedp.Navigate(d.base + "/assessments/" + string(d.asked.ID) + "/pages/" + page))
}

// waits until an expression is true in the browser.
func (d *desk) waits(what, expression string) {
	d.t.Helper()
	end := time.Now().Add(20 * time.Second)
	for time.Now().Before(end) {
		if ok, err := chromedp.Run(d.tab, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		d.do(chromedp.Sleep(50 * time.Millisecond))
	}
	shown, _ := chromedp.Run(d.tab, chromedp.Text("body"))
	d.t.Fatalf("never: %s; the page says\n%s", what, shown)
}

// says waits until the save state of a question has the words.
func (d *desk) says(question, words string) {
	d.t.Helper()
	d.waits(question+" says "+words, `document.querySelector('[data-save="`+question+`"]').textContent.includes("`+words+`")`)
}

func (d *desk) answer(question string) any {
	d.t.Helper()
	open, err := d.house.Assessments.Open(d.t.Context(), d.house.Contact(1), d.asked.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return open.Answers[question].Value
}

func TestAnAnswerIsSavedAsItIsGivenAndOutlivesALostLine(t *testing.T) {
	d := newDesk(t)
	d.open("profile")
	d.do(chromedp.SendKeys("#a-countries", "Norge"))
	d.says("countries", "Lagret 09.30")
	d.do(chromedp.Click(`label[for="a-staff"]`))
	d.says("staff", "Lagret")
	if got := d.answer("countries"); got != "Norge" {
		t.Fatalf("the portal has %v", got)
	}

	d.line.cut.Store(true)
	d.do(chromedp.SendKeys("#a-countries", " og Polen"))
	d.says("countries", "Ikke lagret ennå")
	if got := d.answer("countries"); got != "Norge" {
		t.Fatalf("the portal has %v over a line that is cut", got)
	}

	d.open("profile")
	d.waits("what was typed is still there", `document.getElementById("a-countries").value === "Norge og Polen"`)
	d.line.cut.Store(false)
	d.says("countries", "Lagret")
	if got := d.answer("countries"); got != "Norge og Polen" {
		t.Fatalf("the portal has %v", got)
	}
	d.waits("nothing waits any more", `Object.keys(localStorage).filter(k => k.startsWith("aktsom.answer.")).length === 0`)
}

func TestFollowUpsComeAndGoWithoutMovingTheFocus(t *testing.T) {
	d := newDesk(t)
	d.open("track")
	last := `document.querySelector('[name="a.rhythm"][value="triggered"]')`
	focus := func(question, value string) {
		d.do(chromedp.Evaluate[chromedp.Void](`document.querySelector('[name="a.` + question + `"][value="` + value + `"]').focus()`))
	}
	focus("rhythm", "triggered")
	d.do(chromedp.Click(`[name="a.rhythm"][value="triggered"]`))
	d.waits("the follow-up is there", `document.getElementById("a-reassessed_on") !== null`)
	d.waits("the place for files is there", `document.getElementById("file-rhythm") !== null`)
	d.waits("the focus has not moved", `document.activeElement === `+last)
	d.do(chromedp.Click(`[name="a.rhythm"][value="never"]`))
	d.waits("the follow-up is gone", `document.getElementById("a-reassessed_on") === null`)
	d.waits("the place for files is gone", `document.getElementById("file-rhythm") === null`)
}

func TestAFileIsSentAsItIsChosen(t *testing.T) {
	d := newDesk(t)
	folder := t.TempDir()
	good, bad := filepath.Join(folder, "Retningslinjer.pdf"), filepath.Join(folder, "rapport.pdf")
	for name, content := range map[string]string{good: "%PDF-1.4\n%%EOF\n", bad: "MZ\x90\x00" + strings.Repeat("\x00", 600)} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d.open("embed")
	d.do(chromedp.Click(`[name="a.policy"][value="chain"]`), chromedp.WaitVisible("#file-policy"))
	d.do(chromedp.SetUploadFiles("#file-policy", []string{good, bad}))
	d.waits("the file is in the list", `document.querySelector(".evidence__file")?.textContent.includes("Retningslinjer.pdf")`)
	d.waits("the other one is refused", `document.querySelector("[data-failed]")?.textContent.includes("rapport.pdf")`)
	d.do(chromedp.SetValue(`.evidence__fields input[type="date"]`, "2026-01-31"))
	d.do(chromedp.Evaluate[chromedp.Void](`document.querySelector('.evidence__fields input[type="date"]').dispatchEvent(new Event("change", {bubbles: true}))`))
	d.waits("the date is kept", `document.querySelector("[data-save-file]").textContent.includes("Lagret")`)
	open, err := d.house.Assessments.Open(t.Context(), d.house.Contact(1), d.asked.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(open.Files) != 1 || open.Files[0].Issued != "2026-01-31" {
		t.Fatalf("the portal has %+v", open.Files)
	}
}

func TestTheNewestAnswerIsSentBeforeOneGoesOn(t *testing.T) {
	d := newDesk(t)
	d.open("profile")
	d.do(chromedp.SendKeys("#a-countries", "Norge"), chromedp.Click(`.buttons button[value="next"]`), chromedp.WaitVisible("#a-policy"))
	if got := d.answer("countries"); got != "Norge" {
		t.Fatalf("the portal has %v", got)
	}
}

func TestBothAnswersAreShownWhenTwoAnswerAtOnce(t *testing.T) {
	d := newDesk(t)
	d.open("profile")
	_, err := d.house.Assessments.Answer(t.Context(), d.house.Contact(1), d.asked.ID, []assessment.Given{{Question: "countries", Value: "Kina"}})
	if err != nil {
		t.Fatal(err)
	}
	d.do(chromedp.SendKeys("#a-countries", "Norge"), chromedp.WaitVisible("#keep-theirs-countries"))
	d.waits("what was typed still stands", `document.getElementById("a-countries").value === "Norge"`)
	d.do(chromedp.SendKeys("#a-countries", " og Polen"), chromedp.Click(`label[for="keep-mine-countries"]`))
	d.says("countries", "Lagret")
	d.waits("the choice is gone", `document.getElementById("keep-theirs-countries") === null`)
	if got := d.answer("countries"); got != "Norge og Polen" {
		t.Fatalf("the portal has %v", got)
	}
	d.do(chromedp.SendKeys("#a-countries", "!"))
	d.waits("the next answer is saved too", `document.querySelector('[data-save="countries"]').dataset.state === "saved"`)
}

func TestWhoeverIsSignedOutKeepsWhatWasTyped(t *testing.T) {
	d := newDesk(t)
	d.open("profile")
	d.do(chromedp.Evaluate[chromedp.Void](`fetch("/sign-out", {method: "POST"})`, chromedp.EvalAwaitPromise), chromedp.SendKeys("#a-countries", "Norge"))
	d.says("countries", "Du er logget ut")
	d.waits("there is a way back in", `document.querySelector('[data-save="countries"] a[href^="/sign-in?next="]') !== null`)
	token, err := d.house.Accounts.PrintLink(t.Context(), d.asked.Contact.Email)
	if err != nil {
		t.Fatal(err)
	}
	d.close()
	tab, stop := chromedp.NewContext(d.first)
	d.close = stop
	d.begin(tab)
	d.do(chromedp.Navigate(d.base+"/link/"+string(token)), chromedp.Click("main form button"), chromedp.WaitVisible(".request"))
	d.open("profile")
	d.says("countries", "Lagret")
	if got := d.answer("countries"); got != "Norge" {
		t.Fatalf("the portal has %v", got)
	}
}

func TestATableTakesWhatIsPastedFromASpreadsheet(t *testing.T) {
	d := newDesk(t)
	_, err := d.house.Assessments.Answer(t.Context(), d.house.Contact(1), d.asked.ID, []assessment.Given{{Question: "risk_scan", Value: "all_four"}})
	if err != nil {
		t.Fatal(err)
	}
	d.open("identify")
	d.do(chromedp.WaitVisible("#a-risks"))
	d.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const data = new DataTransfer();
		data.setData("text/plain", "Barnearbeid\nTvangsarbeid\nLav lønn\n");
		document.getElementById("a-risks").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
	})()`))
	d.says("risks", "Lagret")
	rows, _ := d.answer("risks").([]any)
	if len(rows) != 3 {
		t.Fatalf("the portal has %v", rows)
	}
	d.do(chromedp.Click(`[data-row] button[data-copy]`))
	d.waits("the copy stands last and has the focus", `document.activeElement.value === "Barnearbeid" && [...document.querySelectorAll('[data-rows="a.risks"] input')].filter(f => f.value === "Barnearbeid").length === 2`)
	d.do(chromedp.Click(`[data-row]:last-child button[data-remove]`))
	d.waits("the copy is gone", `[...document.querySelectorAll('[data-rows="a.risks"] input')].filter(f => f.value === "Barnearbeid").length === 1`)
	d.do(chromedp.Click(`[data-row] button[data-remove]`))
	d.waits("a row is gone", `document.querySelectorAll('[data-rows] button').length > 0 && [...document.querySelectorAll('[data-rows="a.risks"] input')].filter(f => f.value === "Barnearbeid").length === 0`)
	end := time.Now().Add(10 * time.Second)
	for len(rows) != 2 && time.Now().Before(end) {
		d.do(chromedp.Sleep(100 * time.Millisecond))
		rows, _ = d.answer("risks").([]any)
	}
	if len(rows) != 2 {
		t.Fatalf("the portal has %v", rows)
	}
}
