package browsertest_test

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
)

// axeRun asks axe for what breaks WCAG A or AA and gives one line for each.
const axeRun = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]}).then(found =>
	found.violations.map(v => v.id + ": " + v.help + " – " + v.nodes.map(n => n.html + " " + n.failureSummary).join(" | ")))`

// widest is the beginning of what reaches furthest to the right.
const widest = `[...document.querySelectorAll("body *")].reduce((a, b) => b.getBoundingClientRect().right > a.getBoundingClientRect().right ? b : a).outerHTML.slice(0, 200)`

// ids in an address: two pages of the same kind have the same faults.
var ids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// look checks the page that has come: what a glance shows, and that axe finds
// nothing.
func (v *visitor) look() {
	v.t.Helper()
	where := v.glance()
	if v.scripts {
		v.axe(where)
	}
}

// glance checks that the browser had nothing to complain of, and that the page
// fits the window; it tells where that is.
func (v *visitor) glance() (where string) {
	v.t.Helper()
	v.until("the page has come", `document.readyState === "complete"`)
	where = ids.ReplaceAllString(strings.TrimPrefix(eval[string](v, `location.href`), v.base), "…")
	v.mu.Lock()
	troubles := v.troubles
	v.troubles = nil
	v.mu.Unlock()
	for _, trouble := range troubles {
		v.t.Errorf("%s at %s: %s", v.name, where, trouble)
	}
	if title := eval[string](v, `document.title`); title == "" {
		v.t.Errorf("%s at %s: the page has no title", v.name, where)
	}
	if over := eval[int](v, `document.scrollingElement.scrollWidth - innerWidth`); over > 0 {
		v.t.Errorf("%s at %s: at %d px the page is %d px too wide: %s", v.name, where, v.width, over, eval[string](v, widest))
	}
	return where
}

// axe looks for what shuts people out. The same page in the same state is
// looked at once.
func (v *visitor) axe(where string) {
	v.t.Helper()
	state := fmt.Sprint(where, v.width, eval[string](v, `document.documentElement.lang + document.body.innerText.length`))
	if v.checked[state] {
		return
	}
	v.checked[state] = true
	source, err := axeSource()
	if err != nil {
		v.t.Fatal(err)
	}
	if !eval[bool](v, `"axe" in window`) {
		v.do("load axe", chromedp.Evaluate[chromedp.Void](source))
	}
	violations := eval[[]string](v, axeRun, chromedp.EvalAwaitPromise)
	if violations == nil {
		v.fail("axe gave no answer")
	}
	for _, violation := range violations {
		v.t.Errorf("%s at %s (%d px): %s", v.name, where, v.width, violation)
	}
}
