package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// Newcomer is whom an administrator invites.
type Newcomer struct {
	Name     string
	Email    string
	Language string // nb, nn or en
	Role     Role
}

// People lists who works for the actor's organisation. Every member may see it.
func (s *Service) People(ctx context.Context, actor Actor) ([]Member, error) {
	if !actor.Buyer() {
		return nil, fault.NotFound
	}
	return s.Store.Members(ctx, actor.Organisation)
}

// Member returns somebody of the actor's organisation, for one who may change
// or remove them. fault.NotFound when the person works elsewhere.
func (s *Service) Member(ctx context.Context, actor Actor, person PersonID) (Member, error) {
	if err := Administers(actor); err != nil {
		return Member{}, err
	}
	return s.Store.Member(ctx, actor.Organisation, person)
}

// Administers refuses everybody but an administrator.
func Administers(actor Actor) error {
	switch {
	case !actor.Buyer():
		return fault.NotFound
	case actor.Role != Administrator:
		return fault.New(fault.Denied, "people.administrators_only")
	default:
		return nil
	}
}

// Invite makes somebody a member of the actor's organisation and sends a letter
// with the link under which they choose a password. fault.Fields when something
// cannot be accepted.
func (s *Service) Invite(ctx context.Context, actor Actor, c Newcomer) error {
	if err := Administers(actor); err != nil {
		return err
	}
	c.Name, c.Email = strings.TrimSpace(c.Name), Address(c.Email)
	if err := c.check(); err != nil {
		return err
	}
	now := s.Now()
	member := Member{
		Person:       Person{ID: PersonID(s.NewID()), Name: c.Name, Email: c.Email, Language: c.Language, Created: now},
		Organisation: Organisation{ID: actor.Organisation, Name: actor.OrganisationName}, Role: c.Role,
	}
	id := s.NewID()
	invitation := s.Writer.Write(letter.Colleague, letter.Facts{
		ID: id, Key: "colleague:" + id, Person: string(member.Person.ID), Name: c.Name, Email: c.Email, Language: c.Language,
		Organisation: string(actor.Organisation), Buyer: actor.OrganisationName, ContactName: actor.Name, ContactEmail: actor.Email,
		Path: "/procurements", Now: now, Zone: time.UTC,
	})
	err := s.Store.InviteMember(ctx, member, invitation, s.memberEvent(actor, "member.invited", c.Email, c.Role))
	if errors.Is(err, fault.Conflict) {
		return fault.Fields{{Name: "email", Key: "people.already_member"}}
	}
	if err != nil {
		return fmt.Errorf("invite colleague: %w", err)
	}
	return nil
}

func (c Newcomer) check() error {
	var wrong fault.Fields
	checkName(&wrong, c.Name)
	if !IsAddress(c.Email) {
		wrong.Add("email", "account.not_an_address")
	}
	if !slices.Contains(Roles(), c.Role) {
		wrong.Add("role", "people.choose_role")
	}
	checkLanguage(&wrong, c.Language)
	return wrong.OrNil()
}

func checkName(wrong *fault.Fields, name string) {
	if name == "" {
		wrong.Add("name", "people.give_name")
	}
}

func checkLanguage(wrong *fault.Fields, language string) {
	if !slices.Contains([]string{"nb", "nn", "en"}, language) {
		wrong.Add("language", "people.choose_language")
	}
}

// ChangeRole gives a colleague another role; whoever is signed in with the old
// one is so no more. fault.Conflict when nobody would be administrator.
func (s *Service) ChangeRole(ctx context.Context, actor Actor, person PersonID, role Role) error {
	member, err := s.Member(ctx, actor, person)
	if err != nil {
		return err
	}
	if !slices.Contains(Roles(), role) {
		return fault.Fields{{Name: "role", Key: "people.choose_role"}}
	}
	if role == member.Role {
		return nil
	}
	event := s.memberEvent(actor, "member.role_changed", member.Person.Email, role)
	return lastAdministrator(s.Store.ChangeRole(ctx, member, role, event))
}

// Remove takes a colleague out of the organisation, at once. fault.Conflict
// when nobody would be administrator.
func (s *Service) Remove(ctx context.Context, actor Actor, person PersonID) error {
	member, err := s.Member(ctx, actor, person)
	if err != nil {
		return err
	}
	return lastAdministrator(s.Store.RemoveMember(ctx, member, s.memberEvent(actor, "member.removed", member.Person.Email, member.Role)))
}

func lastAdministrator(err error) error {
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "people.last_administrator")
	}
	return err
}

func (s *Service) memberEvent(actor Actor, verb, email string, role Role) audit.Event {
	event := s.ownEvent(actor.Person, verb)
	event.Organisation, event.Details = string(actor.Organisation), map[string]string{"email": email, "role": string(role)}
	return event
}

// ownEvent is something that a person did with what is theirs.
func (s *Service) ownEvent(person PersonID, verb string) audit.Event {
	return audit.Event{ID: s.NewID(), At: s.Now(), Person: string(person), Verb: verb}
}
