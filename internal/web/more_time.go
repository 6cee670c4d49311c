package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

// timeView is the page where chosen suppliers get more time than the others:
// first until when, then, with what it comes to shown, the decision.
type timeView struct {
	assessment.Chosen

	Day, Clock, Reason string
	New                time.Time // readable and later: ready to be decided
	Mistakes           []Mistake
}

// timePath is the address of that page; with ids, for those suppliers.
func timePath(id procurement.ID, rows ...assessment.Row) string {
	path, query := procurementPath(id, "/suppliers/deadline"), url.Values{}
	for _, r := range rows {
		query.Add("assessment", string(r.ID))
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// GET /procurements/:id/suppliers/deadline?assessment=… asks until when the
// suppliers that the address names are to have time.
func (s *Site) askTime(c *gin.Context) error { return s.timeFor(c, c.Request.URL.Query()) }

// POST /procurements/:id/suppliers/deadline asks the same for those chosen on
// the board, more than an address may hold; shows what a time comes to; and
// gives it, once that is confirmed.
func (s *Site) giveTime(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	return s.timeFor(c, form)
}

func (s *Site) timeFor(c *gin.Context, form url.Values) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	if p.Stage.Seals() {
		return seeOther(c, procurementPath(p.ID, "/deadline"))
	}
	view, err := s.readTime(c, p, form)
	switch {
	case err != nil:
		return err
	case len(form["assessment"]) == 0:
		return s.chooseAgain(c, "due.choose")
	case len(view.Rows) == 0:
		return s.chooseAgain(c, "due.nobody")
	case c.Request.Method == http.MethodPost && form.Get(fieldThen) == "give":
		return s.confirmTime(c, p, form, view)
	case form.Get(fieldThen) == "check":
		more, err := view.moreTime()
		if err == nil {
			err = view.Check(more, s.options.Clock())
		}
		view.New = more.Until
		return s.showTime(c, view, err)
	default:
		return s.showTime(c, view, nil)
	}
}

// chooseAgain is the board, with why the choice does not do.
func (s *Site) chooseAgain(c *gin.Context, mistakeKey string) error {
	if c.Request.Method == http.MethodGet {
		s.flash(c, Warning, mistakeKey)
		return seeOther(c, procurementPath(procurement.ID(c.Param("id")), tabSuppliers))
	}
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	return s.showBoardAs(c, http.StatusUnprocessableEntity, p, rows, mistakeKey)
}

// readTime is the page as it was sent; at first it offers the latest time that
// one of the suppliers has.
func (s *Site) readTime(c *gin.Context, p procurement.Procurement, form url.Values) (timeView, error) {
	ids := make([]assessment.ID, len(form["assessment"]))
	for i, id := range form["assessment"] {
		ids[i] = assessment.ID(id)
	}
	chosen, err := s.services.Assessments.ForTime(c.Request.Context(), actorOf(c), p.ID, ids)
	view := timeView{Chosen: chosen, Day: form.Get("closing_date"), Clock: form.Get("closing_clock"), Reason: form.Get("reason")}
	if err == nil && len(view.Rows) > 0 && !form.Has("closing_date") {
		latest := view.Latest().Procurement.Closing.In(p.Location())
		view.Day, view.Clock = latest.Format(time.DateOnly), latest.Format("15:04")
	}
	return view, err
}

// moreTime reads what was typed.
func (v timeView) moreTime() (assessment.MoreTime, error) {
	at, err := readClosing(v.Day, v.Clock, v.Procurement)
	return assessment.MoreTime{Until: at, Reason: v.Reason}, err
}

// confirmTime gives the time. Where somebody was quicker, the page shows who is
// left now, with all that was typed.
func (s *Site) confirmTime(c *gin.Context, p procurement.Procurement, form url.Values, v timeView) error {
	more, err := v.moreTime()
	if err != nil {
		return s.showTime(c, v, err)
	}
	ids := make([]assessment.ID, len(v.Rows))
	for i, row := range v.Rows {
		ids[i] = row.ID
	}
	told, err := s.services.Assessments.GiveTime(c.Request.Context(), actorOf(c), p.ID, ids, more)
	if errors.Is(err, fault.Conflict) {
		if v, err = s.readTime(c, p, form); err == nil && len(v.Rows) == 0 {
			return s.chooseAgain(c, "due.nobody")
		}
		if err == nil {
			err = fault.Fields{{Name: "closing", Key: "due.changed_meanwhile"}}
		}
	}
	if err != nil {
		return s.showTime(c, v, err)
	}
	s.flash(c, Done, "due.given", "count", told)
	return seeOther(c, procurementPath(p.ID, tabSuppliers))
}

func (s *Site) showTime(c *gin.Context, v timeView, err error) error {
	page, status := s.procurementPage(c, v.Procurement, "due.title"), http.StatusOK
	suppliers := Crumb{page.Say("buyer.suppliers"), procurementPath(v.Procurement.ID, tabSuppliers)}
	page.Crumbs = []Crumb{page.Crumbs[0], page.Crumbs[1], suppliers, page.Crumbs[2]}
	if len(v.Rows)+len(v.Left) <= inAddress {
		page.Path = v.path()
	}
	if err != nil {
		mistakes, ok := mistakesOf(page, err)
		if !ok {
			return err
		}
		v.Mistakes, v.New, status = mistakes, time.Time{}, http.StatusUnprocessableEntity
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, timePage(page, v))
}

// path is the address of the page as it stands.
func (v timeView) path() string {
	path := timePath(v.Procurement.ID, slices.Concat(v.Rows, v.Left)...)
	if v.New.IsZero() {
		return path
	}
	typed := url.Values{"closing_date": {v.Day}, "closing_clock": {v.Clock}, "reason": {v.Reason}, fieldThen: {"check"}}
	return path + "&" + typed.Encode()
}

// inAddress is how many suppliers an address can name wherever it goes through,
// so that a change of language keeps them. With more the choice is made anew.
const inAddress = 100
