// Package printout shows a whole definition to people who discuss it: a sheet
// with one row a question and every language side by side, and a page to
// print. Conditions stand as they are written; nothing is evaluated.
package printout

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"aktsom/internal/draft"
)

// Line is one question, one column of a table, or one question about each of
// its rows, as people read it.
type Line struct {
	Number    string
	Page      string
	ID        string
	Kind      string
	When      string
	Required  string
	Scoring   string
	Evidence  string
	Rules     string
	Languages []Wording // in the order of the definition's languages
}

// Wording is what a question says in one language.
type Wording struct {
	Language, Page, Text, Help, Why, Accept string
	Answers, Advice                         []string
}

// Lines lists every question of a definition, after a table its columns, and after a
// follow-up its questions.
func Lines(d *draft.Definition) []Line {
	lines := names(d)
	for i, p := range d.Pages {
		for j, q := range p.Questions {
			number := fmt.Sprintf("%d.%d", i+1, j+1)
			l := line(d, p, q, number)
			l.When = both(p.When, q.When)
			lines = append(lines, l)
			for k, c := range slices.Concat(q.Columns, q.Questions) {
				column := line(d, p, c, fmt.Sprintf("%s.%d", number, k+1))
				column.ID = q.ID + "." + c.ID
				lines = append(lines, column)
			}
		}
		if len(p.Checks) > 0 {
			lines = append(lines, Line{Page: p.ID, Kind: "rules of the page", When: p.When, Rules: rules(p.Checks)})
		}
	}
	return lines
}

// names are the constants and conditions that others use by name.
func names(d *draft.Definition) []Line {
	var lines []Line
	for _, name := range slices.Sorted(maps.Keys(d.Constants)) {
		lines = append(lines, Line{ID: name, Kind: "constant", Rules: fmt.Sprint("= ", d.Constants[name])})
	}
	for _, name := range slices.Sorted(maps.Keys(d.Conditions)) {
		lines = append(lines, Line{ID: name, Kind: "condition", Rules: "= " + d.Conditions[name]})
	}
	return lines
}

func both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return "(" + a + ") && (" + b + ")"
}

func line(d *draft.Definition, p *draft.Page, q *draft.Question, number string) Line {
	l := Line{
		Number: number, Page: p.ID, ID: q.ID, Kind: strings.TrimSpace(q.Kind + " " + q.Type + q.Of), When: q.When,
		Required: claim(q.Required), Scoring: scoring(p, q), Evidence: evidence(q.Evidence), Rules: rules(q.Checks) + limits(q),
	}
	for _, language := range d.Languages {
		l.Languages = append(l.Languages, wording(p, q, language))
	}
	return l
}

// claim is what is either decided once or by a condition.
func claim(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "yes"
		}
	case string:
		return "when " + v
	}
	return ""
}

func scoring(p *draft.Page, q *draft.Question) string {
	parts := []string{}
	for _, part := range []struct {
		is   bool
		said string
	}{
		{p.Step != "", p.Step},
		{q.Action != "", "action " + q.Action},
		{q.Lead, "lead question"},
		{q.Weight != nil, fmt.Sprint("weight ", q.Weight)},
		{q.Level != nil, fmt.Sprint("level ", q.Level)},
		{q.MaySkip, "may be skipped"},
		{q.Value != "", "= " + q.Value},
		{q.Key != "", "key " + q.Key},
	} {
		if part.is {
			parts = append(parts, part.said)
		}
	}
	return strings.Join(parts, "\n")
}

func evidence(e *draft.Evidence) string {
	if e == nil {
		return ""
	}
	said := []string{"asked for"}
	if e.When != "" {
		said[0] += " when " + e.When
	}
	if required := claim(e.Required); required != "" {
		said = append(said, "required: "+required)
	}
	if e.MaxAgeMonths > 0 {
		said = append(said, fmt.Sprintf("at most %d months old", e.MaxAgeMonths))
	}
	return strings.Join(said, "\n")
}

func rules(checks []draft.Check) string {
	var b strings.Builder
	for _, c := range checks {
		b.WriteString(strings.TrimSpace(c.Severity+" unless "+c.Rule) + "\n")
	}
	return b.String()
}

func limits(q *draft.Question) string {
	var b strings.Builder
	for _, limit := range []struct {
		name  string
		value any
	}{{"min", q.Min}, {"max", q.Max}, {"pattern", q.Pattern}} {
		if limit.value != nil && limit.value != "" {
			fmt.Fprintf(&b, "%s %v\n", limit.name, limit.value)
		}
	}
	for _, limit := range []struct {
		name  string
		value *int
	}{
		{"decimals", q.Decimals},
		{"min_length", q.MinLength},
		{"max_length", q.MaxLength},
		{"max_words", q.MaxWords},
		{"min_options", q.MinOptions},
		{"max_options", q.MaxOptions},
		{"min_rows", q.MinRows},
		{"max_rows", q.MaxRows},
	} {
		if limit.value != nil {
			fmt.Fprintf(&b, "%s %d\n", limit.name, *limit.value)
		}
	}
	for _, f := range q.Flags {
		fmt.Fprintf(&b, "%s\n", strings.TrimSpace(f.Severity+" flag when "+f.When+map[string]string{"supplier": ", shown to the supplier"}[f.Show]))
	}
	return b.String()
}

func wording(p *draft.Page, q *draft.Question, language string) Wording {
	w := Wording{Language: language, Page: p.Title[language], Text: q.Text[language], Help: q.Help[language], Why: q.Why[language]}
	for _, r := range q.Rows {
		w.Answers = append(w.Answers, "row: "+r.Text[language])
	}
	for _, o := range q.Options {
		said := o.Text[language]
		if o.Level != nil {
			said = fmt.Sprintf("%d: %s", *o.Level, said)
		}
		if o.When != "" {
			said += " (when " + o.When + ")"
		}
		if o.Exclusive {
			said += " (nothing else beside it)"
		}
		if o.Say {
			said += " (please say what: ……………)"
		}
		w.Answers = append(w.Answers, said)
	}
	if q.Evidence != nil {
		w.Accept = q.Evidence.Accept[language]
	}
	for _, a := range q.Advice {
		w.Advice = append(w.Advice, fmt.Sprintf("below %d: %s", a.Below, a.Text[language]))
	}
	for _, f := range q.Flags {
		w.Advice = append(w.Advice, "flag: "+f.Text[language]+" "+f.Advice[language])
	}
	for _, c := range q.Checks {
		if c.Message[language] != "" {
			w.Advice = append(w.Advice, "check: "+c.Message[language])
		}
	}
	return w
}
