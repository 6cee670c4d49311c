package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// checkView is everything that was answered, on one page.
type checkView struct {
	Desk     assessment.Desk
	Open     bool // answers may still be changed and submitted
	Declared assessment.Declaration
	Mistakes []Mistake
}

// Submits tells whether the reader may submit: a colleague of the contact only
// reads.
func (v checkView) Submits() bool { return v.Open && v.Desk.Helper == nil }

// GET /assessments/:id/check shows all answers, what is left, and the
// declaration. Once submitted it is where the answers can be read.
func (s *Site) showCheck(c *gin.Context) error {
	desk, err := s.services.Assessments.Open(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if err != nil {
		return err
	}
	return s.check(c, http.StatusOK, checkView{Desk: desk, Declared: assessment.Declaration{Name: actorOf(c).Name}})
}

// POST /assessments/:id/submit stands by the answers.
func (s *Site) submit(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, actor, id := c.Request.Context(), actorOf(c), assessment.ID(c.Param("id"))
	declared := assessment.Declaration{Name: form.Get("name"), Role: form.Get("role"), Confirmed: form.Get("confirmed") != ""}
	_, refused := s.services.Assessments.Submit(ctx, actor, id, declared)
	if refused == nil {
		return seeOther(c, assessmentPath(id, "receipt"))
	}
	if !errors.Is(refused, fault.Invalid) && !errors.Is(refused, fault.Conflict) {
		return refused
	}
	desk, err := s.services.Assessments.Open(ctx, actor, id)
	if err != nil {
		return err
	}
	return s.refuseSubmit(c, checkView{Desk: desk, Declared: declared}, refused)
}

// refuseSubmit shows the same page again: with what is wrong in the
// declaration, or with what is left of the questions. Any other reason, such
// as a closing that has passed, has a page of its own.
func (s *Site) refuseSubmit(c *gin.Context, v checkView, refused error) error {
	mistakes, wrong := mistakesOf(s.page(c, "submit.check_title"), refused)
	switch {
	case wrong:
		v.Mistakes = mistakes
		return s.check(c, http.StatusUnprocessableEntity, v)
	case v.Desk.Left() > 0 && v.Desk.TakesAnswers(s.options.Clock()):
		return s.check(c, http.StatusConflict, v)
	default:
		return refused
	}
}

func (s *Site) check(c *gin.Context, status int, v checkView) error {
	v.Open = v.Desk.TakesAnswers(s.options.Clock())
	title := "submit.answers_title"
	if v.Submits() {
		title = "submit.check_title"
	}
	page := s.page(c, title).about(v.Desk.Evaluation)
	page.Scripts, page.Form = []string{"waiting"}, v.Submits()
	if status != http.StatusOK {
		page.Failed, page.Scripts = true, append(page.Scripts, "focus")
	}
	return s.show(c, status, checkPage(page, v))
}

// assessmentPath is the address of a page about an assessment.
func assessmentPath(id assessment.ID, page string) string {
	if page == "" {
		return "/assessments/" + string(id)
	}
	return "/assessments/" + string(id) + "/" + page
}

// questionPath is where a question is answered.
func (v checkView) questionPath(question string) string {
	q, found := v.Desk.Questionnaire.Question(question)
	if !found {
		return assessmentPath(v.Desk.Assessment.ID, "check")
	}
	return v.pagePath(q.Page) + "#q-" + question
}

func (v checkView) pagePath(page string) string {
	return assessmentPath(v.Desk.Assessment.ID, "pages/"+page)
}

// leftover is one thing that is left to do, and where it is done.
type leftover struct {
	Text string
	Href string
}

// leftovers are the problems that keep the assessment from being submitted.
func (v checkView) leftovers(p Page) []leftover {
	var left []leftover
	for _, problem := range v.Desk.Problems() {
		if problem.Severity == questionnaire.SeverityError {
			left = append(left, v.leftover(p, problem))
		}
	}
	return left
}

func (v checkView) leftover(p Page, problem questionnaire.Problem) leftover {
	what := p.problemText(problem)
	if problem.Page != "" {
		return leftover{Text: what, Href: v.pagePath(problem.Page)}
	}
	q, _ := v.Desk.Questionnaire.Question(problem.Question)
	what = p.problemOf(q, problem)
	if place := p.followSaid(v.Desk.Evaluation, q, problem); place != "" {
		return leftover{
			Text: p.Say("submit.left", "question", place, "text", what),
			Href: v.pagePath(q.Page) + "#" + followID(v.Desk.Evaluation, problem),
		}
	}
	if problem.Row == 0 && problem.Option == "" && problem.Code == questionnaire.CodeRequired {
		// Under «things left» the question alone says what to do.
		return leftover{Text: p.Text(q.Text), Href: v.questionPath(q.ID)}
	}
	if problem.Row > 0 {
		what = p.Say("submit.left_row", "row", problem.Row, "text", what)
	}
	return leftover{Text: p.Say("submit.left", "question", p.Text(q.Text), "text", what), Href: v.questionPath(q.ID)}
}

// problemAt is what is wrong, with the row where it is about one.
func (v checkView) problemAt(p Page, q *questionnaire.Question, problem questionnaire.Problem) string {
	if place := p.followSaid(v.Desk.Evaluation, q, problem); place != "" {
		return p.Say("submit.left", "question", place, "text", p.problemOf(q, problem))
	}
	return p.problemOf(q, problem)
}

// problemText is what is wrong, in the author's words where there are any.
func (p Page) problemText(problem questionnaire.Problem) string {
	if text := p.Text(problem.Message); text != "" {
		return text
	}
	return p.Problem(problem.Code)
}

// warnings are what the answers make one look at once more; they keep nobody
// from submitting.
func (v checkView) warnings(p Page) []leftover {
	var found []leftover
	for _, problem := range v.Desk.Problems() {
		if problem.Severity != questionnaire.SeverityError {
			found = append(found, v.leftover(p, problem))
		}
	}
	return found
}

// stops are the lead questions that were answered at level 0: each becomes a
// stop mark.
func (v checkView) stops() []*questionnaire.Question {
	var stops []*questionnaire.Question
	for _, page := range v.Desk.Questionnaire.Definition().Pages {
		for _, q := range page.Questions {
			level, scored := v.Desk.Evaluation.Levels[q.ID]
			if q.Lead && scored && level.Declared == 0 && v.Desk.Evaluation.Answered(q.ID) {
				stops = append(stops, q)
			}
		}
	}
	return stops
}

// chapter is a page of the questionnaire with what is asked on it.
type chapter struct {
	Page      *questionnaire.Page
	Questions []*questionnaire.Question
}

// sectionsOf are the pages on which something is asked that has an answer.
func sectionsOf(q *questionnaire.Questionnaire, e *questionnaire.Evaluation) []chapter {
	var sections []chapter
	for _, page := range q.Definition().Pages {
		one := chapter{Page: page}
		for _, question := range page.Questions {
			if e.IsAsked(question.ID) && question.Kind != "note" {
				one.Questions = append(one.Questions, question)
			}
		}
		if len(one.Questions) > 0 {
			sections = append(sections, one)
		}
	}
	return sections
}

// value is what is shown as the answer to a question: worked out, or given.
func (v checkView) value(q *questionnaire.Question) any {
	return said(v.Desk.Evaluation, q, v.Desk.Answers[q.ID].Value)
}
