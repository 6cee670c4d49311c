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
	actor := actorOf(c)
	switch {
	case actor.Buyer():
		desk, err := s.openReview(c)
		if err != nil {
			return s.refuseReview(c, err)
		}
		return s.result(c, desk)
	case actor.Supplier():
		desk, err := s.services.Reviews.Result(c.Request.Context(), actor, assessment.ID(c.Param("id")))
		if err != nil {
			return err
		}
		return s.result(c, desk)
	default:
		return fault.SignIn
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
