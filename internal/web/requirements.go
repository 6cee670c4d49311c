package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// tabRequirements and tabQualification are pages of a qualification alone.
const (
	tabRequirements  = "/requirements"
	tabQualification = "/qualification"
)

// proposedLevel is what the page proposes as the minimum of a lead question.
const proposedLevel = 2

// requirementsView is where the requirements of a qualification are chosen;
// once published, where they are read.
type requirementsView struct {
	procurement.Procurement
	Tabs      []Tab
	Lines     []requirementLine
	MayManage bool
	Proposed  bool // what stands in the fields is a proposal, not kept yet
	Overtaken bool
	Mistakes  []Mistake
}

// requirementLine is a question that can be a requirement.
type requirementLine struct {
	*questionnaire.Question
	Level int // chosen; 0: none
	Own   string
}

// GET /procurements/:id/requirements shows what can be required; ?propose=lead
// fills in the lead questions, and keeps nothing.
func (s *Site) showRequirements(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	v := requirementsView{Procurement: p, Proposed: c.Query("propose") == "lead" && p.State == procurement.Draft}
	if v.Proposed {
		v.Requirements, err = s.proposed(c, p)
		if err != nil {
			return err
		}
	}
	return s.requirements(c, http.StatusOK, v)
}

// proposed are the requirements chosen so far, and the lead questions.
func (s *Site) proposed(c *gin.Context, p procurement.Procurement) ([]procurement.Requirement, error) {
	q, err := s.services.Procurements.Questionnaires().Take(c.Request.Context(), p.Questionnaire)
	if err != nil {
		return nil, err
	}
	var all []procurement.Requirement
	for _, question := range procurement.Requirable(q) {
		r, chosen := p.Requires(question.ID)
		if !chosen && question.Lead {
			r, chosen = procurement.Requirement{Question: question.ID, Level: proposedLevel}, true
		}
		if chosen {
			all = append(all, r)
		}
	}
	return all, nil
}

func (s *Site) requirements(c *gin.Context, status int, v requirementsView) error {
	page := s.procurementPage(c, v.Procurement, "qualification.requirements_title")
	page.Wide, page.Failed = true, status == http.StatusUnprocessableEntity
	if status != http.StatusOK {
		page.Scripts = []string{"focus"}
	}
	q, err := s.services.Procurements.Questionnaires().Take(c.Request.Context(), v.Questionnaire)
	if err != nil {
		return err
	}
	for _, question := range procurement.Requirable(q) {
		r, _ := v.Requires(question.ID)
		v.Lines = append(v.Lines, requirementLine{question, r.Level, r.Text})
	}
	v.Tabs, v.MayManage = procurementTabs(page, v.ID, tabRequirements, 0), actorOf(c).Role.MayManage()
	return s.show(c, status, requirementsPage(page, v))
}

// POST /procurements/:id/requirements keeps what was chosen.
func (s *Site) saveRequirements(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	actor, err := managerOf(c)
	if err != nil {
		return err
	}
	form, err := formOf(c)
	if err != nil {
		return err
	}
	revision, err := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err != nil {
		return fault.Invalid
	}
	chosen := requirementsIn(form)
	refused := s.services.Procurements.Require(c.Request.Context(), actor, p.ID, revision, chosen)
	if refused == nil {
		s.flash(c, Done, "qualification.requirements_saved", "count", len(chosen))
		return seeOther(c, procurementPath(p.ID, ""))
	}
	v := requirementsView{Procurement: p}
	v.Requirements = chosen
	mistakes, wrong := mistakesOf(s.procurementPage(c, p, "qualification.requirements_title"), refused)
	switch {
	case wrong:
		v.Mistakes = mistakes
		return s.requirements(c, http.StatusUnprocessableEntity, v)
	case errors.Is(refused, fault.Conflict) && p.State == procurement.Draft && p.Stage == procurement.Qualification:
		v.Overtaken = true
		return s.requirements(c, http.StatusConflict, v)
	case errors.Is(refused, fault.Conflict):
		s.flash(c, Warning, "qualification.not_now")
		return seeOther(c, procurementPath(p.ID, tabRequirements))
	default:
		return refused
	}
}

// requirementsIn reads the chosen levels; a question without one is none.
func requirementsIn(form url.Values) []procurement.Requirement {
	var all []procurement.Requirement
	for name := range form {
		question, is := strings.CutPrefix(name, "level-")
		if !is || form.Get(name) == "" {
			continue
		}
		level, err := strconv.Atoi(form.Get(name))
		if err != nil {
			level = -1
		}
		all = append(all, procurement.Requirement{Question: question, Level: level, Text: form.Get("text-" + question)})
	}
	return all
}

// levels are the minimums that a question offers, in the questionnaire's words.
func (l requirementLine) levels(p Page) []Option {
	options := []Option{{Text: p.Say("qualification.no_requirement_option"), Chosen: l.Level == 0}}
	seen := map[string]bool{}
	for level := 1; level <= 4; level++ {
		words := p.minimum(l.Question, level)
		if words == "" || seen[words] {
			continue
		}
		seen[words] = true
		options = append(options, Option{Value: strconv.Itoa(level), Text: words, Chosen: l.Level == level})
	}
	return options
}

// minimum is a level in the words of the question's options.
func (p Page) minimum(q *questionnaire.Question, level int) string {
	var texts []string
	for _, o := range q.AtLevel(level) {
		texts = append(texts, p.Text(o.Text))
	}
	return strings.Join(texts, " / ")
}

// requirementText is a requirement as its readers see it: in the buyer's words,
// or in those of the questionnaire.
func (p Page) requirementText(r procurement.Requirement, q *questionnaire.Question) string {
	if r.Text != "" {
		return r.Text
	}
	return p.minimum(q, r.Level)
}

// mistakeHref is where something that keeps a plan from being published is mended.
func mistakeHref(v publishView, field string) string {
	if field == "requirements" {
		return procurementPath(v.ID, tabRequirements)
	}
	return procurementPath(v.ID, "/edit#"+field)
}
