package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
)

// GET /assessments/:id/withdraw asks once more before a submission is taken
// back.
func (s *Site) askWithdraw(c *gin.Context) error {
	id := assessment.ID(c.Param("id"))
	desk, err := s.services.Assessments.OpenAsContact(c.Request.Context(), actorOf(c), id)
	if err != nil {
		return err
	}
	if desk.Assessment.State == assessment.Open {
		return seeOther(c, assessmentPath(id, "check"))
	}
	if !desk.Assessment.MayWithdraw(s.options.Clock()) {
		return fault.New(fault.Conflict, "assessment.too_late_to_withdraw")
	}
	return s.show(c, http.StatusOK, withdrawPage(s.page(c, "submit.withdraw_title"), desk.Assessment))
}

// POST /assessments/:id/withdraw takes the submission back. Its receipt stays.
func (s *Site) withdraw(c *gin.Context) error {
	id := assessment.ID(c.Param("id"))
	if err := s.services.Assessments.Withdraw(c.Request.Context(), actorOf(c), id); err != nil {
		return err
	}
	s.flash(c, Notice, "submit.withdrawn_flash")
	return seeOther(c, assessmentPath(id, "check"))
}
