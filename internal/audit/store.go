package audit

import (
	"context"
	"time"
)

// Recorded is an event as a log shows it: with the name of who did it.
type Recorded struct {
	Event
	PersonName string // empty when the portal acted by itself
}

// EventStore reads what was recorded. Events are written by the stores of what
// they are about, in the transaction that causes them.
type EventStore interface {
	// Events lists what happened in an organisation's procurement, its
	// assessments included, the newest first. Another organisation's
	// procurement has no events, and what a supplier does before it submits is in
	// no buyer's log. An empty procurement stands for what an organisation's
	// people did that belongs to none of them.
	Events(ctx context.Context, organisation, procurement string, wanted Wanted) ([]Recorded, error)

	// Actors lists who did any of that, by name, those who have left included.
	Actors(ctx context.Context, organisation, procurement string) ([]Actor, error)
}

// Wanted is which events of a log are asked for.
type Wanted struct {
	Person string    // empty: everybody's
	From   time.Time // the first moment; zero: from the beginning
	Before time.Time // the moment after the last; zero: until now
	Skip   int       // so many of the newest are left out
	Limit  int       // at most so many
}

// Actor is somebody who did something that was recorded.
type Actor struct {
	Person string
	Name   string
}
