package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
)

// contentPolicy lets a page load from the portal itself and nowhere else, and
// run no script or style that stands in the page. data: images are the icons
// in the design system's stylesheet.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// headers are on every answer. A page is never kept by browser or proxy, since
// it may hold what only its reader may see; what may be kept says so itself.
func (s *Site) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "no-store")
	if s.options.secure() {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}

// sameOrigin refuses what another website makes a visitor's browser send.
func (s *Site) sameOrigin(c *gin.Context) {
	if err := s.cross.Check(c.Request); err != nil {
		s.refuse(c, fmt.Errorf("%w: %w", fault.New(fault.Denied, "fault.cross_site"), err))
	}
}

// logged writes one line for a request: its route, never its path, since paths
// can hold tokens.
func (s *Site) logged(c *gin.Context) {
	begun := s.options.Clock()
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "(no route)"
	}
	s.options.Log.InfoContext(c.Request.Context(), "request",
		slog.String("method", c.Request.Method), slog.String("route", route),
		slog.Int("status", c.Writer.Status()), slog.Int("bytes", max(c.Writer.Size(), 0)),
		slog.Duration("took", s.options.Clock().Sub(begun)), slog.String("reference", referenceOf(c)))
}

// recovered turns a panic into the page that says only a reference number.
func (s *Site) recovered(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if cause == http.ErrAbortHandler { //nolint:errorlint // a panic's value, compared as net/http documents
			panic(cause)
		}
		s.options.Log.ErrorContext(c.Request.Context(), "panic",
			slog.String("reference", referenceOf(c)), slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
		s.refuse(c, fmt.Errorf("panic: %v", cause))
	}()
	c.Next()
}
