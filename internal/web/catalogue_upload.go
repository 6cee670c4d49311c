package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"aktsom/internal/catalogue"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// maxDefinition bounds a form that brings a definition: a file and the text
// beside it, each as large as is taken, and the fields around them.
const maxDefinition = 2*catalogue.MaxFile + 64<<10

// definitions keeps the body of a request within maxDefinition.
func (s *Site) definitions(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxDefinition)
}

// definitionSent is what came with a form about a definition or its cases.
type definitionSent struct {
	Fields url.Values
	File   catalogue.Upload // what was chosen, or else what was typed
}

// readDefinition reads such a form. A file counts before what is typed in the
// field of that name; without a file its name is empty.
func readDefinition(c *gin.Context, typed string) (sent definitionSent, err error) {
	if !isMultipart(c.Request) {
		sent.Fields, err = formOf(c)
		sent.File.Body = []byte(plainLines(sent.Fields.Get(typed)))
		return sent, err
	}
	// maxDefinition bounds the body, so all of it stays in memory.
	if err := c.Request.ParseMultipartForm(maxDefinition); err != nil {
		return sent, broken(err)
	}
	sent.Fields = c.Request.PostForm
	sent.File.Body = []byte(plainLines(sent.Fields.Get(typed)))
	files := c.Request.MultipartForm.File["file"]
	if len(files) == 0 || files[0].Size == 0 {
		return sent, nil
	}
	file, err := files[0].Open()
	if err != nil {
		return sent, fmt.Errorf("open an uploaded definition: %w", err)
	}
	sent.File.File = files[0].Filename
	sent.File.Body, err = io.ReadAll(file)
	return sent, errors.Join(err, file.Close())
}

// revision is the revision that was shown.
func (d definitionSent) revision() int64 {
	n, err := strconv.ParseInt(d.Fields.Get("revision"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// uploadView is the form that takes a questionnaire, or another text for one.
type uploadView struct {
	catalogue.Entry        // the zero one for a new questionnaire
	Text            string // what stands in the text area
	Findings        []questionnaire.Finding
	Mistakes        []Mistake
	Tabs            []Tab
}

// New tells whether nothing has been kept yet.
func (v uploadView) New() bool { return v.ID == "" }

// GET /questionnaires/new asks for a file.
func (s *Site) newEntry(c *gin.Context) error {
	if !actorOf(c).Role.MayManage() {
		return fault.New(fault.Denied, "catalogue.only_officers")
	}
	return s.showDefinition(c, http.StatusOK, uploadView{})
}

func (s *Site) showDefinition(c *gin.Context, status int, v uploadView) error {
	var page Page
	if v.New() {
		page = s.page(c, "catalogue.upload")
		page.Crumbs = []Crumb{{page.Say("catalogue.title"), "/questionnaires"}, {Text: page.Title}}
	} else {
		page = s.entryPage(c, v.Entry, "catalogue.edit")
		page.Wide = true
	}
	if len(v.Mistakes) > 0 {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, uploadPage(page, v))
}

// POST /questionnaires keeps what was uploaded as a draft and shows what the
// checker found.
func (s *Site) addEntry(c *gin.Context) error {
	if !actorOf(c).Role.MayManage() {
		return fault.New(fault.Denied, "catalogue.only_officers")
	}
	sent, err := readDefinition(c, "definition")
	var e catalogue.Entry
	if err == nil {
		e, err = s.services.Catalogue.Add(c.Request.Context(), actorOf(c), sent.File)
	}
	if err == nil {
		s.flash(c, Done, "catalogue.uploaded")
		return seeOther(c, entryPath(e.ID, ""))
	}
	return s.refuseUpload(c, uploadView{Text: sent.typed()}, err)
}

// typed is what stood in the text area.
func (d definitionSent) typed() string { return d.Fields.Get("definition") }

// refuseUpload shows the form again with what is wrong, if that is something
// about the form.
func (s *Site) refuseUpload(c *gin.Context, v uploadView, err error) error {
	mistakes, status, ok := s.uploadMistakes(c, err)
	if !ok {
		return err
	}
	v.Mistakes = mistakes
	return s.showDefinition(c, status, v)
}

// uploadMistakes are what is wrong with a file or with what was typed.
func (s *Site) uploadMistakes(c *gin.Context, err error) (mistakes []Mistake, status int, ok bool) {
	page := s.quietPage(c, "catalogue.upload")
	var cut *http.MaxBytesError
	if errors.As(err, &cut) {
		return []Mistake{{"file", page.Say("catalogue.too_large", "megabytes", catalogue.MaxFile>>20)}}, http.StatusRequestEntityTooLarge, true
	}
	if errors.Is(err, fault.Conflict) {
		return []Mistake{{"file", s.sentence(c, explain(err), err)}}, http.StatusConflict, true
	}
	mistakes, ok = mistakesOf(page, err)
	return mistakes, http.StatusUnprocessableEntity, ok
}

// GET /questionnaires/:id/edit shows the text of a draft, to be changed or
// replaced.
func (s *Site) editEntry(c *gin.Context) error {
	_, e, err := s.changerOf(c)
	if err != nil {
		return err
	}
	if e.State != catalogue.Draft {
		return fault.New(fault.Conflict, "catalogue.already_published")
	}
	v := uploadView{Entry: e, Text: string(e.Source), Findings: s.services.Catalogue.Check(e)}
	return s.showDefinition(c, http.StatusOK, v)
}

// POST /questionnaires/:id writes another text over a draft, mistakes and all,
// and shows what the checker found.
func (s *Site) saveEntry(c *gin.Context) error {
	actor, e, err := s.changerOf(c)
	if err != nil {
		return err
	}
	sent, err := readDefinition(c, "definition")
	if err == nil {
		_, err = s.services.Catalogue.Replace(c.Request.Context(), actor, e.ID, sent.revision(), sent.File)
	}
	if err == nil {
		s.flash(c, Done, "catalogue.saved")
		if sent.Fields.Get(fieldThen) == "edit" {
			return seeOther(c, entryPath(e.ID, "/edit"))
		}
		return seeOther(c, entryPath(e.ID, ""))
	}
	return s.refuseUpload(c, uploadView{Entry: e, Text: sent.typed()}, err)
}
