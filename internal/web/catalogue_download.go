package web

import (
	"mime"
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/catalogue"
	"aktsom/internal/draft"
	"aktsom/internal/fault"
	"aktsom/internal/printout"
)

// sendFile gives a file to keep; no browser shows it as a page of ours.
func sendFile(c *gin.Context, media, name string, body []byte) error {
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Data(http.StatusOK, media, body)
	return nil
}

// entryFile names a file about a questionnaire.
func entryFile(e catalogue.Entry, what string) string {
	if e.Name == "" {
		return what
	}
	return e.Name + "-" + e.Version + "-" + what
}

// GET /questionnaires/:id/definition.json gives the definition as it was
// written, to the byte.
func (s *Site) downloadDefinition(c *gin.Context) error {
	e, err := s.entryOf(c)
	if err != nil {
		return err
	}
	return sendFile(c, "application/json", entryFile(e, "definition.json"), e.Source)
}

// GET /questionnaires/:id/questionnaire.xlsx gives a sheet to discuss.
func (s *Site) downloadSheet(c *gin.Context) error {
	const media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	return s.printEntry(c, media, "questions.xlsx", printout.Sheet)
}

// GET /questionnaires/:id/questionnaire.html gives a page to print, with all of
// its languages.
func (s *Site) downloadPrintout(c *gin.Context) error {
	return s.printEntry(c, "text/html; charset=utf-8", "questions.html", printout.Page)
}

func (s *Site) printEntry(c *gin.Context, media, name string, write func(*draft.Definition) ([]byte, error)) error {
	e, err := s.entryOf(c)
	if err != nil {
		return err
	}
	if s.services.Catalogue.Compiled(e) == nil {
		return fault.New(fault.Conflict, "catalogue.has_no_meaning")
	}
	definition, _, err := draft.Decode(e.Source)
	if err != nil {
		return err
	}
	body, err := write(definition)
	if err != nil {
		return err
	}
	return sendFile(c, media, entryFile(e, name), body)
}
