package review

import (
	"context"
	"slices"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
)

// Audience says who may read a comment.
type Audience string

// The audiences. What is said to the supplier is shown with the released
// result, or when its question is sent back; what is internal never is.
const (
	Internal   Audience = "internal"
	ToSupplier Audience = "supplier"
)

// Audiences lists both, the careful one first.
func Audiences() []Audience { return []Audience{Internal, ToSupplier} }

// MaxComment is how many characters a comment has room for.
const MaxComment = 2000

// Comment is what an evaluator says of a question, in plain text.
type Comment struct {
	ID         string
	Round      int // the submission it was said of
	Question   string
	Audience   Audience
	Text       string
	Person     account.PersonID
	PersonName string
	At         time.Time
	Shown      *time.Time // when the supplier could first read it; nil = not yet, or never
}

// CommentStore keeps comments.
type CommentStore interface {
	// Say adds a comment. fault.Conflict when the review is finished or superseded.
	Say(ctx context.Context, review Review, c Comment, event audit.Event) error

	// Unsay removes a comment of the person's own that no supplier has been
	// shown. fault.NotFound for any other.
	Unsay(ctx context.Context, review Review, id string, person account.PersonID, event audit.Event) error
}

// Comment says something of a question: to colleagues, or to the supplier.
func (s *Service) Comment(ctx context.Context, actor account.Actor, id assessment.ID, c Comment) error {
	desk, err := s.begin(ctx, actor, id)
	if err != nil {
		return err
	}
	if _, found := desk.Questionnaire.Question(c.Question); !found {
		return fault.New(fault.NotFound, "assessment.no_such_question", "question", c.Question)
	}
	c.Text = strings.TrimSpace(c.Text)
	if err := c.check().OrNil(); err != nil {
		return err
	}
	c.ID, c.Round, c.Person, c.PersonName, c.At = s.NewID(), desk.Submission.Round, actor.Person, actor.Name, s.Now()
	event := s.event(actor, desk, "review.commented")
	event.Details["question"], event.Details["audience"] = c.Question, string(c.Audience)
	return s.changed(s.Comments.Say(ctx, desk.Review, c, event), "comment on", id)
}

func (c Comment) check() fault.Fields {
	var wrong fault.Fields
	switch {
	case c.Text == "":
		wrong.Add("comment", "review.comment_missing")
	case len([]rune(c.Text)) > MaxComment:
		wrong.Add("comment", "procurement.too_long", "most", MaxComment)
	}
	if !slices.Contains(Audiences(), c.Audience) {
		wrong.Add("audience", "review.choose_audience")
	}
	return wrong
}

// RemoveComment takes a comment of one's own back, as long as no supplier has
// been shown it.
func (s *Service) RemoveComment(ctx context.Context, actor account.Actor, id assessment.ID, comment string) error {
	desk, err := s.begin(ctx, actor, id)
	if err != nil {
		return err
	}
	event := s.event(actor, desk, "review.comment_removed")
	return s.changed(s.Comments.Unsay(ctx, desk.Review, comment, actor.Person, event), "remove a comment on", id)
}
