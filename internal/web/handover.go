package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/message"
)

// handOverView is who shall answer from now on.
type handOverView struct {
	Assessment assessment.Assessment
	Helped     bool // colleagues were asked for help
	To         assessment.NewContact
	Mistakes   []Mistake
}

// GET /assessments/:id/hand-over asks who shall answer instead.
func (s *Site) askHandOver(c *gin.Context) error {
	desk, err := s.services.Assessments.OpenAsContact(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if err != nil {
		return err
	}
	view := handOverView{Assessment: desk.Assessment, Helped: len(desk.Colleagues) > 0, To: assessment.NewContact{Language: string(langOf(c))}}
	return s.show(c, http.StatusOK, handOverPage(s.page(c, "submit.handover_title"), view))
}

// POST /assessments/:id/hand-over gives the request to a colleague. The one
// who gives it away reads it no more.
func (s *Site) handOver(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, actor, id := c.Request.Context(), actorOf(c), assessment.ID(c.Param("id"))
	to := assessment.NewContact{Name: form.Get("name"), Email: form.Get("email"), Language: form.Get("language")}
	refused := s.services.Assessments.HandOver(ctx, actor, id, to)
	if refused == nil {
		s.flash(c, Done, "submit.handed_over", "name", to.Name, "email", to.Email)
		return seeOther(c, "/requests")
	}
	page := s.page(c, "submit.handover_title")
	mistakes, wrong := mistakesOf(page, refused)
	if !wrong {
		return refused
	}
	desk, err := s.services.Assessments.Open(ctx, actor, id)
	if err != nil {
		return err
	}
	page.Failed, page.Scripts = true, []string{"focus"}
	return s.show(c, http.StatusUnprocessableEntity, handOverPage(page, handOverView{desk.Assessment, len(desk.Colleagues) > 0, to, mistakes}))
}

// letterLanguages are the languages a letter can be written in.
func letterLanguages(chosen string) []Option {
	var options []Option
	for _, lang := range message.Langs() {
		options = append(options, Option{Value: string(lang), Text: lang.Name(), Chosen: string(lang) == chosen})
	}
	return options
}
