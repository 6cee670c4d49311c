package questionnaire_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"sync"
	"testing"

	"aktsom/internal/oecd"
	"aktsom/internal/questionnaire"
)

// generated runs a property over made-up questionnaires and sheets.
func generated(t *testing.T, holds func(t *testing.T, g *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet)) {
	t.Helper()
	t.Parallel()
	for seed := range uint64(25) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			g := newGenerator(seed)
			g.rich = true
			source := g.definition(36)
			q, findings := questionnaire.Compile("generated.json", source)
			if q == nil {
				t.Fatalf("the generator made something unsound: %v", findings)
			}
			for range 20 {
				holds(t, g, q, g.sheet(0.7))
			}
		})
	}
}

func TestAnswersThatAreNotAskedChangeNothing(t *testing.T) {
	generated(t, func(t *testing.T, _ *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet) {
		e := q.Evaluate(s)
		without := s
		without.Answers, without.Files = maps.Clone(s.Answers), maps.Clone(s.Files)
		maps.DeleteFunc(without.Answers, func(id string, _ any) bool { return !e.IsAsked(id) })
		maps.DeleteFunc(without.Files, func(id string, _ []questionnaire.File) bool { return !e.IsAsked(id) })
		if a, b := card(e), card(q.Evaluate(without)); a != b {
			t.Errorf("with the answers:\n%s\nwithout:\n%s", a, b)
		}
	})
}

func TestVerifiedNeverExceedsDeclaredWithoutMarks(t *testing.T) {
	generated(t, func(t *testing.T, _ *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet) {
		e := q.Evaluate(s)
		for id, l := range e.Levels {
			if l.Verified > l.Declared || l.Declared > 4 || l.Verified < 0 || (l.Reason != "") != (l.Verified != l.Declared) {
				t.Errorf("%s: %+v", id, l)
			}
		}
		for step, score := range e.Steps {
			if score.Verified > score.Declared || score.Declared > 100 {
				t.Errorf("%s: %+v", step, score)
			}
		}
	})
}

// Every number on a page opens to its parts; adding them up by hand gives the
// number again. FloatString rounds halves away from zero.
func TestTheNumbersAddUpFromTheirParts(t *testing.T) {
	generated(t, func(t *testing.T, _ *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet) {
		e := q.Evaluate(s)
		total, scored, lowest, weakest := new(big.Rat), int64(0), big.NewRat(101, 1), ""
		for _, step := range oecd.Steps() {
			points, full := new(big.Rat), new(big.Rat)
			for _, part := range e.Parts(string(step)) {
				points.Add(points, new(big.Rat).SetFloat64(part.VerifiedPoints))
				full.Add(full, new(big.Rat).SetFloat64(part.MaxPoints))
			}
			score, ok := e.Steps[string(step)]
			if ok != (full.Sign() > 0) {
				t.Fatalf("%s: a score without parts, or parts without a score", step)
			}
			if !ok {
				continue
			}
			percent := points.Mul(points.Quo(points, full), big.NewRat(100, 1))
			if want := percent.FloatString(1); score.Verified.String() != want {
				t.Errorf("%s: %s, by hand %s", step, score.Verified, want)
			}
			if percent.Cmp(lowest) < 0 {
				lowest, weakest = percent, string(step)
			}
			total.Add(total, percent)
			scored++
		}
		if scored == 0 {
			return
		}
		if want := total.Quo(total, big.NewRat(scored, 1)).FloatString(1); e.Overall.Verified.String() != want || e.Weakest != weakest {
			t.Errorf("overall %s, weakest %s; by hand %s, %s", e.Overall.Verified, e.Weakest, want, weakest)
		}
	})
}

func TestAnsweringAndTakingItBackEqualsNeverAnswering(t *testing.T) {
	generated(t, func(t *testing.T, g *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet) {
		before := card(q.Evaluate(s))
		id := fmt.Sprintf("q%d", g.IntN(len(g.kinds)))
		kept, had := s.Answers[id]
		s.Answers[id] = g.answer("choice")
		q.Evaluate(s)
		if s.Answers[id] = kept; !had {
			delete(s.Answers, id)
		}
		if after := card(q.Evaluate(s)); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		delete(s.Answers, id)
		never := card(q.Evaluate(s))
		for _, nothing := range []any{nil, "", []any{}, map[string]any{}} {
			s.Answers[id] = nothing
			if emptied := card(q.Evaluate(s)); emptied != never {
				t.Errorf("%#v for %s:\n%s\nnever:\n%s", nothing, id, emptied, never)
			}
		}
	})
}

func TestEveryQuestionIsAskedPendingOrNeither(t *testing.T) {
	generated(t, func(t *testing.T, g *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet) {
		e := q.Evaluate(s)
		for _, id := range e.Asked {
			if slices.Contains(e.Pending, id) {
				t.Errorf("%s is both asked and pending", id)
			}
		}
		for _, p := range e.Problems {
			if !e.IsAsked(p.Question) {
				t.Errorf("a problem of %s, which is not asked", p.Question)
			}
		}
		answerable := 0
		for _, id := range e.Asked {
			if question, _ := q.Question(id); question.Kind != "note" && question.Kind != "calculated" {
				answerable++
			}
		}
		if p := e.Progress(); p.Asked != answerable || p.Left+p.Answered != p.Asked {
			t.Errorf("progress %+v of %d asked", p, len(e.Asked))
		}
	})
}

// With every question answered rightly nothing is pending: all conditions of
// the generator have a value once what they ask about has.
func TestNothingIsPendingOnceEverythingIsAnswered(t *testing.T) {
	t.Parallel()
	q := compile(t, `[{"id":"a","kind":"yesno"},{"id":"b","kind":"yesno","when":"a"},{"id":"c","kind":"yesno","when":"b || a"}]`)
	for n := range 8 {
		e := q.Evaluate(questionnaire.Sheet{Answers: map[string]any{"a": n&1 > 0, "b": n&2 > 0, "c": n&4 > 0}})
		if len(e.Pending) > 0 {
			t.Errorf("%d: pending %v", n, e.Pending)
		}
	}
}

func TestOneQuestionnaireServesManyAtOnce(t *testing.T) {
	t.Parallel()
	g := newGenerator(7)
	q, _ := questionnaire.Compile("generated.json", g.definition(60))
	sheet := g.sheet(0.8)
	want := card(q.Evaluate(sheet))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if got := card(q.Evaluate(sheet)); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
					return
				}
			}
		})
	}
	all.Wait()
}
