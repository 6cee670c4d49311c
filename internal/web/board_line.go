package web

import (
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/letter"
)

// lineState is how far one supplier has come, as the board tells it. It is also
// the word in the address that filters by it.
type lineState string

// The states of a line, the most urgent first.
const (
	lineRefused     lineState = "refused"   // the mail server did not take the letter
	lineWrong       lineState = "wrong"     // the contact says somebody else should be asked
	lineNotUs       lineState = "not_us"    // the supplier says it will not answer
	lineOverdue     lineState = "overdue"   // the time is out, nothing submitted
	lineWaiting     lineState = "waiting"   // the letter is not sent yet
	lineSent        lineState = "sent"      // sent, not opened
	lineInvited     lineState = "invited"   // asked, no letter on its way
	lineOpened      lineState = "opened"    // looked at
	lineAnswering   lineState = "answering" // something is answered
	lineSubmitted   lineState = "submitted"
	lineCorrecting  lineState = "correcting"  // questions are sent back
	lineUncorrected lineState = "uncorrected" // and the time for them is out
	lineCorrected   lineState = "corrected"   // they came back, and wait to be reviewed
	lineWithdrawn   lineState = "withdrawn"   // the buyer took the invitation back
)

// lineStates lists every state, the most urgent first.
func lineStates() []lineState {
	return []lineState{
		lineRefused, lineWrong, lineNotUs, lineOverdue, lineWaiting, lineSent, lineInvited, lineOpened, lineAnswering,
		lineCorrected, lineUncorrected, lineCorrecting, lineSubmitted, lineWithdrawn,
	}
}

// stateOf is the state of a line at now. That a letter was refused goes before
// that the time is out: it is the reason for it.
func stateOf(r assessment.Row, now time.Time) lineState {
	switch {
	case r.State == assessment.Withdrawn:
		return lineWithdrawn
	case r.Correcting(now):
		return lineCorrecting
	case r.Uncorrected(now) && !r.Reviewed:
		return lineUncorrected
	case r.CorrectionsBack() && !r.Reviewed:
		return lineCorrected
	case r.State == assessment.Submitted:
		return lineSubmitted
	case r.Opened == nil && r.Letter == letter.Failed:
		return lineRefused
	case r.Declines():
		return lineNotUs
	case r.Objection != nil:
		return lineWrong
	case r.Late(now):
		return lineOverdue
	case r.Progress.Answered > 0:
		return lineAnswering
	case r.Opened != nil:
		return lineOpened
	default:
		return letterState(r.Letter)
	}
}

func letterState(s letter.State) lineState {
	switch s {
	case letter.Sent:
		return lineSent
	case letter.Waiting, letter.Sending:
		return lineWaiting
	default:
		return lineInvited
	}
}

// boardLine is one supplier on the board.
type boardLine struct {
	assessment.Row
	At lineState
}

// Since is when the line came to its state, as far as is known.
func (l boardLine) Since() time.Time {
	switch {
	case l.At == lineSubmitted && l.Submitted != nil:
		return *l.Submitted
	case l.At == lineCorrected && l.Corrected != nil:
		return *l.Corrected
	case l.At == lineCorrecting && l.SentBackAt != nil:
		return *l.SentBackAt
	case l.At == lineUncorrected && l.CorrectBy != nil:
		return *l.CorrectBy
	case (l.At == lineWrong || l.At == lineNotUs) && l.Objection != nil:
		return l.Objection.At
	case l.At == lineOverdue:
		return l.Procurement.Closing
	case l.At == lineAnswering && l.Active != nil:
		return *l.Active
	case l.At == lineOpened && l.Opened != nil:
		return *l.Opened
	default:
		return l.Invited
	}
}

// LastActivity is when the supplier last did something; zero when never.
func (l boardLine) LastActivity() time.Time {
	latest := time.Time{}
	for _, at := range []*time.Time{l.Opened, l.Active, l.Submitted, l.Corrected} {
		if at != nil && at.After(latest) {
			latest = *at
		}
	}
	return latest
}

// Words are the mail server's, while they still matter.
func (l boardLine) Words() string {
	if l.State != assessment.Open || l.Opened != nil || l.Letter == letter.Sent {
		return ""
	}
	return l.LetterAnswer
}

// lineStateText is a state in words; answering tells how much.
func lineStateText(p Page, l boardLine) string {
	if l.At == lineAnswering {
		return p.Say("buyer.line_answering_share", "percent", p.Percent(float64(l.Progress.Percent())))
	}
	if l.At == lineSubmitted && l.Released {
		return p.Say("buyer.line_released")
	}
	if l.At == lineSubmitted && l.DraftUntil != nil {
		return p.Say("draft.line", "count", l.Remarks)
	}
	if l.At == lineSubmitted && l.Reviewed {
		return p.Say("buyer.line_reviewed")
	}
	if l.At == lineSubmitted && l.Late(p.Now) {
		return p.Say("buyer.line_submitted_late")
	}
	return lineStateName(p, l.At)
}

// lineStateName is a state in words, for any line.
func lineStateName(p Page, s lineState) string {
	switch s {
	case lineRefused:
		return p.Say("buyer.line_refused")
	case lineWrong:
		return p.Say("decline.line_wrong_person")
	case lineNotUs:
		return p.Say("decline.line_not_us")
	case lineOverdue:
		return p.Say("buyer.line_overdue")
	case lineWaiting:
		return p.Say("buyer.line_waiting")
	case lineSent:
		return p.Say("buyer.line_sent")
	case lineInvited:
		return p.Say("buyer.line_invited")
	case lineOpened:
		return p.Say("buyer.line_opened")
	case lineAnswering:
		return p.Say("buyer.line_answering")
	case lineSubmitted:
		return p.Say("buyer.line_submitted")
	case lineCorrecting:
		return p.Say("correction.line_correcting")
	case lineUncorrected:
		return p.Say("correction.line_uncorrected")
	case lineCorrected:
		return p.Say("correction.line_corrected")
	default:
		return p.Say("buyer.line_withdrawn")
	}
}

func lineStateColour(s lineState) Colour {
	switch s {
	case lineRefused, lineOverdue:
		return Bad
	case lineAnswering, lineOpened, lineCorrecting:
		return Accent
	case lineSubmitted:
		return Good
	case lineWaiting, lineWrong, lineNotUs, lineCorrected, lineUncorrected:
		return Look
	default:
		return Neutral
	}
}
