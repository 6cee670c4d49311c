package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

// sheetSent is what a page of questions was sent with. Its files have been
// taken in, or refused, while they arrived.
type sheetSent struct {
	Fields   url.Values
	Refused  map[string][]string // question → why files were not taken
	Mistakes []Mistake           // in what is said of files
	About    map[evidence.ID]evidence.Details
	Changed  bool // a file came, went, or is told of differently
}

// readSheet reads a posted page. Files stream straight into the evidence
// service; a file that is refused leaves the rest of the page as it is.
func (s *Site) readSheet(c *gin.Context, desk assessment.Desk) (sheetSent, error) {
	sent := sheetSent{Fields: url.Values{}, Refused: map[string][]string{}, About: map[evidence.ID]evidence.Details{}}
	if err := s.takesAnswers(desk); err != nil {
		return sent, err
	}
	if !isMultipart(c.Request) {
		form, err := formOf(c)
		for name, values := range form {
			for _, value := range values {
				sent.Fields.Add(name, plainLines(value))
			}
		}
		return sent, err
	}
	body := patientReader(c)
	defer body.stop()
	c.Request.Body = body
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return sent, fault.Invalid
	}
	return sent, s.readParts(c, desk, parts, &sent)
}

// takesAnswers says why nothing can be changed, before any byte is read.
func (s *Site) takesAnswers(desk assessment.Desk) error {
	switch {
	case desk.TakesAnswers(s.options.Clock()):
		return nil
	case desk.Assessment.Uncorrected(s.options.Clock()):
		return fault.New(fault.Conflict, "assessment.correction_over")
	case desk.Assessment.State == assessment.Submitted:
		return fault.New(fault.Conflict, "assessment.already_submitted")
	default:
		return fault.New(fault.Conflict, "assessment.closed")
	}
}

// readParts reads fields, all of them within maxForm, and files.
func (s *Site) readParts(c *gin.Context, desk assessment.Desk, parts *multipart.Reader, sent *sheetSent) error {
	left := int64(maxForm)
	for {
		piece, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		if piece.FileName() != "" {
			if err := s.takeFile(c, desk, piece, sent); err != nil {
				return err
			}
			continue
		}
		text, err := io.ReadAll(io.LimitReader(piece, left+1))
		if err != nil {
			return broken(err)
		}
		if left -= int64(len(text)); left < 0 {
			return fault.TooLarge
		}
		if name := piece.FormName(); !strings.HasPrefix(name, fieldFile) {
			sent.Fields.Add(name, plainLines(string(text)))
		}
	}
}

// broken is what is wrong with a body that cannot be read on.
func broken(err error) error {
	if explain(err).status == explain(fault.TooLarge).status {
		return err
	}
	return fmt.Errorf("read what a page sent: %w: %w", fault.Invalid, err)
}

// takeFile hands a file on while it arrives. One that is not taken says why at
// its question.
func (s *Site) takeFile(c *gin.Context, desk assessment.Desk, piece *multipart.Part, sent *sheetSent) error {
	question, of := strings.CutPrefix(piece.FormName(), fieldFile)
	if !of {
		question = sent.Fields.Get("question")
	}
	if err := s.mayTakeFile(desk, question); err != nil {
		return err
	}
	ctx, actor := c.Request.Context(), actorOf(c)
	upload := evidence.Upload{Assessment: desk.Assessment.ID, Question: question, Details: detailsOf(sent.Fields, "")}
	upload.Name = piece.FileName()
	from := &heard{Reader: piece}
	_, err := s.services.Evidence.Receive(ctx, actor, upload, from)
	if err != nil && from.broke != nil {
		return broken(from.broke)
	}
	if why, ok := s.whyNot(c, err); ok {
		text := s.options.Messages.In(langOf(c)).Say("supplier.refused", "name", piece.FileName(), "why", why)
		sent.Refused[question] = append(sent.Refused[question], text)
		return nil
	}
	if err != nil {
		return err
	}
	sent.Changed = true
	if old := evidence.ID(sent.Fields.Get("replaces")); old != "" {
		err = s.services.Evidence.Remove(ctx, actor, old)
	}
	return err
}

// heard is a reader that remembers why it broke, so that a line that was lost
// is not taken for a mistake of ours.
type heard struct {
	io.Reader
	broke error
}

// Read reads on.
func (h *heard) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		h.broke = err
	}
	return n, err
}

// describeAll keeps what the page says of files, where it says something new.
func (s *Site) describeAll(c *gin.Context, desk assessment.Desk, sent *sheetSent) error {
	for _, f := range desk.Files {
		said := detailsOf(sent.Fields, aboutName(f, ""))
		known := evidence.Details{Name: f.Name, Kind: f.Kind, Issuer: f.Issuer, Issued: f.Issued, ValidUntil: f.ValidUntil}
		if !sent.Fields.Has(aboutName(f, "kind")) || said == known {
			continue
		}
		_, err := s.services.Evidence.Describe(c.Request.Context(), actorOf(c), f.ID, said)
		why, ok := s.whyNot(c, err)
		switch {
		case ok:
			text := s.options.Messages.In(langOf(c)).Say("supplier.refused", "name", f.Name, "why", why)
			sent.Mistakes = append(sent.Mistakes, Mistake{aboutID(f, "issued"), text})
			sent.About[f.ID] = said
		case errors.Is(err, fault.NotFound): // taken away in another window
		case err != nil:
			return err
		default:
			sent.Changed = true
		}
	}
	return nil
}

// parts are the marks of the pieces that a script shows.
func (s sheetSent) parts() map[string]string {
	marks := map[string]string{}
	if err := json.Unmarshal([]byte(s.Fields.Get("parts")), &marks); err != nil {
		return map[string]string{}
	}
	return marks
}
