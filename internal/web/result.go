package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/review"
)

// GET /assessments/:id/result shows a buyer's staff the result as it is now,
// and the supplier the one that was released. Before the release there is
// nothing there for the supplier.
func (s *Site) showResult(c *gin.Context) error {
	desk, err := s.resultDesk(c)
	if err != nil {
		if actorOf(c).Buyer() {
			return s.refuseReview(c, err)
		}
		return err
	}
	return s.result(c, desk)
}

// resultDesk is the result that the address names, as its reader may see it.
func (s *Site) resultDesk(c *gin.Context) (review.Desk, error) {
	actor := actorOf(c)
	switch {
	case actor.Buyer():
		return s.openReview(c)
	case actor.Supplier():
		return s.services.Reviews.Result(c.Request.Context(), actor, assessment.ID(c.Param("id")))
	default:
		return review.Desk{}, fault.SignIn
	}
}

func (s *Site) result(c *gin.Context, desk review.Desk) error {
	page := s.page(c, "result.title", "supplier", desk.Assessment.Supplier.Name)
	page.Wide, page.Scripts = true, []string{"print"}
	v := newResultView(desk, actorOf(c))
	if v.Buyer {
		page.Crumbs = append(buyerCrumbs(page, desk), Crumb{Text: page.Say("result.crumb")})
	}
	return s.show(c, http.StatusOK, resultPage(page, v))
}
