package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
)

// Press turns pages into PDF.
type Press interface {
	// Print returns an HTML document as a tagged PDF. Everything the document
	// shows stands in it: nothing is fetched.
	Print(ctx context.Context, html []byte) ([]byte, error)
}

// sendPaper sends a page as a PDF that is named after its title. The page is
// rendered here and handed in whole: the press never asks the portal, and so
// needs nobody's session.
func (s *Site) sendPaper(c *gin.Context, page Page, component templ.Component) error {
	html, err := render(c.Request.Context(), component)
	if err != nil {
		return err
	}
	if html, err = s.alone(page, html); err != nil {
		return err
	}
	pdf, err := s.options.Press.Print(c.Request.Context(), html)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", fault.Unavailable, err)
	}
	if err != nil {
		return fmt.Errorf("print %s: %w", c.FullPath(), err)
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(page.Title) + ".pdf"}))
	c.Data(http.StatusOK, "application/pdf", pdf)
	return nil
}

// alonePolicy lets a page that stands alone show its own styles, and nothing
// else.
const alonePolicy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`

// alone is a rendered page with its styles in it, and with links that lead to
// the portal from wherever it is read.
func (s *Site) alone(page Page, html []byte) ([]byte, error) {
	sheet := []byte(`<link rel="stylesheet" href="` + page.Asset("css/aktsom.css") + `">`)
	if bytes.Count(html, sheet) != 1 {
		return nil, errors.New("the page does not name its styles as layout does")
	}
	styles := append(append([]byte(alonePolicy+"<style>"), s.assets["css/aktsom.css"].plain...), "</style>"...)
	html = bytes.Replace(html, sheet, styles, 1)
	return bytes.ReplaceAll(html, []byte(` href="/`), []byte(` href="`+s.options.URL.String()+`/`)), nil
}

// GET /assessments/:id/result.pdf is the result on paper, every step open.
func (s *Site) printResult(c *gin.Context) error {
	v, err := s.readResult(c)
	if err != nil {
		return err
	}
	v.Paper, v.MayRemark = true, false
	page := s.resultHead(c, v)
	return s.sendPaper(c, page, resultPage(page, v))
}

// GET /assessments/:id/receipt.pdf is the newest receipt on paper, or that of
// ?round=n.
func (s *Site) printReceipt(c *gin.Context) error {
	page, v, err := s.readReceipt(c)
	if err != nil {
		return err
	}
	return s.sendPaper(c, page, receiptPage(page, v))
}
