package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// GET / shows what the portal is, and where to sign in; who has done so goes to
// where their work begins.
func (s *Site) showFront(c *gin.Context) error {
	if actor := actorOf(c); actor.Person != "" {
		return seeOther(c, homeOf(actor))
	}
	return s.show(c, http.StatusOK, frontPage(s.page(c, "frame.front_title")))
}
