package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"
)

// show renders a page, or a part of one, into memory and then sends it: what
// fails half-way becomes an error page, never half a page.
func (s *Site) show(c *gin.Context, status int, component templ.Component) error {
	text, err := render(c.Request.Context(), component)
	if err != nil {
		return err
	}
	c.Data(status, "text/html; charset=utf-8", text)
	return nil
}

func render(ctx context.Context, component templ.Component) ([]byte, error) {
	var text bytes.Buffer
	if err := component.Render(ctx, &text); err != nil {
		return nil, fmt.Errorf("render page: %w", err)
	}
	return text.Bytes(), nil
}

// seeOther sends the visitor on after something has been done, so that reload
// and the back button are harmless.
func seeOther(c *gin.Context, to string) error {
	c.Redirect(http.StatusSeeOther, to)
	return nil
}
