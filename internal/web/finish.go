package web

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
)

// GET /assessments/:id/review/finish says what remains, before the result is
// frozen.
func (s *Site) askFinish(c *gin.Context) error {
	desk, err := s.openReview(c)
	if err != nil {
		return s.refuseReview(c, err)
	}
	if !actorOf(c).Role.MayReview() {
		return fault.New(fault.Denied, "review.only_evaluators")
	}
	if desk.Assessment.Correcting(s.options.Clock()) {
		return fault.New(fault.Conflict, "review.corrections_out")
	}
	v := newReviewView(desk, actorOf(c).Role)
	if !v.MayMark {
		return seeOther(c, assessmentPath(desk.Assessment.ID, "result"))
	}
	page := s.page(c, "review.finish_title").about(desk.Evaluation)
	page.Crumbs = append(buyerCrumbs(page, desk), Crumb{Text: page.Title})
	return s.show(c, http.StatusOK, finishPage(page, v))
}

// GET /assessments/:id/review/release asks once more before the supplier gets
// to read the result.
func (s *Site) askRelease(c *gin.Context) error {
	desk, err := s.openReview(c)
	switch {
	case err != nil:
		return s.refuseReview(c, err)
	case !actorOf(c).Role.MayManage():
		return fault.New(fault.Denied, "procurement.only_officers")
	case desk.Review.Finished == nil:
		return fault.New(fault.Conflict, "review.not_finished")
	case desk.Review.Released != nil:
		return seeOther(c, assessmentPath(desk.Assessment.ID, "result"))
	}
	draft, err := s.services.Reviews.DraftOf(c.Request.Context(), desk)
	if err != nil {
		return err
	}
	page := s.page(c, "review.release_title").about(desk.Evaluation)
	page.Crumbs = append(buyerCrumbs(page, desk), Crumb{Text: page.Title})
	return s.show(c, http.StatusOK, releasePage(page, desk, draft))
}

// POST /assessments/:id/review/finish freezes the result.
func (s *Site) finish(c *gin.Context) error {
	return s.closeReview(c, s.services.Reviews.Finish, "review.finished")
}

// POST /assessments/:id/review/reopen takes finishing back.
func (s *Site) reopen(c *gin.Context) error {
	return s.closeReview(c, s.services.Reviews.Reopen, "review.reopened")
}

// POST /assessments/:id/review/release lets the supplier read the result.
func (s *Site) release(c *gin.Context) error {
	return s.closeReview(c, s.services.Reviews.Release, "review.released")
}

// closeReview does one thing to the whole review, and shows the result.
func (s *Site) closeReview(c *gin.Context, do func(context.Context, account.Actor, assessment.ID) error, said string) error {
	id := assessment.ID(c.Param("id"))
	if err := do(c.Request.Context(), actorOf(c), id); err != nil {
		return err
	}
	s.flash(c, Done, said)
	return seeOther(c, assessmentPath(id, "result"))
}
