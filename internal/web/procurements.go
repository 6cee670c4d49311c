package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/procurement"
)

// procurementsView is the list of a buyer's procurements.
type procurementsView struct {
	Needs     []need
	Rows      []procurement.Listed
	MayManage bool
}

// GET /procurements is where a buyer's work begins: what needs them, and all
// their procurements.
func (s *Site) showProcurements(c *gin.Context) error {
	actor := actorOf(c)
	rows, err := s.services.Procurements.List(c.Request.Context(), actor)
	if err != nil {
		return err
	}
	page := s.page(c, "buyer.procurements")
	page.Wide = true
	view := procurementsView{Needs: needsOf(page, rows), Rows: rows, MayManage: actor.Role.MayManage()}
	return s.show(c, http.StatusOK, procurementsPage(page, view))
}
