package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/procurement"
)

// closingSoon is how near a deadline must be to stand among what needs somebody.
const closingSoon = 7 * 24 * time.Hour

// need is one thing that waits for the buyer.
type need struct {
	Text string
	Href string
}

// procurementsView is the list of a buyer's procurements.
type procurementsView struct {
	Needs     []need
	Rows      []procurement.Listed
	MayManage bool
}

// GET /procurements is where a buyer's work begins: what needs them, and all
// their procurements.
func (s *Site) showProcurements(c *gin.Context) error {
	actor := actorOf(c)
	rows, err := s.services.Procurements.List(c.Request.Context(), actor)
	if err != nil {
		return err
	}
	page := s.page(c, "buyer.procurements")
	page.Wide = true
	view := procurementsView{Needs: needsOf(page, rows), Rows: rows, MayManage: actor.Role.MayManage()}
	return s.show(c, http.StatusOK, procurementsPage(page, view))
}

// needsOf lists what waits for the buyer in all procurements: letters that did
// not arrive first, since somebody may not know that they are asked.
func needsOf(p Page, rows []procurement.Listed) []need {
	var failed, asked, wrong, back, review, soon []need
	for _, r := range rows {
		if r.FailedLetters > 0 {
			failed = append(failed, need{
				p.Say("buyer.need_letters", "count", r.FailedLetters, "title", r.Title), procurementPath(r.ID, tabLetters),
			})
		}
		if r.Enquiries > 0 {
			asked = append(asked, need{
				p.Say("enquiry.need", "count", r.Enquiries, "title", r.Title), procurementPath(r.ID, tabEnquiries),
			})
		}
		if r.Corrected > 0 {
			back = append(back, need{
				p.Say("correction.need_back", "count", r.Corrected, "title", r.Title),
				procurementPath(r.ID, tabSuppliers+"?state="+string(lineCorrected)),
			})
		}
		if r.CorrectBy != nil && !p.Now.Before(*r.CorrectBy) {
			back = append(back, need{
				p.Say("correction.need_lapsed", "title", r.Title), procurementPath(r.ID, tabSuppliers+"?state="+string(lineUncorrected)),
			})
		}
		if r.Objections > 0 && r.TakesAnswers(p.Now) {
			wrong = append(wrong, need{
				p.Say("decline.need", "count", r.Objections, "title", r.Title), procurementPath(r.ID, tabSuppliers+"?sort=state"),
			})
		}
		if r.Unreviewed > 0 && r.OpenToBuyer(p.Now) {
			review = append(review, need{
				p.Say("buyer.need_review", "count", r.Unreviewed, "title", r.Title),
				procurementPath(r.ID, tabSuppliers+"?state="+string(lineSubmitted)),
			})
		}
		if r.Remarked > 0 {
			review = append(review, need{
				p.Say("draft.need", "count", r.Remarked, "title", r.Title),
				procurementPath(r.ID, tabSuppliers+"?state="+string(lineSubmitted)),
			})
		}
		left := r.Invited - r.Submitted
		if r.State == procurement.Published && left > 0 && !r.Passed(p.Now) && r.Closing.Sub(p.Now) <= closingSoon {
			soon = append(soon, need{
				p.Say("buyer.need_closing", "count", left, "title", r.Title, "when", p.Relative(r.Closing, p.Now, r.Location())),
				procurementPath(r.ID, tabSuppliers),
			})
		}
	}
	return slices.Concat(failed, asked, wrong, back, review, soon)
}
