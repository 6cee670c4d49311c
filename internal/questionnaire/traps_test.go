package questionnaire_test

import (
	"fmt"
	"reflect"
	"strconv"
	"testing"

	"aktsom/internal/questionnaire"
)

func TestDatesAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	q := compile(t, `[{"id":"d","kind":"date"}]`)
	question, _ := q.Question("d")
	for typed, want := range map[string]any{
		"31.01.2026": "2026-01-31", "31.1.2026": "2026-01-31", "31/1/2026": "2026-01-31", "31-01-2026": "2026-01-31", " 31. 01. 2026 ": "2026-01-31",
		"31. januar 2026": "2026-01-31", "31 Jan 2026": "2026-01-31", "31 jan. 2026": "2026-01-31", "1. mars 2026": "2026-03-01", "1 March 2026": "2026-03-01",
		"1st March 2026": "2026-03-01", "March 1, 2026": "2026-03-01", "3rd of May 2026": "3rd of May 2026", "17. mai 2026": "2026-05-17", "2 Sept 2026": "2026-09-02",
		"24. desember 2026": "2026-12-24", "24 Dec 2026": "2026-12-24", "1. okt 2026": "2026-10-01", "2026/1/31": "2026-01-31", "2026-1-31": "2026-01-31",
		"３１．０１．２０２６": "2026-01-31", "\u200f31.01.2026\u200e": "2026-01-31", "2026-01-31": "2026-01-31",
		"31. februar 2026": "31. februar 2026", "31.13.2026": "31.13.2026", "31.1.26": "31.1.26", "ja 2026": "ja 2026", "1 Mars": "1 Mars", "j 1 2026": "j 1 2026",
	} {
		if got, _ := question.Read(map[string][]string{"a.d": {typed}}); got != want {
			t.Errorf("%q is read as %#v, want %#v", typed, got, want)
		}
	}
}

// Codes are words: nothing is taken off their beginning, and nothing between
// their letters is lost. What is copied along unseen does not make an address
// or an organisation number wrong.
func TestTrapsOfCodesAndAddresses(t *testing.T) {
	t.Parallel()
	q := compile(t, `[{"id":"code","kind":"text"},{"id":"mail","kind":"email"},{"id":"page","kind":"url"},{"id":"org","kind":"organisation"},
		{"id":"sites","kind":"table","columns":[{"id":"code","kind":"text"}]},{"id":"same","kind":"note","when":"org == '974760673'"}]`)
	for _, c := range []struct {
		question, typed string
		want            any
		wrong           bool
	}{
		{"code", "007", "007", false},
		{"code", "NO93 8601 1117 947", "NO93 8601 1117 947", false},
		{"mail", "\u200ekari@example.no\u200b ", "kari@example.no", false},
		{"mail", "kari@example", "kari@example", true},
		{"page", "\u200bhttps://example.no/a?b=1\u00a0", "https://example.no/a?b=1", false},
		{"org", "９７４ ７６０ ６７３", "９７４ ７６０ ６７３", false},
		{"org", "\u202d974\u00a0760\u202f673\u202c", "974\u00a0760\u202f673", false},
		{"org", "NO 974 760 673 MVA", "NO 974 760 673 MVA", true},
		{"org", "074760673", "074760673", true},
	} {
		question, _ := q.Question(c.question)
		got, _ := question.Read(map[string][]string{"a." + c.question: {c.typed}})
		e := q.Evaluate(questionnaire.Sheet{Answers: map[string]any{c.question: got}})
		if got != c.want || (len(e.ProblemsOf(c.question)) > 0) != c.wrong {
			t.Errorf("%q is read as %q, with %v", c.typed, got, e.ProblemsOf(c.question))
		}
		if c.question == "org" && e.IsAsked("same") == c.wrong {
			t.Errorf("conditions see another number than %q", c.typed)
		}
	}
}

func TestFiveHundredRowsArePostedReadAndEvaluated(t *testing.T) {
	t.Parallel()
	q := compile(t, `[{"id":"sites","kind":"table","max_rows":500,"columns":[{"id":"name","kind":"text","required":true},{"id":"people","kind":"number"}]},
		{"id":"many","kind":"note","when":"sites.exists(s, s.people == 499.0)"}]`)
	fields, want := map[string][]string{}, []any{}
	for i := range 500 {
		fields[fmt.Sprintf("a.sites.%d.name", i)] = []string{fmt.Sprintf("Site %03d", i)}
		fields[fmt.Sprintf("a.sites.%d.people", i)] = []string{strconv.Itoa(i)}
		want = append(want, map[string]any{"name": fmt.Sprintf("Site %03d", i), "people": float64(i)})
	}
	sites, _ := q.Question("sites")
	got, _ := sites.Read(fields)
	if !reflect.DeepEqual(got, want) {
		t.Fatal("rows are lost or out of order")
	}
	e := q.Evaluate(questionnaire.Sheet{Answers: map[string]any{"sites": got}})
	if len(e.Problems) > 0 || !e.IsAsked("many") {
		t.Errorf("%v, asked %v", e.Problems, e.Asked)
	}
	e = q.Evaluate(questionnaire.Sheet{Answers: map[string]any{"sites": append(want, map[string]any{"name": "one more"})}})
	if len(e.Problems) != 1 || e.Problems[0].Code != questionnaire.CodeRows {
		t.Errorf("501 rows: %v", e.Problems)
	}
}
