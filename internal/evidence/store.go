package evidence

import (
	"context"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/letter"
)

// Store keeps the rows of files. A person without a right on the assessment,
// and another organisation, get fault.NotFound; a colleague of the contact who
// was not asked to answer the file's question may only read: fault.Denied.
type Store interface {
	// Arrive adds the row of a file whose bytes are about to come. fault.NotFound
	// when the person may not act on the assessment; fault.Conflict when the
	// assessment is not open.
	Arrive(ctx context.Context, file File) error

	// Update writes the file's state, size, hash, type, name and dates, where the
	// assessment is open and event.Person may change files of the question at that
	// moment. What the portal itself does passes always: a verdict
	// of the scanner on a file that was given, and giving up one that was
	// arriving. fault.Conflict when the assessment is not open, or the row is no
	// longer in a state that leads to the new one: nothing comes back from
	// Removed or Infected.
	//
	// The letters, if any, are posted in the same transaction.
	Update(ctx context.Context, file File, event audit.Event, letters ...letter.Letter) error

	// Append adds a piece to a file that is arriving and moves the file on: its
	// size by the piece's, its time to file.At. fault.Conflict when the file does
	// not stand where the piece begins, or is no longer arriving; fault.TooMany
	// when it has most pieces already.
	Append(ctx context.Context, file File, part Part, most int) error
	// Parts returns the pieces of a file, in order.
	Parts(ctx context.Context, id ID) ([]Part, error)
	// Arrivals counts the files of a person that are arriving.
	Arrivals(ctx context.Context, person account.PersonID) (int, error)
	// Use adds the row of a file that stands on the bytes of another, from.
	// fault.NotFound when the person may not act on the assessment;
	// fault.Conflict when the assessment is not open, or when from counts no more.
	Use(ctx context.Context, from ID, file File, event audit.Event) error
	// Carry adds to an assessment files that stand on the bytes of files of the
	// person's other, submitted assessments, all at once: only of those that still
	// count, and not where the same bytes lie at the question already. It tells how
	// many. The person must be the contact of both; fault.NotFound when they may not
	// act on the assessment; fault.Conflict when it is not open.
	Carry(ctx context.Context, to AssessmentID, all []Carried) (int, error)
	// File returns a file that the person may see.
	File(ctx context.Context, id ID, person account.PersonID) (File, error)

	// BuyerFile returns a file of a submitted assessment of the organisation's
	// procurements that is open to the buyer at now.
	BuyerFile(ctx context.Context, id ID, org account.OrganisationID, now time.Time) (File, error)

	// InState lists files in a state, oldest first, at most limit: work for the
	// scanner and the sweep.
	InState(ctx context.Context, state State, before time.Time, limit int) ([]File, error)

	// Kept tells which of the keys stand for bytes to keep: those of a file
	// that is not removed, or that a submission may stand on. Of several files
	// that stand on the same bytes one is enough.
	Kept(ctx context.Context, keys []string) (map[string]bool, error)
	// StillArriving tells which of the files are arriving.
	StillArriving(ctx context.Context, ids []ID) (map[ID]bool, error)
}
