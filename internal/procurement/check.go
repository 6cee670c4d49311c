package procurement

import (
	"context"
	"slices"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/catalogue"
	"aktsom/internal/fault"
	"aktsom/internal/risk"
)

// The longest texts and the farthest reminder that are taken: room for any
// honest title, and no letter that nobody would read.
const (
	maxTitle    = 200
	maxPurpose  = 2000
	maxPlan     = 12
	maxPlanDays = 90
)

// check returns what cannot be accepted in a plan, as fault.Fields. What a
// draft asks with must be offered still when it is kept and when it is
// published; once published, it stays.
func (s *Service) check(ctx context.Context, p Procurement) error {
	wrong := p.check(s.Now())
	if p.State == Published {
		return wrong.OrNil()
	}
	offered, err := s.Shelf.Choices(ctx, p.Organisation)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(offered, func(c catalogue.Choice) bool { return c.Edition == p.Questionnaire }) {
		wrong.Add("questionnaire", "procurement.choose_questionnaire")
	}
	return wrong.OrNil()
}

func (p Procurement) check(now time.Time) fault.Fields {
	var wrong fault.Fields
	p.checkTexts(&wrong)
	if !slices.Contains(Stages(), p.Stage) {
		wrong.Add("stage", "procurement.choose_stage")
	}
	if p.Value < 0 || p.Value > 1e12 {
		wrong.Add("value", "procurement.value_range")
	}
	if _, err := time.LoadLocation(p.Zone); err != nil {
		wrong.Add("zone", "procurement.unknown_zone")
	}
	if p.Closing.IsZero() {
		wrong.Add("closing", "procurement.closing_missing")
	} else if p.State == Draft && p.Passed(now) {
		wrong.Add("closing", "procurement.closing_passed")
	}
	for _, c := range p.Categories {
		if _, known := risk.Find(c); !known {
			wrong.Add("categories", "procurement.unknown_category", "category", c)
		}
	}
	p.checkPlan(&wrong)
	return wrong
}

func (p Procurement) checkTexts(wrong *fault.Fields) {
	if p.Title == "" {
		wrong.Add("title", "procurement.title_missing")
	}
	if len([]rune(p.Title)) > maxTitle {
		wrong.Add("title", "procurement.too_long", "most", maxTitle)
	}
	if len([]rune(p.Reference)) > maxTitle {
		wrong.Add("reference", "procurement.too_long", "most", maxTitle)
	}
	if len([]rune(p.Purpose)) > maxPurpose {
		wrong.Add("purpose", "procurement.too_long", "most", maxPurpose)
	}
	if p.ContactName == "" {
		wrong.Add("contact_name", "procurement.contact_missing")
	}
	if !account.IsAddress(p.ContactEmail) {
		wrong.Add("contact_email", "account.not_an_address")
	}
}

func (p Procurement) checkPlan(wrong *fault.Fields) {
	if len(p.Plan) > maxPlan {
		wrong.Add("plan", "procurement.plan_long", "most", maxPlan)
	}
	for _, days := range p.Plan {
		switch {
		case days < -maxPlanDays || days > maxPlanDays:
			wrong.Add("plan", "procurement.plan_range", "most", maxPlanDays)
		case days < 0 && p.Stage.Seals():
			wrong.Add("plan", "procurement.plan_after_closing")
		}
	}
}
