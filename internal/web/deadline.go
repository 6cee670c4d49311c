package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

// deadlineView is the page where a deadline is extended: first the new time,
// then, with it and its consequences shown, the decision.
type deadlineView struct {
	procurement.Procurement
	Day, Clock string
	New        time.Time // readable and later: ready to be decided
	Told       int       // how many get a letter
	Mistakes   []Mistake
}

// mayExtend tells whether the deadline can still be moved.
func mayExtend(p procurement.Procurement, now time.Time) bool {
	return p.State == procurement.Published && (!p.Stage.Seals() || !p.Passed(now))
}

// GET /procurements/:id/deadline asks for the new time, and once it is given
// shows old, new and who will be told.
func (s *Site) showDeadline(c *gin.Context) error {
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	local := p.Closing.In(p.Location())
	view := deadlineView{Procurement: p, Day: local.Format(time.DateOnly), Clock: local.Format("15:04")}
	if !c.Request.URL.Query().Has("closing_date") {
		return s.showDeadlineAs(c, rows, view, nil)
	}
	view.Day, view.Clock = c.Query("closing_date"), c.Query("closing_clock")
	at, err := readClosing(view.Day, view.Clock, p)
	if err == nil {
		_, err = p.Moved(at, s.options.Clock())
	}
	view.New = at
	return s.showDeadlineAs(c, rows, view, err)
}

// POST /procurements/:id/deadline moves the deadline for all and tells everybody.
func (s *Site) extendDeadline(c *gin.Context) error {
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	form, err := formOf(c)
	if err != nil {
		return err
	}
	view := deadlineView{Procurement: p, Day: form.Get("closing_date"), Clock: form.Get("closing_clock")}
	at, err := readClosing(view.Day, view.Clock, p)
	if err == nil {
		err = s.services.Assessments.Extend(c.Request.Context(), actorOf(c), p.ID, at)
	}
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		return s.showDeadlineAs(c, rows, view, err)
	}
	if err != nil {
		return err
	}
	s.flash(c, Done, "buyer.extended", "count", movedCount(rows, at))
	return seeOther(c, procurementPath(p.ID, tabSuppliers))
}

// readClosing reads the new time in the procurement's zone.
func readClosing(day, clock string, p procurement.Procurement) (time.Time, error) {
	at, ok, real := readMoment(day, clock, p.Location())
	switch {
	case !real:
		return at, fault.Fields{{Name: "closing", Key: "buyer.no_such_time"}}
	case !ok:
		return at, fault.Fields{{Name: "closing", Key: "procurement.closing_missing"}}
	default:
		return at, nil
	}
}

func (s *Site) showDeadlineAs(c *gin.Context, rows []assessment.Row, v deadlineView, err error) error {
	page, status := s.procurementPage(c, v.Procurement, "buyer.extend_title"), http.StatusOK
	if err != nil {
		mistakes, ok := mistakesOf(page, err)
		if !ok {
			return err
		}
		v.Mistakes, v.New, status = mistakes, time.Time{}, http.StatusUnprocessableEntity
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	v.Told = movedCount(rows, v.New)
	return s.show(c, status, deadlinePage(page, v))
}

// movedCount is how many are told when closing moves to a time for all.
func movedCount(rows []assessment.Row, closing time.Time) int {
	told := 0
	for _, r := range rows {
		if r.MovesTo(closing) {
			told++
		}
	}
	return told
}
