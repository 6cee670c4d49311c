package assessment

import (
	"context"
	"errors"
	"fmt"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// Enquired writes to the procurement's contact person, in their own language,
// that somebody at a supplier asks something.
func (s *Service) Enquired(ctx context.Context, a Assessment, by letter.Named, said letter.Said) (letter.Letter, error) {
	facts, err := s.toBuyer(ctx, a)
	facts.Key, facts.By, facts.Said = "enquiry:"+said.ID, by, said
	facts.Path = fmt.Sprintf("/procurements/%s/enquiries/%s", a.Procurement.ID, said.ID)
	return s.Writer.Write(letter.Enquired, facts), err
}

// Replied writes to the contact what the buyer replies. The same reply never
// writes twice.
func (s *Service) Replied(a Assessment, said letter.Said) letter.Letter {
	facts := s.facts(a, nil)
	facts.Key, facts.Said = fmt.Sprintf("reply:%s:%s", said.ID, a.ID), said
	facts.Path = fmt.Sprintf("/assessments/%s/enquiries", a.ID)
	kind := letter.Replied
	switch {
	case said.Only:
		kind = letter.RepliedOnly
	case said.Wording == "":
		kind = letter.Announced
	}
	return s.Writer.Write(kind, facts)
}

// toBuyer are the facts of a letter about an assessment to the procurement's
// contact person.
func (s *Service) toBuyer(ctx context.Context, a Assessment) (letter.Facts, error) {
	p, facts := a.Procurement, s.facts(a, nil)
	facts.Person, facts.Name, facts.Email, facts.Language = s.NewID(), p.ContactName, p.ContactEmail, "nb"
	known, err := s.People.PersonByEmail(ctx, account.Address(p.ContactEmail))
	switch {
	case err == nil:
		facts.Person, facts.Language = string(known.ID), known.Language
	case !errors.Is(err, fault.NotFound):
		return facts, fmt.Errorf("find the procurement's contact person: %w", err)
	}
	return facts, nil
}
