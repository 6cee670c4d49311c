package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/enquiry"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// tabEnquiries is where a buyer reads what suppliers ask.
const tabEnquiries = "/enquiries"

// exchangeView is what suppliers asked in a procurement and what was replied.
type exchangeView struct {
	procurement.Procurement
	enquiry.Exchange

	Tabs          []Tab
	Questionnaire *questionnaire.Questionnaire
	MayManage     bool
}

// exchangeOf loads what was asked and replied in the procurement that the
// address names.
func (s *Site) exchangeOf(c *gin.Context) (exchangeView, error) {
	p, x, err := s.services.Enquiries.Exchange(c.Request.Context(), actorOf(c), procurement.ID(c.Param("id")))
	if err != nil {
		return exchangeView{}, err
	}
	q, err := s.services.Procurements.Questionnaires().Take(c.Request.Context(), p.Questionnaire)
	return exchangeView{Procurement: p, Exchange: x, Questionnaire: q, MayManage: actorOf(c).Role.MayManage()}, err
}

// GET /procurements/:id/enquiries is what suppliers have asked: first what waits
// for a reply, then what was replied.
func (s *Site) showExchange(c *gin.Context) error {
	view, err := s.exchangeOf(c)
	if err != nil {
		return err
	}
	page := s.procurementPage(c, view.Procurement, "enquiry.tab")
	page.Wide, view.Tabs = true, procurementTabs(page, view.ID, tabEnquiries, 0)
	return s.show(c, http.StatusOK, exchangePage(page, view))
}

// replyPath is where an enquiry is replied to.
func replyPath(id procurement.ID, e enquiry.ID) string {
	return procurementPath(id, tabEnquiries+"/"+string(e))
}

// correctPath is where a reply is corrected.
func correctPath(id procurement.ID, r enquiry.ReplyID) string {
	return procurementPath(id, tabEnquiries+"/new?corrects="+string(r))
}

// questionOf is the enquiry that a reply answers.
func (v exchangeView) questionOf(r enquiry.Reply) (enquiry.Enquiry, bool) {
	return v.Enquiry(r.Enquiry)
}
