package browsertest_test

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stop is where the focus is.
type stop struct {
	Tag, Type, Name, Value, ID, Text string
	Checked                          bool
}

// here is what the focus is on. The whole page is the zero stop.
const here = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body || e === document.documentElement) return {};
	const label = e.labels && e.labels[0] ? e.labels[0].innerText : e.getAttribute("aria-label") || e.innerText || "";
	return {Tag: e.tagName.toLowerCase(), Type: e.type || "", Name: e.name || "", Value: e.value || "", ID: e.id,
		Text: label.replace(/\s+(?=:)/g, "").replace(/\s+/g, " ").trim(), Checked: Boolean(e.checked)};
})()`

// maxStops bounds the way through one page: the longest has some 150 stops.
const maxStops = 400

func (s stop) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s=%s %q", s.Tag, s.Type, s.Name, s.Value, s.Text))
}

// key presses keys, one after the other.
func (v *visitor) key(keys string, options ...chromedp.KeyOption) {
	v.t.Helper()
	v.do("press a key", chromedp.KeyEvent(keys, options...))
}

// strike presses one key as a keyboard does: what a page makes of it may keep
// its letter from being written, which the letter that key sends beside it
// would be.
func (v *visitor) strike(letter string) {
	v.t.Helper()
	for _, press := range kb.Encode([]rune(letter)[0]) {
		if press.Type == input.DispatchKeyEventTypeChar {
			continue
		}
		if press.Type != input.DispatchKeyEventTypeKeyUp {
			press.Type, press.Text, press.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, letter, letter
		}
		_, err := chromedp.Call(v.ctx, input.DispatchKeyEvent, *press)
		v.must("strike "+letter, err)
	}
}

// tab goes one stop on.
func (v *visitor) tab() stop {
	v.t.Helper()
	v.key(kb.Tab)
	return eval[stop](v, here)
}

// tabTo goes on with the Tab key until a stop is the one; it is the whole page
// round at most.
func (v *visitor) tabTo(what string, is func(stop) bool) stop {
	v.t.Helper()
	if at := eval[stop](v, here); is(at) {
		return at
	}
	var seen []string
	for rounds := 0; len(seen) < maxStops && rounds < 2; {
		at := v.tab()
		if is(at) {
			return at
		}
		if at == (stop{}) { // from the last stop back to the whole page
			rounds++
		}
		seen = append(seen, at.String())
	}
	v.fail("the Tab key never comes to %s; it comes to\n%s", what, strings.Join(seen, "\n"))
	return stop{}
}

// fill writes into a field, over what is there.
func (v *visitor) fill(name, value string) {
	v.t.Helper()
	v.tabTo("the field "+name, func(s stop) bool { return s.Name == name })
	v.write(value)
}

func (v *visitor) write(value string) {
	v.t.Helper()
	v.key("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	v.key(value)
}

// choose picks an option of a group of radio buttons, or ticks a box.
func (v *visitor) choose(name, value string) {
	v.t.Helper()
	v.pick(v.tabTo("the options of "+name, func(s stop) bool {
		return s.Name == name && (s.Type == "radio" || s.Type == "checkbox" && s.Value == value)
	}), value)
}

func (v *visitor) pick(at stop, value string) {
	v.t.Helper()
	group := at.Name
	for range 40 {
		switch {
		case at.Name != group:
			v.fail("the arrow keys lead out of %s to %s", group, at)
		case at.Value == value && at.Checked:
			return
		case at.Value == value:
			v.key(" ")
		default:
			v.key(kb.ArrowDown)
		}
		at = eval[stop](v, here)
	}
	v.fail("%s never becomes %s", group, value)
}

// selects picks an option of a list.
func (v *visitor) selects(at stop, value string) {
	v.t.Helper()
	for range 300 {
		if at.Value == value {
			return
		}
		v.key(kb.ArrowDown)
		at = eval[stop](v, here)
	}
	v.fail("the list %s never becomes %s", at.Name, value)
}

// press goes to the button with these words and presses it; the page that comes
// of it is looked at.
func (v *visitor) press(words string) {
	v.t.Helper()
	v.tabTo("the button "+words, func(s stop) bool { return s.Tag == "button" && s.Text == words })
	v.enter("press " + words)
}

// follow goes to the link with these words and follows it.
func (v *visitor) follow(words string) {
	v.t.Helper()
	v.tabTo("the link "+words, func(s stop) bool { return s.Tag == "a" && strings.HasPrefix(s.Text, words) })
	v.enter("follow " + words)
}

// enter presses Enter and waits for the page that comes.
func (v *visitor) enter(what string) {
	v.t.Helper()
	v.leave(what, kb.Enter)
}

// leave presses a key that leads to another page, and looks at that one.
func (v *visitor) leave(what, key string) {
	v.t.Helper()
	eval[bool](v, `(window.stays = true)`)
	v.key(key)
	v.until(what+": another page", `!window.stays && document.readyState === "complete"`)
	v.look()
}

// list picks an option of a list by its words.
func (v *visitor) list(name, words string) {
	v.t.Helper()
	v.tabTo("the list "+name, func(s stop) bool { return s.Name == name && s.Tag == "select" })
	chosen := `document.activeElement.selectedOptions[0].text`
	for range 40 {
		if strings.HasPrefix(eval[string](v, chosen), words) {
			return
		}
		v.key(kb.ArrowDown)
	}
	v.fail("the list %s never says %q", name, words)
}

// day writes a day into a date field, part by part, as a browser in English
// has it: month, day, year.
func (v *visitor) day(name, day string) {
	v.t.Helper()
	v.tabTo("the day "+name, func(s stop) bool { return s.Name == name })
	v.key(day[5:7] + day[8:10] + day[:4])
	v.until(name+" is "+day, fmt.Sprintf(`document.activeElement.value === %q`, day))
}

// open goes to an address, as from a letter.
func (v *visitor) open(path string) {
	v.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = v.base + path
	}
	v.do("open "+path, chromedp.Navigate(path))
	v.look()
}

// unfold opens what is folded under these words, unless it is open.
func (v *visitor) unfold(words string) {
	v.t.Helper()
	v.tabTo("what is folded under "+words, func(s stop) bool { return s.Tag == "summary" && strings.HasPrefix(s.Text, words) })
	if !eval[bool](v, `document.activeElement.parentElement.open`) {
		v.key(kb.Enter)
	}
}
