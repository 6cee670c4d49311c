package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
)

// passwordView is the sign-in page of a buyer's staff.
type passwordView struct {
	Email    string
	Next     string
	Mistakes []Mistake
}

// GET /sign-in/password asks a buyer's staff for address and password.
func (s *Site) showPassword(c *gin.Context) error {
	view := passwordView{Next: localPath(c.Query("next"))}
	return s.show(c, http.StatusOK, passwordPage(s.page(c, "signin.password_title"), view))
}

// POST /sign-in/password signs in, or says that one of the two is wrong without
// saying which.
func (s *Site) signInWithPassword(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	view := passwordView{Email: form.Get("email"), Next: localPath(form.Get("next"))}
	if err := s.brake(c, view.Email); err != nil {
		return err
	}
	actor, err := s.services.Accounts.SignIn(c.Request.Context(), view.Email, form.Get("password"))
	if errors.Is(err, fault.Invalid) {
		page := s.page(c, "signin.password_title")
		page.Failed, page.Scripts = true, []string{"focus"}
		view.Mistakes = []Mistake{{Field: "email", Text: s.sentence(c, explain(err), err)}}
		return s.show(c, http.StatusUnprocessableEntity, passwordPage(page, view))
	}
	if err != nil {
		return err
	}
	if err := s.signIn(c, actor); err != nil {
		return err
	}
	if view.Next == "/" {
		view.Next = homeOf(actor)
	}
	return seeOther(c, view.Next)
}
