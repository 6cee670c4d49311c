package questionnaire_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"aktsom/internal/questionnaire"
)

// generator makes questionnaires and sheets that are sound but made up. The
// same seed makes the same ones.
type generator struct {
	*rand.Rand
	kinds  []string // of the questions so far
	plain  bool     // without names, words beside options and answers inside texts
	names  []string // of conditions, each with what it stands for
	until  []int    // the question from which on one may be used
	rich   bool     // of every kind and feature
	tables []int    // of the rich, those that follow-ups may ask about
}

// newPlainGenerator makes what is measured: the same as ever, however the
// language grows.
func newPlainGenerator(seed uint64) *generator {
	g := newGenerator(seed)
	g.plain = true
	return g
}

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, seed))}
}

// definition makes n questions over the six steps, a third of them scored.
func (g *generator) definition(n int) []byte {
	steps := []string{"embed", "identify", "prevent", "track", "communicate", "remedy"}
	var pages []string
	per := max(1, (n+5)/6)
	for i, step := range steps {
		var questions []string
		for range min(per, n-len(g.kinds)) {
			questions = append(questions, g.question(len(g.kinds)))
		}
		pages = append(pages, fmt.Sprintf(`{"id":"p%d","step":%q,"title":{"en":"P"},"questions":[%s]}`, i, step, strings.Join(questions, ",\n")))
	}
	return []byte(`{"id":"generated","version":"1","languages":["en"],"title":{"en":"G"},"constants":{"some":20},"conditions":{` +
		strings.Join(g.names, ",") + `},"pages":[` + strings.Join(pages, ",\n") + `]}`)
}

func (g *generator) question(i int) string {
	kinds := []string{"choice", "choice", "yesno", "number", "text", "choices", "date", "table"}
	if g.rich {
		kinds = append(kinds, "matrix", "calculated", "note", "files", "percent", "money", "country", "countries", "longtext", "table", "each", "each")
	}
	kind := kinds[g.IntN(len(kinds))]
	if kind == "each" && len(g.tables) == 0 || kind == "calculated" && i == 0 {
		kind = "yesno"
	}
	when := ""
	if i > 0 && g.IntN(3) > 0 {
		when = fmt.Sprintf(`,"when":%q`, g.condition(i))
	}
	g.kinds = append(g.kinds, kind)
	if kind == "table" {
		g.tables = append(g.tables, i)
	}
	return fmt.Sprintf(`{"id":"q%d","kind":%q,"text":{"en":"Q %s"},"required":%v%s%s%s}`, i, kind, g.piped(i), g.IntN(2) == 0, when, g.own(i, kind), g.beside(i, kind))
}

// beside are keys of a rich question whatever its kind: rules, findings,
// comments, files.
func (g *generator) beside(i int, kind string) string {
	if !g.rich || i == 0 {
		return ""
	}
	keys := ""
	if g.IntN(4) == 0 {
		keys += fmt.Sprintf(`,"checks":[{"rule":%q,"severity":%q,"message":{"en":"C"}}]`, g.condition(i), []string{"error", "warning"}[g.IntN(2)])
	}
	if g.IntN(4) == 0 {
		keys += fmt.Sprintf(`,"flags":[{"when":%q,"severity":"high","text":{"en":"F"}}]`, g.condition(i))
	}
	if kind != "note" && kind != "calculated" && kind != "choice" && g.IntN(3) == 0 {
		keys += fmt.Sprintf(`,"comment":true,"evidence":{"when":%q,"required":%q,"max_age_months":%d}`, g.condition(i), g.condition(i), 1+g.IntN(36))
	}
	return keys
}

// offered is the condition of an option that is not always offered.
func (g *generator) offered(i int) string {
	if !g.rich || i == 0 || g.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprintf(`,"when":%q`, g.condition(i))
}

// own are keys that fit the kind.
func (g *generator) own(i int, kind string) string {
	options := fmt.Sprintf(`"options":[{"value":"a","level":0,"text":{"en":"A"}},{"value":"b","level":2,"text":{"en":"B"}},{"value":"c","say":%v,"level":4,"text":{"en":"C"}%s}]`, !g.plain && g.IntN(2) == 0, g.offered(i))
	switch kind {
	case "matrix":
		return `,"rows":[{"id":"r","text":{"en":"R"}},{"id":"s","text":{"en":"S"}}],"options":[{"value":"a","text":{"en":"A"}},{"value":"b","text":{"en":"B"}}]` +
			fmt.Sprintf(`,"level":"q%d.r == 'a' ? 4 : q%d.s == 'b' ? 2 : 0"`, i, i)
	case "calculated":
		return fmt.Sprintf(`,"type":"number","value":"answered(q%d) ? 7.5 : 2.5","level":"q%d > 5 ? 3 : 1"`, g.IntN(i), i)
	case "percent", "money":
		return `,"min":0,"max":100,"decimals":0`
	case "country", "countries":
		return ""
	case "each":
		return fmt.Sprintf(`,"of":"q%d","may_skip":%v,"questions":[{"id":"w","kind":"yesno","required":%v,"text":{"en":"W"},"level":"row.w ? 4 : 1"},
			{"id":"x","kind":"choice","when":"row.w && row.ok","text":{"en":"X"},%s},{"id":"z","kind":"number","text":{"en":"Z"},"checks":[{"rule":"row.z > 3 || row.w"}]}]`,
			g.tables[g.IntN(len(g.tables))], g.IntN(2) == 0, g.IntN(2) == 0, options)
	case "choice":
		return fmt.Sprintf(`,%s,"weight":%d,"lead":%v,"may_skip":%v,"evidence":{"when":"q%d != 'a'","max_age_months":24}`, options, 1+g.IntN(3), g.IntN(5) == 0, g.IntN(2) == 0, i)
	case "choices":
		return "," + options
	case "number":
		return `,"min":0,"max":100`
	case "table":
		return fmt.Sprintf(`,"columns":[{"id":"name","kind":"text","text":{"en":"N"}},{"id":"ok","kind":"yesno","text":{"en":"O"}}],"level":"q%d.exists(s, s.ok) ? 3 : 1"`, i)
	}
	return ""
}

// condition asks about one or two of the questions before i.
func (g *generator) condition(i int) string {
	if name := g.name(i); name != "" {
		return name
	}
	claim := g.claim(g.IntN(i))
	if g.IntN(2) == 0 {
		return claim
	}
	return "(" + claim + []string{" && ", " || "}[g.IntN(2)] + g.claim(g.IntN(i)) + ")"
}

// piped shows an earlier answer, or nothing.
func (g *generator) piped(i int) string {
	if g.plain || i == 0 || slices.Contains([]string{"table", "matrix", "each", "note", "files"}, g.kinds[i-1]) {
		return ""
	}
	return fmt.Sprintf("{{q%d}}", i-1)
}

// name is a condition by its name: a new one, which may use others, or one that
// stands already. Mostly it is none.
func (g *generator) name(i int) string {
	switch at := len(g.names); {
	case g.plain || g.IntN(4) > 0:
		return ""
	case at > 0 && g.IntN(2) == 0 && g.until[at-1] <= i:
		return fmt.Sprintf("!name%d", at-1)
	default:
		said := "(" + g.claim(g.IntN(i)) + " || " + g.claim(g.IntN(i)) + ")"
		if at%4 > 0 && g.until[at-1] <= i {
			said += fmt.Sprintf(" && name%d", at-1)
		}
		g.names, g.until = append(g.names, fmt.Sprintf(`"name%d":%q`, at, said)), append(g.until, i)
		return fmt.Sprintf("name%d", at)
	}
}

func (g *generator) claim(i int) string {
	id := fmt.Sprintf("q%d", i)
	if g.IntN(8) == 0 {
		return "answered(" + id + ")"
	}
	switch g.kinds[i] {
	case "choice":
		return id + []string{" == 'b'", " != 'a'", " in ['b', 'c']"}[g.IntN(3)]
	case "choices":
		return "'a' in " + id
	case "yesno":
		return []string{"", "!"}[g.IntN(2)] + id
	case "number":
		if !g.plain && g.IntN(2) == 0 {
			return id + " > some"
		}
		return id + fmt.Sprintf(" > %d", g.IntN(100))
	case "date":
		return id + " < addMonths(today, -12)"
	case "table":
		return id + ".exists(s, s.ok)"
	case "matrix":
		return id + ".r == 'a'"
	case "calculated", "percent", "money":
		return id + " > 5"
	case "country":
		return id + " in ['NO', 'BD']"
	case "countries":
		return "'NO' in " + id
	case "files":
		return "files(" + id + ") > 0"
	case "note":
		return "!answered(" + id + ")"
	case "each":
		return id + []string{".all(s, s.w)", ".exists(s, s.x == 'b')", ".exists(s, has(s.z) && s.ok)"}[g.IntN(3)]
	}
	return id + " != 'x'"
}

// sheet answers each question with a probability of share.
func (g *generator) sheet(share float64) questionnaire.Sheet {
	s := questionnaire.Sheet{
		Answers: map[string]any{}, Files: map[string][]questionnaire.File{}, Skipped: map[string]string{},
		Context: questionnaire.Context{Today: "2026-11-23"},
	}
	for i, kind := range g.kinds {
		id := fmt.Sprintf("q%d", i)
		if g.Float64() < share {
			s.Answers[id] = g.answer(kind)
		}
		if g.IntN(4) == 0 {
			s.Files[id] = []questionnaire.File{{Issued: []string{"2026-01-01", "2020-01-01", ""}[g.IntN(3)]}}
		}
		if g.IntN(10) == 0 {
			s.Skipped[id] = "not relevant"
		}
	}
	return s
}

// answer is mostly right, and now and then of the wrong sort.
func (g *generator) answer(kind string) any {
	if g.IntN(15) == 0 {
		return []any{"", nil, 7.0, "nonsense", []any{1.0}, map[string]any{"x": nil}}[g.IntN(6)]
	}
	letter := []string{"a", "b", "c"}[g.IntN(3)]
	switch kind {
	case "choice":
		return g.said(letter)
	case "choices":
		return []any{g.said(letter), "b"}
	case "yesno":
		return g.IntN(2) == 0
	case "number":
		return float64(g.IntN(120))
	case "date":
		return []string{"2026-01-31", "2020-02-29"}[g.IntN(2)]
	case "table":
		rows := []any{}
		for range g.IntN(4) {
			row := map[string]any{"name": letter, "ok": []any{true, false, nil}[g.IntN(3)]}
			if g.rich && g.IntN(3) > 0 {
				row[questionnaire.RowKey] = []string{"k1", "k2", "k3"}[len(rows)%3]
			}
			rows = append(rows, row)
		}
		return rows
	case "each":
		answer := map[string]any{}
		for _, key := range []string{"1", "2", "k1", "k2", "k3", "gone"} {
			if g.IntN(4) > 0 {
				answer[key] = map[string]any{"w": []any{true, false, nil}[g.IntN(3)], "x": g.said(letter), "z": float64(g.IntN(6))}
			}
		}
		return answer
	case "matrix":
		return map[string]any{"r": []string{"a", "b"}[g.IntN(2)], "s": []any{"a", "b", nil}[g.IntN(3)]}
	case "percent", "money":
		return float64(g.IntN(12))
	case "country":
		return []string{"NO", "BD", "SE"}[g.IntN(3)]
	case "countries":
		return []any{"NO", "BD"}[:1+g.IntN(2)]
	}
	return "text"
}

// said chooses an option, sometimes with words beside it.
func (g *generator) said(letter string) any {
	if letter == "c" && !g.plain && g.IntN(2) == 0 {
		return map[string]any{"value": letter, "say": []string{"something", " "}[g.IntN(2)]}
	}
	return letter
}

// card is everything an evaluation says, for comparison.
func card(e *questionnaire.Evaluation) string {
	encoded, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}
