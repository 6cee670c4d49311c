package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
)

// inviteView is an invitation as typed.
type inviteView struct {
	procurement.Procurement
	Supplier, Number string
	Contact          contactForm
}

// GET /procurements/:id/suppliers/new asks whom to invite.
func (s *Site) newInvitation(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	if !p.TakesAnswers(s.options.Clock()) {
		return fault.New(fault.Conflict, "assessment.procurement_not_open")
	}
	return s.showInvitation(c, http.StatusOK, inviteView{Procurement: p, Contact: contactForm{Language: string(message.Bokmal)}})
}

func (s *Site) showInvitation(c *gin.Context, status int, v inviteView) error {
	page := s.procurementPage(c, v.Procurement, "buyer.invite_title")
	last := page.Crumbs[len(page.Crumbs)-1]
	page.Crumbs = append(page.Crumbs[:2], Crumb{page.Say("buyer.suppliers"), procurementPath(v.ID, tabSuppliers)}, last)
	if len(v.Contact.Mistakes) > 0 {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, invitePage(page, v))
}

// POST /procurements/:id/suppliers invites one supplier.
func (s *Site) invite(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	form, err := formOf(c)
	if err != nil {
		return err
	}
	view := inviteView{Procurement: p, Supplier: form.Get("supplier"), Number: form.Get("number"), Contact: readContact(form)}
	a, err := s.services.Assessments.Invite(c.Request.Context(), actorOf(c), p.ID, assessment.Invitation{
		Supplier: assessment.Supplier{Name: view.Supplier, Number: view.Number},
		Name:     view.Contact.Name, Email: view.Contact.Email, Language: view.Contact.Language,
	})
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		view.Contact.Mistakes, _ = mistakesOf(s.procurementPage(c, p, "buyer.invite_title"), err)
		return s.showInvitation(c, http.StatusUnprocessableEntity, view)
	}
	if err != nil {
		return err
	}
	s.flash(c, Done, "buyer.invited", "supplier", a.Supplier.Name)
	if form.Get("then") == "another" {
		return seeOther(c, procurementPath(p.ID, "/suppliers/new"))
	}
	return seeOther(c, procurementPath(p.ID, tabSuppliers))
}
