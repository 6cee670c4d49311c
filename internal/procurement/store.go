package procurement

import (
	"context"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
)

// Store keeps procurements. Another organisation's procurement is
// fault.NotFound in every method.
type Store interface {
	// Add keeps a new procurement.
	Add(ctx context.Context, p Procurement, event audit.Event) error

	// Update writes p over the procurement whose revision is p.Revision and
	// raises the revision by one. fault.Conflict when somebody else was first.
	Update(ctx context.Context, p Procurement, event audit.Event) error

	// Load returns one procurement with its buyer's name.
	Load(ctx context.Context, org account.OrganisationID, id ID) (Procurement, error)

	// List returns the organisation's procurements with their counts, the
	// newest first.
	List(ctx context.Context, org account.OrganisationID) ([]Listed, error)

	// Expiring counts, for each procurement of the organisation that follows a
	// contract up, the files that submitted assessments stand on and that are
	// valid until a day from the first to the last one (2026-01-31, both
	// included). A procurement without any is left out.
	Expiring(ctx context.Context, org account.OrganisationID, first, last string) (map[ID]int, error)
}

// Listed is a procurement in a list, with what its suppliers have come to.
type Listed struct {
	Procurement
	Invited       int
	Submitted     int
	Unreviewed    int        // of those submitted, the review is not finished and nothing is out or back
	Corrected     int        // corrections came in and wait to be reviewed
	CorrectBy     *time.Time // the earliest deadline of corrections that are out; nil = none
	Remarked      int        // draft results that the supplier has commented on, not released yet
	Spared        int        // of those who have not submitted, have more time than the others
	SparedUntil   *time.Time // the earliest due time that one of them has; nil = none
	Objections    int        // contacts who said that they are the wrong ones to ask
	FailedLetters int        // that no later letter to the same contact made good
	Expiring      int        // files that have run out lately, or soon will; told by Service.List
}
