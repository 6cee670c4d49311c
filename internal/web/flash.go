package web

import "github.com/gin-gonic/gin"

// Flash is a notice about what has just been done, shown once on the next page.
// The zero value is none.
type Flash struct {
	Kind FlashKind
	Text string
}

// FlashKind is the sort of notice, by the colour it has in the design system.
type FlashKind string

// The kinds of notice.
const (
	Done    FlashKind = "success" // what was asked for has happened
	Notice  FlashKind = "info"    // something worth knowing
	Warning FlashKind = "warning" // it happened, but look at this
)

// flash leaves a notice for the next page the visitor sees.
func (s *Site) flash(c *gin.Context, kind FlashKind, key string, args ...any) {
	ctx := c.Request.Context()
	s.sessions.Put(ctx, sessionFlashKind, string(kind))
	s.sessions.Put(ctx, sessionFlashText, s.options.Messages.In(langOf(c)).Say(key, args...))
}

// takeFlash gives the notice that was left, and forgets it.
func (s *Site) takeFlash(c *gin.Context) Flash {
	if !hasSession(c) || !s.sessions.Exists(c.Request.Context(), sessionFlashText) {
		return Flash{}
	}
	ctx := c.Request.Context()
	return Flash{
		Kind: FlashKind(s.sessions.PopString(ctx, sessionFlashKind)),
		Text: s.sessions.PopString(ctx, sessionFlashText),
	}
}
