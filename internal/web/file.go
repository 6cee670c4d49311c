package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

// fileID is the id of the field that takes a question's files.
func (v questionView) fileID() string {
	if v.Kind == "files" {
		return v.FieldID()
	}
	return "file-" + v.ID
}

// refusedID is the id of the i-th sentence about a file that was not taken.
func (v questionView) refusedID(i int) string { return v.fileID() + "-refused-" + strconv.Itoa(i) }

// fileDescribed is what a screen reader adds to the file field's label.
func (v questionView) fileDescribed() string {
	ids := []string{v.fileID() + "-help"}
	for i := range v.Refused {
		ids = append(ids, v.refusedID(i))
	}
	return strings.Join(ids, " ")
}

// POST /assessments/:id/files takes files for one question: those a script
// sends one by one, with fragments of the page in return, and those of a plain
// form, with the page in return.
func (s *Site) addFiles(c *gin.Context) error {
	desk, err := s.deskOf(c)
	if err != nil {
		return err
	}
	sent, err := s.readSheet(c, desk)
	if err != nil {
		return err
	}
	q, found := desk.Questionnaire.Question(sent.Fields.Get("question"))
	if !found {
		return fault.New(fault.Invalid, "assessment.no_such_question", "question", sent.Fields.Get("question"))
	}
	ctx, actor := c.Request.Context(), actorOf(c)
	if err := s.services.Assessments.Refresh(ctx, actor, desk.Assessment.ID); err != nil {
		return err
	}
	now, err := s.deskOf(c)
	if err != nil {
		return err
	}
	outcome := assessment.Outcome{Desk: now}
	if wantsJSON(c) {
		return s.sendParts(c, outcome, saveSent{Question: q.ID, Page: q.Page, Parts: sent.parts()}, sent.Refused)
	}
	sent.Fields.Set(fieldThen, "stay:"+q.ID)
	return s.leadOn(c, outcome, q.Page, sent)
}

// GET /files/:id hands a file out, always as something to save: it never runs
// with the portal's own rights.
func (s *Site) downloadFile(c *gin.Context) error {
	if actorOf(c).Person == "" {
		return fault.SignIn
	}
	file, body, err := s.services.Evidence.Open(c.Request.Context(), actorOf(c), evidence.ID(c.Param("id")))
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }() // read to the end already, or the visitor left
	h := c.Writer.Header()
	h.Set("Content-Type", file.MediaType)
	h.Set("Content-Length", strconv.FormatInt(file.Size, 10))
	h.Set("Content-Disposition", attachment(file.Name))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, no-store")
	out := patientWriter(c)
	defer out.stop()
	c.Status(http.StatusOK)
	if _, err := io.Copy(out, body); err != nil {
		return fmt.Errorf("send file %s: %w", file.ID, err)
	}
	return nil
}

// attachment names a file to save (RFC 6266): in ASCII for old programs, and
// as it is for all others.
func attachment(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%;`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// POST /files/:id keeps what the supplier says of a file.
func (s *Site) describeFile(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request.Context(), actorOf(c)
	file, err := s.services.Evidence.Describe(ctx, actor, evidence.ID(c.Param("id")), detailsOf(form, ""))
	if err != nil {
		return err
	}
	if err := s.services.Assessments.Refresh(ctx, actor, file.Assessment); err != nil {
		return err
	}
	if wantsJSON(c) {
		c.JSON(http.StatusOK, gin.H{"saved_at": s.options.Messages.In(langOf(c)).Clock(s.options.Clock(), s.options.Zone)})
		return nil
	}
	back, err := s.pageOfFile(c, file)
	if err != nil {
		return err
	}
	return seeOther(c, back)
}

// detailsOf reads what is said of a file; the fields' names begin with prefix.
func detailsOf(form url.Values, prefix string) evidence.Details {
	return evidence.Details{
		Name: strings.TrimSpace(form.Get(prefix + "name")),
		Kind: evidence.Kind(form.Get(prefix + "kind")), Issuer: strings.TrimSpace(form.Get(prefix + "issuer")),
		Issued: strings.TrimSpace(form.Get(prefix + "issued")), ValidUntil: strings.TrimSpace(form.Get(prefix + "valid_until")),
	}
}

// pageOfFile is where a file lies: its question, on its page.
func (s *Site) pageOfFile(c *gin.Context, file evidence.File) (string, error) {
	desk, err := s.services.Assessments.Open(c.Request.Context(), actorOf(c), file.Assessment)
	if err != nil {
		return "", err
	}
	q, found := desk.Questionnaire.Question(file.Question)
	if !found {
		return "/assessments/" + string(file.Assessment), nil
	}
	return assessmentPath(file.Assessment, "pages/"+q.Page) + "#q-" + q.ID, nil
}

// removeFileView asks whether a file shall be taken away.
type removeFileView struct {
	File evidence.File
	Back string
}

// GET /files/:id/remove asks before a file is taken away.
func (s *Site) askRemoveFile(c *gin.Context) error {
	file, err := s.services.Evidence.Mine(c.Request.Context(), actorOf(c), evidence.ID(c.Param("id")))
	if err != nil {
		return err
	}
	back, err := s.pageOfFile(c, file)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, removeFilePage(s.page(c, "supplier.remove_title"), removeFileView{file, back}))
}

// POST /files/:id/remove takes a file away.
func (s *Site) removeFile(c *gin.Context) error {
	ctx, actor, id := c.Request.Context(), actorOf(c), evidence.ID(c.Param("id"))
	file, err := s.services.Evidence.Mine(ctx, actor, id)
	if err != nil {
		return err
	}
	back, err := s.pageOfFile(c, file)
	if err != nil {
		return err
	}
	if err := s.services.Evidence.Remove(ctx, actor, id); err != nil {
		return err
	}
	if err := s.services.Assessments.Refresh(ctx, actor, file.Assessment); err != nil {
		return err
	}
	s.flash(c, Done, "supplier.removed", "name", file.Name)
	return seeOther(c, back)
}

// isMultipart tells whether a request may bring files.
func isMultipart(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// filesAtOnce is how many of the largest files one request may bring. A page
// without a script sends all that were chosen on it together.
const filesAtOnce = 10

// streams keeps a request that may bring files within what so many files take;
// each file is held to its own limit while it arrives.
func (s *Site) streams(c *gin.Context) {
	limit := int64(maxForm)
	if isMultipart(c.Request) {
		limit += filesAtOnce * s.services.Evidence.MaxSize
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
}

// whyNot is the sentence of a refusal that the visitor can do something about;
// ok is false for anything else.
func (s *Site) whyNot(c *gin.Context, err error) (text string, ok bool) {
	kind, _ := fault.KindOf(err)
	var cut *http.MaxBytesError
	if kind != fault.Invalid && kind != fault.TooLarge || errors.As(err, &cut) {
		return "", false
	}
	return s.sentence(c, explain(err), err), true
}
