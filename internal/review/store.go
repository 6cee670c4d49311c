package review

import (
	"context"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/letter"
)

// File is what a review shows of a file: its row and where it stands now.
type File = evidence.File

// Case is everything a review needs: read in a constant number of statements.
type Case struct {
	Assessment assessment.Assessment
	Submission assessment.Submission // the newest that is not withdrawn
	Files      []File                // those ever submitted, as they are now; infected ones included
	Review     Review                // Version 0 = not begun

	Corrections []assessment.Correction // of every round, the listed and the sent ones
	Comments    []Comment               // of every round, the oldest first, as far as the reader may see them
	Earlier     *assessment.Submission  // the one that this corrects; nil = none
}

// Store keeps reviews. Another organisation's assessment is fault.NotFound.
type Store interface {
	// Load returns the case of an assessment for a buyer.
	Load(ctx context.Context, org account.OrganisationID, id assessment.ID) (Case, error)

	// Begin adds the review unless it is there already.
	Begin(ctx context.Context, review Review, event audit.Event) error

	// Mark writes a mark over the question's earlier one. fault.Conflict when
	// the review is finished.
	Mark(ctx context.Context, review Review, mark Mark, event audit.Event) error

	// Judge writes a judgement over the file's earlier one. fault.Conflict when
	// the review is finished.
	Judge(ctx context.Context, review Review, judgement Judgement, event audit.Event) error

	// Close writes Finished, Released and Card at review.Version and posts the
	// letters. fault.Conflict when the version is another.
	Close(ctx context.Context, review Review, letters []letter.Letter, event audit.Event) error

	// Released returns the finished, released review of an assessment for a
	// person of the supplier, with its marks and judgements. fault.NotFound before the release.
	Released(ctx context.Context, person account.PersonID, id assessment.ID) (Case, error)
}
