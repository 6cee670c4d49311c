package review

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// Limits of a correction: room for a page of what to mend, and a time that a
// person can still mean.
const (
	maxCorrection   = 2000
	longestToAnswer = 180 * 24 * time.Hour
	daysToCorrect   = 7
	noon            = 12
)

// Standing is what must be known of a submission before questions of it are
// sent back.
type Standing struct {
	assessment.Assessment
	Finished bool                    // the review of its newest submission is
	Listed   []assessment.Correction // listed for that submission, not sent
}

// Sending is a request for corrections of one assessment, as it is written.
// Assessment has its Version as it was read, and CorrectBy, SentBack and the
// like as they are to be.
type Sending struct {
	Assessment  assessment.Assessment
	Corrections []assessment.Correction
	Letter      letter.Letter
	Event       audit.Event
}

// CorrectionStore keeps questions that are sent back. Another organisation's
// assessment is fault.NotFound.
type CorrectionStore interface {
	// List adds a question to those to be sent back, or rewrites its text.
	// fault.Conflict when the review is finished or superseded, or questions of
	// its round are sent back already.
	List(ctx context.Context, review Review, c assessment.Correction, event audit.Event) error

	// Unlist takes a question that was not sent off the list. fault.NotFound when
	// it does not stand there.
	Unlist(ctx context.Context, review Review, question string, event audit.Event) error

	// Standing returns what must be known of submissions before questions of
	// them are sent back, in two statements for any number.
	Standing(ctx context.Context, org account.OrganisationID, ids []assessment.ID) ([]Standing, error)

	// SendBack opens the questions of all assessments, shows the supplier the
	// comments on them, posts the letters, and records what is noted beside them,
	// in one transaction. fault.Conflict,
	// and nothing is sent, when one of them is not submitted at its version, or
	// its review is finished.
	SendBack(ctx context.Context, all []Sending, at time.Time, noted ...audit.Event) error

	// Move writes CorrectBy anew, or takes the request back where it is nil: its
	// questions are then listed again. Waiting reminders are cancelled and the
	// letter is posted. fault.Conflict when the assessment's version is another,
	// or its review is finished.
	Move(ctx context.Context, s Sending) error
}

// SendBack is what a buyer asks one supplier to correct: each question with
// what is to be mended.
type SendBack struct {
	Assessment assessment.ID
	Questions  []assessment.Correction // Question and Text
}

// DefaultDeadline is a time that suits most corrections: noon, a week from now.
func DefaultDeadline(now time.Time, zone *time.Location) time.Time {
	local := now.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()+daysToCorrect, noon, 0, 0, 0, zone)
}

// AskCorrection lists a question to be sent back to the supplier, with what is
// to be mended, or rewrites that. Nothing is sent: see SendCorrections.
func (s *Service) AskCorrection(ctx context.Context, actor account.Actor, id assessment.ID, question, text string) error {
	desk, err := s.begin(ctx, actor, id)
	if err != nil {
		return err
	}
	c := assessment.Correction{
		Round: desk.Submission.Round, Question: question, Text: strings.TrimSpace(text),
		Person: actor.Person, PersonName: actor.Name, At: s.Now(),
	}
	if err := desk.mayBeSentBack(c); err != nil {
		return err
	}
	event := s.event(actor, desk, "correction.listed")
	event.Details["question"] = question
	return s.changed(s.Corrections.List(ctx, desk.Review, c, event), "list a correction of", id)
}

// mayBeSentBack says why a question cannot be listed, if it cannot.
func (d Desk) mayBeSentBack(c assessment.Correction) error {
	if d.Assessment.CorrectBy != nil {
		return fault.New(fault.Conflict, "review.sent_back_already")
	}
	q, found := d.Questionnaire.Question(c.Question)
	if !found || !d.Evaluation.IsAsked(c.Question) || !q.TakesAnswer() && q.Kind != "files" {
		return fault.New(fault.NotFound, "assessment.no_such_question", "question", c.Question)
	}
	return checkCorrection(c).OrNil()
}

func checkCorrection(c assessment.Correction) fault.Fields {
	var wrong fault.Fields
	switch {
	case c.Text == "":
		wrong.Add("correction", "review.correction_missing")
	case len([]rune(c.Text)) > maxCorrection:
		wrong.Add("correction", "procurement.too_long", "most", maxCorrection)
	}
	return wrong
}

// DropCorrection takes a question off the list of those to be sent back.
func (s *Service) DropCorrection(ctx context.Context, actor account.Actor, id assessment.ID, question string) error {
	desk, err := s.begin(ctx, actor, id)
	if err != nil {
		return err
	}
	event := s.event(actor, desk, "correction.dropped")
	event.Details["question"] = question
	return s.changed(s.Corrections.Unlist(ctx, desk.Review, question, event), "drop a correction of", id)
}

// SendCorrections sends the listed questions of an assessment back, to be
// answered anew until a time. fault.Fields when that cannot be; fault.Conflict
// when nothing is listed, questions are out already, or the review is finished.
func (s *Service) SendCorrections(ctx context.Context, actor account.Actor, id assessment.ID, until time.Time) error {
	return s.SendBackAll(ctx, actor, []SendBack{{Assessment: id}}, until)
}

// SendBackAll sends questions of several assessments back with one deadline,
// to all of them or to none. Where no questions are named, those listed are
// sent. The errors are those of SendCorrections, and fault.NotFound when one of
// the assessments is not the actor's organisation's.
func (s *Service) SendBackAll(ctx context.Context, actor account.Actor, all []SendBack, until time.Time) error {
	return s.sendBack(ctx, actor, all, until, sentAs{})
}

func (s *Service) sendBack(ctx context.Context, actor account.Actor, all []SendBack, until time.Time, as sentAs) error {
	standing, err := s.standing(ctx, actor, all)
	if err != nil {
		return err
	}
	now := s.Now()
	if err := checkUntil(until, now).OrNil(); err != nil {
		return err
	}
	sendings := make([]Sending, 0, len(all))
	for _, each := range all {
		sending, err := s.sending(ctx, actor, standing[each.Assessment], each, until, now)
		if err != nil {
			return err
		}
		sendings = append(sendings, sending)
	}
	as.name(sendings)
	err = s.Corrections.SendBack(ctx, sendings, now, as.also...)
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "review.changed_meanwhile")
	}
	if err != nil {
		return fmt.Errorf("send questions of %d assessments back: %w", len(all), err)
	}
	return nil
}

// standing looks up what is to be sent back; every assessment must be found.
func (s *Service) standing(ctx context.Context, actor account.Actor, all []SendBack) (map[assessment.ID]Standing, error) {
	if !actor.Buyer() {
		return nil, fault.New(fault.NotFound, "assessment.not_found")
	}
	ids := make([]assessment.ID, len(all))
	for i, each := range all {
		ids[i] = each.Assessment
	}
	found, err := s.Corrections.Standing(ctx, actor.Organisation, ids)
	if err != nil {
		return nil, fmt.Errorf("load %d assessments: %w", len(ids), err)
	}
	byID := map[assessment.ID]Standing{}
	for _, each := range found {
		byID[each.ID] = each
	}
	if len(byID) < len(all) {
		return nil, fault.New(fault.NotFound, "assessment.not_found")
	}
	if !actor.Role.MayReview() {
		return nil, fault.New(fault.Denied, "review.only_evaluators")
	}
	return byID, nil
}

func checkUntil(until, now time.Time) fault.Fields {
	var wrong fault.Fields
	switch {
	case until.IsZero():
		wrong.Add("until", "review.until_missing")
	case !until.After(now):
		wrong.Add("until", "review.until_passed")
	case until.Sub(now) > longestToAnswer:
		wrong.Add("until", "review.until_far", "days", int(longestToAnswer/(24*time.Hour)))
	}
	return wrong
}

// sending is the request to one supplier.
func (s *Service) sending(ctx context.Context, actor account.Actor, of Standing, back SendBack, until, now time.Time) (Sending, error) {
	if err := of.mayBeSentBack(now); err != nil {
		return Sending{}, err
	}
	corrections := slices.Clone(back.Questions)
	if len(corrections) == 0 {
		corrections = slices.Clone(of.Listed)
	}
	if len(corrections) == 0 {
		return Sending{}, fault.New(fault.Conflict, "review.nothing_listed")
	}
	q, err := s.Shelf.Take(ctx, of.Procurement.Questionnaire)
	if err != nil {
		return Sending{}, fmt.Errorf("send assessment %s back: %w", of.Assessment.ID, err)
	}
	for i := range corrections {
		c := &corrections[i]
		if _, known := q.Question(c.Question); !known {
			return Sending{}, fault.New(fault.NotFound, "assessment.no_such_question", "question", c.Question)
		}
		c.Text = strings.TrimSpace(c.Text)
		if err := checkCorrection(*c).OrNil(); err != nil {
			return Sending{}, err
		}
		c.Round, c.Sent = of.Round, &now
		if c.Person == "" {
			c.Person, c.PersonName, c.At = actor.Person, actor.Name, now
		}
	}
	a := of.Assessment
	until = until.UTC()
	a.SentBack, a.SentBackAt, a.ToCorrect, a.CorrectBy = a.Round, &now, len(corrections), &until
	event := s.event(actor, Desk{Case: Case{Assessment: a}}, "correction.sent")
	event.Details["count"], event.Details["until"] = strconv.Itoa(len(corrections)), until.Format(time.RFC3339)
	return Sending{Assessment: a, Corrections: corrections, Letter: s.Letters.SentBack(a, q, corrections), Event: event}, nil
}

// mayBeSentBack says why nothing of a submission can be sent back, if so.
func (of Standing) mayBeSentBack(now time.Time) error {
	switch {
	case !of.OpenToBuyer(now):
		return fault.New(fault.Conflict, "review.not_open")
	case of.Finished:
		return fault.New(fault.Conflict, "review.reopen_first")
	case of.CorrectBy != nil:
		return fault.New(fault.Conflict, "review.sent_back_already")
	default:
		return nil
	}
}

// ExtendCorrections moves the deadline of corrections that are out, or whose
// time has run out, to a later time, and tells the supplier.
func (s *Service) ExtendCorrections(ctx context.Context, actor account.Actor, id assessment.ID, until time.Time) error {
	desk, err := s.out(ctx, actor, id)
	if err != nil {
		return err
	}
	wrong := checkUntil(until, s.Now())
	if len(wrong) == 0 && !until.After(*desk.Assessment.CorrectBy) {
		wrong.Add("until", "procurement.closing_not_later")
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	until = until.UTC()
	desk.Assessment.CorrectBy = &until
	event := s.event(actor, desk, "correction.extended")
	event.Details["until"] = until.Format(time.RFC3339)
	return s.move(ctx, desk, s.Letters.CorrectionMoved(desk.Assessment), event)
}

// TakeBackCorrections ends a request for corrections: what was submitted
// stands, and the questions are listed again.
func (s *Service) TakeBackCorrections(ctx context.Context, actor account.Actor, id assessment.ID) error {
	desk, err := s.out(ctx, actor, id)
	if err != nil {
		return err
	}
	told := s.Letters.CorrectionTakenBack(desk.Assessment) // while it knows which deadline goes
	desk.Assessment.CorrectBy = nil
	return s.move(ctx, desk, told, s.event(actor, desk, "correction.taken_back"))
}

// out opens a desk whose questions are sent back and not yet corrected.
func (s *Service) out(ctx context.Context, actor account.Actor, id assessment.ID) (Desk, error) {
	desk, err := s.begin(ctx, actor, id)
	if err == nil && desk.Assessment.CorrectBy == nil {
		err = fault.New(fault.Conflict, "review.nothing_out")
	}
	return desk, err
}

func (s *Service) move(ctx context.Context, desk Desk, told letter.Letter, event audit.Event) error {
	err := s.Corrections.Move(ctx, Sending{Assessment: desk.Assessment, Letter: told, Event: event})
	return s.changed(err, "move the corrections of", desk.Assessment.ID)
}

// changed says that somebody else changed the review, where the store says so.
func (s *Service) changed(err error, doing string, id assessment.ID) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fault.Conflict):
		return fault.New(fault.Conflict, "review.changed_meanwhile")
	default:
		return fmt.Errorf("%s assessment %s: %w", doing, id, err)
	}
}
