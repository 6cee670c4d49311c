package questionnaire_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

func sizes() []int { return []int{60, 500, 5000} }

func BenchmarkCompile(b *testing.B) {
	for _, n := range sizes() {
		source := newPlainGenerator(1).definition(n)
		b.Run(fmt.Sprintf("%d questions", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if q, findings := questionnaire.Compile("generated.json", source); q == nil {
					b.Fatal(findings)
				}
			}
		})
	}
}

// BenchmarkEvaluate works out everything: path, problems and score.
func BenchmarkEvaluate(b *testing.B) {
	for _, n := range sizes() {
		g := newPlainGenerator(1)
		q, _ := questionnaire.Compile("generated.json", g.definition(n))
		sheet := g.sheet(0.9)
		b.Run(fmt.Sprintf("%d questions", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.Evaluate(sheet)
			}
		})
	}
}

// BenchmarkChange changes one answer of a sheet that was evaluated already: one
// question after the other, each to another answer of its kind.
func BenchmarkChange(b *testing.B) {
	for _, n := range sizes() {
		g := newPlainGenerator(1)
		q, _ := questionnaire.Compile("generated.json", g.definition(n))
		e := q.Evaluate(g.sheet(0.9))
		b.Run(fmt.Sprintf("%d questions", n), func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				at := i % n
				e.Change("q"+strconv.Itoa(at), g.answer(g.kinds[at]))
				i++
			}
		})
	}
}

// BenchmarkScore is BenchmarkEvaluate where every question is scored and asks
// for evidence, and none has a condition.
func BenchmarkScore(b *testing.B) {
	g := newPlainGenerator(1)
	questions, sheet := []string{}, questionnaire.Sheet{
		Answers: map[string]any{}, Files: map[string][]questionnaire.File{},
		Context: questionnaire.Context{Today: "2026-11-23"},
	}
	for i := range 500 {
		id := fmt.Sprintf("q%d", i)
		questions = append(questions, fmt.Sprintf(`{"id":%q,"kind":"choice","text":{"en":"Q"},"weight":%d.5,"options":[{"value":"a","level":%d,"text":{"en":"A"}}],"evidence":{"max_age_months":12}}`, id, g.IntN(3), g.IntN(5)))
		sheet.Answers[id] = "a"
		sheet.Files[id] = []questionnaire.File{{Issued: "2026-05-01"}, {Issued: "2020-05-01"}}
	}
	q := compile(b, "["+strings.Join(questions, ",")+"]")
	b.ReportAllocs()
	for b.Loop() {
		q.Evaluate(sheet)
	}
}

func BenchmarkTableOf500Rows(b *testing.B) {
	q := compile(b, `[{"id":"sites","kind":"table","text":{"en":"S"},"columns":[{"id":"name","kind":"text","text":{"en":"N"}},{"id":"ok","kind":"yesno","text":{"en":"O"}}],
		"checks":[{"rule":"sites.all(s, s.name != 'XX')"}],"level":"sites.filter(s, s.ok).size() * 2 > sites.size() ? 4 : 1"}]`)
	rows := []any{}
	for i := range 500 {
		rows = append(rows, map[string]any{"name": strconv.Itoa(i), "ok": i%3 > 0})
	}
	sheet := questionnaire.Sheet{Answers: map[string]any{"sites": rows}}
	b.ReportAllocs()
	for b.Loop() {
		q.Evaluate(sheet)
	}
}
