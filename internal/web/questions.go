package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/questionnaire"
)

// questionsView is the whole questionnaire to read.
type questionsView struct {
	Desk     assessment.Desk
	Sections []*questionnaire.Page
}

// GET /assessments/:id/questions shows all questions at once, to read and to
// print before one begins.
func (s *Site) showQuestions(c *gin.Context) error {
	desk, err := s.deskOf(c)
	if err != nil {
		return err
	}
	page := s.page(c, "supplier.questions_title").about(desk.Evaluation)
	page.Zone, page.Scripts = desk.Assessment.Procurement.Location(), []string{"print"}
	view := questionsView{Desk: desk, Sections: desk.Questionnaire.Definition().Pages}
	return s.show(c, http.StatusOK, questionsPage(page, view))
}
