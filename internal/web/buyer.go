package web

import (
	"context"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
	"aktsom/internal/reminder"
)

// managerOf is the actor when they may change procurements; fault.Denied else.
func managerOf(c *gin.Context) (account.Actor, error) {
	actor := actorOf(c)
	if !actor.Role.MayManage() {
		return actor, fault.New(fault.Denied, "procurement.only_officers")
	}
	return actor, nil
}

// procurementOf loads the procurement that the address names.
func (s *Site) procurementOf(c *gin.Context) (procurement.Procurement, error) {
	return s.services.Procurements.Load(c.Request.Context(), actorOf(c), procurement.ID(c.Param("id")))
}

// procurementPath is the address of a procurement, or of a page under it.
func procurementPath(id procurement.ID, under string) string {
	return "/procurements/" + string(id) + under
}

// supplierPath is the address of a line of the board, or of an action on it.
func supplierPath(a assessment.Assessment, under string) string {
	return procurementPath(a.Procurement.ID, "/suppliers/"+string(a.ID)+under)
}

// procurementPage begins a page under a procurement, with the way to it.
func (s *Site) procurementPage(c *gin.Context, p procurement.Procurement, titleKey string) Page {
	page := s.page(c, titleKey)
	page.Crumbs = []Crumb{
		{page.Say("buyer.procurements"), "/procurements"},
		{p.Title, procurementPath(p.ID, "")},
		{Text: page.Title},
	}
	page.Zone, page.compares, page.enquiries = p.Location(), p.Stage != procurement.Qualification, p.Enquiries
	return page
}

// The tabs of a procurement, by what follows its address.
const (
	tabOverview      = ""
	tabQuestionnaire = "/questionnaire"
	tabSuppliers     = "/suppliers"
	tabReviews       = "/reviews"
	tabCompare       = "/compare"
	tabGaps          = "/gaps"
	tabLetters       = "/letters"
	tabLog           = "/log"
)

// procurementTabs are the pages about one procurement; suppliers below zero
// leaves their number out.
func procurementTabs(p Page, id procurement.ID, current string, suppliers int) []Tab {
	list := []Tab{
		{Text: p.Say("buyer.tab_overview"), Href: tabOverview},
		{Text: p.Say("buyer.tab_questionnaire"), Href: tabQuestionnaire},
		{Text: p.Say("buyer.tab_suppliers"), Href: tabSuppliers, Count: suppliers},
		{Text: p.Say("enquiry.tab"), Href: tabEnquiries, Count: p.enquiries},
		{Text: p.Say("reviews.tab"), Href: tabReviews},
	}
	if p.compares {
		list = append(list, Tab{Text: p.Say("compare.tab"), Href: tabCompare}, Tab{Text: p.Say("gaps.tab"), Href: tabGaps})
	} else {
		list = append(list, Tab{Text: p.Say("qualification.tab_requirements"), Href: tabRequirements},
			Tab{Text: p.Say("qualification.tab"), Href: tabQualification})
	}
	list = append(list, Tab{Text: p.Say("buyer.tab_letters"), Href: tabLetters}, Tab{Text: p.Say("buyer.tab_log"), Href: tabLog})
	for i := range list {
		list[i].Current = list[i].Href == current
		list[i].Href = procurementPath(id, list[i].Href)
	}
	return list
}

// stageText is what a stage is called.
func stageText(p Page, stage procurement.Stage) string {
	switch stage {
	case procurement.BeforeBids:
		return p.Say("buyer.stage_before_bids")
	case procurement.Qualification:
		return p.Say("buyer.stage_qualification")
	case procurement.Contract:
		return p.Say("buyer.stage_contract")
	default:
		return string(stage)
	}
}

// stageHelp is what a stage means for answers and deadline.
func stageHelp(p Page, stage procurement.Stage) string {
	switch stage {
	case procurement.BeforeBids:
		return p.Say("buyer.stage_before_bids_help")
	case procurement.Qualification:
		return p.Say("buyer.stage_qualification_help")
	case procurement.Contract:
		return p.Say("buyer.stage_contract_help")
	default:
		return ""
	}
}

// procurementState is where a procurement stands, in a word and its colour.
func procurementState(p Page, q procurement.Procurement) (string, Colour) {
	switch {
	case q.State == procurement.Draft:
		return p.Say("buyer.state_draft"), Neutral
	case !q.Passed(p.Now):
		return p.Say("buyer.state_open"), Accent
	case q.Stage.Seals():
		return p.Say("buyer.state_closed"), Neutral
	default:
		return p.Say("buyer.state_past_due"), Look
	}
}

// editionTitle is what a questionnaire is called in the reader's language.
func (s *Site) editionTitle(ctx context.Context, p Page, e procurement.Edition) string {
	name := e.ID
	if q, err := s.services.Procurements.Questionnaires().Take(ctx, e); err == nil {
		name = q.Definition().Title.In(string(p.Lang()))
	}
	return p.Say("buyer.edition", "name", name, "version", e.Version)
}

// boardOf loads the procurement that the address names, with its suppliers.
func (s *Site) boardOf(c *gin.Context) (procurement.Procurement, []assessment.Row, error) {
	return s.services.Assessments.Board(c.Request.Context(), actorOf(c), procurement.ID(c.Param("id")))
}

// invitedCount is how many are asked: those not withdrawn.
func invitedCount(rows []assessment.Row) int {
	asked := 0
	for _, r := range rows {
		if r.State != assessment.Withdrawn {
			asked++
		}
	}
	return asked
}

// plannedReminders are when the reminders of a plan go, the earliest first;
// where the stage seals, those from closing on never do.
func plannedReminders(p procurement.Procurement) []time.Time {
	var all []time.Time
	for _, days := range p.Plan {
		at := reminder.Planned(p.Closing, days, p.Location())
		if !p.Stage.Seals() || at.Before(p.Closing) {
			all = append(all, at)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}
