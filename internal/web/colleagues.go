package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/questionnaire"
)

// askColleagueView is whom the contact asks to help, and with what.
type askColleagueView struct {
	Desk     assessment.Desk
	Ask      assessment.AskedHelp
	Known    *assessment.Colleague // who is asked already; nil: somebody new
	Mistakes []Mistake
}

// At is the address of the form.
func (v askColleagueView) At() string {
	if v.Known == nil {
		return assessmentPath(v.Desk.Assessment.ID, "colleagues")
	}
	return colleaguePath(v.Desk.Assessment.ID, *v.Known)
}

func colleaguePath(id assessment.ID, c assessment.Colleague) string {
	return assessmentPath(id, "colleagues/"+string(c.Person))
}

// Pages are the pages that can be asked about, those asked already ticked.
func (v askColleagueView) Pages(p Page) []Option {
	var options []Option
	for _, section := range v.Desk.Questionnaire.Definition().Pages {
		if slices.ContainsFunc(section.Questions, takesSomething) {
			options = append(options, Option{Value: section.ID, Text: p.Text(section.Title), Chosen: slices.Contains(v.Ask.Pages, section.ID)})
		}
	}
	return options
}

// takesSomething tells a question from what is only read.
func takesSomething(q *questionnaire.Question) bool { return q.TakesAnswer() || takesFiles(q) }

// GET /assessments/:id/colleagues/new asks who shall help, and with what;
// ?page= is what the contact looked at.
func (s *Site) askNewColleague(c *gin.Context) error {
	desk, err := s.askingDesk(c)
	if err != nil {
		return err
	}
	view := askColleagueView{Desk: desk, Ask: assessment.AskedHelp{NewContact: assessment.NewContact{Language: string(langOf(c))}}}
	if page := c.Query("page"); page != "" {
		view.Ask.Pages = []string{page}
	}
	return s.showAskColleague(c, http.StatusOK, view)
}

// askingDesk is the desk of a contact who may ask for help now.
func (s *Site) askingDesk(c *gin.Context) (assessment.Desk, error) {
	desk, err := s.services.Assessments.OpenAsContact(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if err == nil {
		err = s.takesAnswers(desk)
	}
	return desk, err
}

func (s *Site) showAskColleague(c *gin.Context, status int, v askColleagueView) error {
	page := s.page(c, "colleague.ask_title").about(v.Desk.Evaluation)
	if v.Known != nil {
		page.Title = page.Say("colleague.change_title", "name", v.Known.Name)
	}
	if status != http.StatusOK {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, askColleaguePage(page, v))
}

// POST /assessments/:id/colleagues asks somebody to help.
func (s *Site) askColleague(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	who := assessment.NewContact{Name: form.Get("name"), Email: form.Get("email"), Language: form.Get("language")}
	return s.writeToColleague(c, assessment.AskedHelp{NewContact: who, Pages: form["page"], Message: form.Get("message")}, nil)
}

// writeToColleague writes to a colleague, or shows the form again with what is wrong.
func (s *Site) writeToColleague(c *gin.Context, ask assessment.AskedHelp, known *assessment.Colleague) error {
	ctx, actor, id := c.Request.Context(), actorOf(c), assessment.ID(c.Param("id"))
	if err := s.limits.colleagues.Allow(string(actor.Person)); err != nil {
		return err
	}
	refused := s.services.Assessments.AskColleague(ctx, actor, id, ask)
	if refused == nil {
		s.flash(c, Done, "colleague.asked_flash", "name", strings.TrimSpace(ask.Name), "email", account.Address(ask.Email))
		return seeOther(c, assessmentPath(id, ""))
	}
	mistakes, wrong := mistakesOf(s.page(c, "colleague.ask_title"), refused)
	if !wrong {
		return refused
	}
	desk, err := s.askingDesk(c)
	if err != nil {
		return err
	}
	return s.showAskColleague(c, http.StatusUnprocessableEntity, askColleagueView{Desk: desk, Ask: ask, Known: known, Mistakes: mistakes})
}

// knownColleague is the colleague that the address names, on the contact's desk.
func (s *Site) knownColleague(c *gin.Context) (assessment.Desk, assessment.Colleague, error) {
	desk, err := s.services.Assessments.OpenAsContact(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if err != nil {
		return desk, assessment.Colleague{}, err
	}
	known, err := desk.Colleague(account.PersonID(c.Param("person")))
	return desk, known, err
}

// GET /assessments/:id/colleagues/:person shows what a colleague is asked to
// answer, to change it.
func (s *Site) editColleague(c *gin.Context) error {
	desk, known, err := s.knownColleague(c)
	if err == nil {
		err = s.takesAnswers(desk)
	}
	if err != nil {
		return err
	}
	return s.showAskColleague(c, http.StatusOK, askColleagueView{Desk: desk, Known: &known, Ask: assessment.AskedHelp{Pages: known.Pages, Message: known.Message}})
}

// POST /assessments/:id/colleagues/:person changes what a colleague is asked to
// answer; a letter tells them.
func (s *Site) changeColleague(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	_, known, err := s.knownColleague(c)
	if err != nil {
		return err
	}
	who := assessment.NewContact{Name: known.Name, Email: known.Email, Language: known.Language}
	return s.writeToColleague(c, assessment.AskedHelp{NewContact: who, Pages: form["page"], Message: form.Get("message")}, &known)
}

// GET /assessments/:id/colleagues/:person/remove tells what happens, and asks.
func (s *Site) askRemoveColleague(c *gin.Context) error {
	desk, known, err := s.knownColleague(c)
	if err != nil {
		return err
	}
	page := s.page(c, "colleague.remove_title", "name", known.Name)
	return s.show(c, http.StatusOK, removeColleaguePage(page, askColleagueView{Desk: desk, Known: &known}))
}

// POST /assessments/:id/colleagues/:person/remove ends what a colleague may do,
// at once.
func (s *Site) removeColleague(c *gin.Context) error {
	desk, known, err := s.knownColleague(c)
	if err != nil {
		return err
	}
	if err := s.services.Assessments.RemoveColleague(c.Request.Context(), actorOf(c), desk.Assessment.ID, known.Person); err != nil {
		return err
	}
	s.flash(c, Done, "colleague.removed_flash", "name", known.Name)
	return seeOther(c, assessmentPath(desk.Assessment.ID, ""))
}

// POST /assessments/:id/colleagues/keep lets those go on whom an earlier contact
// asked.
func (s *Site) keepColleagues(c *gin.Context) error {
	actor, id := actorOf(c), assessment.ID(c.Param("id"))
	if err := s.limits.colleagues.Allow(string(actor.Person)); err != nil {
		return err
	}
	if err := s.services.Assessments.KeepColleagues(c.Request.Context(), actor, id); err != nil {
		return err
	}
	s.flash(c, Done, "colleague.kept_flash")
	return seeOther(c, assessmentPath(id, ""))
}

// POST /assessments/:id/done tells the contact that a colleague has done their
// part.
func (s *Site) sayDone(c *gin.Context) error {
	id := assessment.ID(c.Param("id"))
	if err := s.services.Assessments.Done(c.Request.Context(), actorOf(c), id); err != nil {
		return err
	}
	return seeOther(c, assessmentPath(id, ""))
}
