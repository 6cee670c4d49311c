package web

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// earlierView is what was answered before, and what of it is to be used again.
type earlierView struct {
	Desk   assessment.Desk
	All    []assessment.Earlier
	Chosen assessment.Earlier // the one that is shown
}

// GET /assessments/:id/earlier shows what the same person answered before, to
// choose what still holds.
func (s *Site) showEarlier(c *gin.Context) error {
	desk, all, err := s.services.Assessments.Earlier(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if err != nil {
		return err
	}
	page := s.page(c, "earlier.title").about(desk.Evaluation)
	page.Zone = desk.Assessment.Procurement.Location()
	view := earlierView{Desk: desk, All: all}
	if from := c.Query("from"); from != "" {
		i := slices.IndexFunc(all, func(e assessment.Earlier) bool { return string(e.Assessment) == from })
		if i < 0 {
			return fault.New(fault.NotFound, "assessment.not_found")
		}
		view.Chosen = all[i]
	} else if len(all) > 0 {
		view.Chosen = all[0]
	}
	return s.show(c, http.StatusOK, earlierPage(page, view))
}

// POST /assessments/:id/earlier saves the earlier answers that were chosen.
func (s *Site) useEarlier(c *gin.Context) error {
	fields, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request.Context(), actorOf(c)
	id, from := assessment.ID(c.Param("id")), assessment.ID(fields.Get("from"))
	used, err := s.services.Assessments.UseEarlier(ctx, actor, id, from, fields["question"])
	if err != nil {
		return err
	}
	carried, err := s.services.Evidence.Carry(ctx, actor, id, used.Files)
	if err != nil {
		return err
	}
	if carried > 0 {
		if err := s.services.Assessments.Refresh(ctx, actor, id); err != nil {
			return err
		}
	}
	s.flash(c, Notice, "earlier.used", "count", used.Answers)
	return seeOther(c, assessmentPath(id, ""))
}

// Of lists the answers with which one thing is to be done.
func (v earlierView) Of(carry questionnaire.Carry) []assessment.EarlierAnswer {
	var list []assessment.EarlierAnswer
	for _, a := range v.Chosen.Answers {
		if a.Carry == carry && !a.Answered {
			list = append(list, a)
		}
	}
	return list
}

// Answered counts the answers that were given anew already.
func (v earlierView) Answered() int {
	count := 0
	for _, a := range v.Chosen.Answers {
		if a.Answered {
			count++
		}
	}
	return count
}

// Usable tells whether anything can be chosen.
func (v earlierView) Usable() bool {
	return slices.ContainsFunc(v.Chosen.Answers, assessment.EarlierAnswer.Usable)
}

// earlierWhy says in words what is different about a question since it was
// answered; nothing where the answer means the same.
func earlierWhy(p Page, a assessment.EarlierAnswer) []string {
	var why []string
	if a.Value == nil && a.Skipped != "" && !a.Question.MaySkip {
		why = append(why, p.Say("earlier.change_skip"))
	}
	for _, change := range a.Changes {
		switch change {
		case "reworded":
			why = append(why, p.Say("earlier.change_reworded", "text", p.Text(a.Was.Text)))
		case "kind", "columns":
			why = append(why, p.Say("earlier.change_kind"))
		case "options", "rows":
			why = append(why, p.Say("earlier.change_options"))
		case "unit":
			why = append(why, p.Say("earlier.change_unit"))
		case "limits":
			why = append(why, p.Say("earlier.change_limits"))
		}
	}
	return why
}

func earlierFiles(a assessment.EarlierAnswer) []string {
	var names []string
	for _, f := range a.Files {
		names = append(names, f.Name)
	}
	return names
}
