package web

import (
	"aktsom/internal/questionnaire"
)

// inPlace is the level from which a question counts as in place in the
// sentence that sums a result up: three quarters of what can be had.
const inPlace = 3

// mostLifts is how many pieces of advice stand open; the rest opens on demand.
const mostLifts = 5

// placed counts the scored questions that are in place, and all of them.
func (v resultView) placed() (in, all int) {
	for _, l := range v.Desk.Evaluation.Levels {
		all++
		if l.Verified >= inPlace {
			in++
		}
	}
	return in, all
}

// firstLifts are the pieces of advice with the greatest effect; otherLifts the
// rest.
func (v resultView) firstLifts() []questionnaire.Lift {
	return v.Lifts[:min(mostLifts, len(v.Lifts))]
}

func (v resultView) otherLifts() []questionnaire.Lift {
	return v.Lifts[min(mostLifts, len(v.Lifts)):]
}

// liftOf is what would lift a question; false where nothing is known.
func (v resultView) liftOf(question string) (questionnaire.Lift, bool) {
	for _, l := range v.Lifts {
		if l.Question.ID == question {
			return l, true
		}
	}
	return questionnaire.Lift{}, false
}

// before is the score of the step that a lift is about, as it is now.
func (v resultView) before(l questionnaire.Lift) questionnaire.Score {
	return v.Desk.Evaluation.Steps[l.Question.Step].Verified
}

// liftText is what to do: prove what is claimed, or follow the advice.
func (p Page) liftText(l questionnaire.Lift) string {
	if l.ByProof() {
		return p.Say("result.lift_proof", "level", l.Level.Declared)
	}
	return p.Text(l.Advice[0].Text)
}

// wanted is what a file must show, where proof is what is missing.
func (p Page) wanted(l questionnaire.Lift) string {
	if !l.ByProof() || l.Question.Evidence == nil {
		return ""
	}
	return p.Text(l.Question.Evidence.Accept)
}

// liftEffect says what the next level gives, in points.
func (v resultView) liftEffect(p Page, l questionnaire.Lift) string {
	return p.Say("result.lift_effect",
		"step", p.Step(l.Question.Step), "from", p.Points(v.before(l)), "to", p.Points(l.Step.Verified),
		"all_from", p.Points(v.Desk.Evaluation.Overall.Verified), "all_to", p.Points(l.Overall.Verified))
}

// open tells whether a step's parts stand open at first: those of the weakest,
// and where nothing can be weakest, of the first; and where a comment came back.
func (v resultView) open(s resultStep) bool {
	if v.Paper {
		return true
	}
	for _, part := range s.Parts {
		if v.typedAt(part.Question.ID).Mistake != "" {
			return true
		}
	}
	if v.Numbers {
		return s.ID == v.weakest()
	}
	return len(v.Steps) > 0 && s.ID == v.Steps[0].ID
}
