package procurement

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/catalogue"
	"aktsom/internal/fault"
)

// Deps is what a Service is made of.
type Deps struct {
	Store Store
	Shelf *catalogue.Shelf
	Now   func() time.Time
	NewID func() string
}

// Service is what a buyer does with a plan.
type Service struct{ Deps }

// NewService returns a Service over deps.
func NewService(deps Deps) *Service { return &Service{deps} }

// Questionnaires gives the questionnaires that procurements ask with.
func (s *Service) Questionnaires() *catalogue.Shelf { return s.Shelf }

// Draft returns a procurement with the good defaults for a new plan: before
// bids, six weeks to answer, noon in the default zone.
func (s *Service) Draft(actor account.Actor) Procurement {
	zone, err := time.LoadLocation(DefaultZone)
	if err != nil {
		zone = time.UTC
	}
	day := s.Now().In(zone).AddDate(0, 0, 42)
	return Procurement{
		Organisation: actor.Organisation, Stage: BeforeBids, Currency: "NOK", State: Draft,
		Questionnaire: s.Shelf.Newest(), Zone: DefaultZone, Plan: DefaultPlan(BeforeBids),
		Closing:     time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, zone).UTC(),
		ContactName: actor.Name, ContactEmail: actor.Email,
	}
}

// Create keeps a new draft. fault.Fields says what cannot be accepted.
func (s *Service) Create(ctx context.Context, actor account.Actor, p Procurement) (Procurement, error) {
	if !actor.Role.MayManage() {
		return p, fault.New(fault.Denied, "procurement.only_officers")
	}
	p.ID, p.Organisation, p.State, p.Revision, p.Created = ID(s.NewID()), actor.Organisation, Draft, 1, s.Now()
	p = p.tidy()
	if err := s.check(ctx, p); err != nil {
		return p, err
	}
	var err error
	if p.Requirements, err = s.inOrder(ctx, p, p.Required()); err != nil {
		return p, err
	}
	return p, s.Store.Add(ctx, p, s.event(actor, p, "procurement.created"))
}

// Edit writes the plan anew. What answers are judged by (questionnaire, stage,
// closing, value, categories) stays as published: see assessment.Service.Extend
// for a later closing. fault.Conflict when
// somebody else changed it since.
func (s *Service) Edit(ctx context.Context, actor account.Actor, p Procurement) (Procurement, error) {
	if !actor.Role.MayManage() {
		return p, fault.New(fault.Denied, "procurement.only_officers")
	}
	kept, err := s.Store.Load(ctx, actor.Organisation, p.ID)
	if err != nil {
		return p, fmt.Errorf("load procurement %s: %w", p.ID, err)
	}
	p.Organisation, p.State, p.Created, p.Published, p.Extended = kept.Organisation, kept.State, kept.Created, kept.Published, kept.Extended
	if kept.State == Published {
		p.Questionnaire, p.Stage, p.Closing, p.Zone = kept.Questionnaire, kept.Stage, kept.Closing, kept.Zone
		p.Value, p.Currency, p.Categories = kept.Value, kept.Currency, kept.Categories
	}
	p = p.tidy().settled(kept)
	if err := s.check(ctx, p); err != nil {
		return p, err
	}
	if err := s.Store.Update(ctx, p, s.event(actor, p, "procurement.edited")); err != nil {
		return p, fmt.Errorf("update procurement %s: %w", p.ID, err)
	}
	return p, nil
}

// Publish pins the plan: from now on suppliers can be invited, and closing
// moves only later.
func (s *Service) Publish(ctx context.Context, actor account.Actor, id ID) error {
	if !actor.Role.MayManage() {
		return fault.New(fault.Denied, "procurement.only_officers")
	}
	p, err := s.Store.Load(ctx, actor.Organisation, id)
	if err != nil {
		return fmt.Errorf("load procurement %s: %w", id, err)
	}
	if p.State == Published {
		return nil
	}
	if p.Passed(s.Now()) {
		return fault.Fields{{Name: "closing", Key: "procurement.closing_passed"}}
	}
	if err := s.check(ctx, p); err != nil {
		return err
	}
	if p.Stage == Qualification && len(p.Requirements) == 0 {
		return fault.Fields{{Name: "requirements", Key: "qualification.none_chosen"}}
	}
	now := s.Now()
	p.State, p.Published = Published, &now
	return s.Store.Update(ctx, p, s.event(actor, p, "procurement.published"))
}

// Load returns one procurement of the actor's organisation.
func (s *Service) Load(ctx context.Context, actor account.Actor, id ID) (Procurement, error) {
	return s.Store.Load(ctx, actor.Organisation, id)
}

// List returns the procurements of the actor's organisation, the newest first.
func (s *Service) List(ctx context.Context, actor account.Actor) ([]Listed, error) {
	all, err := s.Store.List(ctx, actor.Organisation)
	if err != nil {
		return nil, err
	}
	first, last := ExpiringDays(s.Now())
	expiring, err := s.Store.Expiring(ctx, actor.Organisation, first, last)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Expiring = expiring[all[i].ID]
	}
	return all, nil
}

// ExpiringDays are the days on which a file must run out to be worth looking
// at now: a month back and a month ahead.
func ExpiringDays(now time.Time) (first, last string) {
	return now.AddDate(0, -1, 0).Format(time.DateOnly), now.AddDate(0, 1, 0).Format(time.DateOnly)
}

func (s *Service) event(actor account.Actor, p Procurement, verb string) audit.Event {
	return audit.Event{
		ID: s.NewID(), At: s.Now(), Person: string(actor.Person), Organisation: string(actor.Organisation),
		Procurement: string(p.ID), Verb: verb, Details: map[string]string{"title": p.Title},
	}
}

// tidy trims what was typed and puts the plan in order, without doubles.
func (p Procurement) tidy() Procurement {
	p.Title, p.Reference, p.Purpose = strings.TrimSpace(p.Title), strings.TrimSpace(p.Reference), strings.TrimSpace(p.Purpose)
	p.ContactName, p.ContactEmail = strings.TrimSpace(p.ContactName), account.Address(p.ContactEmail)
	p.Plan = slices.Compact(slices.SortedFunc(slices.Values(p.Plan), func(a, b int) int { return b - a }))
	p.Closing = p.Closing.UTC()
	return p
}
