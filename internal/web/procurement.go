package web

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
)

// procurementView is the overview of a procurement.
type procurementView struct {
	procurement.Procurement
	Tabs          []Tab
	Phases        []Step
	Next          nextStep
	Counts        boardCounts
	Questionnaire string
	Reminders     []time.Time
	MayManage     bool
}

// nextStep is the one thing to do next: a sentence, and its button where the
// visitor may do it.
type nextStep struct {
	Text   string
	Button string
	Href   string
}

// boardCounts sums a board up.
type boardCounts struct {
	Asked, Submitted, Unreviewed, Reviewed int
}

func countBoard(rows []assessment.Row) boardCounts {
	counts := boardCounts{Asked: invitedCount(rows)}
	for _, r := range rows {
		switch {
		case r.State == assessment.Submitted && r.Reviewed:
			counts.Submitted++
			counts.Reviewed++
		case r.State == assessment.Submitted:
			counts.Submitted++
			counts.Unreviewed++
		}
	}
	return counts
}

// GET /procurements/:id is the overview: where the procurement stands, what to
// do next, and the facts.
func (s *Site) showProcurement(c *gin.Context) error {
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	actor := actorOf(c)
	page := s.procurementPage(c, p, "buyer.overview")
	page.Title, page.Wide = p.Title, true
	page.Crumbs = []Crumb{page.Crumbs[0], {Text: p.Title}}
	counts := countBoard(rows)
	return s.show(c, http.StatusOK, procurementPage(page, procurementView{
		Procurement: p, Tabs: procurementTabs(page, p.ID, tabOverview, counts.Asked),
		Phases: phases(page, p, counts), Next: nextOf(page, p, counts, actor), Counts: counts,
		Questionnaire: s.editionTitle(c.Request.Context(), page, p.Questionnaire), Reminders: plannedReminders(p), MayManage: actor.Role.MayManage(),
	}))
}

// phases are the buyer's five: what is anchored and planned is published, what
// is carried out is answered and reviewed.
func phases(p Page, q procurement.Procurement, counts boardCounts) []Step {
	now := 1
	switch {
	case q.State == procurement.Draft:
	case q.Passed(p.Now) && counts.Submitted > 0 && counts.Unreviewed == 0:
		now = 3
	default:
		now = 2
	}
	steps := []Step{
		{Text: p.Say("buyer.phase_anchor")},
		{Text: p.Say("buyer.phase_plan")},
		{Text: p.Say("buyer.phase_carry_out")},
		{Text: p.Say("buyer.phase_follow_up")},
		{Text: p.Say("buyer.phase_report")},
	}
	for i := range steps {
		steps[i].Done, steps[i].Now = i < now, i == now
	}
	return steps
}

// nextOf says what is to be done next, by whom, and where.
func nextOf(p Page, q procurement.Procurement, counts boardCounts, actor account.Actor) nextStep {
	suppliers := procurementPath(q.ID, tabSuppliers)
	next := nextStep{p.Say("buyer.next_follow_up"), p.Say("buyer.see_suppliers"), suppliers}
	manage := false
	switch {
	case q.State == procurement.Draft && q.Passed(p.Now):
		next, manage = nextStep{p.Say("buyer.next_new_closing"), p.Say("buyer.edit_procurement"), procurementPath(q.ID, "/edit")}, true
	case q.State == procurement.Draft && q.Stage == procurement.Qualification && len(q.Required()) == 0:
		next, manage = nextStep{p.Say("qualification.next_requirements"), p.Say("qualification.choose"), procurementPath(q.ID, tabRequirements)}, true
	case q.State == procurement.Draft:
		next, manage = nextStep{p.Say("buyer.next_publish"), p.Say("buyer.publish"), procurementPath(q.ID, "/publish")}, true
	case counts.Asked == 0 && q.TakesAnswers(p.Now):
		next, manage = nextStep{p.Say("buyer.next_invite"), p.Say("buyer.invite"), suppliers + "/new"}, true
	case counts.Asked == 0:
		next = nextStep{Text: p.Say("buyer.next_nobody_asked")}
	case q.OpenToBuyer(p.Now) && counts.Unreviewed > 0:
		next = nextStep{
			p.Say("buyer.next_review", "count", counts.Unreviewed), p.Say("buyer.see_submitted"),
			procurementPath(q.ID, tabReviews),
		}
	case q.TakesAnswers(p.Now) && counts.Submitted < counts.Asked:
		next = nextStep{
			p.Say("buyer.next_wait", "submitted", counts.Submitted, "count", counts.Asked), p.Say("buyer.see_suppliers"), suppliers,
		}
	case q.TakesAnswers(p.Now) && !q.OpenToBuyer(p.Now):
		next = nextStep{p.Say("buyer.next_sealed", "when", p.Moment(q.Closing, q.Location())), p.Say("buyer.see_suppliers"), suppliers}
	case counts.Submitted == 0:
		next = nextStep{p.Say("buyer.next_no_answers"), p.Say("buyer.see_suppliers"), suppliers}
	}
	if manage && !actor.Role.MayManage() {
		next.Text, next.Button = p.Say("buyer.next_officer", "step", next.Text), ""
	}
	return next
}

// GET /procurements/:id/publish tells what publishing fixes, and asks.
func (s *Site) confirmPublish(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	if p.State == procurement.Published {
		return seeOther(c, procurementPath(p.ID, ""))
	}
	return s.showPublish(c, p, http.StatusOK, nil)
}

func (s *Site) showPublish(c *gin.Context, p procurement.Procurement, status int, mistakes []Mistake) error {
	page := s.procurementPage(c, p, "buyer.publish_question")
	page.Failed = len(mistakes) > 0
	return s.show(c, status, publishPage(page, publishView{Procurement: p, Facts: s.pinned(c.Request.Context(), page, p), Mistakes: mistakes}))
}

// publishView is the question whether to publish.
type publishView struct {
	procurement.Procurement
	Facts    []Fact
	Mistakes []Mistake
}

// POST /procurements/:id/publish pins the plan, and leads to inviting.
func (s *Site) publish(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	err = s.services.Procurements.Publish(c.Request.Context(), actorOf(c), p.ID)
	if mistakes, ok := mistakesOf(s.procurementPage(c, p, "buyer.publish_question"), err); ok {
		return s.showPublish(c, p, http.StatusUnprocessableEntity, mistakes)
	}
	if err != nil {
		return err
	}
	s.flash(c, Done, "buyer.published")
	return seeOther(c, procurementPath(p.ID, tabSuppliers))
}
