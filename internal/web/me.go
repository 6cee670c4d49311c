package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/message"
)

// meView is what is one's own.
type meView struct {
	Name     string
	Language string
	Email    string
	Password bool // signs in with one
	Sessions []account.Session
	This     string // the id of the session that asks
	Mistakes []Mistake
}

// GET /me shows one's name and language, and where one is signed in.
func (s *Site) showMe(c *gin.Context) error {
	return s.me(c, http.StatusOK, actorOf(c), nil)
}

// me shows one's own page, with what was typed and is wrong.
func (s *Site) me(c *gin.Context, status int, typed account.Actor, mistakes []Mistake) error {
	actor := actorOf(c)
	sessions, err := s.services.Accounts.Sessions(c.Request.Context(), actor)
	if err != nil {
		return err
	}
	view := meView{
		Name: typed.Name, Language: typed.Language, Email: actor.Email, Password: actor.Buyer(),
		This: s.sessions.GetString(c.Request.Context(), sessionID), Mistakes: mistakes,
	}
	for _, each := range sessions {
		if s.options.Clock().Sub(each.Seen) <= sessionIdle {
			view.Sessions = append(view.Sessions, each)
		}
	}
	page := s.page(c, "people.me_title")
	if len(mistakes) > 0 {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, mePage(page, view))
}

// refuseMe shows one's own page with the mistakes of a refusal.
func (s *Site) refuseMe(c *gin.Context, typed account.Actor, refused error) error {
	mistakes, wrong := mistakesOf(s.quietPage(c, "people.me_title"), refused)
	if !wrong {
		return refused
	}
	return s.me(c, http.StatusUnprocessableEntity, typed, mistakes)
}

// POST /me keeps another name and language.
func (s *Site) updateMe(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	typed := actorOf(c)
	typed.Name, typed.Language = form.Get("name"), form.Get("language")
	actor, err := s.services.Accounts.Rename(c.Request.Context(), actorOf(c), typed.Name, typed.Language)
	if err != nil {
		return s.refuseMe(c, typed, err)
	}
	if err := s.keepActor(c, actor); err != nil {
		return err
	}
	s.rememberLanguage(c, message.Lang(actor.Language))
	s.flash(c, Done, "people.me_saved")
	return seeOther(c, "/me")
}

// POST /me/password takes a new password in place of the old one and signs out
// everywhere else.
func (s *Site) changePassword(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	actor := actorOf(c)
	if err := s.brake(c, actor.Email); err != nil {
		return err
	}
	if err := s.services.Accounts.ChangePassword(c.Request.Context(), actor, form.Get("old"), form.Get("password")); err != nil {
		return s.refuseMe(c, actor, err)
	}
	if err := s.signIn(c, actor); err != nil {
		return err
	}
	s.flash(c, Done, "people.password_changed")
	return seeOther(c, "/me")
}

// POST /me/sessions/:id/end signs out of one browser.
func (s *Site) endSession(c *gin.Context) error {
	if err := s.services.Accounts.EndSession(c.Request.Context(), actorOf(c), c.Param("id")); err != nil {
		return err
	}
	s.flash(c, Done, "people.session_ended")
	return seeOther(c, "/me")
}

// POST /me/sessions/end-others signs out of all browsers but this one.
func (s *Site) endOtherSessions(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := s.services.Accounts.EndOtherSessions(ctx, actorOf(c), s.sessions.GetString(ctx, sessionID)); err != nil {
		return err
	}
	s.flash(c, Done, "people.sessions_ended")
	return seeOther(c, "/me")
}

// browserOf tells a browser and its system roughly, enough for its owner to
// know it again. Order matters: most say that they are also the later ones.
func browserOf(agent string) string {
	browser := firstIn(agent, [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	})
	system := firstIn(agent, [][2]string{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"Windows", "Windows"},
		{"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	})
	if browser != "" && system != "" {
		return browser + ", " + system
	}
	return browser + system
}

func firstIn(text string, signs [][2]string) string {
	for _, sign := range signs {
		if strings.Contains(text, sign[0]) {
			return sign[1]
		}
	}
	return ""
}
