package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// clarificationView is the offer to clarify, with everybody it goes to.
type clarificationView struct {
	procurement.Procurement
	Lines      []review.Line // those with something to clarify
	Asked      map[string]*questionnaire.Question
	Text       string
	Day, Clock string
	Offered    map[assessment.ID]bool
	Reasons    map[assessment.ID]string // why somebody is left out
	Mistakes   []Mistake
}

// GET /procurements/:id/clarification offers all suppliers with something to
// clarify to do so: everybody is chosen.
func (s *Site) askClarification(c *gin.Context) error {
	v, err := s.clarifiable(c)
	if err != nil {
		return err
	}
	until := review.DefaultDeadline(s.options.Clock(), v.Location())
	v.Day, v.Clock = until.Format(time.DateOnly), until.Format("15:04")
	for _, l := range v.Lines {
		v.Offered[l.Assessment.ID] = true
	}
	return s.clarification(c, http.StatusOK, v)
}

// clarifiable are those the offer can go to, by name.
func (s *Site) clarifiable(c *gin.Context) (clarificationView, error) {
	p, lines, err := s.compared(c)
	v := clarificationView{Procurement: p, Offered: map[assessment.ID]bool{}, Reasons: map[assessment.ID]string{}}
	switch {
	case err != nil:
		return v, err
	case !actorOf(c).Role.MayReview():
		return v, fault.New(fault.Denied, "review.only_evaluators")
	}
	v.Lines = slices.DeleteFunc(lines, func(l review.Line) bool { return !l.Offerable() })
	slices.SortStableFunc(v.Lines, inAlphabet(message.Nynorsk, v.Lines, func(l review.Line) string { return l.Assessment.Supplier.Name }))
	v.Asked, err = s.askedBy(c, p)
	return v, err
}

func (s *Site) clarification(c *gin.Context, status int, v clarificationView) error {
	page := s.procurementPage(c, v.Procurement, "qualification.offer_title")
	if status != http.StatusOK {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, clarificationPage(page, v))
}

// POST /procurements/:id/clarification sends the offer, the same to all.
func (s *Site) clarify(c *gin.Context) error {
	v, err := s.clarifiable(c)
	if err != nil {
		return err
	}
	form, err := formOf(c)
	if err != nil {
		return err
	}
	if len(v.Lines) == 0 {
		s.flash(c, Warning, "qualification.nothing_unclear")
		return seeOther(c, procurementPath(v.ID, tabQualification))
	}
	offer, err := v.read(form)
	if err == nil {
		err = s.services.Reviews.Clarify(c.Request.Context(), actorOf(c), v.ID, offer)
	}
	mistakes, wrong := mistakesOf(s.procurementPage(c, v.Procurement, "qualification.offer_title"), err)
	switch {
	case wrong:
		v.Mistakes = mistakes
		return s.clarification(c, http.StatusUnprocessableEntity, v)
	case err != nil:
		return err
	}
	s.flash(c, Done, "qualification.offered", "count", len(v.Lines)-len(offer.LeftOut))
	return seeOther(c, procurementPath(v.ID, tabQualification))
}

// read keeps what was typed and makes the offer of it.
func (v *clarificationView) read(form url.Values) (review.Offer, error) {
	v.Text, v.Day, v.Clock = form.Get("text"), form.Get("until_date"), form.Get("until_clock")
	offer := review.Offer{Text: v.Text, LeftOut: map[assessment.ID]string{}}
	for _, l := range v.Lines {
		id := l.Assessment.ID
		v.Offered[id] = slices.Contains(form["supplier"], string(id))
		v.Reasons[id] = form.Get("reason-" + string(id))
		if !v.Offered[id] {
			offer.LeftOut[id] = v.Reasons[id]
		}
	}
	until, _, real := readMoment(v.Day, v.Clock, v.Location())
	if !real {
		return offer, fault.Fields{{Name: "until", Key: "buyer.no_such_time"}}
	}
	offer.Until = until
	return offer, nil
}

// unclear names what a supplier has to clarify.
func (v clarificationView) unclear(p Page, l review.Line) []string {
	var texts []string
	for _, question := range l.Unclear() {
		texts = append(texts, p.Text(v.Asked[question].Text))
	}
	return texts
}
