package procurement

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// Requirement is the level that an answer must reach for its supplier to be
// qualified. Requirements are published with the procurement and stay.
type Requirement struct {
	Question string `json:"question"`
	Level    int    `json:"level"`          // 1–4, the minimum
	Text     string `json:"text,omitempty"` // in the buyer's words; empty: in those of the questionnaire
}

// maxRequirement is room for a requirement in the buyer's own words.
const maxRequirement = 500

// Requires returns the requirement that a question is held against. Only a
// qualification has any.
func (p Procurement) Requires(question string) (Requirement, bool) {
	for _, r := range p.Required() {
		if r.Question == question {
			return r, true
		}
	}
	return Requirement{}, false
}

// Required lists what a supplier must meet, in the order of the questionnaire.
func (p Procurement) Required() []Requirement {
	if p.Stage != Qualification {
		return nil
	}
	return p.Requirements
}

// Requirable lists the questions that can be requirements: scored, asked of
// everybody, and with words for their levels.
func Requirable(q *questionnaire.Questionnaire) []*questionnaire.Question {
	var all []*questionnaire.Question
	for _, page := range q.Definition().Pages {
		for _, question := range page.Questions {
			everybody := !page.Conditional() && !question.Conditional() && !question.Driven()
			if everybody && question.Scored() && len(question.AtLevel(1)) > 0 {
				all = append(all, question)
			}
		}
	}
	return all
}

// Require writes the requirements of a qualification that is not published yet,
// over the procurement of a revision. fault.Fields says what cannot be
// accepted, each at "level-QUESTION" or "text-QUESTION"; fault.Conflict when it
// is published, or somebody else changed it.
func (s *Service) Require(ctx context.Context, actor account.Actor, id ID, revision int64, all []Requirement) error {
	p, err := s.Store.Load(ctx, actor.Organisation, id)
	if err != nil {
		return fmt.Errorf("load procurement %s: %w", id, err)
	}
	switch {
	case !actor.Role.MayManage():
		return fault.New(fault.Denied, "procurement.only_officers")
	case p.State == Published:
		return fault.New(fault.Conflict, "qualification.fixed")
	case p.Stage != Qualification:
		return fault.New(fault.Conflict, "qualification.not_the_stage")
	}
	p.Revision = revision
	if p.Requirements, err = s.inOrder(ctx, p, all); err != nil {
		return err
	}
	err = s.Store.Update(ctx, p, s.event(actor, p, "procurement.required"))
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "qualification.changed_meanwhile")
	}
	return err
}

// inOrder puts requirements in the order of the questionnaire, each once.
func (s *Service) inOrder(ctx context.Context, p Procurement, all []Requirement) ([]Requirement, error) {
	q, err := s.Shelf.Take(ctx, p.Questionnaire)
	if err != nil {
		return nil, err
	}
	var kept []Requirement
	var wrong fault.Fields
	for _, question := range Requirable(q) {
		i := slices.IndexFunc(all, func(r Requirement) bool { return r.Question == question.ID })
		if i < 0 {
			continue
		}
		r := all[i]
		r.Text = strings.TrimSpace(r.Text)
		if r.Level < 1 || len(question.AtLevel(r.Level)) == 0 {
			wrong.Add("level-"+r.Question, "qualification.choose_level")
		}
		if len([]rune(r.Text)) > maxRequirement {
			wrong.Add("text-"+r.Question, "procurement.too_long", "most", maxRequirement)
		}
		kept = append(kept, r)
	}
	if len(kept) < len(all) && len(wrong) == 0 {
		return nil, fault.New(fault.Invalid, "qualification.not_requirable")
	}
	return kept, wrong.OrNil()
}

// settled is the plan with the requirements that it may have: what publishing
// fixed, and in a draft none of another questionnaire or another stage.
func (p Procurement) settled(kept Procurement) Procurement {
	p.Requirements = kept.Requirements
	if p.State != Published && (p.Stage != Qualification || p.Questionnaire != kept.Questionnaire) {
		p.Requirements = nil
	}
	return p
}
