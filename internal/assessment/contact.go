package assessment

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

// NewContact is who shall answer from now on.
type NewContact struct {
	Name     string
	Email    string
	Language string
}

// MayChangeContact reports whether the buyer may put another person in the
// contact's place at now: while there is no answer, or once those submitted are
// open to it and no correction is begun.
func (r Row) MayChangeContact(now time.Time) bool {
	return r.State != Withdrawn && (!r.HasAnswers || r.OpenToBuyer(now) && !r.Unsubmitted())
}

// ChangeContact puts another person in the contact's place. A buyer may do so
// while there is no answer, and again once the answers are open to it: in
// between it could otherwise read unsubmitted answers through a mail box of its
// own. Then the contact hands over: see HandOver.
func (s *Service) ChangeContact(ctx context.Context, actor account.Actor, id ID, to NewContact) error {
	row, err := s.managedRow(ctx, actor, id)
	if err != nil {
		return err
	}
	if row.State == Withdrawn {
		return fault.New(fault.Conflict, "assessment.closed")
	}
	if !row.MayChangeContact(s.Now()) {
		return fault.New(fault.Conflict, "assessment.contact_has_answered", "name", row.Contact.Name)
	}
	return s.changeContact(ctx, actor, row.Assessment, to, "contact.changed")
}

// HandOver is the contact's own consent: they name who shall answer in their
// place, and lose the right themselves. Colleagues stay on the list and wait
// until the new contact keeps them: a right is lent by the contact, and a buyer
// that once was the contact could otherwise read on through somebody it asked.
func (s *Service) HandOver(ctx context.Context, actor account.Actor, id ID, to NewContact) error {
	desk, err := s.deskOfContact(ctx, actor, id)
	if err != nil {
		return err
	}
	return s.changeContact(ctx, actor, desk.Assessment, to, "contact.handed_over")
}

func (s *Service) changeContact(ctx context.Context, actor account.Actor, a Assessment, to NewContact, verb string) error {
	var wrong fault.Fields
	to.Name, to.Email = strings.TrimSpace(to.Name), account.Address(to.Email)
	checkContact(&wrong, to.Name, to.Email, to.Language)
	if err := wrong.OrNil(); err != nil {
		return err
	}
	event := s.event(actor, a, verb, s.Now())
	event.Details["from"], event.Details["to"] = a.Contact.Email, to.Email
	a.Contact = Contact{Person: account.PersonID(s.NewID()), Name: to.Name, Email: to.Email, Language: to.Language}
	invitation, err := s.invitation(ctx, a, fmt.Sprintf("contact-%d", a.Version))
	if err != nil {
		return err
	}
	err = s.Boards.ChangeContact(ctx, a, invitation, event)
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "assessment.changed_meanwhile")
	}
	return err
}
