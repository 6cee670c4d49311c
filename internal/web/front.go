package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// GET / shows what the portal is, and where to sign in.
func (s *Site) showFront(c *gin.Context) error {
	return s.show(c, http.StatusOK, frontPage(s.page(c, "frame.front_title")))
}
