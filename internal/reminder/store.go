// Package reminder writes reminders when they are due and carries letters to
// the mail server.
package reminder

import (
	"context"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// Candidate is an open assessment that may be due for a reminder.
type Candidate struct {
	assessment.Assessment
	RemindedFor *time.Time // the planned time of the newest reminder written
}

// Store keeps the outbox.
type Store interface {
	// Candidates lists open assessments of published procurements whose closing,
	// or own due time, lies between from and to.
	Candidates(ctx context.Context, from, to time.Time) ([]Candidate, error)

	// Remind posts the letter and notes the planned time on its assessment, in
	// one transaction, only while the assessment is open. A letter whose Key is
	// there already changes nothing.
	Remind(ctx context.Context, l letter.Letter, planned time.Time) error

	// Lease takes up to limit letters that are due at now, marks them Sending
	// until the lease ends, and returns them. A letter whose lease has run out is
	// due again. A reminder brings along all others that are due to the same
	// person, whatever the limit. Reminders of assessments that are no longer open, or whose
	// procurement seals and has closed at now, are cancelled instead.
	Lease(ctx context.Context, now time.Time, life time.Duration, limit int) ([]letter.Letter, error)

	// Done writes how an attempt ended: State, Attempts, NextTry, Answer, SentAt,
	// Together.
	Done(ctx context.Context, l letter.Letter) error

	// Letters lists a procurement's letters, failed ones first, then the newest.
	Letters(ctx context.Context, org account.OrganisationID, id procurement.ID) ([]letter.Letter, error)

	// Letter returns one letter of the organisation's. fault.NotFound otherwise.
	Letter(ctx context.Context, org account.OrganisationID, id string) (letter.Letter, error)
}
