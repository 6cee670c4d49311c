// Package letter is the portal's mail before it becomes mail: what a letter
// says, to whom, and the outbox row it waits in.
package letter

import (
	"strings"
	"time"
)

// Kind says why a letter is written.
type Kind string

// The kinds of letters.
const (
	Invitation Kind = "invitation" // a buyer asks a supplier to answer
	Reminder   Kind = "reminder"   // the time is running, or has run out
	SignIn     Kind = "sign_in"    // a link that was asked for
	Receipt    Kind = "receipt"    // the assessment was submitted
	Moved      Kind = "moved"      // the deadline was extended
	Withdrawn  Kind = "withdrawn"  // the buyer takes the invitation back
	Released   Kind = "released"   // the result can be read
	Colleague  Kind = "colleague"  // a buyer's administrator invites a colleague
	Password   Kind = "password"   // a new password was asked for
	Infected   Kind = "infected"   // a file that was given has a virus

	ResultDraft     Kind = "result_draft"     // a draft of the result can be read and commented on
	Correction      Kind = "correction"       // questions are sent back to be corrected
	CorrectionMoved Kind = "correction_moved" // there is more time to correct them
	CorrectionOff   Kind = "correction_off"   // nothing need be corrected any more

	WrongPerson  Kind = "wrong_person" // to the buyer: the contact says somebody else should be asked
	NotUs        Kind = "not_us"       // to the buyer: the supplier says it will not answer
	Reconsidered Kind = "reconsidered" // to the buyer: the contact takes that back

	ColleagueAsked Kind = "colleague_asked" // a supplier's contact asks somebody to help
	ColleagueDone  Kind = "colleague_done"  // to the contact: they have done their part
	Enquired       Kind = "enquiry"         // to the buyer: a supplier asks something
	Replied        Kind = "reply"           // to all suppliers: what one asked, and the reply
	RepliedOnly    Kind = "reply_only"      // to the one that asked: the reply
	Announced      Kind = "announcement"    // to all suppliers: what nobody asked

	Digest Kind = "digest" // several reminders to one person: made while sending, never kept
)

// State is where a letter is on its way.
type State string

// The states of a letter.
const (
	Waiting   State = "waiting"   // written, or to be tried again
	Sending   State = "sending"   // a worker has it just now
	Sent      State = "sent"      // the mail server accepted it
	Failed    State = "failed"    // refused for good, or tried too often
	Cancelled State = "cancelled" // no longer needed
)

// LinkPlaceholder stands in a stored letter where the letter as sent has the
// link. It is an address that can never be reached (RFC 2606), so that it passes
// through HTML unchanged; pages show "[personal link]" in its place.
const LinkPlaceholder = "https://" + placeholderHost + "/"

const placeholderHost = "personal-link.invalid"

// MimicsLink reports whether a text that somebody typed has what a letter's link
// is put in place of.
func MimicsLink(text string) bool {
	return strings.Contains(strings.ToLower(text), placeholderHost)
}

// Letter is a row in the outbox. The stored text has LinkPlaceholder in place
// of the link: the link is made while sending and is not kept.
type Letter struct {
	ID           string
	Key          string // unique: the same cause never writes twice
	Kind         Kind
	Person       string // the addressee, for whom the link is made
	ToName       string
	To           string
	Language     string
	Subject      string
	Text         string
	HTML         string
	Calendar     string // a file for the reader's calendar; empty: none
	LinkPurpose  string // account.Purpose; empty when the letter has no link
	LinkPath     string // where the link leads
	Asker        string // the buyer, shown before Continue
	About        string // the procurement's title
	Organisation string
	Procurement  string
	Assessment   string

	State     State
	Created   time.Time
	NotBefore time.Time // not sent earlier
	NextTry   time.Time // ≥ NotBefore, grows with each failure
	Attempts  int
	Answer    string // the mail server's own words after a failure
	MessageID string // the same in every attempt, so that a double is seen as one
	SentAt    *time.Time
	Together  int // reminders that went in one letter, this one among them; 0: it went alone
}
