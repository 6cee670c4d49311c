package assessment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// Invitation is what a buyer types to ask a supplier.
type Invitation struct {
	Supplier Supplier
	Name     string // the contact's
	Email    string
	Language string
}

// Board returns a procurement and its rows, by supplier name.
func (s *Service) Board(ctx context.Context, actor account.Actor, id procurement.ID) (procurement.Procurement, []Row, error) {
	p, err := s.Procurements.Load(ctx, actor.Organisation, id)
	if err != nil {
		return p, nil, fmt.Errorf("load procurement %s: %w", id, err)
	}
	rows, err := s.Boards.Board(ctx, actor.Organisation, id)
	if err != nil {
		return p, nil, fmt.Errorf("load board of %s: %w", id, err)
	}
	return p, rows, nil
}

// Invited returns one line of the board.
func (s *Service) Invited(ctx context.Context, actor account.Actor, id ID) (Row, error) {
	return s.Boards.Row(ctx, actor.Organisation, id)
}

// Invite asks a supplier to answer and writes the letter. fault.Fields says
// what cannot be accepted; fault.Conflict when the procurement is not
// published, is closed, or has this supplier already.
func (s *Service) Invite(ctx context.Context, actor account.Actor, id procurement.ID, in Invitation) (Assessment, error) {
	p, err := s.managed(ctx, actor, id)
	if err != nil {
		return Assessment{}, err
	}
	now := s.Now()
	if !p.TakesAnswers(now) {
		return Assessment{}, fault.New(fault.Conflict, "assessment.procurement_not_open")
	}
	in = in.tidy()
	if err := in.check().OrNil(); err != nil {
		return Assessment{}, err
	}
	a := s.newcomer(p, in, now)
	invitation, err := s.invitation(ctx, a, "first")
	if err != nil {
		return Assessment{}, err
	}
	err = s.Boards.Invite(ctx, a, invitation, s.event(actor, a, "supplier.invited", now))
	if errors.Is(err, fault.Conflict) {
		return Assessment{}, fault.Fields{{Name: "number", Key: "assessment.invited_already"}}
	}
	if err != nil {
		return Assessment{}, fmt.Errorf("invite supplier: %w", err)
	}
	return a, nil
}

// newcomer is the assessment of somebody who is invited now.
func (s *Service) newcomer(p procurement.Procurement, in Invitation, now time.Time) Assessment {
	return Assessment{
		ID: ID(s.NewID()), Supplier: in.Supplier, State: Open, Version: 1, Invited: now, Procurement: p,
		Contact: Contact{Person: account.PersonID(s.NewID()), Name: in.Name, Email: in.Email, Language: in.Language},
	}
}

// managed loads a procurement for a change by the actor.
func (s *Service) managed(ctx context.Context, actor account.Actor, id procurement.ID) (procurement.Procurement, error) {
	if !actor.Buyer() {
		return procurement.Procurement{}, fault.New(fault.NotFound, "procurement.not_found")
	}
	p, err := s.Procurements.Load(ctx, actor.Organisation, id)
	if err != nil {
		return p, fmt.Errorf("load procurement %s: %w", id, err)
	}
	if !actor.Role.MayManage() {
		return p, fault.New(fault.Denied, "procurement.only_officers")
	}
	return p, nil
}

// managedRow loads a line of the board for a change by the actor.
func (s *Service) managedRow(ctx context.Context, actor account.Actor, id ID) (Row, error) {
	row, err := s.Boards.Row(ctx, actor.Organisation, id)
	if err != nil {
		return row, fmt.Errorf("load assessment %s: %w", id, err)
	}
	if !actor.Role.MayManage() {
		return row, fault.New(fault.Denied, "procurement.only_officers")
	}
	return row, nil
}

func (in Invitation) tidy() Invitation {
	in.Supplier.Name = strings.TrimSpace(in.Supplier.Name)
	in.Supplier.Number = strings.Join(strings.Fields(in.Supplier.Number), "")
	in.Name, in.Email = strings.TrimSpace(in.Name), account.Address(in.Email)
	return in
}

func (in Invitation) check() fault.Fields {
	var wrong fault.Fields
	if in.Supplier.Name == "" {
		wrong.Add("supplier", "assessment.supplier_missing")
	}
	if len([]rune(in.Supplier.Name)) > maxDeclared {
		wrong.Add("supplier", "procurement.too_long", "most", maxDeclared)
	}
	if in.Supplier.Number != "" && !questionnaire.OrganisationNumber("NO", in.Supplier.Number) {
		wrong.Add("number", "assessment.organisation_number")
	}
	checkContact(&wrong, in.Name, in.Email, in.Language)
	return wrong
}

func checkContact(wrong *fault.Fields, name, email, language string) {
	checkPerson(wrong, NewContact{Name: name, Email: email, Language: language}, "assessment.contact_name_missing")
}

// checkPerson wants a name, or says nameless; an address, and a language for letters.
func checkPerson(wrong *fault.Fields, who NewContact, nameless string) {
	checkDeclared(wrong, "name", who.Name, nameless)
	if !account.IsAddress(who.Email) {
		wrong.Add("email", "account.not_an_address")
	}
	if _, known := message.ParseLang(who.Language); !known {
		wrong.Add("language", "assessment.choose_language")
	}
}

// Resend writes the invitation once more, with a new link. Within one minute
// only one letter goes.
func (s *Service) Resend(ctx context.Context, actor account.Actor, id ID) error {
	row, err := s.managedRow(ctx, actor, id)
	if err != nil {
		return err
	}
	if !row.TakesAnswers(s.Now()) {
		return fault.New(fault.Conflict, "assessment.closed")
	}
	invitation, err := s.invitation(ctx, row.Assessment, strconv.FormatInt(s.Now().Unix()/60, 10))
	if err != nil {
		return err
	}
	return s.Outbox.Post(ctx, invitation)
}

// WithdrawInvitation takes the question back; the contact is told.
func (s *Service) WithdrawInvitation(ctx context.Context, actor account.Actor, id ID) error {
	row, err := s.managedRow(ctx, actor, id)
	if err != nil {
		return err
	}
	if row.State != Open {
		return fault.New(fault.Conflict, "assessment.already_submitted")
	}
	facts := s.facts(row.Assessment, nil)
	facts.Key, facts.Path, facts.Sequence = fmt.Sprintf("withdrawn:%s", id), "", row.Procurement.Revision+1
	farewell := s.Writer.Write(letter.Withdrawn, facts)
	return s.Boards.WithdrawInvitation(ctx, row.Assessment, farewell, s.event(actor, row.Assessment, "supplier.withdrawn", s.Now()))
}

// Extend moves closing to a later time for all at once and tells everybody.
// fault.Fields when it is not later; fault.Conflict when it has passed already
// or somebody else changed the procurement.
func (s *Service) Extend(ctx context.Context, actor account.Actor, id procurement.ID, closing time.Time) error {
	p, rows, err := s.Board(ctx, actor, id)
	if err != nil {
		return err
	}
	now := s.Now()
	if !actor.Role.MayManage() {
		return fault.New(fault.Denied, "procurement.only_officers")
	}
	if p, err = p.Moved(closing, now); err != nil {
		return err
	}
	letters := make([]letter.Letter, 0, len(rows))
	for _, row := range rows {
		if !row.MovesTo(p.Closing) {
			continue // withdrawn, or it has as much time already
		}
		row.Procurement = p
		facts := s.facts(row.Assessment, nil)
		facts.Key, facts.Sequence = fmt.Sprintf("moved:%s:%d", row.ID, p.Closing.Unix()), p.Revision+1 // as it is once this is kept
		letters = append(letters, s.Writer.Write(letter.Moved, facts))
	}
	event := s.event(actor, Assessment{Procurement: p}, "procurement.extended", now)
	event.Details = map[string]string{"closing": p.Closing.Format(time.RFC3339), "told": strconv.Itoa(len(letters))}
	return s.Boards.Extend(ctx, p, letters, event)
}

// RemindNow writes a reminder to an open assessment's contact at once. Within
// one minute only one goes.
func (s *Service) RemindNow(ctx context.Context, actor account.Actor, id ID) error {
	row, err := s.managedRow(ctx, actor, id)
	if err != nil {
		return err
	}
	if !row.TakesAnswers(s.Now()) && !row.Correcting(s.Now()) {
		return fault.New(fault.Conflict, "assessment.no_reminder_needed")
	}
	if row.Declines() {
		return fault.New(fault.Conflict, "decline.no_reminder", "supplier", row.Supplier.Name)
	}
	return s.Outbox.Post(ctx, s.Reminder(row.Assessment, fmt.Sprintf("now:%d", s.Now().Unix()/60)))
}

// RemindMany writes a reminder to each of those among ids that can still be
// answered, and returns to how many. Those of other procurements are left out.
// Within one minute only one goes to each.
func (s *Service) RemindMany(ctx context.Context, actor account.Actor, id procurement.ID, ids []ID) (int, error) {
	p, err := s.managed(ctx, actor, id)
	if err != nil {
		return 0, err
	}
	rows, err := s.Boards.Board(ctx, actor.Organisation, id)
	if err != nil {
		return 0, fmt.Errorf("load board of %s: %w", id, err)
	}
	now := s.Now()
	var letters []letter.Letter
	for _, row := range rows {
		if slices.Contains(ids, row.ID) && (row.TakesAnswers(now) || row.Correcting(now)) && !row.Declines() {
			row.Procurement.Words = p.Words
			letters = append(letters, s.Reminder(row.Assessment, fmt.Sprintf("now:%d", now.Unix()/60)))
		}
	}
	return len(letters), s.Outbox.Post(ctx, letters...)
}

// Reminder writes the reminder of an assessment; cause tells one from another.
func (s *Service) Reminder(a Assessment, cause string) letter.Letter {
	facts := s.facts(a, nil)
	if a.Correcting(facts.Now) {
		facts = s.correctionFacts(a, "")
	}
	facts.Key = fmt.Sprintf("reminder:%s:%s", a.ID, cause)
	return s.Writer.Write(letter.Reminder, facts)
}

// Digest writes one letter to the contact of several assessments that are to be
// reminded of, under the id and for the addressee of the first one's.
func (s *Service) Digest(first letter.Letter, all []Assessment) letter.Letter {
	var together []letter.Facts
	for _, a := range all {
		facts := s.facts(a, nil)
		if a.Correcting(facts.Now) {
			facts = s.correctionFacts(a, "")
		}
		together = append(together, facts)
	}
	slices.SortStableFunc(together, func(a, b letter.Facts) int { return a.Closing.Compare(b.Closing) })
	return s.Writer.Write(letter.Digest, letter.Facts{
		ID: first.ID, Key: first.Key, Person: first.Person, Name: first.ToName, Email: first.To, Language: first.Language,
		Path: "/requests", Together: together, Now: s.Now(), Zone: time.UTC,
	})
}

func (s *Service) invitation(ctx context.Context, a Assessment, cause string) (letter.Letter, error) {
	q, err := s.Shelf.Take(ctx, a.Procurement.Questionnaire)
	if err != nil {
		return letter.Letter{}, fmt.Errorf("write the invitation to assessment %s: %w", a.ID, err)
	}
	facts := s.facts(a, q)
	facts.Key = invitationKey(a, cause)
	return s.Writer.Write(letter.Invitation, facts), nil
}

func invitationKey(a Assessment, cause string) string {
	return fmt.Sprintf("invitation:%s:%s:%s", a.ID, a.Contact.Email, cause)
}

// facts returns what a letter about an assessment may speak of; without a
// questionnaire it does not speak of questions and minutes.
func (s *Service) facts(a Assessment, q *questionnaire.Questionnaire) letter.Facts {
	p := a.Procurement
	f := letter.Facts{
		ID: s.NewID(), Person: string(a.Contact.Person), Name: a.Contact.Name, Email: a.Contact.Email, Language: a.Contact.Language,
		Organisation: string(p.Organisation), Procurement: string(p.ID), Assessment: string(a.ID),
		Buyer: p.BuyerName, Title: p.Title, Reference: p.Reference, Purpose: p.Purpose, Supplier: a.Supplier.Name,
		Closing: p.Closing, Zone: p.Location(), Seals: p.Stage.Seals(),
		ContactName: p.ContactName, ContactEmail: p.ContactEmail, Path: fmt.Sprintf("/assessments/%s", a.ID), Now: s.Now(),
		Words: p.Words, Sequence: p.Revision, Asked: a.Progress.Asked, Answered: a.Progress.Answered,
	}
	if q != nil {
		empty := q.Evaluate(questionnaire.Sheet{Context: ContextOf(p, f.Now)})
		f.Questions, f.Minutes = empty.Progress().Asked, q.Definition().Minutes
	}
	return f
}
