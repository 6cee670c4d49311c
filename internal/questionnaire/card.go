package questionnaire

import (
	"math/big"
	"slices"
	"strconv"
)

// Score is a percentage, rounded once to one decimal, halves away from zero.
type Score float64

// MarshalJSON writes one decimal: 75.0.
func (s Score) MarshalJSON() ([]byte, error) { return []byte(s.String()), nil }

// String writes one decimal: 75.0.
func (s Score) String() string { return strconv.FormatFloat(float64(s), 'f', 1, 64) }

// rounded is points ÷ full × 100, neither of them negative, to one decimal.
func rounded(points, full *big.Int) Score {
	if points.BitLen() < 50 && full.BitLen() < 50 {
		return Score(float64((2000*points.Int64()+full.Int64())/(2*full.Int64())) / 10)
	}
	tenths := new(big.Int).Mul(points, big.NewInt(2000))
	tenths.Quo(tenths.Add(tenths, full), new(big.Int).Lsh(full, 1))
	return Score(float64(tenths.Int64()) / 10)
}

// Scores are what was claimed and what was proved.
type Scores struct {
	Declared Score `json:"declared"`
	Verified Score `json:"verified"`
}

// StepScore is the score of one OECD step.
type StepScore struct {
	Scores

	// Stop is set when a lead question of the step was verified at level 0.
	Stop bool `json:"stop"`
}

// Part is what one question contributes to the score of its step.
type Part struct {
	Question *Question
	Level    Level
	// Weight as it entered the sum; Points are weight × level, of 4 × weight.
	Weight         float64
	DeclaredPoints float64
	VerifiedPoints float64
	MaxPoints      float64
	Files          int
}

// Parts opens the score of a step: its scored questions in definition order,
// so that Σ points ÷ Σ max points × 100 is the number shown.
func (e *Evaluation) Parts(step string) []Part {
	var parts []Part
	for _, q := range e.questionnaire.questions {
		l, scored := e.Levels[q.ID]
		if !scored || q.Step != step {
			continue
		}
		parts = append(parts, Part{
			Question: q, Level: l, Weight: q.Weight, Files: e.states[q.index].files,
			DeclaredPoints: q.Weight * float64(l.Declared),
			VerifiedPoints: q.Weight * float64(l.Verified),
			MaxPoints:      q.Weight * maxLevel,
		})
	}
	return parts
}

// AdviceFor lists the advice of a question that would lift its verified level.
func (e *Evaluation) AdviceFor(id string) []Advice {
	l, scored := e.Levels[id]
	if !scored {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(e.questionnaire.byID[id].Advice), func(a Advice) bool {
		return a.Below <= l.Verified
	})
}

// RaisedFlag is a flag whose condition holds, with the question it stands at.
type RaisedFlag struct {
	Question string
	Flag
}

// Flags lists the findings that answers raise, in definition order.
func (e *Evaluation) Flags() []RaisedFlag {
	var raised []RaisedFlag
	for _, q := range e.questionnaire.questions {
		if e.states[q.index].asked != isTrue {
			continue
		}
		for _, flag := range q.Flags {
			if e.holds(flag.when) {
				raised = append(raised, RaisedFlag{q.ID, flag})
			}
		}
	}
	return raised
}

// Band is a range of scores with one name: 5 is the best.
type Band struct {
	Number int
	From   Score // the lowest score in it
}

// Bands are the five bands, best first. They are frozen with a submission.
func (q *Questionnaire) Bands() []Band {
	return []Band{{5, 80}, {4, 60}, {3, 40}, {2, 20}, {1, 0}}
}

// BandOf finds the band of a score.
func (q *Questionnaire) BandOf(s Score) Band {
	bands := q.Bands()
	for _, b := range bands {
		if s >= b.From {
			return b
		}
	}
	return bands[len(bands)-1]
}
