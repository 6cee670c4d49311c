package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// GET /assessments/:id/result shows a buyer's staff the result as it is now,
// and the supplier the one that was released, or the draft that was sent.
// Before that there is nothing there for the supplier.
func (s *Site) showResult(c *gin.Context) error {
	v, err := s.readResult(c)
	if err != nil {
		if actorOf(c).Buyer() {
			return s.refuseReview(c, err)
		}
		return err
	}
	return s.result(c, http.StatusOK, v)
}

func (s *Site) result(c *gin.Context, status int, v resultView) error {
	page := s.resultHead(c, v)
	page.Flash, page.Scripts = s.takeFlash(c), []string{"print"}
	if status != http.StatusOK {
		page.Failed, page.Scripts = true, []string{"focus", "print"}
	}
	return s.show(c, status, resultPage(page, v))
}

// resultHead begins the page of a result.
func (s *Site) resultHead(c *gin.Context, v resultView) Page {
	title := "result.title"
	if v.AsDraft {
		title = "draft.result_title"
	}
	page := s.quietPage(c, title, "supplier", v.Desk.Assessment.Supplier.Name).about(v.Desk.Evaluation)
	page.Wide, page.Zone = true, v.Desk.Assessment.Procurement.Location()
	if v.Buyer {
		page.Crumbs = append(buyerCrumbs(page, v.Desk), Crumb{Text: page.Say("result.crumb")})
	}
	return page
}
