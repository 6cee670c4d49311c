package assessment

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// ObjectionKind is what a contact answers instead of the questions.
type ObjectionKind string

// The kinds of objections.
const (
	WrongPerson ObjectionKind = "wrong_person" // somebody else at the supplier should be asked
	NotUs       ObjectionKind = "not_us"       // it does not concern the supplier, or it will not answer
)

// Objection is a contact's word that they are not the one to ask. It changes
// nothing by itself: the buyer reads it and decides.
type Objection struct {
	Kind   ObjectionKind
	Name   string // who is right, where the contact knows: WrongPerson only
	Email  string
	Reason string // NotUs only
	At     time.Time
}

// ObjectionStore keeps what contacts answer instead of the questions.
type ObjectionStore interface {
	// Object writes a.Objection, which is nil when it is taken back, and posts
	// the letter to whom its address belongs, who is added if nobody has it, in
	// one transaction. NotUs cancels the waiting reminders. fault.Conflict when
	// the assessment is not open at a.Version.
	Object(ctx context.Context, a Assessment, word letter.Letter, event audit.Event) error
}

// Finder knows people by their address.
type Finder interface {
	// PersonByEmail is fault.NotFound when nobody has the address.
	PersonByEmail(ctx context.Context, email string) (account.Person, error)
}

// Declines reports whether the supplier has said that it will not answer: then
// nobody reminds it.
func (a Assessment) Declines() bool { return a.Objection != nil && a.Objection.Kind == NotUs }

// Objecting returns the assessment that the actor may object to. Unlike Open it
// does not count as looking at the questions. fault.Conflict when there is
// nothing left to answer.
func (s *Service) Objecting(ctx context.Context, actor account.Actor, id ID) (Assessment, error) {
	desk, err := s.deskOfContact(ctx, actor, id)
	if err != nil {
		return Assessment{}, err
	}
	return desk.Assessment, desk.unanswered(s.Now())
}

// Object tells the buyer that the actor is the wrong person, or that the
// supplier will not answer. The contact stays who they are until the buyer
// changes it. fault.Fields when something is missing. Saying the same again
// does nothing.
func (s *Service) Object(ctx context.Context, actor account.Actor, id ID, o Objection) error {
	a, err := s.Objecting(ctx, actor, id)
	if err != nil {
		return err
	}
	if o, err = o.checked(a); err != nil {
		return err
	}
	if a.Objection != nil {
		o.At = a.Objection.At
		if o == *a.Objection {
			return nil
		}
	}
	o.At = s.Now()
	a.Objection = &o
	kind, verb := letter.WrongPerson, "contact.wrong_person"
	if o.Kind == NotUs {
		kind, verb = letter.NotUs, "contact.not_us"
	}
	return s.tellBuyer(ctx, actor, a, kind, verb)
}

// Reconsider takes the actor's objection back.
func (s *Service) Reconsider(ctx context.Context, actor account.Actor, id ID) error {
	a, err := s.Objecting(ctx, actor, id)
	if err != nil || a.Objection == nil {
		return err
	}
	a.Objection = nil
	return s.tellBuyer(ctx, actor, a, letter.Reconsidered, "contact.reconsidered")
}

// tellBuyer keeps the objection, or that there is none, and writes to the
// procurement's contact person in their own language.
func (s *Service) tellBuyer(ctx context.Context, actor account.Actor, a Assessment, kind letter.Kind, verb string) error {
	facts, err := s.toBuyer(ctx, a)
	if err != nil {
		return err
	}
	facts.Key = fmt.Sprintf("%s:%s:%d", kind, a.ID, a.Version)
	facts.Path = fmt.Sprintf("/procurements/%s/suppliers/%s", a.Procurement.ID, a.ID)
	facts.By = letter.Named{Name: a.Contact.Name, Email: a.Contact.Email}
	event := s.event(actor, a, verb, facts.Now)
	event.Details["from"], event.Details["right"] = a.Contact.Email, "–"
	if o := a.Objection; o != nil {
		facts.Right, facts.Reason = letter.Named{Name: o.Name, Email: o.Email}, o.Reason
		if o.Email != "" {
			event.Details["right"] = o.Name + ", " + o.Email
		}
	}
	err = s.Objections.Object(ctx, a, s.Writer.Write(kind, facts), event)
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "assessment.changed_meanwhile")
	}
	return err
}

// maxReason is how long a reason may be: a letter is no place for more.
const maxReason = 1000

// checked is the objection without what its kind does not have.
func (o Objection) checked(a Assessment) (Objection, error) {
	var wrong fault.Fields
	switch o.Kind {
	case WrongPerson:
		o = Objection{Kind: o.Kind, Name: strings.TrimSpace(o.Name), Email: account.Address(o.Email)}
		o.checkRight(&wrong, a)
	case NotUs:
		o = Objection{Kind: o.Kind, Reason: strings.TrimSpace(o.Reason)}
		if o.Reason == "" {
			wrong.Add("reason", "decline.reason_missing")
		}
		if utf8.RuneCountInString(o.Reason) > maxReason {
			wrong.Add("reason", "procurement.too_long", "most", maxReason)
		}
	default:
		wrong.Add("kind", "decline.choose")
	}
	return o, wrong.OrNil()
}

// checkRight wants a name with an address, and the other way round, or neither.
func (o Objection) checkRight(wrong *fault.Fields, a Assessment) {
	if o.Name == "" && o.Email == "" {
		return
	}
	checkDeclared(wrong, "name", o.Name, "decline.name_missing")
	switch {
	case !account.IsAddress(o.Email):
		wrong.Add("email", "account.not_an_address")
	case o.Email == account.Address(a.Contact.Email):
		wrong.Add("email", "decline.is_you")
	}
}
