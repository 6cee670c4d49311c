package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/catalogue"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/questionnaire"
)

// Letters writes the letters that a review sends to the supplier.
type Letters interface {
	Released(a assessment.Assessment, held []letter.Requirement, commentBy *time.Time) letter.Letter
	SentBack(a assessment.Assessment, q *questionnaire.Questionnaire, sent []assessment.Correction) letter.Letter
	CorrectionMoved(a assessment.Assessment) letter.Letter
	CorrectionTakenBack(a assessment.Assessment) letter.Letter
}

// Deps is what a Service is made of.
type Deps struct {
	Drafts       DraftStore
	DraftLetters DraftLetters
	Store        Store
	Cases        CaseStore
	Corrections  CorrectionStore
	Comments     CommentStore
	Decisions    DecisionStore
	Shelf        *catalogue.Shelf
	Letters      Letters
	Now          func() time.Time
	NewID        func() string
}

// Service is what evaluators do, and what a supplier reads in the end.
type Service struct{ Deps }

// NewService returns a Service over deps.
func NewService(deps Deps) *Service { return &Service{deps} }

// Desk is a case opened to work on: what was frozen at submission, judged by
// the engine with the marks and judgements given so far.
type Desk struct {
	Case
	Frozen        assessment.Frozen
	Before        *assessment.Frozen // the submission that this corrects; nil = none
	Questionnaire *questionnaire.Questionnaire
	Sheet         questionnaire.Sheet // what the evaluation was made of
	Evaluation    *questionnaire.Evaluation

	settled []Judged // frozen with a finished review
}

// Open returns the desk of a submitted assessment. fault.Conflict while its
// answers are sealed; fault.NotFound when there is no submission.
func (s *Service) Open(ctx context.Context, actor account.Actor, id assessment.ID) (Desk, error) {
	if !actor.Buyer() {
		return Desk{}, fault.New(fault.NotFound, "assessment.not_found")
	}
	c, err := s.Store.Load(ctx, actor.Organisation, id)
	if err != nil {
		return Desk{}, fmt.Errorf("load case %s: %w", id, err)
	}
	if !c.Assessment.OpenToBuyer(s.Now()) {
		return Desk{}, fault.New(fault.Conflict, "review.not_open")
	}
	return s.desk(ctx, c)
}

func (s *Service) desk(ctx context.Context, c Case) (Desk, error) {
	frozen, err := c.Submission.Thaw()
	if err != nil {
		return Desk{}, err
	}
	q, err := s.Shelf.Take(ctx, frozen.Questionnaire.Edition())
	if err != nil {
		return Desk{}, fmt.Errorf("review assessment %s: %w", c.Assessment.ID, err)
	}
	d := Desk{Case: c, Frozen: frozen, Questionnaire: q}
	if c.Earlier != nil {
		before, err := c.Earlier.Thaw()
		if err != nil {
			return Desk{}, err
		}
		d.Before = &before
	}
	d.Sheet, d.settled, err = d.sheet()
	if err != nil {
		return Desk{}, err
	}
	d.Evaluation = q.Evaluate(d.Sheet)
	return d, nil
}

// sheet returns what the engine judges: once the review is finished, what was
// frozen with it; before that the submission with the marks and judgements.
func (d Desk) sheet() (questionnaire.Sheet, []Judged, error) {
	if d.Review.Finished != nil {
		var card Card
		if err := json.Unmarshal(d.Review.Card, &card); err != nil {
			return questionnaire.Sheet{}, nil, fmt.Errorf("read card of assessment %s: %w", d.Assessment.ID, err)
		}
		return card.Sheet, card.Qualification, nil
	}
	sheet := questionnaire.Sheet{
		Answers: d.Frozen.Answers, Skipped: d.Frozen.Skipped, Context: d.Frozen.Context,
		Files: map[string][]questionnaire.File{}, Marks: map[string]questionnaire.Mark{},
	}
	now := map[evidence.ID]evidence.State{}
	for _, f := range d.Files {
		now[f.ID] = f.State
	}
	for question, files := range d.Frozen.Files {
		for _, f := range files {
			if now[f.ID].Counts() {
				sheet.Files[question] = append(sheet.Files[question], questionnaire.File{
					Issued: f.Issued, ValidUntil: f.ValidUntil, Verdict: string(d.Review.Judgements[f.ID].Verdict),
				})
			}
		}
	}
	for question, m := range d.Review.Marks {
		sheet.Marks[question] = questionnaire.Mark{Level: m.Level, Reason: m.Reason, AcceptSkip: m.AcceptSkip}
	}
	return sheet, nil, nil
}

// Card is what a finished review froze: the sheet the result was made of, and
// the result. The same sheet gives the same result for ever, since a published
// questionnaire never changes.
type Card struct {
	Sheet  questionnaire.Sheet       `json:"sheet"`
	Result *questionnaire.Evaluation `json:"result"`

	Qualification []Judged `json:"qualification,omitempty"`
}

// maxReason is room for a page of reasons.
const maxReason = 4000

// Mark gives a question a level, or judges its skip. A reason is required
// where the level differs from the declared one, or a skip is judged.
func (s *Service) Mark(ctx context.Context, actor account.Actor, id assessment.ID, m Mark) error {
	desk, err := s.begin(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := desk.stillShows(m.Shown); err != nil {
		return err
	}
	m.Reason = strings.TrimSpace(m.Reason)
	if err := desk.checkMark(m).OrNil(); err != nil {
		return err
	}
	m.Person, m.PersonName, m.At = actor.Person, actor.Name, s.Now()
	event := s.event(actor, desk, "review.marked")
	event.Details["question"] = m.Question
	if m.Level != nil {
		event.Details["level"] = strconv.Itoa(*m.Level)
	}
	return s.Store.Mark(ctx, desk.Review, m, event)
}

// stillShows refuses what was found of an earlier round: the answer may be
// another now.
func (d Desk) stillShows(round int) error {
	if round != 0 && round != d.Submission.Round {
		return fault.New(fault.Conflict, "review.new_round")
	}
	return nil
}

func (d Desk) checkMark(m Mark) fault.Fields {
	var wrong fault.Fields
	level, scored := d.Evaluation.Levels[m.Question]
	_, skipped := d.Frozen.Skipped[m.Question]
	switch {
	case !scored && !skipped:
		wrong.Add("level", "review.not_scored")
	case m.Level == nil && !skipped:
		wrong.Add("level", "review.choose_level")
	case m.Level != nil && (*m.Level < 0 || *m.Level > 4):
		wrong.Add("level", "review.choose_level")
	case m.Reason == "" && (m.Level == nil || skipped || *m.Level != level.Declared):
		wrong.Add("reason", "review.reason_missing")
	case len([]rune(m.Reason)) > maxReason:
		wrong.Add("reason", "procurement.too_long", "most", maxReason)
	}
	return wrong
}

// Judge says what a file proves. A reason is required unless it is accepted.
func (s *Service) Judge(ctx context.Context, actor account.Actor, id assessment.ID, j Judgement) error {
	desk, err := s.begin(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := desk.stillShows(j.Shown); err != nil {
		return err
	}
	j.Reason = strings.TrimSpace(j.Reason)
	var wrong fault.Fields
	if !desk.hasFile(j.File) {
		return fault.New(fault.NotFound, "evidence.not_found")
	}
	if !known(j.Verdict) {
		wrong.Add("verdict", "review.choose_verdict")
	} else if j.Verdict != Accepted && j.Reason == "" {
		wrong.Add("reason", "review.reason_missing")
	}
	if len([]rune(j.Reason)) > maxReason {
		wrong.Add("reason", "procurement.too_long", "most", maxReason)
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	j.Person, j.PersonName, j.At = actor.Person, actor.Name, s.Now()
	event := s.event(actor, desk, "review.judged")
	event.Details["file"], event.Details["verdict"] = string(j.File), string(j.Verdict)
	return s.Store.Judge(ctx, desk.Review, j, event)
}

func known(v Verdict) bool {
	for _, each := range Verdicts() {
		if v == each {
			return true
		}
	}
	return false
}

func (d Desk) hasFile(id evidence.ID) bool {
	for _, files := range d.Frozen.Files {
		for _, f := range files {
			if f.ID == id {
				return true
			}
		}
	}
	return false
}

// begin opens the desk for a change and adds the review when it is the first one.
func (s *Service) begin(ctx context.Context, actor account.Actor, id assessment.ID) (Desk, error) {
	desk, err := s.Open(ctx, actor, id)
	if err != nil {
		return desk, err
	}
	switch {
	case !actor.Role.MayReview():
		return desk, fault.New(fault.Denied, "review.only_evaluators")
	case desk.Review.Finished != nil:
		return desk, fault.New(fault.Conflict, "review.finished_already")
	case desk.Review.Version > 0:
		return desk, nil
	}
	desk.Review.Assessment, desk.Review.Round = id, desk.Submission.Round
	desk.Review.Evaluator, desk.Review.Started, desk.Review.Version = actor.Person, s.Now(), 1
	return desk, s.Store.Begin(ctx, desk.Review, s.event(actor, desk, "review.begun"))
}

// Finish freezes the result. What was not marked keeps its provisional level.
func (s *Service) Finish(ctx context.Context, actor account.Actor, id assessment.ID) error {
	desk, err := s.begin(ctx, actor, id)
	if err != nil {
		return err
	}
	if desk.Assessment.Correcting(s.Now()) {
		return fault.New(fault.Conflict, "review.corrections_out")
	}
	if err := desk.mayFinish(); err != nil {
		return err
	}
	card, err := json.Marshal(Card{Sheet: desk.Sheet, Result: desk.Evaluation, Qualification: desk.Judged()})
	if err != nil {
		return fmt.Errorf("write card of assessment %s: %w", id, err)
	}
	now := s.Now()
	desk.Review.Finished, desk.Review.Card = &now, card
	return s.close(ctx, desk, nil, s.event(actor, desk, "review.finished"))
}

// Reopen takes finishing back, as long as the result is not released.
func (s *Service) Reopen(ctx context.Context, actor account.Actor, id assessment.ID) error {
	desk, err := s.finished(ctx, actor, id)
	if err != nil {
		return err
	}
	if desk.Review.Released != nil {
		return fault.New(fault.Conflict, "review.released_already")
	}
	desk.Review.Finished, desk.Review.Card = nil, nil
	return s.close(ctx, desk, nil, s.event(actor, desk, "review.reopened"))
}

// Release lets the supplier read the result, and tells the contact.
func (s *Service) Release(ctx context.Context, actor account.Actor, id assessment.ID) error {
	desk, err := s.finished(ctx, actor, id)
	if err != nil {
		return err
	}
	switch {
	case !actor.Role.MayManage():
		return fault.New(fault.Denied, "procurement.only_officers")
	case desk.Review.Released != nil:
		return nil
	}
	draft, err := s.DraftOf(ctx, desk)
	if err != nil {
		return err
	}
	now := s.Now()
	desk.Review.Released = &now
	var commentBy *time.Time
	if draft != nil && draft.Round == desk.Submission.Round && draft.Open(now) {
		commentBy = &draft.CommentBy
	}
	told := s.Letters.Released(desk.Assessment, desk.requirements(), commentBy)
	return s.close(ctx, desk, []letter.Letter{told}, s.event(actor, desk, "review.released"))
}

func (s *Service) finished(ctx context.Context, actor account.Actor, id assessment.ID) (Desk, error) {
	desk, err := s.Open(ctx, actor, id)
	if err != nil {
		return desk, err
	}
	if !actor.Role.MayReview() {
		return desk, fault.New(fault.Denied, "review.only_evaluators")
	}
	if desk.Review.Finished == nil {
		return desk, fault.New(fault.Conflict, "review.not_finished")
	}
	return desk, nil
}

func (s *Service) close(ctx context.Context, desk Desk, letters []letter.Letter, event audit.Event) error {
	err := s.Store.Close(ctx, desk.Review, letters, event)
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "review.changed_meanwhile")
	}
	if err != nil {
		return fmt.Errorf("close review of assessment %s: %w", desk.Assessment.ID, err)
	}
	return nil
}

// Result returns the released result for a person of the supplier.
// fault.NotFound before the release.
func (s *Service) Result(ctx context.Context, actor account.Actor, id assessment.ID) (Desk, error) {
	if !actor.Supplier() {
		return Desk{}, fault.New(fault.NotFound, "assessment.not_found")
	}
	c, err := s.Store.Released(ctx, actor.Person, id)
	if err != nil {
		return Desk{}, fmt.Errorf("load result of assessment %s: %w", id, err)
	}
	return s.desk(ctx, c)
}

func (s *Service) event(actor account.Actor, d Desk, verb string) audit.Event {
	return audit.Event{
		ID: s.NewID(), At: s.Now(), Person: string(actor.Person), Organisation: string(actor.Organisation),
		Procurement: string(d.Assessment.Procurement.ID), Assessment: string(d.Assessment.ID), Verb: verb,
		Details: map[string]string{"supplier": d.Assessment.Supplier.Name},
	}
}
