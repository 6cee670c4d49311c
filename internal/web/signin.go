package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

// signInView is the page with one field.
type signInView struct {
	Email    string
	Next     string // where the link will lead
	Mistakes []Mistake
}

// GET /sign-in asks a supplier's person for an e-mail address.
func (s *Site) showSignIn(c *gin.Context) error {
	view := signInView{Next: localPath(c.Query("next"))}
	return s.show(c, http.StatusOK, signInPage(s.page(c, "signin.title"), view))
}

// POST /sign-in sends a link, if somebody has the address. The answer is the
// same when nobody has.
func (s *Site) askForLink(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	view := signInView{Email: form.Get("email"), Next: localPath(form.Get("next"))}
	if err := s.brake(c, view.Email); err != nil {
		return err
	}
	path := view.Next
	if path == "/" {
		path = homeOf(account.Actor{Person: "somebody"})
	}
	err = s.services.Accounts.RequestLink(c.Request.Context(), view.Email, path)
	page := s.page(c, "signin.title")
	if mistakes, ok := mistakesOf(page, err); ok {
		page.Failed, page.Scripts, view.Mistakes = true, []string{"focus"}, mistakes
		return s.show(c, http.StatusUnprocessableEntity, signInPage(page, view))
	}
	if err != nil {
		return err
	}
	page = s.page(c, "signin.sent_title")
	page.Scripts = []string{"resend"}
	return s.show(c, http.StatusOK, linkSentPage(page, view))
}

// brake slows down whoever tries many addresses, or one address many times.
func (s *Site) brake(c *gin.Context, email string) error {
	if err := s.limits.signInFrom.Allow(networkOf(c)); err != nil {
		return err
	}
	return s.limits.signInAs.Allow(account.Address(email))
}

// GET /link/:token shows who asks, and one button. It uses nothing up: mail
// scanners follow links.
func (s *Site) showLink(c *gin.Context) error {
	token := account.Token(c.Param("token"))
	link, person, err := s.services.Accounts.ShowLink(c.Request.Context(), token)
	if err != nil {
		return s.showDeadLink(c, err)
	}
	if link.Purpose.SetsPassword() {
		return s.show(c, http.StatusOK, setPasswordPage(s.page(c, "people.set_title"), setPasswordView{Link: link, Person: person, Token: token}))
	}
	return s.show(c, http.StatusOK, linkPage(s.page(c, "signin.link_title"), link, person, c.Param("token")))
}

// showDeadLink offers a new link in place of a used, old or unknown one.
func (s *Site) showDeadLink(c *gin.Context, err error) error {
	if !errors.Is(err, fault.Gone) {
		return err
	}
	why := s.sentence(c, explain(err), err)
	return s.show(c, http.StatusGone, deadLinkPage(s.page(c, "fault.gone_title"), why, c.Param("token")))
}

// POST /link/:token uses the link up: the person is signed in, with a new
// password where the link is for that.
func (s *Site) useLink(c *gin.Context) error {
	if err := s.limits.signInFrom.Allow(networkOf(c)); err != nil {
		return err
	}
	token := account.Token(c.Param("token"))
	link, person, err := s.services.Accounts.ShowLink(c.Request.Context(), token)
	if err != nil {
		return s.showDeadLink(c, err)
	}
	if link.Purpose.SetsPassword() {
		return s.setPassword(c, setPasswordView{Link: link, Person: person, Token: token})
	}
	actor, path, err := s.services.Accounts.UseLink(c.Request.Context(), token)
	if err != nil {
		return s.showDeadLink(c, err)
	}
	if err := s.signIn(c, actor); err != nil {
		return err
	}
	return seeOther(c, localPath(path))
}

// POST /link/:token/renew sends a fresh link to where the old one went.
func (s *Site) renewLink(c *gin.Context) error {
	if err := s.brake(c, "renew "+c.Param("token")); err != nil {
		return err
	}
	if err := s.services.Accounts.RenewLink(c.Request.Context(), account.Token(c.Param("token"))); err != nil {
		return err
	}
	return s.show(c, http.StatusOK, linkSentPage(s.page(c, "signin.sent_title"), signInView{}))
}

// POST /sign-out ends the session.
func (s *Site) signOut(c *gin.Context) error {
	if err := s.sessions.Destroy(c.Request.Context()); err != nil {
		return err
	}
	return seeOther(c, "/")
}
