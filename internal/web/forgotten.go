package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

// forgottenView is the page that asks where to send a link to a new password.
type forgottenView struct {
	Email    string
	Mistakes []Mistake
}

// GET /sign-in/forgotten asks for the address of somebody who forgot the
// password.
func (s *Site) showForgotten(c *gin.Context) error {
	return s.show(c, http.StatusOK, forgottenPage(s.page(c, "people.forgotten_title"), forgottenView{}))
}

// POST /sign-in/forgotten sends a link, if a buyer's member has the address.
// The answer is the same when nobody has.
func (s *Site) askForPassword(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	view := forgottenView{Email: form.Get("email")}
	if err := s.brake(c, view.Email); err != nil {
		return err
	}
	err = s.services.Accounts.ForgotPassword(c.Request.Context(), view.Email)
	page := s.page(c, "people.forgotten_title")
	if mistakes, ok := mistakesOf(page, err); ok {
		page.Failed, page.Scripts, view.Mistakes = true, []string{"focus"}, mistakes
		return s.show(c, http.StatusUnprocessableEntity, forgottenPage(page, view))
	}
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, passwordSentPage(s.page(c, "signin.sent_title"), view))
}

// setPasswordView is the page where somebody who followed a link chooses a
// password.
type setPasswordView struct {
	Link     account.Link
	Person   account.Person
	Token    account.Token
	Mistakes []Mistake
}

// setPassword uses a link up that is for choosing a password, and signs in.
func (s *Site) setPassword(c *gin.Context, view setPasswordView) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	actor, path, err := s.services.Accounts.SetPassword(c.Request.Context(), view.Token, form.Get("password"))
	page := s.quietPage(c, "people.set_title")
	if mistakes, ok := mistakesOf(page, err); ok {
		page.Failed, page.Scripts, view.Mistakes = true, []string{"focus"}, mistakes
		return s.show(c, http.StatusUnprocessableEntity, setPasswordPage(page, view))
	}
	if errors.Is(err, fault.Gone) {
		return s.showDeadLink(c, err)
	}
	if err != nil {
		return err
	}
	if err := s.signIn(c, actor); err != nil {
		return err
	}
	s.flash(c, Done, "people.set_done")
	return seeOther(c, localPath(path))
}
