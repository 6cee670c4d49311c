// Package review is one evaluator's work on a submitted assessment: marks
// beside what was declared, judgements of files, and the result.
package review

import (
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
)

// Verdict is what an evaluator says of a file.
type Verdict string

// The verdicts. All but Accepted weaken what the file can prove.
const (
	Accepted    Verdict = "accepted"
	Refused     Verdict = "refused"
	Generic     Verdict = "generic"
	Undated     Verdict = "undated"
	NotCovering Verdict = "not_covering"
)

// Verdicts lists every verdict, the good one first.
func Verdicts() []Verdict { return []Verdict{Accepted, Refused, Generic, Undated, NotCovering} }

// Mark is a level given by an evaluator, with a reason. It stands beside the
// declared level and never overwrites it.
type Mark struct {
	Question   string
	Level      *int // 0–4; nil when only a skip is judged
	AcceptSkip bool
	Reason     string
	Person     account.PersonID
	PersonName string
	At         time.Time
	Carried    int // the round it was given in, when carried over to a newer one
	Shown      int // the round that the evaluator was reading; 0 = the newest. Not kept
}

// Judgement is what an evaluator says of a file, with a reason.
type Judgement struct {
	File       evidence.ID
	Verdict    Verdict
	Reason     string
	Person     account.PersonID
	PersonName string
	At         time.Time
	Carried    int // the round it was given in, when carried over to a newer one
	Shown      int // the round that the evaluator was reading; 0 = the newest. Not kept
}

// Review is the work on one submission.
type Review struct {
	Assessment assessment.ID
	Round      int
	Evaluator  account.PersonID
	BegunBy    string // the evaluator's name; told with a case
	Started    time.Time
	Finished   *time.Time
	Released   *time.Time
	Card       []byte // JSON of the result, frozen when finished
	Version    int64
	Marks      map[string]Mark
	Judgements map[evidence.ID]Judgement
	Decisions  map[string]Decision // of the requirements of a qualification
}
