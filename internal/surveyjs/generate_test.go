package surveyjs_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"aktsom/internal/draft"
)

// generator makes definitions and answers that are sound but made up, within
// what both languages have. The same seed makes the same ones.
type generator struct {
	*rand.Rand
	plain bool // without rules on the rows of a table
	all   []*draft.Question
}

func newGenerator(seed uint64) *generator { return &generator{Rand: rand.New(rand.NewPCG(seed, 4))} }

func (g *generator) definition(n int) *draft.Definition {
	d := &draft.Definition{ID: "made-up", Version: "1", Languages: []string{"en"}, Title: say("Made up")}
	per := (n + 3) / 4
	for len(g.all) < n {
		p := &draft.Page{ID: fmt.Sprintf("p%d", len(d.Pages)), Title: say("P")}
		if len(g.all) > 0 && g.IntN(3) == 0 {
			p.When = g.condition()
		}
		for range min(per, n-len(g.all)) {
			q := g.question()
			p.Questions = append(p.Questions, q)
			g.all = append(g.all, q)
		}
		d.Pages = append(d.Pages, p)
	}
	return d
}

func say(s string) draft.Text { return draft.Text{"en": s} }

func (g *generator) question() *draft.Question {
	kinds := []string{"choice", "choice", "choices", "yesno", "yesno", "number", "text", "longtext", "date", "table", "matrix", "note", "calculated"}
	q := &draft.Question{ID: fmt.Sprintf("q%d", len(g.all)), Kind: kinds[g.IntN(len(kinds))], Text: say("Q")}
	if len(g.all) > 0 && g.IntN(3) > 0 {
		q.When = g.condition()
	}
	g.own(q)
	if q.Kind == "note" || q.Kind == "calculated" {
		return q
	}
	switch g.IntN(4) {
	case 0, 1:
		q.Required = true
	case 2:
		if len(g.all) > 0 && q.Kind != "matrix" {
			q.Required = g.condition()
		}
	}
	return q
}

// own are keys that fit the kind.
func (g *generator) own(q *draft.Question) {
	two, three := 2, 3
	switch q.Kind {
	case "choice", "choices", "matrix":
		for _, v := range []string{"a", "b", "c"} {
			q.Options = append(q.Options, &draft.Option{Value: v, Text: say(v)})
		}
		if q.Kind == "matrix" {
			q.Rows = []draft.Row{{ID: "own", Text: say("O")}, {ID: "chain", Text: say("C")}}
		}
		if q.Kind == "choices" && g.IntN(3) == 0 {
			q.MaxOptions = &two
		}
		// Where words are missing, SurveyJS looks at no other limit.
		q.Options[2].Say = q.Kind != "matrix" && q.MaxOptions == nil && len(g.all)%2 == 0
	case "number":
		if g.IntN(2) == 0 {
			q.Min, q.Max = 10, 90
		}
		if g.IntN(3) == 0 {
			q.Checks = []draft.Check{{Rule: q.ID + " != 55 && " + q.ID + " < 85"}}
		}
	case "text":
		if g.IntN(2) == 0 {
			q.MinLength, q.MaxLength = &two, &three
		}
	case "table":
		q.Columns = []*draft.Question{{ID: "name", Kind: "text", Text: say("N"), Required: g.IntN(2) == 0}, {ID: "ok", Kind: "yesno", Text: say("O")}, {ID: "n", Kind: "number", Text: say("M")}}
	case "calculated":
		q.Type, q.Value = "yesno", "true"
		if len(g.all) > 0 {
			q.Value = g.condition()
		}
		for _, other := range g.all {
			if other.Kind == "number" && g.IntN(2) == 0 {
				q.Type, q.Value = "number", other.ID+" * 2 + 1"
			}
		}
	}
}

// condition asks about one to three of the questions so far.
func (g *generator) condition() string {
	said := g.claim()
	for range g.IntN(3) {
		said = "(" + said + []string{" && ", " || "}[g.IntN(2)] + g.claim() + ")"
		if g.IntN(4) == 0 {
			said = "!" + said
		}
	}
	return said
}

func (g *generator) claim() string {
	q := g.all[g.IntN(len(g.all))]
	if g.IntN(8) == 0 && q.Kind != "note" && q.Kind != "calculated" {
		return "answered(" + q.ID + ")"
	}
	kind := q.Kind
	if kind == "calculated" {
		kind = q.Type
	}
	shapes := map[string][]string{
		"choice": {"% == 'b'", "% != 'a'", "% in ['b', 'c']", "!(% in ['a'])"}, "choices": {"'a' in %", "!('b' in %)", "size(%) > 1"},
		"yesno": {"%", "!%", "% == true"}, "number": {"% > 50", "% <= 20", "% != 55", "% / 2 > 30"}, "date": {"% < timestamp('2024-01-01T00:00:00Z')", "!(% < timestamp('2024-01-01T00:00:00Z'))"},
		"text": {"% != 'xx'", "% == 'xx'", "%.contains('x')"}, "longtext": {"% != 'xx'"}, "matrix": {"%.own == 'a'", "!(%.chain == 'b')"}, "table": {"size(%) > 1", "size(%) <= 2"},
	}[kind]
	if kind == "table" && !g.plain {
		shapes = append(shapes, "%.exists(r, r.ok)", "%.all(r, r.ok)", "%.exists(r, r.n > 50 && r.ok)", "!%.all(r, r.n > 20 || r.ok)")
	}
	if q.Kind == "calculated" && kind == "yesno" {
		shapes = shapes[:2]
	}
	if len(shapes) == 0 {
		return "true"
	}
	return strings.ReplaceAll(shapes[g.IntN(len(shapes))], "%", q.ID)
}

// answers answers most questions, with values their controls can give.
func (g *generator) answers() map[string]any {
	answers := map[string]any{}
	for _, q := range g.all {
		if g.IntN(5) > 0 {
			if a := g.answer(q.Kind); a != nil {
				answers[q.ID] = a
			}
		}
	}
	return answers
}

func (g *generator) answer(kind string) any {
	letter := []string{"a", "b", "c"}[g.IntN(3)]
	switch kind {
	case "choice":
		return letter
	case "choices":
		return [][]any{{"a"}, {"b", "c"}, {"a", "b", "c"}}[g.IntN(3)]
	case "yesno":
		return g.IntN(2) == 0
	case "number":
		return float64(5 * g.IntN(20))
	case "date":
		return []string{"2026-01-31", "2020-02-29"}[g.IntN(2)]
	case "text", "longtext":
		return strings.Repeat("x", 1+g.IntN(4))
	case "matrix":
		return []map[string]any{{"own": letter}, {"own": letter, "chain": "b"}}[g.IntN(2)]
	case "table":
		return g.rows()
	}
	return nil
}

func (g *generator) rows() []any {
	rows := []any{}
	for range 1 + g.IntN(4) {
		row := map[string]any{}
		cells := map[string]any{"name": "x", "ok": g.IntN(2) == 0, "n": float64(g.IntN(100))}
		for _, column := range []string{"name", "ok", "n"} { // in order: the same seed makes the same rows
			if g.IntN(5) > 0 {
				row[column] = cells[column]
			}
		}
		rows = append(rows, row)
	}
	return rows
}
