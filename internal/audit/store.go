package audit

import "context"

// Recorded is an event as a log shows it: with the name of who did it.
type Recorded struct {
	Event
	PersonName string // empty when the portal acted by itself
}

// EventStore reads what was recorded. Events are written by the stores of what
// they are about, in the transaction that causes them.
type EventStore interface {
	// Events lists what happened in an organisation's procurement, its
	// assessments included, the newest first: at most limit, after the skip
	// newest ones. Another organisation's procurement has no events, and what a
	// supplier does before it submits is in no buyer's log.
	Events(ctx context.Context, organisation, procurement string, skip, limit int) ([]Recorded, error)
}
