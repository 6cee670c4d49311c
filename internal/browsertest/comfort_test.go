package browsertest_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
)

// fast makes the page's own timers run so many times faster from the next page
// on: ten minutes without a line need not take ten minutes. What the browser
// itself waits for, a network that answers, keeps its time; so do its clock and
// events. Chromium's virtual time would stand still while a request is open,
// which is what these tests are about.
func (v *visitor) fast(times int) {
	v.t.Helper()
	_, err := chromedp.Call(v.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
		Source: fmt.Sprintf(`{ const real = setTimeout; window.setTimeout = (f, ms = 0, ...rest) => real(f, ms / %d, ...rest); }`, times),
	})
	v.must("make the page's timers fast", err)
}

// reader is a supplier's contact in a browser window of their own.
func reader(t *testing.T, w *world, a assessment.Assessment, name string, at window) *visitor {
	t.Helper()
	token, err := w.Accounts.PrintLink(t.Context(), a.Contact.Email)
	if err != nil {
		t.Fatal(err)
	}
	v := visit(t, name, w.base, at)
	v.open("/link/" + string(token))
	v.press("Fortsett")
	return v
}

// put types into a field as fast as a script can: the page hears of it as of a
// key.
func (v *visitor) put(field, value string) {
	v.t.Helper()
	v.run(`(() => { const field = document.getElementById(` + quote(field) + `); field.focus(); field.value = ` + quote(value) + `;
		field.dispatchEvent(new Event("input", {bubbles: true})); return true; })()`)
}

// mark picks an option of a question.
func (v *visitor) mark(question, value string) {
	v.t.Helper()
	v.run(`(document.querySelector('[name="a.` + question + `"][value="` + value + `"]').click(), true)`)
}

func (v *visitor) run(expression string) {
	v.t.Helper()
	if !eval[bool](v, expression) {
		v.fail("cannot do %s", expression)
	}
}

// state is what the page says of the save of a question.
func state(question string) string {
	return `document.querySelector('[data-save="` + question + `"]').dataset.state`
}

// answers are those that the portal has.
func answersOf(t *testing.T, w *world, a assessment.Assessment) map[string]assessment.Answer {
	t.Helper()
	desk, err := w.Assessments.Open(t.Context(), w.Contact(1), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return desk.Answers
}

func TestTenMinutesWithoutALineLoseNothingAndDoubleNothing(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	a := w.Invite(w.Publish(), 1)
	ola := reader(t, w, a, "supplier", window{width: 1280})
	ola.fast(100)
	ola.open("/assessments/" + string(a.ID) + "/pages/profile")
	ola.offline(true)
	tries := ola.countTries()
	begun := time.Now()
	ola.mark("staff", "1-9")
	ola.put("a-countries", "Norge")
	ola.until("both say that they are not saved", state("staff")+` === "unsaved" && `+state("countries")+` === "unsaved"`)
	ola.do("reload", chromedp.Reload())
	ola.until("what was typed stands there again", `document.getElementById("a-countries").value === "Norge"`)
	for i := range 6 { // six seconds are ten minutes of the page
		ola.put("a-countries", strings.Repeat("Norge, ", i)+"Polen")
		ola.mark("staff", []string{"10-49", "1-9"}[i%2])
		time.Sleep(time.Second)
		if got := eval[string](ola, state("countries")); got == "saved" {
			t.Fatal("without a line the page says that it is saved")
		}
	}
	if passed := time.Since(begun) * 100; passed < 10*time.Minute || tries.Load() < 8 {
		t.Errorf("%v of the page's time, %d tries", passed, tries.Load())
	}
	if got := answersOf(t, w, a); len(got) != 0 {
		t.Fatalf("the portal has %v over a line that is cut", got)
	}
	ola.offline(false)
	ola.until("both are saved", state("staff")+` === "saved" && `+state("countries")+` === "saved"`)
	got := answersOf(t, w, a)
	for question, want := range map[string]string{"staff": "1-9", "countries": strings.Repeat("Norge, ", 5) + "Polen"} {
		// What was under way when the line went comes first, the newest after it.
		if answer := got[question]; answer.Value != want || answer.Revision > 2 {
			t.Errorf("%s is %v, revision %d; want %s", question, answer.Value, answer.Revision, want)
		}
	}
	ola.until("nothing waits any more", `localStorage.length === 0`)
}

// countTries counts the page's tries to save.
func (v *visitor) countTries() *atomic.Int64 {
	tries := &atomic.Int64{}
	err := chromedp.Listen(v.ctx, func(event any) {
		if e, sent := event.(*network.EventRequestWillBeSent); sent && strings.HasSuffix(e.Request.URL, "/answers") {
			tries.Add(1)
		}
	})
	v.must("listen to the line", err)
	return tries
}

func TestALineThatLosesEveryOtherAnswerLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	a := w.Invite(w.Publish(), 1)
	ola := reader(t, w, a, "supplier", window{width: 390})
	ola.fast(20)
	ola.open("/assessments/" + string(a.ID) + "/pages/profile")
	var saves atomic.Int64
	w.wire.loses(func(r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/answers") && saves.Add(1)%2 == 1
	})
	ola.put("a-countries", "Norge")
	for i := range 5 {
		ola.until("it is saved", state("countries")+` === "saved"`)
		ola.put("a-countries", "Norge"+strings.Repeat(" og Polen", i+1))
	}
	ola.until("the last is saved", state("countries")+` === "saved" && localStorage.length === 0`)
	answer := answersOf(t, w, a)["countries"]
	if answer.Value != "Norge"+strings.Repeat(" og Polen", 5) || answer.Revision != 6 {
		t.Errorf("the portal has %v, revision %d; want the last of six saves", answer.Value, answer.Revision)
	}
}

func TestWhatIsNotSentIsToldOnTheCheckPageAndKeepsAnybodyFromSubmitting(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	a := w.Invite(w.Publish(), 1)
	ola := reader(t, w, a, "supplier", window{width: 390})
	ola.fast(20)
	ola.open("/assessments/" + string(a.ID) + "/pages/profile")
	ola.offline(true)
	ola.do("be there: a browser asks only people before they leave", chromedp.Click("h1"))
	ola.put("a-countries", "Norge")
	ola.until("it is not saved", state("countries")+` === "unsaved"`)
	ola.open("/assessments/" + string(a.ID))
	ola.see("Ett svar på denne maskinen er ikke sendt ennå", "ligger trygt her")
	ola.open("/assessments/" + string(a.ID) + "/check")
	ola.see("Ett svar på denne maskinen er ikke sendt ennå")
	ola.until("it says which", `document.querySelector('#waiting a[href$="/pages/profile#q-countries"]').textContent.trim().length > 10`)
	ola.run(`(document.querySelector("form[data-submits] button").click(), true)`)
	ola.until("the notice has the focus instead", `document.activeElement.id === "waiting" && location.pathname.endsWith("/check")`)
	ola.offline(false)
	ola.until("the page comes anew with the answer", `document.getElementById("waiting").textContent === "" && document.getElementById("q-countries").innerText.includes("Norge")`)
	if got := answersOf(t, w, a)["countries"]; got.Value != "Norge" || got.Revision != 1 {
		t.Errorf("the portal has %v, revision %d", got.Value, got.Revision)
	}
}

func TestWhoeverSignsInAgainComesBackToWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	a := w.Invite(w.Publish(), 1)
	ola := reader(t, w, a, "supplier", window{width: 1280})
	at := "/assessments/" + string(a.ID) + "/pages/profile"
	ola.open(at)
	_, err := chromedp.Call(ola.ctx, network.ClearBrowserCookies, cdp.Empty{})
	ola.must("end the session", err)
	ola.put("a-countries", "Norge")
	ola.until("it says so", state("countries")+` === "signed-out"`)
	ola.run(`(document.querySelector('[data-save="countries"] a').click(), true)`)
	ola.until("it asks to sign in", `location.pathname === "/sign-in"`)
	ola.fill("email", a.Contact.Email)
	ola.press("Send meg en lenke")
	ola.see("Se i e-posten din")
	w.WorkOnce(t.Context())
	ola.open(strings.TrimPrefix(w.link(a.Contact.Email), w.base))
	ola.press("Fortsett")
	ola.until("the page is there again", `location.pathname === `+quote(at))
	ola.until("what was typed is saved", state("countries")+` === "saved" && document.getElementById("a-countries").value === "Norge"`)
	if got := answersOf(t, w, a)["countries"]; got.Value != "Norge" || got.Revision != 1 {
		t.Errorf("the portal has %v, revision %d", got.Value, got.Revision)
	}
}

func TestTwoBrowsersSeeEachOthersAnswersWithoutLosingTheirPlace(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	a := w.Invite(w.Publish(), 1)
	at := "/assessments/" + string(a.ID) + "/pages/profile"
	ola, eva := reader(t, w, a, "ola", window{width: 1280}), reader(t, w, a, "eva", window{width: 390})
	for _, v := range []*visitor{ola, eva} {
		v.fast(5) // a look each second
		v.open(at)
	}
	eva.put("a-countries", "")
	eva.run(`(document.getElementById("a-countries").focus(), true)`)
	ola.mark("staff", "10-49")
	eva.until("the colleague's answer comes", `document.querySelector('[name="a.staff"][value="10-49"]').checked`)
	eva.until("the focus has not moved", `document.activeElement.id === "a-countries"`)

	ola.put("a-countries", "Kina")
	ola.until("it is saved", state("countries")+` === "saved"`)
	time.Sleep(2 * time.Second) // two looks
	eva.until("nothing is written where somebody is", `document.getElementById("a-countries").value === ""`)
	eva.put("a-countries", "Norge")
	eva.until("both are shown", `document.getElementById("keep-theirs-countries") !== null && document.getElementById("a-countries").value === "Norge"`)
	eva.run(`(document.getElementById("keep-mine-countries").click(), true)`)
	eva.until("one's own is saved", state("countries")+` === "saved"`)
	ola.run(`(document.activeElement.blur(), true)`)
	ola.until("the other sees what stands", `document.getElementById("a-countries").value === "Norge"`)
}

// late is an answer that is on its way for a while.
type late struct {
	http.ResponseWriter

	way time.Duration
}

// WriteHeader comes once for each answer.
func (l late) WriteHeader(status int) {
	time.Sleep(l.way)
	l.ResponseWriter.WriteHeader(status)
}

// A look for what colleagues did may be asked before one's own save has come
// back, and be answered after.
func TestOnesOwnAnswerIsNotTakenForAColleagues(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	a := w.Invite(w.Publish(), 1)
	ola := reader(t, w, a, "supplier", window{width: 1280})
	ola.fast(100)
	var looks, slow atomic.Int64
	w.wire.through(http.HandlerFunc(func(to http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/assessments/"+string(a.ID)+"/changes" {
			looks.Add(1)
		}
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
		way := time.Duration(0)
		switch {
		case slow.Load() == 0:
		case bytes.Contains(sent, []byte(`"question":""`)):
			way = 900 * time.Millisecond // the look
		case r.Method == http.MethodPost:
			way = 300 * time.Millisecond // the save
		}
		w.Site.ServeHTTP(late{to, way}, r)
	}))
	ola.open("/assessments/" + string(a.ID) + "/pages/profile")
	eventually(t, "the page looks for what colleagues do", func() bool { return looks.Load() > 2 })
	slow.Store(1)
	ola.mark("staff", "1-9")
	ola.until("it is saved", state("staff")+` === "saved"`)
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if eval[bool](ola, `document.getElementById("page-status").textContent !== ""`) || eval[string](ola, state("staff")) != "saved" {
			ola.fail("one's own answer is shown as somebody else's")
		}
	}
}
