package enquiry

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/catalogue"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// Deps is what a Service is made of.
type Deps struct {
	Store        Store
	Desks        Desks
	Procurements procurement.Store
	Letters      Letters
	Shelf        *catalogue.Shelf
	Now          func() time.Time
	NewID        func() string
}

// Service is what suppliers ask and what buyers reply.
type Service struct{ Deps }

// NewService returns a Service over deps.
func NewService(deps Deps) *Service { return &Service{deps} }

// Asked is an enquiry as it is typed.
type Asked struct {
	Topic   Topic
	Text    string
	Sending string
}

// Read returns what the actor's supplier asked, and the replies it may read.
func (s *Service) Read(ctx context.Context, actor account.Actor, id assessment.ID) (Exchange, error) {
	if !actor.Supplier() {
		return Exchange{}, fault.New(fault.NotFound, "assessment.not_found")
	}
	x, err := s.Store.Read(ctx, id, actor.Person)
	if err != nil {
		return x, fmt.Errorf("read the enquiries of assessment %s: %w", id, err)
	}
	return x, nil
}

// Ask keeps what the actor asks the buyer, and tells the procurement's contact
// person. fault.Denied when the actor is a colleague of the contact, fault.Fields
// says what cannot be accepted; fault.Conflict when enquiries are no longer taken. The same form sent again does nothing.
func (s *Service) Ask(ctx context.Context, actor account.Actor, id assessment.ID, typed Asked) error {
	desk, err := s.Desks.Open(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := desk.ContactOnly(); err != nil {
		return err
	}
	a, now := desk.Assessment, s.Now()
	if !Takes(a, now) {
		return fault.New(fault.Conflict, "enquiry.not_taken")
	}
	var wrong fault.Fields
	text := checked(&wrong, "text", typed.Text, "enquiry.text_missing", MaxEnquiry)
	if !typed.Topic.Known(desk.Questionnaire) {
		wrong.Add("topic", "enquiry.topic_unknown")
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	e := Enquiry{
		ID: ID(s.NewID()), Procurement: a.Procurement.ID, Assessment: id, Supplier: a.Supplier.Name,
		Person: actor.Person, PersonName: actor.Name, Topic: typed.Topic, Text: text, Sending: s.sending(typed.Sending), At: now,
	}
	word, err := s.Letters.Enquired(ctx, a, letter.Named{Name: actor.Name, Email: actor.Email}, letter.Said{
		ID: string(e.ID), Topic: e.Topic.spoken(desk.Questionnaire), Wording: text,
	})
	if err != nil {
		return fmt.Errorf("tell the buyer of an enquiry: %w", err)
	}
	event := s.event(actor, a.Procurement, "enquiry.asked", now)
	event.Assessment, event.Details["supplier"] = string(id), a.Supplier.Name
	err = s.Store.Ask(ctx, e, word, event)
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "enquiry.not_taken")
	}
	return err
}

// sending is the name of the form that was sent, or a new one where it has none
// that can be kept.
func (s *Service) sending(typed string) string {
	const longest = 64
	if typed == "" || len(typed) > longest {
		return s.NewID()
	}
	return typed
}

// checked trims a text and says what in it cannot be kept.
func checked(wrong *fault.Fields, field, text, missing string, most int) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case text == "" && missing != "":
		wrong.Add(field, missing)
	case utf8.RuneCountInString(text) > most:
		wrong.Add(field, "procurement.too_long", "most", most)
	}
	return text
}

func (s *Service) event(actor account.Actor, p procurement.Procurement, verb string, at time.Time) audit.Event {
	return audit.Event{
		ID: s.NewID(), At: at, Person: string(actor.Person), Organisation: string(p.Organisation), Procurement: string(p.ID),
		Verb: verb, Details: map[string]string{},
	}
}
