package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// saveSent is one answer as a script saves it. Without a question it only asks
// which pieces of the page have changed.
type saveSent struct {
	Save     string            `json:"save"` // made by the browser; the same again is the same save
	Question string            `json:"question"`
	Value    url.Values        `json:"value"` // the fields of the question
	Base     int64             `json:"base"`  // the revision that was shown
	Page     string            `json:"page"`
	Parts    map[string]string `json:"parts"` // marks of the pieces that are shown
	Shown    map[string]int64  `json:"shown"` // revisions of the answers that are shown
}

// saveAnswer is what the script is told.
type saveAnswer struct {
	SavedAt  string     `json:"saved_at,omitempty"`
	Revision int64      `json:"revision"`
	Collides bool       `json:"collides,omitempty"` // nothing was saved; the page now shows both
	Parts    []sentPart `json:"parts"`              // pieces to draw anew, the outer ones first
	Refused  []string   `json:"refused,omitempty"`  // files that were not taken
	Version  string     `json:"version"`            // of the assessment, as /changes tells it
}

// sentPart is a piece of the page as HTML.
type sentPart struct {
	Name  string `json:"name"`
	Mark  string `json:"mark"`
	Force bool   `json:"force,omitempty"`
	Newer bool   `json:"newer,omitempty"` // somebody else has answered: drawn where nobody is writing
	HTML  string `json:"html"`
}

// longestSave is room for a UUID and more.
const longestSave = 64

// POST /assessments/:id/answers saves one answer as it is given.
func (s *Site) autosave(c *gin.Context) error {
	var sent saveSent
	if err := json.NewDecoder(c.Request.Body).Decode(&sent); err != nil {
		return broken(err)
	}
	if len(sent.Save) > longestSave {
		return fault.Invalid
	}
	ctx, actor, id := c.Request.Context(), actorOf(c), assessment.ID(c.Param("id"))
	var outcome assessment.Outcome
	var err error
	if sent.Question == "" || sent.keepsTheirs() {
		outcome.Desk, err = s.services.Assessments.Open(ctx, actor, id)
	} else {
		outcome, err = s.saveOne(c, id, sent)
	}
	if err != nil {
		return err
	}
	return s.sendParts(c, outcome, sent, nil)
}

// saveOne saves the answer to one question.
func (s *Site) saveOne(c *gin.Context, id assessment.ID, sent saveSent) (assessment.Outcome, error) {
	fields := url.Values{}
	for name, values := range sent.Value {
		for _, value := range values {
			fields.Add(name, plainLines(value))
		}
	}
	fields.Set(fieldRevision+sent.Question, strconv.FormatInt(sent.Base, 10))
	fields.Set(questionnaire.FieldShown, sent.Question)
	read := func(all *questionnaire.Questionnaire) ([]assessment.Given, error) {
		q, found := all.Question(sent.Question)
		if !found {
			return nil, fault.New(fault.Invalid, "assessment.no_such_question", "question", sent.Question)
		}
		given, ok := givenTo(q, fields)
		if !ok {
			return nil, nil
		}
		given.SaveID = sent.Save
		return []assessment.Given{given}, nil
	}
	return s.services.Assessments.AnswerAs(c.Request.Context(), actorOf(c), id, read)
}

// sendParts tells a script what became of a save, and which pieces of its page
// are other than those it shows.
func (s *Site) sendParts(c *gin.Context, outcome assessment.Outcome, sent saveSent, refused map[string][]string) error {
	answer := saveAnswer{
		Collides: len(outcome.Collisions) > 0, Parts: []sentPart{}, Refused: refused[sent.Question],
		Version: versionTag(outcome.Assessment.Version),
	}
	kept, saved := outcome.Answers[sent.Question]
	if saved && !answer.Collides {
		answer.Revision = kept.Revision
		answer.SavedAt = s.options.Messages.In(langOf(c)).Clock(kept.At, outcome.Assessment.Procurement.Location())
	}
	if sent.Page == "" { // a page without questions, which only hands on what waits
		c.JSON(http.StatusOK, answer)
		return nil
	}
	view, err := s.answerView(c, outcome.Desk, sent.Page, pageState{Collisions: outcome.Collisions})
	if errors.Is(err, errNotShown) {
		c.JSON(http.StatusOK, answer)
		return nil
	}
	if err != nil {
		return err
	}
	for _, piece := range view.parts() {
		force, newer := sent.drops(piece), sent.newer(outcome, piece)
		shown, known := sent.Parts[piece.Name]
		if known && shown == piece.Mark && !force && !newer {
			continue
		}
		html, err := render(c.Request.Context(), piece.Body)
		if err != nil {
			return err
		}
		answer.Parts = append(answer.Parts, sentPart{Name: piece.Name, Mark: piece.Mark, Force: force, Newer: newer, HTML: string(html)})
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// drops tells whether a piece is drawn anew though somebody is in it: the
// question when somebody else's answer was chosen, the choice once it is made.
func (sent saveSent) drops(piece part) bool {
	if sent.Value.Get(fieldKeep+sent.Question) == "" {
		return false
	}
	return piece.Name == sent.Question+".collision" || sent.keepsTheirs() && piece.Name == sent.Question+".ask"
}

// newer tells whether a piece is a question to which somebody else has given
// another answer than the one that is shown.
func (sent saveSent) newer(outcome assessment.Outcome, piece part) bool {
	question, asks := strings.CutSuffix(piece.Name, ".ask")
	shown, known := sent.Shown[question]
	return asks && known && question != sent.Question && outcome.Answers[question].Revision != shown
}

func (sent saveSent) keepsTheirs() bool {
	return strings.HasPrefix(sent.Value.Get(fieldKeep+sent.Question), keepTheirs+":")
}
