package questionnaire_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"aktsom/internal/questionnaire"
)

// A definition may come from anybody who can upload one. What it can cost is
// bounded: a condition that could take too long is refused, and one that runs
// over its limit all the same is absent, like any other without a value.
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
				if !strings.Contains(listing(findings), "error cost:") {
					t.Error(findings)
				}
				return
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

// A definition that asks a great deal of the checker is checked all the same:
// it tries only so many ways to answer, and says nothing of the rest.
func TestCheckingEndsSoonHoweverManyWaysThereAre(t *testing.T) {
	t.Parallel()
	var questions, names []string
	for i := range 400 {
		id := fmt.Sprintf("q%d", i)
		when := ""
		if i > 8 {
			when = fmt.Sprintf(`,"when":"%s"`, strings.Join(names[i-9:], " || "))
		}
		questions = append(questions, fmt.Sprintf(`{"id":%q,"kind":"yesno"%s}`, id, when))
		names = append(names, id)
	}
	source := `{"id":"h","version":"1","languages":["en"],"pages":[{"id":"p","questions":[` + strings.Join(questions, ",") + `]}]}`
	began := time.Now()
	findings := questionnaire.CheckDefinition("hostile.json", []byte(source))
	if took := time.Since(began); took > 10*time.Second || findings.Errors() {
		t.Errorf("took %v\n%s", took, listing(findings))
	}
	huge := questionnaire.CheckDefinition("huge.json", []byte(`{"$comment":"`+strings.Repeat("a", 5<<20)+`"}`))
	if len(huge) != 1 || huge[0].Code != questionnaire.CodeCost {
		t.Error("a file of 5 MB is not refused for its size")
	}
}

func TestAnExcerptPointsAtThePlace(t *testing.T) {
	t.Parallel()
	source := []byte("{\n\t\"øre\": \"polcy == 'x'\",\n" + strings.Repeat("x", 500) + "\n}")
	for _, c := range []struct {
		line, column int
		want         string
	}{
		{2, 10, "     \"øre\": \"polcy == 'x'\",\n             ^"},
		{3, 301, "    " + strings.Repeat("x", 100) + "\n    " + strings.Repeat(" ", 50) + "^"},
		{1, 1, "    {\n    ^"},
		{9, 1, ""},
	} {
		if got := (questionnaire.Finding{Line: c.line, Column: c.column}).Excerpt(source); got != c.want {
			t.Errorf("%d:%d\n%s\nwant\n%s", c.line, c.column, got, c.want)
		}
	}
}

func TestADefinitionOfManyFaultsIsRefusedSoonAndBriefly(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"questions of nothing": `{"pages":[{"questions":[` + strings.Repeat("{},\n", 500_000) + `{}]}]}`,
		"pages of nothing":     `{"pages":[` + strings.Repeat("{},\n", 200_000) + `{}]}`,
		"keys of nothing":      `{` + strings.Repeat(`"a":1,`+"\n", 200_000) + `"a":1}`,
	} {
		began := time.Now()
		findings := questionnaire.CheckDefinition("many.json", []byte(source))
		if took := time.Since(began); took > 30*time.Second || len(findings) > 1100 || !findings.Errors() {
			t.Errorf("%s: %d findings in %v", name, len(findings), took)
		}
		if last := findings[len(findings)-1]; !strings.Contains(last.Message, "more findings") {
			t.Errorf("%s: ends with %s", name, last)
		}
	}
}
