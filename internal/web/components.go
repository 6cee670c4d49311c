package web

import (
	"strconv"
	"time"

	"github.com/a-h/templ"
)

// Weight is how strongly a button calls: one Primary on a page.
type Weight string

// The weights, by their names in the design system.
const (
	Primary   Weight = "primary"
	Secondary Weight = "secondary"
	Tertiary  Weight = "tertiary"
)

// Colour is what a tag or notice means; the words beside it say the same.
type Colour string

// The colours, by their names in the design system.
const (
	Neutral Colour = "neutral"
	Accent  Colour = "accent"
	Good    Colour = "success"
	Look    Colour = "warning"
	Bad     Colour = "danger"
)

// Mistake is something to correct: what, and the id of the field it is about.
type Mistake struct {
	Field string
	Text  string
}

// Field is one input with its label. The zero Type is "text"; Lines above one
// make it a text area.
type Field struct {
	ID, Name     string // ID defaults to Name
	Label        string
	Help         string // one line, always visible
	Value        string
	Type         string
	Mode         string // inputmode: "numeric", "email"
	Autocomplete string
	Mistake      string // what is wrong with the value; empty: nothing
	Required     bool
	Lines        int
	Width        int // in characters; 0: the whole line
}

func (f Field) id() string {
	if f.ID == "" {
		return f.Name
	}
	return f.ID
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// describedBy is what a screen reader adds to the label.
func (f Field) describedBy() string { return describedBy(f.id(), f.Help, f.Mistake) }

func describedBy(id, help, mistake string) string {
	ids := ""
	if help != "" {
		ids = id + "-help"
	}
	if mistake != "" {
		if ids != "" {
			ids += " "
		}
		ids += id + "-mistake"
	}
	return ids
}

// Choice is a question with options of which one or several are chosen.
type Choice struct {
	ID, Name string // ID defaults to Name; the first option has the ID
	Legend   string
	Help     string
	Mistake  string
	Several  bool
	Options  []Option
}

// Option is one option of a Choice.
type Option struct {
	Value  string
	Text   string
	Help   string
	Chosen bool
}

func (q Choice) id() string {
	if q.ID == "" {
		return q.Name
	}
	return q.ID
}

func (q Choice) kind() string {
	if q.Several {
		return "checkbox"
	}
	return "radio"
}

// optionID gives the first option the question's own id, so that a link from
// the error summary lands where one can answer.
func (q Choice) optionID(i int) string {
	if i == 0 {
		return q.id()
	}
	return q.id() + "-" + strconv.Itoa(i+1)
}

// Fact is one line of a list of facts.
type Fact struct {
	Term string
	Text string
}

// Head is the head of a table's column.
type Head struct {
	Text    string
	Numbers bool   // the column holds numbers: to the right
	Href    string // sorts by this column; empty: it cannot
	Sort    string // "ascending" or "descending" when the table is sorted by it
}

// Tab is one of several pages about the same thing.
type Tab struct {
	Text    string
	Href    string
	Current bool
	Count   int // shown when above zero
}

// Step is one phase of a way.
type Step struct {
	Text string
	Href string // empty: not a link
	Done bool
	Now  bool
}

func parent(crumbs []Crumb) (Crumb, bool) {
	if len(crumbs) < 2 {
		return Crumb{}, false
	}
	return crumbs[len(crumbs)-2], true
}

// machineTime is a moment as <time datetime> wants it.
func machineTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// percent is a share as a whole number of hundredths; nothing of nothing is 0.
func percent(done, all int) int {
	if all <= 0 {
		return 0
	}
	return done * 100 / all
}

// attributes are those that an input and a text area share.
func (f Field) attributes() templ.Attributes {
	set := templ.Attributes{}
	for name, value := range map[string]string{
		"autocomplete": f.Autocomplete, "inputmode": f.Mode, "aria-describedby": f.describedBy(),
	} {
		if value != "" {
			set[name] = value
		}
	}
	if f.Width > 0 && f.Lines <= 1 {
		set["size"] = strconv.Itoa(f.Width)
	}
	if f.Mistake != "" {
		set["aria-invalid"] = "true"
	}
	if f.Required {
		set["aria-required"] = "true"
	}
	return set
}

func (s Step) state() string {
	switch {
	case s.Now:
		return "frame.step_now"
	case s.Done:
		return "frame.step_done"
	default:
		return "frame.step_later"
	}
}
