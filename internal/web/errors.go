package web

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
)

// An explanation is how a kind of refusal looks from outside.
type explanation struct {
	status      int
	title, text string // message keys
}

// explain is the only place where a refusal becomes a status. Whatever is no
// fault is our own mistake.
func explain(err error) explanation {
	kind, _ := fault.KindOf(err)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		kind = fault.TooLarge
	}
	switch kind {
	case fault.NotFound:
		return explanation{http.StatusNotFound, "fault.not_found_title", "fault.not_found"}
	case fault.Conflict:
		return explanation{http.StatusConflict, "fault.conflict_title", "fault.conflict"}
	case fault.Invalid:
		return explanation{http.StatusUnprocessableEntity, "fault.invalid_title", "fault.invalid"}
	case fault.Denied:
		return explanation{http.StatusForbidden, "fault.denied_title", "fault.denied"}
	case fault.SignIn:
		return explanation{http.StatusUnauthorized, "fault.sign_in_title", "fault.sign_in"}
	case fault.Gone:
		return explanation{http.StatusGone, "fault.gone_title", "fault.gone"}
	case fault.TooLarge:
		return explanation{http.StatusRequestEntityTooLarge, "fault.too_large_title", "fault.too_large"}
	case fault.TooMany:
		return explanation{http.StatusTooManyRequests, "fault.too_many_title", "fault.too_many"}
	case fault.Unavailable:
		return explanation{http.StatusServiceUnavailable, "fault.unavailable_title", "fault.unavailable"}
	default:
		return explanation{http.StatusInternalServerError, "fault.internal_title", "fault.internal"}
	}
}

// handle makes a route of a handler that returns its error.
func (s *Site) handle(do func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := do(c); err != nil {
			s.refuse(c, err)
		}
	}
}

// refuse answers with what the error means to the visitor. Only our own
// mistakes are logged as such, once, here.
func (s *Site) refuse(c *gin.Context, err error) {
	c.Abort()
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		return // the visitor has left; nobody reads an answer
	}
	why := explain(err)
	if why.status == http.StatusInternalServerError || why.status == http.StatusServiceUnavailable {
		s.logFailure(c, err)
	}
	if why.status == http.StatusTooManyRequests || why.status == http.StatusServiceUnavailable {
		c.Header("Retry-After", "120")
	}
	switch {
	case c.Writer.Written():
		return // the answer has begun; the log has the rest
	case wantsJSON(c):
		s.refuseScript(c, why, err)
	case why.status == http.StatusUnauthorized:
		c.Redirect(http.StatusSeeOther, string(withNext("/sign-in", placeOf(c))))
	default:
		s.refusePage(c, why, err)
	}
}

func (s *Site) logFailure(c *gin.Context, err error) {
	s.options.Log.ErrorContext(c.Request.Context(), "request failed",
		slog.String("reference", referenceOf(c)), slog.String("route", c.FullPath()), slog.Any("error", err))
}

// sentence is what the error says itself, or else what its kind says.
func (s *Site) sentence(c *gin.Context, why explanation, err error) string {
	printer := s.options.Messages.In(langOf(c))
	if key, args, ok := fault.Key(err); ok && why.status != http.StatusInternalServerError {
		return printer.SayMap(key, args)
	}
	return printer.Say(why.text)
}

func (s *Site) refusePage(c *gin.Context, why explanation, err error) {
	page := s.page(c, why.title)
	view := refusalView{Text: s.sentence(c, why, err), Back: backOf(c), Reference: referenceOf(c)}
	if err := s.show(c, why.status, refusalPage(page, view)); err != nil {
		s.logFailure(c, err)
		c.String(http.StatusInternalServerError, "Reference: %s", referenceOf(c))
	}
}

// backOf is the page on which a visitor pressed what was refused, with how
// things stand now. The front page has its own button.
func backOf(c *gin.Context) string {
	if place := placeOf(c); c.Request.Method == http.MethodPost && place != "/" {
		return place
	}
	return ""
}

// scriptRefusal is a refusal for our own scripts.
type scriptRefusal struct {
	Title     string `json:"title"`
	Message   string `json:"message"`
	Reference string `json:"reference"`
}

func (s *Site) refuseScript(c *gin.Context, why explanation, err error) {
	c.JSON(why.status, scriptRefusal{
		Title:     s.options.Messages.In(langOf(c)).Say(why.title),
		Message:   s.sentence(c, why, err),
		Reference: referenceOf(c),
	})
}

// wantsJSON tells our scripts from people: they ask for JSON.
func wantsJSON(c *gin.Context) bool {
	return strings.HasPrefix(c.GetHeader("Accept"), "application/json")
}

func noSuchPage(*gin.Context) error { return fault.NotFound }

const referenceKey = "reference"

// reference gives every request a number that stands on its error page and in
// the log, and says nothing else.
func (s *Site) reference(c *gin.Context) {
	var random [5]byte
	if _, err := rand.Read(random[:]); err != nil {
		panic(err) // never happens: crypto/rand ends the program itself
	}
	number := base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").EncodeToString(random[:])
	c.Set(referenceKey, number[:4]+"-"+number[4:])
}

func referenceOf(c *gin.Context) string { return c.GetString(referenceKey) }
