package questionnaire_test

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

// everything is what an evaluation says, also where the JSON is silent.
func everything(q *questionnaire.Questionnaire, e *questionnaire.Evaluation) string {
	var all strings.Builder
	all.WriteString(card(e))
	fmt.Fprint(&all, e.Progress(), e.Flags())
	for _, p := range q.Definition().Pages {
		fmt.Fprint(&all, e.PageProgress(p.ID), e.ProblemsOfPage(p.ID), len(e.Parts(p.Step)))
		for _, question := range p.Questions {
			id := question.ID
			fmt.Fprint(&all, e.Value(id), e.Answered(id), e.Skipped(id), e.Required(id), e.EvidenceWanted(id), len(e.Offered(id)), e.ProblemsOf(id))
		}
	}
	return all.String()
}

// One answer after another is changed; each time it must come to what a whole
// evaluation of the changed sheet says, and the one before must not move.
func TestAChangedAnswerComesToWhatAWholeEvaluationSays(t *testing.T) {
	generated(t, func(t *testing.T, g *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet) {
		s.Answers = maps.Clone(s.Answers)
		e := q.Evaluate(s)
		for range 12 {
			i := g.IntN(len(g.kinds))
			id := fmt.Sprintf("q%d", i)
			answer := g.answer(g.kinds[i])
			if g.IntN(5) == 0 {
				answer = nil
			}
			before := everything(q, e)
			changed := e.Change(id, answer)
			if everything(q, e) != before {
				t.Fatalf("changing %s moved the evaluation it began with", id)
			}
			s.Answers[id] = answer
			if got, want := everything(q, changed), everything(q, q.Evaluate(s)); got != want {
				t.Fatalf("%s becomes %v\ngot  %s\nwant %s", id, answer, got, want)
			}
			e = changed
		}
	})
}

// The same over definitions in which pages, checks, options, evidence and
// levels depend on other questions.
func TestAChangedAnswerReachesEverythingThatDependsOnIt(t *testing.T) {
	t.Parallel()
	q, findings := questionnaire.Compile("d.json", []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[
		{"id":"p","step":"embed","title":{"en":"P"},"questions":[
			{"id":"a","kind":"yesno"},
			{"id":"b","kind":"choice","lead":true,"required":"a","options":[{"value":"x","level":0},{"value":"y","level":4,"when":"a"}],"evidence":{"when":"a","required":"b == 'y'"},"advice":[{"below":3}]},
			{"id":"n","kind":"calculated","type":"number","value":"b == 'y' ? 2.0 : 1.0"}]},
		{"id":"r","step":"track","when":"a && n > 1","title":{"en":"R"},"checks":[{"rule":"c || b == 'x'"}],"questions":[
			{"id":"c","kind":"yesno","level":"level(b) > 2 && c ? 4 : 1","checks":[{"rule":"!c || b == 'x'"}],"flags":[{"when":"b == 'y'","severity":"high"}]},
			{"id":"t","kind":"table","columns":[{"id":"k","kind":"choice","required":"c","options":[{"value":"x","when":"b == 'y'"}]}]}]},
		{"id":"s","step":"remedy","title":{"en":"S"},"checks":[{"rule":"a || answered(c)"}],"questions":[{"id":"e","kind":"yesno","when":"answered(c)","level":"e ? 4 : 0"}]}]}`))
	if q == nil {
		t.Fatal(listing(findings))
	}
	answers := map[string][]any{
		"a": {nil, true, false, "wrong"}, "b": {nil, "x", "y"}, "c": {nil, true, false}, "e": {nil, true},
		"t": {nil, []any{map[string]any{"k": "x"}}, []any{map[string]any{}}}, "n": {1.0},
	}
	g, s := newGenerator(3), questionnaire.Sheet{Answers: map[string]any{}}
	e := q.Evaluate(s)
	if e.Change("nobody", true) != e {
		t.Error("an answer to a question that does not exist changes something")
	}
	ids := []string{"a", "b", "c", "e", "t", "n"}
	for range 3000 {
		id := ids[g.IntN(len(ids))]
		s.Answers[id] = answers[id][g.IntN(len(answers[id]))]
		e = e.Change(id, s.Answers[id])
		if got, want := everything(q, e), everything(q, q.Evaluate(s)); got != want {
			t.Fatalf("%v\ngot  %s\nwant %s", s.Answers, got, want)
		}
	}
	if !reflect.DeepEqual(e.Problems, q.Evaluate(s).Problems) {
		t.Error("the problems differ")
	}
}
