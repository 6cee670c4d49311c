package questionnaire_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"aktsom/internal/questionnaire"
)

// A definition may come from anybody who can upload one. What it can cost is
// bounded: a condition that runs over its limit is absent, like any other
// condition without a value.
func TestAHostileConditionEndsSoon(t *testing.T) {
	t.Parallel()
	rows := []any{}
	for range 500 {
		rows = append(rows, map[string]any{"name": strings.Repeat("a", 200)})
	}
	for name, condition := range map[string]string{
		"four loops in each other": "t.all(a, t.all(b, t.all(c, t.all(d, a.name == d.name))))",
		"a list that doubles":      "t.map(a, t.map(b, t.map(c, c.name))).size() > 0",
		"text that doubles":        "t[0].name" + strings.Repeat(".replace('a', 'aaaaaaaa')", 12) + ".size() > 0",
		"a pattern over all":       "t.all(a, t.all(b, (a.name + b.name).matches('(a*)*(a*)*b')))",
		"text joined to itself":    "t.map(a, t.map(b, b.name).join('')).join('').size() > 0",
	} {
		t.Run(name, func(t *testing.T) {
			q, findings := questionnaire.Compile("hostile.json", fmt.Appendf(nil,
				`{"id":"h","version":"1","languages":["en"],"pages":[{"id":"p","questions":[{"id":"t","kind":"table","columns":[{"id":"name","kind":"text"}]},{"id":"n","kind":"note","when":%q}]}]}`, condition))
			if q == nil {
				t.Fatal(findings)
			}
			began := time.Now()
			e := q.Evaluate(questionnaire.Sheet{Answers: map[string]any{"t": rows}})
			// Run to its end each would take hours; a loaded machine takes seconds.
			if took := time.Since(began); took > time.Minute {
				t.Errorf("took %v", took)
			}
			if e.IsAsked("n") {
				t.Error("the condition was run to its end")
			}
		})
	}
}
