package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// Outbox is where carried letters lie, with their links: whoever can read it
// can sign in as anybody.
type Outbox interface {
	// Letters returns what was carried, the newest first.
	Letters() []letter.Letter
}

// GET /outbox lists the letters that were carried, the newest first.
func (s *Site) showOutbox(c *gin.Context) error {
	page := s.page(c, "outbox.title")
	page.Wide = true
	return s.show(c, http.StatusOK, outboxPage(page, s.options.Outbox.Letters()))
}

// GET /outbox/:id shows one letter as its reader got it, its link included.
func (s *Site) showSentLetter(c *gin.Context) error {
	l, err := s.sentLetter(c)
	if err != nil {
		return err
	}
	page := s.page(c, "outbox.letter_title")
	page.Title = l.Subject
	page.Crumbs = []Crumb{{page.Say("outbox.title"), "/outbox"}, {l.Subject, ""}}
	return s.show(c, http.StatusOK, sentLetterPage(page, l))
}

// GET /outbox/:id/html is the letter's other half, as a mail program shows it.
func (s *Site) showSentHTML(c *gin.Context) error {
	l, err := s.sentLetter(c)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", []byte(l.HTML))
	return nil
}

func (s *Site) sentLetter(c *gin.Context) (letter.Letter, error) {
	for _, l := range s.options.Outbox.Letters() {
		if l.ID == c.Param("id") {
			return l, nil
		}
	}
	return letter.Letter{}, fault.New(fault.NotFound, "outbox.not_found")
}

// linesOf are the lines of a letter's plain text.
func linesOf(l letter.Letter) []string { return strings.Split(l.Text, "\n") }

// isLink tells whether a line of a letter is its link: it stands alone.
func isLink(line string) bool {
	return strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://")
}
