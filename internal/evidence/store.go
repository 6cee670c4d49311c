package evidence

import (
	"context"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/letter"
)

// Store keeps the rows of files. A person without a right on the assessment,
// and another organisation, get fault.NotFound.
type Store interface {
	// Arrive adds the row of a file whose bytes are about to come. fault.NotFound
	// when the person may not act on the assessment; fault.Conflict when the
	// assessment is not open.
	Arrive(ctx context.Context, file File) error

	// Update writes the file's state, size, hash, type, name and dates, where the
	// assessment is open. What the portal itself does passes always: a verdict
	// of the scanner on a file that was given, and giving up one that was
	// arriving. fault.Conflict when the assessment is not open, or the row is no
	// longer in a state that leads to the new one: nothing comes back from
	// Removed or Infected.
	//
	// The letters, if any, are posted in the same transaction.
	Update(ctx context.Context, file File, event audit.Event, letters ...letter.Letter) error

	// File returns a file that the person may see.
	File(ctx context.Context, id ID, person account.PersonID) (File, error)

	// BuyerFile returns a file of a submitted assessment of the organisation's
	// procurements that is open to the buyer at now.
	BuyerFile(ctx context.Context, id ID, org account.OrganisationID, now time.Time) (File, error)

	// InState lists files in a state, oldest first, at most limit: work for the
	// scanner and the sweep.
	InState(ctx context.Context, state State, before time.Time, limit int) ([]File, error)

	// Kept tells which of the keys stand for bytes to keep: those of a file
	// that is not removed, or that a submission may stand on.
	Kept(ctx context.Context, keys []string) (map[string]bool, error)
}
