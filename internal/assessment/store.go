package assessment

import (
	"context"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// Sheet is everything that was given in an assessment: read in one statement.
type Sheet struct {
	Assessment Assessment
	Answers    map[string]Answer // by question; the newest revision
	Files      []evidence.File   // all but removed ones, oldest first

	Standing    *Submission  // the newest submission, where questions were sent back
	Corrections []Correction // those sent back with the newest request
	Remarks     []Remark     // what the buyer said to the supplier of questions sent back

	Colleagues []Colleague // whom the contact asked to help, in the order they were asked
	Helper     *Colleague  // the one of them who reads; nil: the contact does
}

// Save is a set of answers to write at once.
type Save struct {
	Assessment ID
	Version    int64 // the assessment's version that the answers were judged against
	Progress   Progress
	Answers    []Answer // each with its new revision: one above the newest known
	At         time.Time

	Corrects  int      // the round that is corrected; 0 = the assessment is open
	FollowUps []string // questions that corrected answers opened
	Person    account.PersonID
}

// Submission is what a supplier stood by, frozen.
type Submission struct {
	Assessment   ID
	Round        int
	Canonical    []byte // RFC 8785 JSON
	SHA256       string // of Canonical, hex
	DeclaredName string
	DeclaredRole string
	Person       account.PersonID
	At           time.Time
	Withdrawn    *time.Time

	// What the store needs beside what is kept, when it is submitted.
	Files    []evidence.ID // those it stands on
	Corrects int           // the round it corrects; 0 = none
	Changed  []string      // questions whose marks do not carry over from that round
}

// SupplierStore keeps what a supplier gives. A person who has no right on an
// assessment gets fault.NotFound.
type SupplierStore interface {
	// Sheet returns the assessment with its procurement, newest answers and
	// files, in one statement; where questions were sent back, the standing
	// submission, the corrections and the buyer's remarks in three more.
	Sheet(ctx context.Context, id ID, person account.PersonID) (Sheet, error)

	// Version returns the assessment's version alone, in one statement that reads
	// no answer: it is asked every few seconds.
	Version(ctx context.Context, id ID, person account.PersonID) (int64, error)

	// Requests lists the assessments a person may act on, with their
	// procurements; withdrawn ones left out; the earliest closing first.
	Requests(ctx context.Context, person account.PersonID) ([]Assessment, error)

	// MarkOpened notes that the contact has looked, once; later calls change nothing.
	MarkOpened(ctx context.Context, id ID, at time.Time) error

	// Save writes the answers in two statements, the assessment's row first
	// (version, progress, activity), then all answers as one. fault.Conflict and
	// no change when the assessment is not open or its version is another; for a
	// correction when its time has run out at save.At.
	Save(ctx context.Context, save Save) error

	// Submit adds the submission, closes the assessment (state, round, version,
	// submitted), cancels its waiting reminders and posts the letters, all in one
	// transaction. fault.Conflict when the assessment is not open at version, or
	// the time for a correction has run out at submission.At. A correction begins
	// the review of the new round with what was found of unchanged answers.
	Submit(ctx context.Context, version int64, submission Submission, letters []letter.Letter, event audit.Event) error

	// Withdraw opens the assessment again and marks the newest submission
	// withdrawn. fault.Conflict when it is not submitted at version.
	Withdraw(ctx context.Context, id ID, version int64, at time.Time, event audit.Event) error
}

// ReceiptStore reads submissions. Rights as in SupplierStore.
type ReceiptStore interface {
	// Submissions returns the assessment's submissions, the newest first.
	Submissions(ctx context.Context, id ID, person account.PersonID) ([]Submission, error)

	// Earlier returns, of every other assessment of the same questionnaire in any
	// version that the person is the contact of, the newest submission that stands;
	// the newest first, ten at most. A person who is not the contact of id gets none.
	Earlier(ctx context.Context, id ID, person account.PersonID) ([]Submission, error)
}

// AlarmStore reads for the portal itself, which acts for no person.
type AlarmStore interface {
	// Assessment returns an assessment with its procurement, whoever asks.
	Assessment(ctx context.Context, id ID) (Assessment, error)
}

// Row is one line of the board.
type Row struct {
	Assessment
	Letter       letter.State // of the newest invitation
	LetterAnswer string       // the mail server's words, when it refused
	Reminders    int          // reminders sent
	HasAnswers   bool
	Reviewed     bool // the review of the newest submission is finished
	Released     bool // its result is released
	Remarks      int  // what the supplier said of its draft
}

// BoardStore keeps what a buyer sees and does. Another organisation's
// assessment is fault.NotFound.
type BoardStore interface {
	// Board returns a procurement's rows, ordered by supplier name, without
	// reading any answer.
	Board(ctx context.Context, org account.OrganisationID, id procurement.ID) ([]Row, error)

	// Row returns one line of the board.
	Row(ctx context.Context, org account.OrganisationID, id ID) (Row, error)

	// Invite adds the assessment, finds or adds the contact by address, gives
	// the contact the right to answer and posts the letter, in one transaction.
	// The contact's person id (existing or a.Contact.Person) stands in the letter
	// too. fault.Conflict when the supplier number is invited already.
	Invite(ctx context.Context, a Assessment, invitation letter.Letter, event audit.Event) error

	// InviteMany is Invite for many suppliers of one procurement, all in one
	// transaction and in a dozen statements for four hundred: many rows go into
	// each, and none is asked for by itself.
	// fault.Conflict, and nobody is invited, when one of them is invited already:
	// by number, or without one by name and address.
	InviteMany(ctx context.Context, p procurement.Procurement, all []Asked) error

	// ChangeContact replaces the contact: right, name, address, language;
	// waiting letters to the old one are cancelled, the new one's letter is posted.
	// Colleagues stay on the list and have no right until the new contact keeps them.
	// fault.Conflict when the version is another.
	ChangeContact(ctx context.Context, a Assessment, invitation letter.Letter, event audit.Event) error

	// WithdrawInvitation ends the assessment, cancels its waiting letters and
	// posts one that says so. fault.Conflict when it is not open at a.Version.
	WithdrawInvitation(ctx context.Context, a Assessment, farewell letter.Letter, event audit.Event) error

	// Extend moves the procurement's closing (guarded by p.Revision) and posts
	// the letters, in one transaction.
	Extend(ctx context.Context, p procurement.Procurement, letters []letter.Letter, event audit.Event) error
}
