package enquiry

import (
	"context"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// Store keeps enquiries and replies. Neither is ever changed.
type Store interface {
	// Ask keeps the enquiry and posts the letter to whom its address belongs, who
	// is added if nobody has it, in one transaction. It holds the assessment's
	// row, so that an enquiry cannot pass a withdrawn invitation. fault.NotFound
	// when the person has no right on the assessment, fault.Conflict when answers
	// are not taken at e.At. The same Sending again changes nothing.
	Ask(ctx context.Context, e Enquiry, word letter.Letter, event audit.Event) error

	// Read returns, in one statement, what a person of the supplier may know: the
	// assessment's enquiries, and the replies to all and to it alone, without who
	// gave them and why. The enquiry that a reply answers is named only where it
	// is the assessment's own. fault.NotFound for a person without a right on it.
	Read(ctx context.Context, id assessment.ID, person account.PersonID) (Exchange, error)

	// Exchange returns everything that was asked and replied in a procurement, in
	// one statement. Another organisation's is fault.NotFound.
	Exchange(ctx context.Context, org account.OrganisationID, id procurement.ID) (Exchange, error)

	// Recipients lists the assessments of a procurement that are not withdrawn, in
	// one statement. Another organisation's has none.
	Recipients(ctx context.Context, org account.OrganisationID, id procurement.ID) ([]assessment.Assessment, error)

	// Reply keeps the reply, with the next number when it is for all, posts the
	// letters and notes the number in the event, in one transaction and in a
	// dozen statements for four hundred letters. fault.NotFound when the
	// procurement is not the organisation's or what the reply names is not part of
	// it, fault.Conflict when the enquiry has a reply. The same Sending again
	// changes nothing.
	Reply(ctx context.Context, org account.OrganisationID, r Reply, letters []letter.Letter, event audit.Event) error
}

// Letters writes what has to be told.
type Letters interface {
	// Enquired writes to the procurement's contact person that a supplier asks.
	Enquired(ctx context.Context, a assessment.Assessment, by letter.Named, said letter.Said) (letter.Letter, error)

	// Replied writes to the contact of an assessment what the buyer replies.
	Replied(a assessment.Assessment, said letter.Said) letter.Letter
}

// Desks opens assessments for their suppliers.
type Desks interface {
	Open(ctx context.Context, actor account.Actor, id assessment.ID) (assessment.Desk, error)
}
