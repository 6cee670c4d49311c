package questionnaire

import (
	"math/big"
	"slices"
)

// Lift is what one question would give its step, and the whole, if it stood at
// the next level that advice or proof leads to. Everything else stays as it is.
type Lift struct {
	Question *Question
	Level    Level
	To       int      // the level it would be verified at
	Advice   []Advice // what leads there; empty where proof of what is claimed does
	Step     StepScore
	Overall  Scores
	Weakest  string
	EndsStop bool // the stop mark of the question would be gone

	gain *big.Rat // of the overall score, not rounded
}

// ByProof reports whether the level is claimed already and not doubted, so that
// a file that proves it is all that is missing.
func (l Lift) ByProof() bool {
	switch l.Level.Reason {
	case ReasonNoEvidence, ReasonWeakEvidence, ReasonStaleEvidence:
		return true
	default:
		return false
	}
}

// Lifts lists what would lift the score, the greatest effect on the whole
// first; questions with the same effect stand in definition order. Within a
// step the order is that of the effect on the step. The numbers are those the
// engine gives when that one level is raised.
func (e *Evaluation) Lifts() []Lift {
	var lifts []Lift
	for _, q := range e.questionnaire.scored {
		st := e.states[q.index]
		if !st.counts {
			continue
		}
		l := Lift{Question: q, Level: st.level, Advice: e.nextAdvice(q)}
		if l.To = l.aim(); l.To > l.Level.Verified {
			lifts = append(lifts, e.lifted(l))
		}
	}
	slices.SortStableFunc(lifts, func(a, b Lift) int { return b.gain.Cmp(a.gain) })
	return lifts
}

// nextAdvice is the advice of a question that leads to the nearest level.
func (e *Evaluation) nextAdvice(q *Question) []Advice {
	all := e.AdviceFor(q.ID)
	nearest := maxLevel
	for _, a := range all {
		nearest = min(nearest, a.Below)
	}
	return slices.DeleteFunc(all, func(a Advice) bool { return a.Below > nearest })
}

// aim is the level to go for: what is claimed, where only proof is missing;
// else where the advice leads. 0: nothing is known that would lift it.
func (l Lift) aim() int {
	switch {
	case l.ByProof():
		return l.Level.Declared
	case len(l.Advice) == 0:
		return 0
	default:
		return min(l.Advice[0].Below, maxLevel)
	}
}

// lifted fills in what the engine says with the one level raised.
func (e *Evaluation) lifted(l Lift) Lift {
	q, n := l.Question, e.clone()
	raised := *e.states[q.index]
	raised.level.Verified = l.To
	n.states[q.index] = &raised
	n.sum()
	l.Step, l.Overall, l.Weakest = n.Steps[q.Step], *n.Overall, n.Weakest
	l.EndsStop = q.Lead && l.Level.Verified == 0
	l.gain = e.gain(q, l.To-l.Level.Verified)
	return l
}

// gain is the share of its step's points that so many levels of a question
// are. Every step counts the same in the whole, so it orders that too.
func (e *Evaluation) gain(q *Question, levels int) *big.Rat {
	var all big.Int
	for _, other := range e.questionnaire.scored {
		if other.Step == q.Step && e.states[other.index].counts {
			all.Add(&all, other.units)
		}
	}
	points := new(big.Int).Mul(q.units, big.NewInt(int64(levels)))
	return new(big.Rat).SetFrac(points, &all)
}
