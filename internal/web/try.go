package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/catalogue"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// Names of the fields of the page where one tries a questionnaire, beside those
// of a page of questions.
const (
	fieldSheet   = "sheet"   // all made-up answers so far, as JSON
	fieldIn      = "in"      // the language of the questions
	fieldSpeak   = "speak"   // another language, by its button
	fieldSection = "section" // the page that was shown
	fieldProof   = "proof."  // a file is imagined for the question
)

// tried is what somebody who tries a questionnaire has made up. It lies in the
// page and nowhere else.
type tried struct {
	Answers  map[string]any    `json:"answers"`
	Skipped  map[string]string `json:"skipped"`
	Comments map[string]string `json:"comments"`
	Proofs   map[string]bool   `json:"proofs"`
}

// readTried reads what the page carried; what cannot be read is nothing yet.
func readTried(text string) tried {
	t := tried{}
	if json.Unmarshal([]byte(text), &t) != nil || t.Answers == nil || t.Skipped == nil || t.Comments == nil || t.Proofs == nil {
		return tried{map[string]any{}, map[string]string{}, map[string]string{}, map[string]bool{}}
	}
	return t
}

// text is what the page carries.
func (t tried) text() string {
	text, err := json.Marshal(t)
	if err != nil {
		return ""
	}
	return string(text)
}

// take reads the answers of one page from what was posted.
func (t tried) take(section *questionnaire.Page, fields url.Values) {
	for _, q := range section.Questions {
		given, ok := givenTo(q, fields)
		if !ok {
			continue
		}
		t.Answers[q.ID], t.Skipped[q.ID], t.Comments[q.ID] = given.Value, given.Skipped, given.Comment
		t.Proofs[q.ID] = fields.Has(fieldProof + q.ID)
		if given.Value == nil {
			delete(t.Answers, q.ID)
		}
	}
}

// sheet is the made-up answers as a supplier's desk has them.
func (t tried) sheet(p Page) assessment.Sheet {
	s := assessment.Sheet{Answers: map[string]assessment.Answer{}}
	s.Assessment.State = assessment.Open
	s.Assessment.Procurement = procurement.Procurement{
		State: procurement.Published, Stage: procurement.Contract, Zone: procurement.DefaultZone,
		Closing: p.Now.AddDate(0, 0, 30), BuyerName: p.Visitor.Organisation,
	}
	for id, value := range t.Answers {
		s.Answers[id] = assessment.Answer{Question: id, Value: value}
	}
	for id := range t.Skipped {
		s.Answers[id] = assessment.Answer{Question: id, Value: t.Answers[id], Skipped: t.Skipped[id], Comment: t.Comments[id]}
	}
	for id, has := range t.Proofs {
		if has {
			s.Files = append(s.Files, evidence.File{Question: id, State: evidence.Clean, Issued: p.Now.Format(time.DateOnly)})
		}
	}
	return s
}

// onlyChange is the one question whose answer differs between two sheets that
// otherwise are the same.
func (t tried) onlyChange(to tried) (id string, only bool) {
	if !reflect.DeepEqual(t.Proofs, to.Proofs) || !reflect.DeepEqual(t.Skipped, to.Skipped) {
		return "", false
	}
	var changed []string
	for _, m := range []map[string]any{t.Answers, to.Answers} {
		for question := range m {
			if !reflect.DeepEqual(t.Answers[question], to.Answers[question]) && !slices.Contains(changed, question) {
				changed = append(changed, question)
			}
		}
	}
	if len(changed) != 1 {
		return "", false
	}
	return changed[0], true
}

// tryView is a questionnaire as a supplier meets it, page by page, beside what
// the engine makes of the answers.
type tryView struct {
	Page
	catalogue.Entry
	Tabs      []Tab
	Reader    Page // as it speaks to a supplier who reads the chosen language
	Section   *questionnaire.Page
	Desk      assessment.Desk
	Tried     tried
	Questions []questionView
	Before    *questionnaire.Evaluation // before the newest answer; nil at first
	Refused   string                    // why it cannot be tried
}

// GET /questionnaires/:id/try shows the first page to answer with made-up
// answers, in any language the questionnaire speaks.
func (s *Site) showTry(c *gin.Context) error {
	e, err := s.entryOf(c)
	if err != nil {
		return err
	}
	return s.tryPage(c, e, url.Values{fieldIn: {c.Query(fieldIn)}})
}

// POST /questionnaires/:id/try shows what the answers on the page lead to. They
// are kept nowhere. A script gets the pieces that can have changed.
func (s *Site) tryOn(c *gin.Context) error {
	e, err := s.entryOf(c)
	if err != nil {
		return err
	}
	sent, err := readDefinition(c, fieldSheet)
	if err != nil {
		return err
	}
	for _, values := range sent.Fields {
		for i := range values {
			values[i] = plainLines(values[i])
		}
	}
	return s.tryPage(c, e, sent.Fields)
}

func (s *Site) tryPage(c *gin.Context, e catalogue.Entry, fields url.Values) error {
	page := s.entryPage(c, e, "catalogue.try_title", "name", "")
	page.Title = page.Say("catalogue.try_title", "name", entryTitle(page, e))
	page.Crumbs[2].Text = page.Say("catalogue.tab_try")
	page.Wide, page.Scripts, page.Path = true, []string{"try", "rows"}, entryPath(e.ID, tabTry)
	v := tryView{Page: page, Entry: e, Tabs: entryTabs(page, e.ID, tabTry), Reader: page}
	q := s.services.Catalogue.Compiled(e)
	if q == nil {
		v.Refused = page.Say("catalogue.has_no_meaning")
		return s.show(c, http.StatusOK, tryShown(v))
	}
	if lang, known := message.ParseLang(cmp.Or(fields.Get(fieldSpeak), fields.Get(fieldIn))); known && slices.Contains(q.Definition().Languages, string(lang)) {
		v.Reader.Printer = s.options.Messages.In(lang)
	}
	if err := v.evaluate(q, fields); err != nil {
		return err
	}
	v.Reader = v.Reader.about(v.Desk.Evaluation)
	v.Questions = s.questionViews(v.Reader, v.Desk, v.Section, pageState{})
	if wantsJSON(c) {
		return s.sendTried(c, v)
	}
	return s.show(c, http.StatusOK, tryShown(v))
}

// evaluate works out what was posted, and which page comes next. Of one changed
// answer only what depends on it is worked out again.
func (v *tryView) evaluate(q *questionnaire.Questionnaire, fields url.Values) error {
	pages := q.Definition().Pages
	v.Section = pages[0]
	if id := fields.Get(fieldSection); id != "" {
		section, found := q.Page(id)
		if !found {
			return fault.NotFound
		}
		v.Section = section
	}
	was, now := readTried(fields.Get(fieldSheet)), readTried(fields.Get(fieldSheet))
	now.take(v.Section, fields)
	sheet := now.sheet(v.Page)
	v.Tried, v.Desk = now, assessment.Desk{Sheet: sheet, Questionnaire: q}
	v.Before = q.Evaluate(was.sheet(v.Page).Engine(v.Now))
	if id, only := was.onlyChange(now); only {
		v.Desk.Evaluation = v.Before.Change(id, now.Answers[id])
	} else {
		v.Desk.Evaluation = q.Evaluate(sheet.Engine(v.Now))
	}
	then, to, _ := strings.Cut(fields.Get(fieldThen), ":")
	at := slices.Index(pages, v.Section)
	switch {
	case then == "next" && at+1 < len(pages):
		v.Section = pages[at+1]
	case then == "back" && at > 0:
		v.Section = pages[at-1]
	case then == "go":
		if section, found := q.Page(to); found {
			v.Section = section
		}
	}
	return nil
}

// First and Last tell where the page stands.
func (v tryView) First() bool { return v.Section == v.Desk.Questionnaire.Definition().Pages[0] }

// Last tells whether no page follows.
func (v tryView) Last() bool {
	pages := v.Desk.Questionnaire.Definition().Pages
	return v.Section == pages[len(pages)-1]
}

// parts are the pieces that change as answers do.
func (v tryView) parts() []part {
	all := []part{v.panelPart()}
	for _, q := range v.Questions {
		pieces := q.parts()
		pieces[len(pieces)-1] = v.proofPart(q)
		all = append(all, pieces...)
	}
	return all
}

// proofPart stands where a supplier gives files: here one is imagined.
func (v tryView) proofPart(q questionView) part {
	return part{
		Name: q.ID + ".after", Mark: mark(q.Asked(), q.ShowsFiles(), q.Calm(), q.NeedsFile(), v.Tried.Proofs[q.ID]),
		Body: tryProof(v, q),
	}
}

func (v tryView) panelPart() part {
	return part{Name: "try.panel", Mark: mark(v.Tried.text(), v.Reader.Lang()), Force: true, Body: tryPanel(v)}
}

// triedAnswer is what a script is told.
type triedAnswer struct {
	Sheet string     `json:"sheet"`
	Parts []sentPart `json:"parts"`
}

func (s *Site) sendTried(c *gin.Context, v tryView) error {
	answer := triedAnswer{Sheet: v.Tried.text()}
	for _, piece := range v.parts() {
		html, err := render(c.Request.Context(), piece.Body)
		if err != nil {
			return err
		}
		answer.Parts = append(answer.Parts, sentPart{Name: piece.Name, Mark: piece.Mark, Force: piece.Force, HTML: string(html)})
	}
	c.JSON(http.StatusOK, answer)
	return nil
}
