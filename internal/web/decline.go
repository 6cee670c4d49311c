package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
)

// declineView is the form with which a contact says that they are not the one
// to ask.
type declineView struct {
	Assessment assessment.Assessment
	Said       assessment.Objection // as typed
	At         string               // the address of the form
	Back       string               // the way to the questions
	SignedIn   bool
	Mistakes   []Mistake
}

// GET /assessments/:id/decline asks whether the contact is the wrong person, or
// the supplier will not answer.
func (s *Site) askDecline(c *gin.Context) error {
	return s.showDecline(c, actorOf(c), s.signedInDecline(c))
}

// POST /assessments/:id/decline tells the buyer.
func (s *Site) decline(c *gin.Context) error {
	return s.tellBuyer(c, actorOf(c), s.signedInDecline(c))
}

// POST /assessments/:id/decline/undo takes it back.
func (s *Site) undoDecline(c *gin.Context) error {
	actor, id := actorOf(c), assessment.ID(c.Param("id"))
	if err := s.limits.objects.Allow(string(actor.Person)); err != nil {
		return err
	}
	if err := s.services.Assessments.Reconsider(c.Request.Context(), actor, id); err != nil {
		return err
	}
	s.flash(c, Done, "decline.taken_back")
	return seeOther(c, "/assessments/"+string(id))
}

func (s *Site) signedInDecline(c *gin.Context) declineView {
	id := assessment.ID(c.Param("id"))
	return declineView{
		Assessment: assessment.Assessment{ID: id}, At: assessmentPath(id, "decline"), Back: "/assessments/" + string(id), SignedIn: true,
	}
}

// GET /link/:token/decline is the same page for whoever got the letter and does
// not want to sign in as the supplier. It uses nothing up and changes nothing:
// mail scanners follow links.
func (s *Site) askLinkDecline(c *gin.Context) error {
	actor, view, err := s.linkDecline(c)
	if err != nil {
		return s.showDeadLink(c, err)
	}
	return s.showDecline(c, actor, view)
}

// POST /link/:token/decline tells the buyer, in the name of whose link it is.
// The link stays usable, and nobody is signed in.
func (s *Site) declineByLink(c *gin.Context) error {
	if err := s.limits.signInFrom.Allow(networkOf(c)); err != nil {
		return err
	}
	actor, view, err := s.linkDecline(c)
	if err != nil {
		return s.showDeadLink(c, err)
	}
	return s.tellBuyer(c, actor, view)
}

// linkDecline is whose link it is, as an actor for this one thing, and the
// request that the link is about.
func (s *Site) linkDecline(c *gin.Context) (account.Actor, declineView, error) {
	token := account.Token(c.Param("token"))
	link, person, err := s.services.Accounts.ShowLink(c.Request.Context(), token)
	if err != nil {
		return account.Actor{}, declineView{}, err
	}
	if link.Purpose.SetsPassword() {
		return account.Actor{}, declineView{}, noSuchPage(c)
	}
	return account.SupplierActor(person), declineView{
		Assessment: assessment.Assessment{ID: assessment.ID(link.Assessment)}, At: "/link/" + string(token) + "/decline", Back: "/link/" + string(token),
	}, nil
}

// showDecline shows the form, or what was said already.
func (s *Site) showDecline(c *gin.Context, actor account.Actor, view declineView) error {
	a, err := s.services.Assessments.Objecting(c.Request.Context(), actor, view.Assessment.ID)
	if err != nil {
		return err
	}
	view.Assessment = a
	page := s.page(c, "decline.title")
	page.Zone = a.Procurement.Location()
	if a.Objection != nil && c.Query("again") == "" {
		page.Title = page.Say("decline.said_title", "buyer", a.Procurement.BuyerName)
		return s.show(c, http.StatusOK, declinedPage(page, view))
	}
	return s.show(c, http.StatusOK, declinePage(page, view))
}

// tellBuyer keeps what was said and shows that the buyer is told.
func (s *Site) tellBuyer(c *gin.Context, actor account.Actor, view declineView) error {
	if err := s.limits.objects.Allow(string(actor.Person)); err != nil {
		return err
	}
	form, err := formOf(c)
	if err != nil {
		return err
	}
	view.Said = assessment.Objection{
		Kind: assessment.ObjectionKind(form.Get("kind")), Name: form.Get("name"), Email: form.Get("email"), Reason: form.Get("reason"),
	}
	ctx := c.Request.Context()
	refused := s.services.Assessments.Object(ctx, actor, view.Assessment.ID, view.Said)
	if refused == nil {
		return seeOther(c, view.At)
	}
	page := s.page(c, "decline.title")
	mistakes, wrong := mistakesOf(page, refused)
	if !wrong {
		return refused
	}
	if view.Assessment, err = s.services.Assessments.Objecting(ctx, actor, view.Assessment.ID); err != nil {
		return err
	}
	page.Failed, page.Scripts, view.Mistakes = true, []string{"focus"}, mistakes
	return s.show(c, http.StatusUnprocessableEntity, declinePage(page, view))
}

// declineKinds are the two things one can say.
func declineKinds(p Page, v declineView) []Option {
	supplier := v.Assessment.Supplier.Name
	return []Option{
		{
			Value: string(assessment.WrongPerson), Text: p.Say("decline.wrong_person"),
			Help: p.Say("decline.wrong_person_help", "supplier", supplier), Chosen: v.Said.Kind == assessment.WrongPerson,
		},
		{
			Value: string(assessment.NotUs), Text: p.Say("decline.not_us"),
			Help: p.Say("decline.not_us_help", "supplier", supplier), Chosen: v.Said.Kind == assessment.NotUs,
		},
	}
}

// objectionText is what a contact said, in a sentence.
func objectionText(p Page, o assessment.Objection) string {
	switch {
	case o.Kind == assessment.NotUs:
		return p.Say("decline.said_not_us", "reason", o.Reason)
	case o.Email != "":
		return p.Say("decline.said_wrong_named", "name", o.Name, "email", o.Email)
	default:
		return p.Say("decline.said_wrong")
	}
}
