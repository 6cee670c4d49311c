package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/review"
)

// correctionsView is what is sent back to a supplier, or about to be.
type correctionsView struct {
	Review     *reviewView
	Day, Clock string
	Mistakes   []Mistake
}

// Out tells whether questions are sent back and not in again.
func (v correctionsView) Out() bool { return v.Review.Desk.Assessment.CorrectBy != nil }

// until asks for a deadline in the procurement's zone.
func (v correctionsView) until(p Page, legend string) MomentField {
	return MomentField{
		ID: "until", Name: "until", Legend: legend, Help: p.Say("buyer.closing_zone"),
		Mistake: mistakeAt(v.Mistakes, "until"), Day: v.Day, Clock: v.Clock,
	}
}

// sent are the questions that are out.
func (v *reviewView) sent() []reviewItem {
	return slices.DeleteFunc(slices.Clone(v.Items), func(i reviewItem) bool { return i.Correction == nil || i.Correction.Sent == nil })
}

// POST /assessments/:id/review/correction lists a question for correction, or
// rewrites what is to be mended.
func (s *Site) askCorrection(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	text, question := form.Get("correction"), form.Get("question")
	refused := s.services.Reviews.AskCorrection(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), question, text)
	if refused != nil {
		return s.reviewAgain(c, question, refused, func(v *reviewView, mistakes []Mistake) {
			v.Asking, v.Mistakes = &text, mistakes
		})
	}
	s.flash(c, Done, "correction.is_listed_now")
	return s.backToQuestion(c, question)
}

// POST /assessments/:id/review/correction/drop takes a question off the list.
func (s *Site) dropCorrection(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	question := form.Get("question")
	if err := s.services.Reviews.DropCorrection(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), question); err != nil {
		return err
	}
	s.flash(c, Done, "correction.dropped")
	return s.backToQuestion(c, question)
}

func (s *Site) backToQuestion(c *gin.Context, question string) error {
	back := url.Values{"question": {question}}
	return seeOther(c, assessmentPath(assessment.ID(c.Param("id")), "review?"+back.Encode()))
}

// POST /assessments/:id/review/comment says something of a question.
func (s *Site) comment(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	said := review.Comment{Question: form.Get("question"), Audience: review.Audience(form.Get("audience")), Text: form.Get("comment")}
	refused := s.services.Reviews.Comment(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), said)
	if refused != nil {
		return s.reviewAgain(c, said.Question, refused, func(v *reviewView, mistakes []Mistake) {
			v.Comment, v.Mistakes = &said, mistakes
		})
	}
	s.flash(c, Done, "correction.comment_saved")
	return s.backToQuestion(c, said.Question)
}

// POST /assessments/:id/review/comment/remove takes a comment of one's own back.
func (s *Site) removeComment(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	err = s.services.Reviews.RemoveComment(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), form.Get("comment"))
	if err != nil {
		return err
	}
	s.flash(c, Done, "correction.comment_removed")
	return s.backToQuestion(c, form.Get("question"))
}

// GET /assessments/:id/review/corrections shows what is listed before it is
// sent, or what is out.
func (s *Site) showCorrections(c *gin.Context) error {
	desk, err := s.openReview(c)
	if err != nil {
		return s.refuseReview(c, err)
	}
	if !actorOf(c).Role.MayReview() {
		return fault.New(fault.Denied, "review.only_evaluators")
	}
	if desk.Review.Finished != nil {
		return fault.New(fault.Conflict, "review.reopen_first")
	}
	return s.corrections(c, http.StatusOK, desk, correctionsView{})
}

func (s *Site) corrections(c *gin.Context, status int, desk review.Desk, v correctionsView) error {
	v.Review = newReviewView(desk, actorOf(c).Role)
	title := "correction.send_title"
	if v.Out() {
		title = "correction.out_title"
	}
	page := s.page(c, title).about(desk.Evaluation)
	page.Crumbs = append(buyerCrumbs(page, desk), Crumb{page.Say("review.crumb"), assessmentPath(desk.Assessment.ID, "review")}, Crumb{Text: page.Title})
	if status != http.StatusOK {
		page.Failed, page.Scripts = true, []string{"focus"}
	} else {
		v.Day, v.Clock = proposedDeadline(desk, s.options.Clock())
	}
	return s.show(c, status, correctionsPage(page, v))
}

// proposedDeadline is a week from now; with more time, two days later than it was.
func proposedDeadline(desk review.Desk, now time.Time) (day, clock string) {
	zone := desk.Assessment.Procurement.Location()
	at := review.DefaultDeadline(now, zone)
	if until := desk.Assessment.CorrectBy; until != nil && !at.After(*until) {
		at = until.In(zone).AddDate(0, 0, 2)
	}
	return at.Format(time.DateOnly), at.Format("15:04")
}

// POST /assessments/:id/review/corrections sends the listed questions back.
func (s *Site) sendCorrections(c *gin.Context) error {
	return s.withDeadline(c, "correction.sent", func(id assessment.ID, until time.Time) error {
		return s.services.Reviews.SendCorrections(c.Request.Context(), actorOf(c), id, until)
	})
}

// POST /assessments/:id/review/corrections/extend gives more time.
func (s *Site) extendCorrections(c *gin.Context) error {
	return s.withDeadline(c, "correction.extended", func(id assessment.ID, until time.Time) error {
		return s.services.Reviews.ExtendCorrections(c.Request.Context(), actorOf(c), id, until)
	})
}

// withDeadline reads a deadline and does something with it; one that cannot be
// is shown again.
func (s *Site) withDeadline(c *gin.Context, said string, do func(assessment.ID, time.Time) error) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	desk, err := s.openReview(c)
	if err != nil {
		return err
	}
	v := correctionsView{Day: form.Get("until_date"), Clock: form.Get("until_clock")}
	until, ok, real := readMoment(v.Day, v.Clock, desk.Assessment.Procurement.Location())
	switch {
	case !real:
		err = fault.Fields{{Name: "until", Key: "buyer.no_such_time"}}
	case !ok:
		err = fault.Fields{{Name: "until", Key: "review.until_missing"}}
	}
	if err == nil || !actorOf(c).Role.MayReview() {
		err = do(desk.Assessment.ID, until)
	}
	if mistakes, wrong := mistakesOf(s.page(c, "correction.send_title"), err); wrong {
		v.Mistakes = mistakes
		return s.corrections(c, http.StatusUnprocessableEntity, desk, v)
	}
	if err != nil {
		return err
	}
	s.flash(c, Done, said)
	return seeOther(c, assessmentPath(desk.Assessment.ID, "review"))
}

// POST /assessments/:id/review/corrections/take-back ends the request.
func (s *Site) takeBackCorrections(c *gin.Context) error {
	id := assessment.ID(c.Param("id"))
	if err := s.services.Reviews.TakeBackCorrections(c.Request.Context(), actorOf(c), id); err != nil {
		return err
	}
	s.flash(c, Done, "correction.taken_back")
	return seeOther(c, assessmentPath(id, "review"))
}

// commenting is the comment as typed.
func (v *reviewView) commenting() string {
	if v.Comment == nil {
		return ""
	}
	return v.Comment.Text
}

// audienceOptions are who may read a comment; nobody outside, unless one says so.
func audienceOptions(p Page, typed *review.Comment) []Option {
	chosen := review.Internal
	if typed != nil {
		chosen = typed.Audience
	}
	return []Option{
		{Value: string(review.Internal), Text: p.Say("correction.audience_internal"), Help: p.Say("correction.audience_internal_help"), Chosen: chosen == review.Internal},
		{Value: string(review.ToSupplier), Text: p.Say("correction.audience_supplier"), Help: p.Say("correction.audience_supplier_help"), Chosen: chosen == review.ToSupplier},
	}
}

// audienceText says who reads a comment, and whether they can yet.
func audienceText(p Page, c review.Comment) string {
	switch {
	case c.Audience == review.Internal:
		return p.Say("correction.tag_internal")
	case c.Shown != nil:
		return p.Say("correction.tag_shown")
	default:
		return p.Say("correction.tag_supplier")
	}
}

func audienceColour(c review.Comment) Colour {
	if c.Audience == review.Internal {
		return Neutral
	}
	return Accent
}

// readerOf is the person whose own comments can be taken back.
func readerOf(actor account.Actor) string { return string(actor.Person) }
