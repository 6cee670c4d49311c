package browsertest_test

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"aktsom/internal/assessment"
)

// gate is a line on which some requests do not move until it is opened.
type gate struct {
	portal http.Handler
	holds  func(*http.Request) bool
	open   chan struct{}
	once   sync.Once
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if g.holds(r) {
		select {
		case <-g.open:
		case <-r.Context().Done(): // whoever sent it has given it up
		}
	}
	g.portal.ServeHTTP(w, r)
}

func (g *gate) lift() { g.once.Do(func() { close(g.open) }) }

// offers chooses files at a question. A browser's own window for files is no
// part of the page, so this is the one thing that is not done by keyboard.
func (v *visitor) offers(question string, paths ...string) {
	v.t.Helper()
	v.do("choose files", chromedp.SetUploadFiles("#file-"+question, paths))
}

// filesAt are the names in the list of files at a question.
func filesAt(question string) string {
	return `[...document.querySelectorAll("#q-` + question + ` .evidence__file[data-file]")].map(e => e.querySelector(".file-line").innerText.split("\n")[0].trim()).sort().join()`
}

func TestSeveralFilesComeAtOnceAndOneIsCancelledByKeyboard(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	w.say(t, a, 1, map[string]any{"policy": "yes"})
	ola := reader(t, w, a, "supplier", window{width: 390})
	ola.open(at(a, "/pages/first"))
	line := &gate{portal: w.Site, open: make(chan struct{}), holds: func(r *http.Request) bool { return r.Method == http.MethodPatch }}
	t.Cleanup(line.lift)
	w.wire.through(line)
	files := papers(t, map[string]string{
		"a.pdf": "%PDF-1.4\na\n%%EOF\n", "b.pdf": "%PDF-1.4\nb\n%%EOF\n", "c.pdf": "%PDF-1.4\nc\n%%EOF\n", "d.exe": "MZ\x90\x00" + strings.Repeat("\x00", 900),
	})
	ola.offers("policy", files["a.pdf"], files["b.pdf"], files["c.pdf"])
	ola.see("c.pdf venter på tur")
	ola.look()
	ola.push("Avbryt: c.pdf")
	ola.until("the one that waits is gone", `!document.querySelector("[data-progress]").innerText.includes("c.pdf")`)
	ola.until("it is told", `document.getElementById("page-status").textContent === "c.pdf er avbrutt."`)
	if now := ola.stands("a file that waited was cancelled"); now.ID != "file-policy" {
		t.Errorf("the focus is on %s, not where files are chosen", now)
	}
	ola.push("Avbryt: a.pdf")
	ola.until("one that was under way is gone too", `!document.querySelector("[data-progress]").innerText.includes("a.pdf")`)
	ola.stands("a file under way was cancelled")
	line.lift()
	ola.until("the other comes alone", filesAt("policy")+` === "b.pdf"`)
	w.WorkOnce(t.Context())
	ola.see("Ikke virussjekket")
	ola.look()

	ola.offers("policy", files["d.exe"])
	ola.see("d.exe: Vi tar ikke imot filer av typen")
	ola.look()
	ola.push("Lukk")
	ola.until("the refusal is gone", `document.querySelector("[data-failed]") === null`)
	ola.stands("a refusal was closed")
	if got := given(t, w, a); len(got) != 1 || got[0] != "b.pdf" {
		t.Errorf("the portal has %v", got)
	}
}

// given are the names of the files that count, one for each answer they prove.
func given(t *testing.T, w *world, a assessment.Assessment) (names []string) {
	t.Helper()
	desk, err := w.Assessments.Open(t.Context(), w.Contact(1), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range desk.Files {
		if f.State.Counts() {
			names = append(names, f.Name)
		}
	}
	return names
}

func TestAFileIsNamedDatedUsedAgainAndRemovedByKeyboard(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	w.say(t, a, 1, map[string]any{"policy": "yes", "routine": "yes"})
	ola := reader(t, w, a, "supplier", window{width: 1280})
	ola.open(at(a, "/pages/first"))
	files := papers(t, map[string]string{"scan0001.pdf": "%PDF-1.4\na\n%%EOF\n", "rutine.pdf": "%PDF-1.4\nb\n%%EOF\n"})
	ola.offers("policy", files["scan0001.pdf"])
	ola.until("it is there", filesAt("policy")+` === "scan0001.pdf"`)

	ola.inField("Navn på filen", "Retningslinjer.pdf")
	ola.inField("Dato på dokumentet", "01312026") // as a browser in English takes dates
	ola.until("both are kept", `document.querySelector("[data-save-file]").textContent.startsWith("Lagret")`)
	ola.tabTo("what lies below the file", func(s stop) bool { return s.ID == "file-policy" })
	ola.until("the new name and date stand in the list", `document.querySelector("#q-policy .file-line").innerText.includes("Retningslinjer.pdf") && document.querySelector("#q-policy .file-line").innerText.includes("31. jan. 2026")`)
	ola.look()

	ola.offers("routine", files["scan0001.pdf"])
	ola.see("har dere alt gitt på «Har dere retningslinjer?»")
	ola.look()
	ola.push("Bruk den her også")
	ola.until("one file proves two answers", filesAt("routine")+` === "Retningslinjer.pdf"`)
	ola.stands("a known file was used")

	ola.offers("routine", files["rutine.pdf"])
	ola.until("another is given", filesAt("routine")+`.includes("rutine.pdf")`)
	ola.until("and offered at the first question", `document.querySelector("#q-policy [data-use]") !== null`)
	ola.unfold("Bruk en fil dere har gitt før")
	ola.push("Bruk her: rutine.pdf")
	ola.until("it is used there too", filesAt("policy")+`.includes("rutine.pdf")`)
	ola.stands("an earlier file was used")
	ola.look()

	ola.press("Fjern: rutine.pdf")
	ola.see("Vil du fjerne filen?")
	ola.follow("Behold filen")
	ola.press("Fjern: rutine.pdf")
	ola.press("Fjern filen")
	ola.see("«rutine.pdf» er fjernet.")
	ola.until("only there", filesAt("policy")+` === "Retningslinjer.pdf" && `+filesAt("routine")+` === "Retningslinjer.pdf,rutine.pdf"`)
}

// inField writes into the field with this label, keys only.
func (v *visitor) inField(label, value string) {
	v.t.Helper()
	at := v.tabTo("the field "+label, func(s stop) bool { return s.Text == label })
	if at.Type == "date" {
		v.key(value)
		return
	}
	v.write(value)
}

// TestADateThatIsTypedInStepsIsKeptAsItWasLast: the browser tells of the years 2,
// 20 and 202 on the way to 2026, and the line may be slow with the first.
func TestADateThatIsTypedInStepsIsKeptAsItWasLast(t *testing.T) {
	t.Parallel()
	w := serveSmall(t)
	a := w.asks(1)
	w.say(t, a, 1, map[string]any{"policy": "yes"})
	ola := reader(t, w, a, "supplier", window{width: 1280})
	ola.open(at(a, "/pages/first"))
	ola.offers("policy", papers(t, map[string]string{"policy.pdf": "%PDF-1.4\na\n%%EOF\n"})["policy.pdf"])
	ola.until("it is there", filesAt("policy")+` === "policy.pdf"`)
	var told atomic.Int64
	line := &gate{portal: w.Site, open: make(chan struct{}), holds: func(r *http.Request) bool {
		return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/files/") && told.Add(1) == 1
	}}
	t.Cleanup(line.lift)
	w.wire.through(line)
	ola.inField("Dato på dokumentet", "01312026")
	ola.until("something of it is sent", `document.querySelector("[data-save-file]").textContent === "Lagrer …"`)
	line.lift()
	ola.tabTo("what lies below the file", func(s stop) bool { return s.ID == "file-policy" })
	ola.until("the whole date stands in the list", `document.querySelector("#q-policy .file-line").innerText.includes("31. jan. 2026")`)
	desk, err := w.Assessments.Open(t.Context(), w.Contact(1), a.ID)
	if err != nil || len(desk.Files) != 1 || desk.Files[0].Issued != "2026-01-31" {
		t.Errorf("the portal has %+v, %v", desk.Files, err)
	}
}
