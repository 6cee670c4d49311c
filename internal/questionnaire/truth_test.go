package questionnaire_test

import (
	"fmt"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

// compile compiles questions (a JSON list) on one page of step embed.
func compile(t testing.TB, questions string) *questionnaire.Questionnaire {
	t.Helper()
	q, findings := questionnaire.Compile("test.json", []byte(
		`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[{"id":"p","step":"embed","title":{"en":"P"},"questions":`+questions+`}]}`))
	if q == nil {
		t.Fatalf("refused:\n%v", findings)
	}
	return q
}

// The operands are yes/no questions: t is answered yes, f no, u is asked and
// unanswered, and a is not asked, so its stored answer is absent.
const operands = `{"id":"t","kind":"yesno"},{"id":"f","kind":"yesno"},{"id":"u","kind":"yesno"},{"id":"a","kind":"yesno","when":"f"}`

func operandSheet() questionnaire.Sheet {
	return questionnaire.Sheet{Answers: map[string]any{"t": true, "f": false, "a": true}}
}

// truthOf says what a condition comes to: true makes its question asked,
// unknown makes it pending, and of the other two only false makes the negation
// true.
func truthOf(t *testing.T, condition string) string {
	t.Helper()
	q := compile(t, fmt.Sprintf(`[%s,{"id":"is","kind":"note","when":%q},{"id":"isnt","kind":"note","when":%q}]`,
		operands, condition, "!("+condition+")"))
	e := q.Evaluate(operandSheet())
	switch {
	case e.IsAsked("is"):
		return "true"
	case e.IsPending("is") && e.IsPending("isnt"):
		return "unknown"
	case e.IsAsked("isnt"):
		return "false"
	}
	return "absent"
}

func TestThreeTruthsAndAbsence(t *testing.T) {
	t.Parallel()
	table := `
		t -> true
		f -> false
		u -> unknown
		a -> absent
		t && t -> true
		t && f -> false
		t && u -> unknown
		t && a -> absent
		f && u -> false
		f && a -> false
		u && u -> unknown
		u && a -> unknown
		a && a -> absent
		t || f -> true
		f || f -> false
		t || u -> true
		t || a -> true
		f || u -> unknown
		f || a -> absent
		u || a -> unknown
		a || a -> absent
		t == u -> unknown
		t == a -> absent
		u == a -> unknown
		t != a -> absent
		t ? u : f -> unknown
		t ? f : a -> false
		u ? t : t -> unknown
		a ? t : t -> absent
		answered(t) -> true
		answered(u) -> false
		answered(a) -> false
		files(u) > 0 -> false
		files(a) > 0 -> false
		t in [t, u] -> unknown
		t in [f, a] -> absent
		t in [a, u] -> unknown
		t in [u, a] -> unknown`
	for line := range strings.Lines(table) {
		condition, want, ok := strings.Cut(strings.TrimSpace(line), " -> ")
		if !ok {
			continue
		}
		for _, c := range mirrored(condition) {
			t.Run(c, func(t *testing.T) {
				t.Parallel()
				if got := truthOf(t, c); got != want {
					t.Errorf("%s is %s, want %s", c, got, want)
				}
			})
		}
	}
}

// mirrored adds the condition with its two sides exchanged, which must not
// change what it comes to.
func mirrored(condition string) []string {
	for _, op := range []string{" && ", " || ", " == ", " != "} {
		if left, right, ok := strings.Cut(condition, op); ok {
			return []string{condition, right + op + left}
		}
	}
	return []string{condition}
}

func TestMissingContextIsAbsent(t *testing.T) {
	t.Parallel()
	for _, condition := range []string{
		"today > addMonths(today, -1)", "procurement.stage == 'qualification'", "procurement.value > 1000000",
		"procurement.currency == 'NOK'", "'ict' in procurement.categories", "procurement.deadline > procurement.deadline",
	} {
		if got := truthOf(t, condition); got != "absent" {
			t.Errorf("%s is %s without context", condition, got)
		}
	}
}
