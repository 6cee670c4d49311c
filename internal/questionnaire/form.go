package questionnaire

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Names of the fields a page posts.
const (
	// FieldShown lists the ids of the questions that were on the page, so that
	// a question with no box ticked is known to have been answered with none.
	FieldShown = "q"
	// FieldPrefix stands before the id of a question: a.policy, a.sites.0.name.
	FieldPrefix = "a."
)

// maxPostedRows bounds how far the row numbers of a posted table are believed.
const maxPostedRows = 10_000

// posted is the part of a posted page under one name.
type posted struct {
	fields map[string][]string
	name   string
}

func (in posted) all() []string            { return in.fields[in.name] }
func (in posted) under(step string) posted { return posted{in.fields, in.name + "." + step} }

// one is the last value posted: a hidden field before a box gives its default.
func (in posted) one() string {
	values := in.all()
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// rows is one more than the highest row number posted.
func (in posted) rows() int {
	highest := -1
	for name := range in.fields {
		rest, ok := strings.CutPrefix(name, in.name+".")
		if !ok {
			continue
		}
		number, _, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(number); err == nil && i < maxPostedRows {
			highest = max(highest, i)
		}
	}
	return highest + 1
}

// Read makes an answer of what a page posted. present is false when the page
// did not ask this question; then its stored answer stays as it is. Numbers
// and dates are read as they are written in Norway and in England; what cannot
// be read is kept as typed, and evaluation says what is wrong with it. A nil
// value means that the question was left empty.
func (q *Question) Read(fields map[string][]string) (value any, present bool) {
	if !q.answerable() || q.Kind == "files" || !q.postedIn(fields) {
		return nil, false
	}
	value = q.kind.form(q, posted{fields, FieldPrefix + q.ID})
	if empty(value) {
		return nil, true
	}
	return value, true
}

func (q *Question) postedIn(fields map[string][]string) bool {
	if slices.Contains(fields[FieldShown], q.ID) {
		return true
	}
	name := FieldPrefix + q.ID
	for field := range fields {
		if field == name || strings.HasPrefix(field, name+".") {
			return true
		}
	}
	return false
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
