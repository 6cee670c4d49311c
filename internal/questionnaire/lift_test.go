package questionnaire_test

import (
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

// Two steps: in embed a light and a heavy question, in track a single one, so
// that a level there is worth more of the whole than any in embed.
const liftDefinition = `{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[
	{"id":"p","step":"embed","title":{"en":"P"},"questions":[
		{"id":"light","kind":"choice","text":{"en":"Light?"},"advice":[{"below":2,"text":{"en":"A"}},{"below":4,"text":{"en":"B"}}],
		 "options":[{"value":"no","level":0,"text":{"en":"N"}},{"value":"yes","level":4,"text":{"en":"Y"}}]},
		{"id":"heavy","kind":"choice","weight":3,"lead":true,"text":{"en":"Heavy?"},"advice":[{"below":1,"text":{"en":"C"}}],
		 "options":[{"value":"no","level":0,"text":{"en":"N"}},{"value":"yes","level":4,"text":{"en":"Y"}}]},
		{"id":"unproved","kind":"choice","text":{"en":"Unproved?"},"evidence":{},
		 "options":[{"value":"no","level":0,"text":{"en":"N"}},{"value":"yes","level":4,"text":{"en":"Y"}}]}]},
	{"id":"r","step":"track","title":{"en":"R"},"questions":[
		{"id":"alone","kind":"choice","text":{"en":"Alone?"},"advice":[{"below":2,"text":{"en":"D"}}],
		 "options":[{"value":"no","level":0,"text":{"en":"N"}},{"value":"some","level":1,"text":{"en":"S"}}]}]}]}`

func liftsOf(t *testing.T, answers map[string]any) (*questionnaire.Evaluation, map[string]questionnaire.Lift, string) {
	t.Helper()
	q, findings := questionnaire.Compile("t.json", []byte(liftDefinition))
	if q == nil || findings.Errors() {
		t.Fatal(findings)
	}
	e := q.Evaluate(questionnaire.Sheet{Answers: answers})
	by, order := map[string]questionnaire.Lift{}, []string{}
	for _, l := range e.Lifts() {
		by[l.Question.ID] = l
		order = append(order, l.Question.ID)
	}
	return e, by, strings.Join(order, " ")
}

func TestWhatLiftsMostStandsFirst(t *testing.T) {
	t.Parallel()
	e, by, order := liftsOf(t, map[string]any{"light": "no", "heavy": "no", "unproved": "yes", "alone": "some"})
	// Of the step's points: unproved 3 of 20, heavy 3·1 of 20, light 2 of 20; alone 1 of 4.
	if order != "alone heavy unproved light" {
		t.Errorf("the order is %s", order)
	}
	if e.Steps["embed"].Verified != 5 || e.Overall.Verified != 15 {
		t.Fatalf("embed %v and overall %v before", e.Steps["embed"].Verified, e.Overall.Verified)
	}
	for id, want := range map[string]struct {
		to            int
		step, overall questionnaire.Score
		proof, stop   bool
	}{
		"alone":    {to: 2, step: 50, overall: 27.5},
		"heavy":    {to: 1, step: 20, overall: 22.5, stop: true},
		"unproved": {to: 4, step: 20, overall: 22.5, proof: true},
		"light":    {to: 2, step: 15, overall: 20},
	} {
		l := by[id]
		if l.To != want.to || l.Step.Verified != want.step || l.Overall.Verified != want.overall || l.ByProof() != want.proof || l.EndsStop != want.stop {
			t.Errorf("%s: to %d, step %v, overall %v, by proof %v, ends stop %v; want %+v",
				id, l.To, l.Step.Verified, l.Overall.Verified, l.ByProof(), l.EndsStop, want)
		}
	}
	if len(by["light"].Advice) != 1 || by["light"].Advice[0].Below != 2 {
		t.Errorf("the advice for light leads further than to the nearest level: %+v", by["light"].Advice)
	}
	if e.Steps["embed"].Verified != 5 || e.Overall.Verified != 15 || len(e.Stops) != 1 {
		t.Error("asking what would lift the score moved it")
	}
}

func TestNothingLiftsWhatIsAtTheTop(t *testing.T) {
	t.Parallel()
	if _, by, order := liftsOf(t, map[string]any{"light": "yes", "heavy": "yes"}); order != "alone" {
		t.Errorf("lifts %s: %+v", order, by)
	}
}

// Whatever the questionnaire: the numbers are those of an evaluation in which
// an evaluator gave the question that level.
func TestALiftIsWhatAMarkAtThatLevelGives(t *testing.T) {
	generated(t, func(t *testing.T, _ *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet) {
		for _, l := range q.Evaluate(s).Lifts() {
			s.Marks = map[string]questionnaire.Mark{l.Question.ID: {Level: &l.To}}
			marked := q.Evaluate(s)
			if marked.Overall.Verified != l.Overall.Verified || marked.Steps[l.Question.Step] != l.Step || marked.Weakest != l.Weakest {
				t.Fatalf("%s lifted to %d: %+v, marked: %+v", l.Question.ID, l.To, l, marked.Steps)
			}
			s.Marks = nil
		}
	})
}
