package web

import (
	"errors"

	"aktsom/internal/fault"
)

// mistakesOf are the fields a service could not accept, in sentences, in the
// order in which they stand on the page. ok is false when err is something else.
func mistakesOf(p Page, err error) (mistakes []Mistake, ok bool) {
	var fields fault.Fields
	if !errors.As(err, &fields) {
		return nil, false
	}
	for _, f := range fields {
		mistakes = append(mistakes, Mistake{Field: f.Name, Text: p.Say(f.Key, f.Args...)})
	}
	return mistakes, true
}

// mistakeAt is what is wrong with one field, or nothing.
func mistakeAt(mistakes []Mistake, field string) string {
	for _, m := range mistakes {
		if m.Field == field {
			return m.Text
		}
	}
	return ""
}
