package web

import (
	"net/url"
	"strconv"
	"time"

	"aktsom/internal/audit"
)

// logFilter is what of the log is shown, as it stands in the address.
type logFilter struct {
	Person      string // empty: everybody
	From, Until string // days, both included; empty: all
}

func readLogFilter(q url.Values) logFilter {
	return logFilter{Person: q.Get("person"), From: q.Get("from"), Until: q.Get("until")}
}

// Narrowed tells whether events may be left out.
func (f logFilter) Narrowed() bool { return f != logFilter{} }

// address is the log, or its file, so filtered.
func (f logFilter) address(path string, number int) string {
	q := url.Values{}
	for name, value := range map[string]string{"person": f.Person, "from": f.From, "until": f.Until} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if number > 1 {
		q.Set("page", strconv.Itoa(number))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// wanted is the filter as the store knows it, and what is wrong with it.
func (f logFilter) wanted(p Page) (audit.Wanted, []Mistake) {
	var mistakes []Mistake
	day := func(field, text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		at, err := time.ParseInLocation(time.DateOnly, text, p.Zone)
		if err != nil || at.Year() < 2000 || at.Year() > 2999 {
			mistakes = append(mistakes, Mistake{field, p.Say("orglog.wrong_day")})
			return time.Time{}
		}
		return at
	}
	w := audit.Wanted{Person: f.Person, From: day("from", f.From), Before: day("until", f.Until)}
	if !w.Before.IsZero() {
		if w.Before.Before(w.From) {
			mistakes = append(mistakes, Mistake{"until", p.Say("orglog.backwards")})
		}
		w.Before = w.Before.AddDate(0, 0, 1)
	}
	return w, mistakes
}

// people are who can be chosen; false: the one that is chosen is not among them.
func (f logFilter) people(p Page, actors []audit.Actor) (options []Option, there bool) {
	there = f.Person == ""
	options = []Option{{Text: p.Say("orglog.everybody"), Chosen: there}}
	for _, a := range actors {
		chosen := a.Person == f.Person
		there = there || chosen
		options = append(options, Option{Value: a.Person, Text: a.Name, Chosen: chosen})
	}
	return options, there
}
