package browsertest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"aktsom/internal/questionnaire"
)

// sheet is what a supplier is going to answer.
type sheet struct {
	answers map[string]any
	proof   map[string]string // question → file on this machine
}

// smallShop answers as a shipped case does, and shows a document for its policy.
func smallShop(t *testing.T, document string) sheet {
	t.Helper()
	source, err := os.ReadFile("../../questionnaires/oecd-short/1.0/cases/small-shop.json")
	if err != nil {
		t.Fatal(err)
	}
	var shop questionnaire.Sheet
	if err := json.Unmarshal(source, &shop); err != nil {
		t.Fatal(err)
	}
	shop.Answers["tracing"] = "sellers" // which clothes are asked about, and furniture is not
	return sheet{answers: shop.Answers, proof: map[string]string{"policy": document}}
}

// want is what is to stand in the field of this name: "a.policy", or
// "a.risks.1.place" in a table.
func (s sheet) want(name string) (value any, known bool) {
	path := strings.Split(strings.TrimPrefix(name, "a."), ".")
	value, known = s.answers[path[0]]
	if len(path) != 3 || !known {
		return value, known && len(path) == 1
	}
	rows, _ := value.([]any)
	n, err := strconv.Atoi(path[1])
	if err != nil || n < 0 || n >= len(rows) {
		return nil, false
	}
	value, known = rows[n].(map[string]any)[path[2]]
	return value, known
}

// answerAll answers page after page until the questions end.
func (v *visitor) answerAll(s sheet) {
	v.t.Helper()
	for range 30 {
		if !strings.Contains(eval[string](v, `location.pathname`), "/pages/") {
			return
		}
		v.answerPage(s)
		v.enter("save and continue")
	}
	v.fail("the pages of questions never end")
}

// answerPage goes through a page from top to bottom, answers what it knows, and
// ends at the button that leads on.
func (v *visitor) answerPage(s sheet) {
	v.t.Helper()
	for range maxStops {
		at := v.tab()
		switch {
		case at.Tag == "button" && at.Name == "then" && at.Value == "next":
			v.settled()
			return
		case at.Type == "file":
			v.show(at, s)
		case strings.HasPrefix(at.Name, "a."):
			v.give(at, s)
		}
	}
	v.fail("the Tab key never comes to the button that leads on")
}

// give answers the question that the focus is on. What is chosen may bring
// something right below it, so the answer is waited for before one goes on.
func (v *visitor) give(at stop, s sheet) {
	v.t.Helper()
	want, known := s.want(at.Name)
	if !known {
		return
	}
	several, _ := want.([]any)
	switch text := fmt.Sprint(want); {
	case at.Type == "checkbox" && (at.Checked || !slices.Contains(several, any(at.Value))):
		return
	case at.Type == "checkbox":
		v.key(" ")
	case at.Type == "radio" && eval[bool](v, `document.querySelector(`+quote(`[name="`+at.Name+`"][value="`+text+`"]:checked`)+`) !== null`):
		return
	case at.Type == "radio":
		v.pick(at, text)
	case at.Type == "select-one":
		v.selects(at, text)
	case at.Value != text:
		v.write(text)
		return // saved when one rests or goes on
	}
	v.saved(at.Name)
}

// saved waits until the page says that the answer in a field is saved.
func (v *visitor) saved(name string) {
	v.t.Helper()
	if v.saves() {
		question, _, _ := strings.Cut(strings.TrimPrefix(name, "a."), ".")
		v.until("the answer to "+question+" is saved", fmt.Sprintf(
			`document.querySelector('[data-save=%s]').textContent.startsWith("Lagret")`, quote(question)))
	}
}

// show chooses the file that proves an answer. A browser's own window for files
// is no part of the page, so this is the one thing the keyboard does not do.
func (v *visitor) show(at stop, s sheet) {
	v.t.Helper()
	question := strings.TrimPrefix(at.ID, "file-")
	file, wanted := s.proof[question]
	name := filepath.Base(file)
	given := fmt.Sprintf(`document.querySelector("#q-%s").innerText.includes(%s)`, question, quote(name))
	if !wanted || eval[bool](v, given) {
		return
	}
	v.do("choose "+file, chromedp.SetUploadFiles("#"+at.ID, []string{file}))
	if v.saves() {
		v.until(name+" has been uploaded", given+` && !document.querySelector("[data-progress] progress")`)
	}
}

// saves tells whether the page saves answers by itself.
func (v *visitor) saves() bool {
	return v.scripts && eval[bool](v, `document.querySelector('script[src$="/answer.js"]') !== null`)
}

// settled waits until everything that was answered says that it is saved.
func (v *visitor) settled() {
	v.t.Helper()
	if v.saves() {
		v.until("every answer is saved", `[...document.querySelectorAll("[data-save]")].every(e => e.textContent.trim() === "" || e.textContent.includes("Lagret"))`)
	}
}

// document is a PDF as a browser prints it.
func (v *visitor) document() string {
	v.t.Helper()
	content, err := chromedp.Run(v.ctx, chromedp.PrintToPDF())
	v.must("print", err)
	path := filepath.Join(v.t.TempDir(), "Retningslinjer for innkjøp.pdf")
	v.must("keep the print", os.WriteFile(path, content, 0o600))
	return path
}
