package assessment

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/catalogue"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// Deps is what the services of this package are made of.
type Deps struct {
	Supplier     SupplierStore
	Receipts     ReceiptStore
	Boards       BoardStore
	Alarms       AlarmStore
	Objections   ObjectionStore
	Dues         DueStore
	Colleagues   ColleagueStore
	People       Finder
	Procurements procurement.Store
	Outbox       account.Outbox
	Shelf        *catalogue.Shelf
	Writer       *letter.Writer
	Now          func() time.Time
	NewID        func() string
}

// Service is what a supplier does with a request, and what a buyer does with
// the suppliers of a procurement.
type Service struct{ Deps }

// NewService returns a Service over deps.
func NewService(deps Deps) *Service { return &Service{deps} }

// Desk is an assessment opened to work on: what was given, the questionnaire
// it answers, and what the engine says of it.
type Desk struct {
	Sheet
	Questionnaire *questionnaire.Questionnaire
	Evaluation    *questionnaire.Evaluation

	stored     Sheet // as kept; Sheet shows what stands instead of what was not submitted
	correction *correcting
}

// Requests lists what the actor is asked to answer, the earliest closing first.
func (s *Service) Requests(ctx context.Context, actor account.Actor) ([]Assessment, error) {
	if !actor.Supplier() {
		return nil, fault.New(fault.Denied, "assessment.only_suppliers")
	}
	return s.Supplier.Requests(ctx, actor.Person)
}

// Open returns the desk of an assessment that the actor may act on, and notes
// the first time it is looked at.
func (s *Service) Open(ctx context.Context, actor account.Actor, id ID) (Desk, error) {
	desk, err := s.desk(ctx, actor, id)
	if err != nil {
		return Desk{}, err
	}
	return desk, s.markOpened(ctx, desk)
}

// markOpened notes that the contact, or a colleague, has looked.
func (s *Service) markOpened(ctx context.Context, desk Desk) error {
	id, now := desk.Assessment.ID, s.Now()
	var err error
	switch {
	case desk.Helper == nil && desk.Assessment.Opened == nil:
		err = s.Supplier.MarkOpened(ctx, id, now)
	case desk.Helper != nil && desk.Helper.Opened == nil:
		looked := *desk.Helper
		looked.Opened = &now
		err = s.Colleagues.MarkColleague(ctx, id, looked, nil, nil)
	}
	if err != nil {
		return fmt.Errorf("mark assessment %s opened: %w", id, err)
	}
	return nil
}

// Version tells whether an assessment has changed since somebody looked: it
// grows with every answer and file, whoever gave them.
func (s *Service) Version(ctx context.Context, actor account.Actor, id ID) (int64, error) {
	if !actor.Supplier() {
		return 0, fault.New(fault.NotFound, "assessment.not_found")
	}
	return s.Supplier.Version(ctx, id, actor.Person)
}

func (s *Service) desk(ctx context.Context, actor account.Actor, id ID) (Desk, error) {
	if !actor.Supplier() {
		return Desk{}, fault.New(fault.NotFound, "assessment.not_found")
	}
	sheet, err := s.Supplier.Sheet(ctx, id, actor.Person)
	if err != nil {
		return Desk{}, fmt.Errorf("load assessment %s: %w", id, err)
	}
	if sheet.Assessment.State == Withdrawn {
		return Desk{}, fault.New(fault.Gone, "assessment.invitation_withdrawn", "buyer", sheet.Assessment.Procurement.BuyerName)
	}
	q, err := s.Shelf.Take(ctx, sheet.Assessment.Procurement.Questionnaire)
	if err != nil {
		return Desk{}, fmt.Errorf("open assessment %s: %w", id, err)
	}
	return deskOf(sheet, q, s.Now())
}

// Submit freezes what was given and stands by it. fault.Fields when the
// declaration is not complete; fault.Conflict when questions are left, when it
// is submitted already, or when it is closed.
func (s *Service) Submit(ctx context.Context, actor account.Actor, id ID, d Declaration) (Submission, error) {
	desk, err := s.deskOfContact(ctx, actor, id)
	if err != nil {
		return Submission{}, err
	}
	if err := d.check().OrNil(); err != nil {
		return Submission{}, err
	}
	now := s.Now()
	if err := desk.mayBeSubmitted(now); err != nil {
		return Submission{}, err
	}
	submission, err := desk.freeze(actor, d, now)
	if err != nil {
		return Submission{}, fmt.Errorf("freeze assessment %s: %w", id, err)
	}
	verb := "assessment.submitted"
	if submission.Corrects > 0 {
		verb = "assessment.corrected"
	}
	event := s.event(actor, desk.Assessment, verb, now)
	event.Details["round"], event.Details["sha256"] = strconv.Itoa(submission.Round), submission.SHA256
	err = s.Supplier.Submit(ctx, desk.Assessment.Version, submission, s.receipts(desk, submission), event)
	if errors.Is(err, fault.Conflict) {
		return Submission{}, fault.New(fault.Conflict, "assessment.changed_meanwhile")
	}
	if err != nil {
		return Submission{}, fmt.Errorf("submit assessment %s: %w", id, err)
	}
	return submission, nil
}

// mayBeSubmitted says why the desk cannot be submitted at now, if it cannot.
func (d Desk) mayBeSubmitted(now time.Time) error {
	if err := d.takesAnswers(now); err != nil {
		return err
	}
	if left := d.Left(); left > 0 {
		return fault.New(fault.Conflict, "assessment.questions_left", "count", left)
	}
	return nil
}

// takesAnswers says why nothing can be saved at now, if nothing can.
func (d Desk) takesAnswers(now time.Time) error {
	switch {
	case d.Assessment.Correcting(now):
		return nil
	case d.Assessment.Uncorrected(now):
		return fault.New(fault.Conflict, "assessment.correction_over")
	case d.Assessment.State == Submitted:
		return fault.New(fault.Conflict, "assessment.already_submitted")
	case !d.Assessment.TakesAnswers(now):
		return fault.New(fault.Conflict, "assessment.closed")
	default:
		return nil
	}
}

// Left counts the problems that stand between the supplier and submitting.
func (d Desk) Left() int {
	left := 0
	for _, p := range d.Problems() {
		if p.Severity == questionnaire.SeverityError {
			left++
		}
	}
	return left
}

// receiptKey is the cause of a round's receipt.
func receiptKey(id ID, round int) string { return fmt.Sprintf("receipt:%s:%d", id, round) }

func (s *Service) receipts(desk Desk, sub Submission) []letter.Letter {
	facts := s.facts(desk.Assessment, desk.Questionnaire)
	facts.Key = receiptKey(sub.Assessment, sub.Round)
	facts.Path = fmt.Sprintf("/assessments/%s/receipt", sub.Assessment)
	facts.Submitted, facts.Round, facts.SHA256 = sub.At, sub.Round, sub.SHA256
	if sub.Corrects > 0 {
		facts.ToCorrect = desk.Assessment.ToCorrect
		facts = corrected(facts, desk.Assessment)
		facts.Sequence++ // as it is once this is kept
	}
	for _, f := range desk.Files {
		if f.State.Counts() {
			facts.Files = append(facts.Files, f.Name)
		}
	}
	return []letter.Letter{s.Writer.Write(letter.Receipt, facts)}
}

// Withdraw takes the newest submission back, so that it can be changed and
// submitted again. Its receipt stays. fault.Conflict once closing has passed.
func (s *Service) Withdraw(ctx context.Context, actor account.Actor, id ID) error {
	desk, err := s.deskOfContact(ctx, actor, id)
	if err != nil {
		return err
	}
	now := s.Now()
	if !desk.Assessment.MayWithdraw(now) {
		return fault.New(fault.Conflict, "assessment.too_late_to_withdraw")
	}
	event := s.event(actor, desk.Assessment, "assessment.withdrawn", now)
	if err := s.Supplier.Withdraw(ctx, id, desk.Assessment.Version, now, event); err != nil {
		return fmt.Errorf("withdraw assessment %s: %w", id, err)
	}
	return nil
}

// Submissions lists the receipts of an assessment, the newest first.
func (s *Service) Submissions(ctx context.Context, actor account.Actor, id ID) ([]Submission, error) {
	return s.Receipts.Submissions(ctx, id, actor.Person)
}

func (s *Service) event(actor account.Actor, a Assessment, verb string, at time.Time) audit.Event {
	return audit.Event{
		ID: s.NewID(), At: at, Person: string(actor.Person), Organisation: string(a.Procurement.Organisation),
		Procurement: string(a.Procurement.ID), Assessment: string(a.ID), Verb: verb,
		Details: map[string]string{"supplier": a.Supplier.Name},
	}
}
