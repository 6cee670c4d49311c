// Package assessment is one supplier's filled-in questionnaire for one
// procurement: who is asked, what they answered, and when they stood by it.
package assessment

import (
	"time"

	"aktsom/internal/account"
	"aktsom/internal/evidence"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// ID names an assessment.
type ID = evidence.AssessmentID

// State is how far an assessment has come.
type State string

// The states of an assessment.
const (
	Open      State = "open"      // invited; the supplier may answer
	Submitted State = "submitted" // the supplier stands by it
	Withdrawn State = "withdrawn" // the buyer took the invitation back
)

// Supplier is the organisation that is asked, as the buyer wrote it.
type Supplier struct {
	Name   string
	Number string // organisation number; may be empty for a foreign one
}

// Contact is the person who answers for the supplier.
type Contact struct {
	Person   account.PersonID
	Name     string
	Email    string
	Language string
}

// Progress is what the board shows of an assessment without reading answers.
type Progress struct {
	Asked    int // questions asked at the moment
	Answered int // of these, answered
	Left     int // what stands between the supplier and submitting
}

// Percent returns answered of asked in whole per cent, rounded down, so that
// 100 means all.
func (p Progress) Percent() int {
	if p.Asked == 0 {
		return 0
	}
	return 100 * p.Answered / p.Asked
}

// Assessment is one supplier's filled-in questionnaire for one procurement.
type Assessment struct {
	ID          ID
	Supplier    Supplier
	Contact     Contact
	State       State
	Round       int // number of submissions so far, withdrawn ones included
	Progress    Progress
	Version     int64 // grows with every change; guards against lost updates
	Invited     time.Time
	Opened      *time.Time // when the contact first looked
	Active      *time.Time // when the contact last saved
	Submitted   *time.Time // when it was last submitted; nil while open
	Released    bool       // the supplier may read the result; told in Requests
	DraftUntil  *time.Time // until when the supplier may comment on the draft result; told in Requests and on the board
	SentBack    int        // the newest round with questions sent back; 0 = none
	SentBackAt  *time.Time // when they were sent back
	ToCorrect   int        // how many of its questions
	CorrectBy   *time.Time // the exclusive end of correcting; nil = nothing is asked
	Corrected   *time.Time // when corrections last came in
	Objection   *Objection // what the contact answered instead; nil: nothing
	Due         *time.Time // a due time of its own, later than everybody's; see WithDue
	DueGiven    *time.Time // when it was given
	Procurement procurement.Procurement

	Helping  bool // the reader is a colleague of the contact; told in Requests
	HelpDone bool // and is done with their part; told in Requests
}

// Correcting reports whether the supplier may correct the questions that were
// sent back at now.
func (a Assessment) Correcting(now time.Time) bool {
	return a.State == Submitted && a.CorrectBy != nil && now.Before(*a.CorrectBy)
}

// Uncorrected reports whether the time for corrections ran out without any: the
// earlier submission stands.
func (a Assessment) Uncorrected(now time.Time) bool {
	return a.State == Submitted && a.CorrectBy != nil && !now.Before(*a.CorrectBy)
}

// CorrectionsBack reports whether the newest submission corrects an earlier one.
func (a Assessment) CorrectionsBack() bool {
	return a.State == Submitted && a.SentBack > 0 && a.Round > a.SentBack
}

// Stood returns when the supplier last stood by its answers; nil while open.
func (a Assessment) Stood() *time.Time {
	if a.Corrected != nil && a.State == Submitted {
		return a.Corrected
	}
	return a.Submitted
}

// Unsubmitted reports whether something was saved after the newest submission:
// corrections that only the supplier may see.
func (a Assessment) Unsubmitted() bool {
	return a.State == Submitted && a.Active != nil && a.Stood() != nil && a.Active.After(*a.Stood())
}

// Answer is the newest revision of what a supplier said to one question.
type Answer struct {
	Question   string
	Revision   int64  // 1 for the first save
	Value      any    // decoded JSON; nil = unanswered
	Skipped    string // "not relevant, because …"; empty = not skipped
	Comment    string // what the supplier adds in own words
	SaveID     string // made by the browser; the same id again is the same save
	Person     account.PersonID
	PersonName string
	At         time.Time
}

// TakesAnswers reports whether the supplier may save and submit at now.
func (a Assessment) TakesAnswers(now time.Time) bool {
	return a.State == Open && a.Procurement.TakesAnswers(now)
}

// MayWithdraw reports whether the supplier may take a submission back at now:
// only before closing, or before the due time, and not once questions of it
// were sent back: that opens those and no others.
func (a Assessment) MayWithdraw(now time.Time) bool {
	return a.State == Submitted && a.SentBack == 0 && a.Procurement.State == procurement.Published && !a.Procurement.Passed(now)
}

// Late reports whether the due time passed without a submission, or before it.
func (a Assessment) Late(now time.Time) bool {
	switch a.State {
	case Submitted:
		return a.Submitted != nil && !a.Submitted.Before(a.Procurement.Closing)
	case Open:
		return a.Procurement.Passed(now)
	default:
		return false
	}
}

// ReceiptOpen reports whether the buyer may read a receipt at now: it lists the
// supplier's files, so it is as closed as the answers, and one of a submission
// that was taken back stays closed.
func (a Assessment) ReceiptOpen(l letter.Letter, now time.Time) bool {
	corrected := a.SentBack > 0 && l.Key == receiptKey(a.ID, a.SentBack)
	return a.OpenToBuyer(now) && (corrected || l.Key == receiptKey(a.ID, a.Round))
}

// OpenToBuyer reports whether the buyer may read the answers at now.
func (a Assessment) OpenToBuyer(now time.Time) bool {
	return a.State == Submitted && a.Procurement.OpenToBuyer(now)
}
