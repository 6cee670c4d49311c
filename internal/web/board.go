package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
)

// boardView is who is asked in a procurement, and how far each has come.
type boardView struct {
	procurement.Procurement
	Tabs      []Tab
	Filter    boardFilter
	Lines     []boardLine
	All       int // lines without the filter
	States    []Option
	MayManage bool
	Chosen    bool   // all lines are ticked
	Mistake   string // nobody was chosen
}

// Sealed tells whether answers are kept from the buyer still.
func (v boardView) Sealed(p Page) bool {
	return v.State == procurement.Published && !v.OpenToBuyer(p.Now)
}

// MayAsk tells whether suppliers can be invited and reminded.
func (v boardView) MayAsk(p Page) bool { return v.MayManage && v.TakesAnswers(p.Now) }

// GET /procurements/:id/suppliers is the board; the address says what of it is
// shown and in which order.
func (s *Site) showBoard(c *gin.Context) error {
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	return s.showBoardAs(c, http.StatusOK, p, rows, "")
}

func (s *Site) showBoardAs(c *gin.Context, status int, p procurement.Procurement, rows []assessment.Row, mistakeKey string) error {
	page := s.procurementPage(c, p, "buyer.suppliers")
	page.Wide = true
	filter := readBoardFilter(c.Request.URL.Query())
	lines, states := filter.lines(rows, page.Now)
	view := boardView{
		Procurement: p, Tabs: procurementTabs(page, p.ID, tabSuppliers, invitedCount(rows)), Filter: filter,
		Lines: lines, All: len(rows), States: stateOptions(page, filter, states, len(rows)), MayManage: actorOf(c).Role.MayManage(),
		Chosen: c.Query(chooseAll) == "all",
	}
	if mistakeKey != "" {
		view.Mistake, page.Failed, page.Scripts = page.Say(mistakeKey), true, []string{"focus"}
	}
	return s.show(c, status, boardPage(page, view))
}

// chooseAll is the word in the address that ticks every line shown: without a
// script nothing else can.
const chooseAll = "choose"

// chooseAllPath is the board as it is shown, with all lines ticked.
func chooseAllPath(v boardView) string {
	path := procurementPath(v.ID, tabSuppliers) + v.Filter.query()
	if strings.Contains(path, "?") {
		return path + "&" + chooseAll + "=all#board"
	}
	return path + "?" + chooseAll + "=all#board"
}

// stateOptions are the states that somebody is in, with how many.
func stateOptions(p Page, f boardFilter, states map[lineState]int, all int) []Option {
	options := []Option{{Text: p.Say("buyer.all_states", "count", all), Chosen: f.State == ""}}
	for _, state := range lineStates() {
		if states[state] == 0 && f.State != state {
			continue
		}
		options = append(options, Option{
			Value: string(state), Text: p.Say("buyer.state_count", "state", lineStateName(p, state), "number", states[state]), Chosen: f.State == state,
		})
	}
	return options
}

// boardHeads are the columns; those with an address sort.
func boardHeads(p Page, v boardView) []Head {
	sorted := func(text, column string) Head {
		return Head{
			Text: text, Href: procurementPath(v.ID, tabSuppliers) + v.Filter.by(column).query(), Sort: v.Filter.direction(column),
		}
	}
	reminders := sorted(p.Say("buyer.reminders_sent"), "reminders")
	reminders.Numbers = true
	heads := []Head{
		sorted(p.Say("buyer.supplier"), "name"),
		{Text: p.Say("buyer.contact")},
		sorted(p.Say("buyer.state"), "state"),
		sorted(p.Say("buyer.answered"), "progress"),
		sorted(p.Say("buyer.last_activity"), "activity"),
		reminders,
	}
	return append([]Head{{Text: p.Say("buyer.select")}}, heads...)
}

// POST /procurements/:id/suppliers/remind writes a reminder to each supplier
// that was chosen and can still answer.
func (s *Site) remindSuppliers(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	if len(form["assessment"]) == 0 && actorOf(c).Role.MayManage() {
		return s.showBoardAs(c, http.StatusUnprocessableEntity, p, rows, "buyer.choose_suppliers")
	}
	ids := make([]assessment.ID, len(form["assessment"]))
	for i, id := range form["assessment"] {
		ids[i] = assessment.ID(id)
	}
	reminded, err := s.services.Assessments.RemindMany(c.Request.Context(), actorOf(c), p.ID, ids)
	if err != nil {
		return err
	}
	if reminded == 0 {
		return s.showBoardAs(c, http.StatusUnprocessableEntity, p, rows, "bulk.none_to_remind")
	}
	s.flash(c, Done, "buyer.reminded", "count", reminded)
	return seeOther(c, procurementPath(p.ID, tabSuppliers)+readBoardFilter(c.Request.URL.Query()).query())
}
