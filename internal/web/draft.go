package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/review"
)

// draftView is the page that sends a draft of the result.
type draftView struct {
	Desk       review.Desk
	Before     *review.Draft // one that was sent already
	Day, Clock string
	Mistakes   []Mistake
}

// daysToComment is how long a supplier is offered to comment on a draft.
const daysToComment = 7

// GET /assessments/:id/review/draft asks until when the supplier may comment.
func (s *Site) askDraft(c *gin.Context) error {
	v, err := s.draftable(c)
	if err != nil {
		return err
	}
	local := s.options.Clock().In(v.Desk.Assessment.Procurement.Location()).AddDate(0, 0, daysToComment)
	v.Day, v.Clock = local.Format(time.DateOnly), "12:00"
	return s.showDraft(c, v, nil)
}

// draftable is the desk of a result that may be sent as a draft.
func (s *Site) draftable(c *gin.Context) (draftView, error) {
	desk, err := s.openReview(c)
	switch {
	case err != nil:
		return draftView{}, err
	case !actorOf(c).Role.MayManage():
		return draftView{}, fault.New(fault.Denied, "procurement.only_officers")
	case desk.Review.Finished == nil:
		return draftView{}, fault.New(fault.Conflict, "review.not_finished")
	case desk.Review.Released != nil:
		return draftView{}, fault.New(fault.Conflict, "review.released_already")
	}
	before, err := s.services.Reviews.DraftOf(c.Request.Context(), desk)
	return draftView{Desk: desk, Before: before}, err
}

// POST /assessments/:id/review/draft lets the supplier read the draft and
// comment on it.
func (s *Site) sendDraft(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	v, err := s.draftable(c)
	if err != nil {
		return err
	}
	v.Day, v.Clock = form.Get("until_date"), form.Get("until_clock")
	until, ok, real := readMoment(v.Day, v.Clock, v.Desk.Assessment.Procurement.Location())
	switch {
	case !real:
		err = fault.Fields{{Name: "until", Key: "buyer.no_such_time"}}
	case !ok:
		err = fault.Fields{{Name: "until", Key: "draft.until_missing"}}
	default:
		err = s.services.Reviews.SendDraft(c.Request.Context(), actorOf(c), v.Desk.Assessment.ID, until)
	}
	if err != nil {
		return s.showDraft(c, v, err)
	}
	s.flash(c, Done, "draft.sent")
	return seeOther(c, assessmentPath(v.Desk.Assessment.ID, "result"))
}

func (s *Site) showDraft(c *gin.Context, v draftView, err error) error {
	page, status := s.page(c, "draft.send_title").about(v.Desk.Evaluation), http.StatusOK
	page.Crumbs = append(buyerCrumbs(page, v.Desk), Crumb{Text: page.Title})
	if err != nil {
		mistakes, ok := mistakesOf(page, err)
		if !ok {
			return err
		}
		v.Mistakes, status = mistakes, http.StatusUnprocessableEntity
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, draftPage(page, v))
}

// remarked is what a supplier typed of a draft and could not be kept.
type remarked struct {
	Question string
	Text     string
	Mistake  string
}

// POST /assessments/:id/remarks says something of a draft: of a question, or of
// the whole.
func (s *Site) remark(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	id, question := assessment.ID(c.Param("id")), form.Get("question")
	err = s.services.Reviews.Remark(c.Request.Context(), actorOf(c), id, question, form.Get("text"))
	mistakes, wrong := mistakesOf(s.quietPage(c, "draft.read"), err)
	switch {
	case wrong:
		return s.remarkAgain(c, remarked{question, form.Get("text"), mistakes[0].Text})
	case err != nil:
		return err
	}
	s.flash(c, Done, "draft.remarked")
	return seeOther(c, assessmentPath(id, "result#"+remarksID(question)))
}

// remarkAgain shows the draft again with what was typed and what is wrong.
func (s *Site) remarkAgain(c *gin.Context, typed remarked) error {
	read, err := s.readResult(c)
	if err != nil {
		return err
	}
	if !read.MayRemark {
		return fault.New(fault.Conflict, "draft.closed")
	}
	read.Typed = typed
	return s.result(c, http.StatusUnprocessableEntity, read)
}

// readResult is the result that the address names, as its reader may see it:
// to the supplier the released one, or else the draft.
func (s *Site) readResult(c *gin.Context) (resultView, error) {
	ctx, actor, id := c.Request.Context(), actorOf(c), assessment.ID(c.Param("id"))
	var desk review.Desk
	var err error
	switch {
	case actor.Buyer():
		desk, err = s.openReview(c)
	case actor.Supplier():
		desk, err = s.services.Reviews.Result(ctx, actor, id)
	default:
		err = fault.SignIn
	}
	// A draft of what was submitted anew goes before the result of what it replaced.
	if older := err == nil && desk.Submission.Round < desk.Assessment.Round; actor.Supplier() && (older || errors.Is(err, fault.NotFound)) {
		if v, none := s.readDraft(c); !older || !errors.Is(none, fault.NotFound) {
			return v, none
		}
	}
	if err != nil {
		return resultView{}, err
	}
	v := newResultView(desk, actor)
	v.Draft, err = s.services.Reviews.DraftOf(ctx, desk)
	return v, err
}

func (s *Site) readDraft(c *gin.Context) (resultView, error) {
	desk, draft, err := s.services.Reviews.Draft(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if err != nil {
		return resultView{}, err
	}
	v := newResultView(desk, actorOf(c))
	v.Draft, v.AsDraft, v.MayRemark = draft, true, draft.Open(s.options.Clock())
	return v, nil
}

// remarksID is where the remarks on a question stand; empty: those on the whole.
func remarksID(question string) string {
	if question == "" {
		return "remarks"
	}
	return "remarks-" + question
}

// remarkField is the id of the field that a remark is typed in.
func remarkField(question string) string { return "text-" + remarksID(question) }

// typedAt is what was typed of a question and could not be kept.
func (v resultView) typedAt(question string) remarked {
	if v.Typed.Mistake != "" && v.Typed.Question == question {
		return v.Typed
	}
	return remarked{Question: question}
}

// mistakes are what is wrong with a remark, for the summary on top.
func (v resultView) mistakes() []Mistake {
	if v.Typed.Mistake == "" {
		return nil
	}
	return []Mistake{{remarkField(v.Typed.Question), v.Typed.Mistake}}
}
