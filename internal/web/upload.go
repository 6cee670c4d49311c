package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

// Headers of an upload in pieces, as tus names them.
const (
	headerOffset = "Upload-Offset"
	headerLength = "Upload-Length"
)

// uploadSent announces a file.
type uploadSent struct {
	Question string `json:"question"`
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	SHA256   string `json:"sha256"` // where the browser can tell
}

// uploadTold is what a script is told of a file on its way.
type uploadTold struct {
	ID     evidence.ID `json:"id,omitempty"`
	Offset int64       `json:"offset"`
	Done   bool        `json:"done"`
	Same   *sameTold   `json:"same,omitempty"` // nothing need be sent
}

// sameTold is a file of these bytes that was given already.
type sameTold struct {
	ID       evidence.ID `json:"id"`
	Question string      `json:"question"` // where, in words
	Here     bool        `json:"here"`
}

// POST /assessments/:id/uploads announces a file that comes in pieces: it
// answers where to go on, or that the assessment has the file already.
func (s *Site) beginUpload(c *gin.Context) error {
	var sent uploadSent
	if err := json.NewDecoder(c.Request.Body).Decode(&sent); err != nil {
		return broken(err)
	}
	desk, err := s.deskOf(c)
	if err != nil {
		return err
	}
	if err := s.mayTakeFile(desk, sent.Question); err != nil {
		return err
	}
	if same, found := evidence.SameBytes(desk.Files, sent.SHA256, sent.Question); found {
		c.JSON(http.StatusOK, uploadTold{Same: s.same(c, desk, same, sent.Question)})
		return nil
	}
	actor := actorOf(c)
	if half, found := evidence.Unfinished(desk.Files, actor.Person, sent.Question, sent.SHA256, sent.Size); found {
		c.JSON(http.StatusOK, toldOf(half))
		return nil
	}
	if err := s.limits.files.Allow(string(actor.Person)); err != nil {
		return err
	}
	up := evidence.Upload{Assessment: desk.Assessment.ID, Question: sent.Question, Details: evidence.Details{Name: sent.Name}}
	file, err := s.services.Evidence.Begin(c.Request.Context(), actor, up, sent.Size, sent.SHA256)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, toldOf(file))
	return nil
}

// mayTakeFile says why a question takes no file, if it does not.
func (s *Site) mayTakeFile(desk assessment.Desk, question string) error {
	if err := s.takesAnswers(desk); err != nil {
		return err
	}
	q, found := desk.Questionnaire.Question(question)
	if !found || !takesFiles(q) {
		return fault.New(fault.Invalid, "assessment.no_such_question", "question", question)
	}
	if !desk.MayAnswer(question) {
		return fault.New(fault.Denied, "colleague.not_your_page", "name", desk.Assessment.Contact.Name)
	}
	if !desk.Opens(question, s.options.Clock()) {
		return fault.New(fault.Conflict, "assessment.not_sent_back")
	}
	return nil
}

func (s *Site) same(c *gin.Context, desk assessment.Desk, file evidence.File, question string) *sameTold {
	told := &sameTold{ID: file.ID, Here: file.Question == question}
	if q, found := desk.Questionnaire.Question(file.Question); found {
		told.Question = s.quietPage(c, "supplier.requests_title").about(desk.Evaluation).Text(q.Text)
	}
	return told
}

func toldOf(file evidence.File) uploadTold {
	return uploadTold{ID: file.ID, Offset: file.Size, Done: file.State != evidence.Arriving}
}

// GET /uploads/:id tells how much of a file is here. A script asks HEAD.
func (s *Site) showUpload(c *gin.Context) error {
	file, err := s.services.Evidence.Arriving(c.Request.Context(), actorOf(c), evidence.ID(c.Param("id")))
	if err != nil {
		return err
	}
	return tellUpload(c, file)
}

func tellUpload(c *gin.Context, file evidence.File) error {
	c.Header(headerOffset, strconv.FormatInt(file.Size, 10))
	c.Header(headerLength, strconv.FormatInt(file.Length, 10))
	c.JSON(http.StatusOK, toldOf(file))
	return nil
}

// PATCH /uploads/:id takes the next piece of a file, and with the last one the
// file. ?replaces= names the file that it stands in for.
func (s *Site) appendUpload(c *gin.Context) error {
	ctx, actor, id := c.Request.Context(), actorOf(c), evidence.ID(c.Param("id"))
	offset, err := strconv.ParseInt(c.GetHeader(headerOffset), 10, 64)
	if err != nil {
		return fault.Invalid
	}
	if err := s.limits.pieces.Allow(string(actor.Person)); err != nil {
		return err
	}
	body := patientReader(c)
	defer body.stop()
	from := &heard{Reader: body}
	file, err := s.services.Evidence.Append(ctx, actor, id, offset, from)
	if err != nil && from.broke != nil {
		return broken(from.broke) // what came before it broke is kept
	}
	if err != nil {
		return err
	}
	if old := evidence.ID(c.Query("replaces")); old != "" && file.State.Counts() {
		if err := s.services.Evidence.Remove(ctx, actor, old); err != nil {
			return err
		}
	}
	if file.State.Counts() {
		if err := s.services.Assessments.Refresh(ctx, actor, file.Assessment); err != nil {
			return err
		}
	}
	return tellUpload(c, file)
}

// POST /uploads/:id/cancel gives a file up that is on its way.
func (s *Site) cancelUpload(c *gin.Context) error {
	ctx, actor, id := c.Request.Context(), actorOf(c), evidence.ID(c.Param("id"))
	file, err := s.services.Evidence.Arriving(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := s.services.Evidence.Cancel(ctx, actor, id); err != nil {
		return err
	}
	if wantsJSON(c) {
		c.JSON(http.StatusOK, uploadTold{ID: id})
		return nil
	}
	back, err := s.pageOfFile(c, file)
	if err != nil {
		return err
	}
	return seeOther(c, back)
}

// POST /files/:id/use gives a file for another question too.
func (s *Site) useFile(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	file, err := s.services.Evidence.Mine(c.Request.Context(), actorOf(c), evidence.ID(c.Param("id")))
	if err != nil {
		return err
	}
	desk, err := s.services.Assessments.Open(c.Request.Context(), actorOf(c), file.Assessment)
	if err != nil {
		return err
	}
	used, err := s.use(c, desk, file.ID, form.Get("question"))
	if err != nil {
		return err
	}
	if err := s.services.Assessments.Refresh(c.Request.Context(), actorOf(c), file.Assessment); err != nil {
		return err
	}
	if wantsJSON(c) {
		c.JSON(http.StatusOK, toldOf(used))
		return nil
	}
	back, err := s.pageOfFile(c, used)
	if err != nil {
		return err
	}
	return seeOther(c, back)
}

// use gives one of a desk's files for a question.
func (s *Site) use(c *gin.Context, desk assessment.Desk, id evidence.ID, question string) (evidence.File, error) {
	if err := s.mayTakeFile(desk, question); err != nil {
		return evidence.File{}, err
	}
	return s.services.Evidence.Use(c.Request.Context(), actorOf(c), id, question)
}

// fileWish does what a button beside a file asks for on a page without a
// script: «use:<question>:<file>» or «cancel:<question>:<file>».
func (s *Site) fileWish(c *gin.Context, desk assessment.Desk, sent *sheetSent) (err error) {
	wish, about, _ := strings.Cut(sent.Fields.Get(fieldThen), ":")
	question, id, _ := strings.Cut(about, ":")
	switch wish {
	case "use":
		_, err = s.use(c, desk, evidence.ID(id), question)
	case "cancel":
		err = s.services.Evidence.Cancel(c.Request.Context(), actorOf(c), evidence.ID(id))
	default:
		return nil
	}
	sent.Changed = true
	sent.Fields.Set(fieldThen, "stay:"+question)
	return err
}

// pieces lets a piece of a file pass, which is read as it comes and never is
// more than what the file promised.
func (s *Site) pieces(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, s.services.Evidence.MaxSize+1)
}
