package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// Draft is a finished result that the supplier may read and comment on before
// it is final: as it was sent, whatever becomes of the review.
type Draft struct {
	Assessment assessment.ID
	Round      int
	Card       []byte // JSON of a DraftCard
	Sent       time.Time
	CommentBy  time.Time // the first moment at which nobody may comment any more
	Person     account.PersonID
	Remarks    []Remark // the oldest first
}

// Remark is what somebody of the supplier says of a draft.
type Remark struct {
	ID         string
	Assessment assessment.ID
	Round      int
	Question   string // empty: of the result as a whole
	Text       string
	Person     account.PersonID
	PersonName string
	At         time.Time
}

// DraftCard is what a draft keeps: the card of the review, and what was said of
// each file.
type DraftCard struct {
	Card

	Judgements map[evidence.ID]Judgement `json:"judgements"`
}

// Open reports whether the supplier may comment at now.
func (d Draft) Open(now time.Time) bool { return now.Before(d.CommentBy) }

// At lists the remarks on a question; empty: those on the whole.
func (d *Draft) At(question string) []Remark {
	if d == nil {
		return nil
	}
	var all []Remark
	for _, r := range d.Remarks {
		if r.Question == question {
			all = append(all, r)
		}
	}
	return all
}

// Bounds of a draft: a time that a person can still mean, room for a page, and
// more remarks than anybody has to make.
const (
	longestToComment = 180 * 24 * time.Hour
	MaxRemark        = 4000
	MaxRemarks       = 200
)

// DraftStore keeps drafts and what suppliers say of them.
type DraftStore interface {
	// SendDraft writes the draft over an earlier one of its round and posts the
	// letter. fault.Conflict unless the review is finished at its version, and
	// not released.
	SendDraft(ctx context.Context, review Review, d Draft, l letter.Letter, event audit.Event) error

	// Draft returns the newest draft of an assessment with all remarks, whoever
	// asks; nil when none was sent. In one statement.
	Draft(ctx context.Context, id assessment.ID) (*Draft, error)

	// DraftCase returns the draft of an assessment's newest submission, and the
	// case without its review, for a person of the supplier. fault.NotFound when
	// there is none.
	DraftCase(ctx context.Context, person account.PersonID, id assessment.ID) (Case, Draft, error)

	// AddRemark adds a remark. fault.Conflict when the draft is another by now,
	// comments are closed at r.At, the result is released, or there are
	// MaxRemarks already.
	AddRemark(ctx context.Context, d Draft, r Remark, event audit.Event) error
}

// SendDraft lets the supplier read a finished result and comment on it until a
// moment, and tells the contact. Sent again, it replaces the earlier draft; what
// was said of that stays.
func (s *Service) SendDraft(ctx context.Context, actor account.Actor, id assessment.ID, until time.Time) error {
	desk, err := s.finished(ctx, actor, id)
	if err != nil {
		return err
	}
	now := s.Now()
	switch {
	case !actor.Role.MayManage():
		return fault.New(fault.Denied, "procurement.only_officers")
	case desk.Review.Released != nil:
		return fault.New(fault.Conflict, "review.released_already")
	case !until.After(now):
		return fault.Fields{{Name: "until", Key: "draft.until_past"}}
	case until.Sub(now) > longestToComment:
		return fault.Fields{{Name: "until", Key: "draft.until_far"}}
	}
	card, err := json.Marshal(DraftCard{Card{desk.Sheet, desk.Evaluation, desk.Judged()}, desk.Review.Judgements})
	if err != nil {
		return fmt.Errorf("write draft of assessment %s: %w", id, err)
	}
	d := Draft{Assessment: id, Round: desk.Submission.Round, Card: card, Sent: now, CommentBy: until.UTC(), Person: actor.Person}
	event := s.event(actor, desk, "review.draft_sent")
	event.Details["until"] = d.CommentBy.Format(time.RFC3339)
	err = s.Drafts.SendDraft(ctx, desk.Review, d, s.DraftLetters.DraftSent(desk.Assessment, d.CommentBy), event)
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "review.changed_meanwhile")
	}
	if err != nil {
		return fmt.Errorf("send draft of assessment %s: %w", id, err)
	}
	return nil
}

// DraftLetters writes the letter that tells of a draft.
type DraftLetters interface {
	DraftSent(a assessment.Assessment, until time.Time) letter.Letter
	DraftDeadline(a assessment.Assessment, sent, until time.Time, language string) string
}

// CommentDeadline is until when the draft can be commented on, as a file for a
// calendar in a language. fault.Conflict once it is too late, or final.
func (s *Service) CommentDeadline(ctx context.Context, actor account.Actor, id assessment.ID, language string) (assessment.Assessment, string, error) {
	desk, d, err := s.Draft(ctx, actor, id)
	if err == nil && !d.Open(s.Now()) {
		err = fault.New(fault.Conflict, "draft.closed")
	}
	if err != nil {
		return assessment.Assessment{}, "", err
	}
	return desk.Assessment, s.DraftLetters.DraftDeadline(desk.Assessment, d.Sent, d.CommentBy, language), nil
}

// DraftOf returns the newest draft of a desk that the caller has opened; nil
// when none was sent.
func (s *Service) DraftOf(ctx context.Context, desk Desk) (*Draft, error) {
	if desk.Submission.Round == 0 {
		return nil, nil
	}
	d, err := s.Drafts.Draft(ctx, desk.Assessment.ID)
	if err != nil {
		return nil, fmt.Errorf("load draft of assessment %s: %w", desk.Assessment.ID, err)
	}
	return d, nil
}

// Draft returns the draft that a person of the supplier may read, as it was
// sent. fault.NotFound when there is none.
func (s *Service) Draft(ctx context.Context, actor account.Actor, id assessment.ID) (Desk, *Draft, error) {
	if !actor.Supplier() {
		return Desk{}, nil, fault.New(fault.NotFound, "assessment.not_found")
	}
	c, d, err := s.Drafts.DraftCase(ctx, actor.Person, id)
	if err != nil {
		return Desk{}, nil, fmt.Errorf("load draft of assessment %s: %w", id, err)
	}
	var card DraftCard
	if err := json.Unmarshal(d.Card, &card); err != nil {
		return Desk{}, nil, fmt.Errorf("read draft of assessment %s: %w", id, err)
	}
	c.Review = card.review(d)
	desk, err := s.desk(ctx, c)
	return desk, &d, err
}

// review is the review as it was when the draft was sent.
func (card DraftCard) review(d Draft) Review {
	r := Review{
		Assessment: d.Assessment, Round: d.Round, Finished: &d.Sent, Card: d.Card, Version: 1,
		Marks: map[string]Mark{}, Judgements: card.Judgements,
	}
	for question, m := range card.Sheet.Marks {
		r.Marks[question] = Mark{Question: question, Level: m.Level, AcceptSkip: m.AcceptSkip, Reason: m.Reason}
	}
	return r
}

// Remark says something of a draft: of a question, or of the whole.
func (s *Service) Remark(ctx context.Context, actor account.Actor, id assessment.ID, question, text string) error {
	desk, d, err := s.Draft(ctx, actor, id)
	if err != nil {
		return err
	}
	now := s.Now()
	r := Remark{
		ID: s.NewID(), Assessment: id, Round: d.Round, Question: question, Text: strings.TrimSpace(text),
		Person: actor.Person, PersonName: actor.Name, At: now,
	}
	if _, asked := desk.Questionnaire.Question(question); question != "" && !asked {
		return fault.New(fault.NotFound, "review.no_such_question")
	}
	switch {
	case !d.Open(now):
		return fault.New(fault.Conflict, "draft.closed")
	case r.Text == "":
		return fault.Fields{{Name: "text", Key: "draft.nothing_said"}}
	case len([]rune(r.Text)) > MaxRemark:
		return fault.Fields{{Name: "text", Key: "procurement.too_long", Args: []any{"most", MaxRemark}}}
	}
	event := s.event(actor, desk, "review.remarked")
	event.Organisation = string(desk.Assessment.Procurement.Organisation)
	if question != "" {
		event.Details["question"] = question
	}
	err = s.Drafts.AddRemark(ctx, *d, r, event)
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "draft.closed")
	}
	if err != nil {
		return fmt.Errorf("comment on the draft of assessment %s: %w", id, err)
	}
	return nil
}
