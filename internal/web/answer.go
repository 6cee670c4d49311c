package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/message"
	"aktsom/internal/questionnaire"
)

// answerView is a page of questions to answer, or to read once they cannot be
// changed.
type answerView struct {
	Page

	Desk       assessment.Desk
	Section    *questionnaire.Page
	Questions  []questionView // all of the page, asked or not
	Number, Of int            // the page among those shown
	Back, Next string         // addresses
	Locked     bool
	MaxFile    int64
	Mistakes   []Mistake
}

// Href is the page's own address.
func (v answerView) Href() string {
	return assessmentPath(v.Desk.Assessment.ID, "pages/"+v.Section.ID)
}

// Overview is the address of the task list.
func (v answerView) Overview() string { return "/assessments/" + string(v.Desk.Assessment.ID) }

// why says why nothing can be changed.
func (v answerView) why() string {
	a := v.Desk.Assessment
	switch {
	case v.Desk.TakesAnswers(v.Now) && !v.Desk.MayAnswerPage(v.Section.ID):
		return v.Say("colleague.not_your_page", "name", a.Contact.Name)
	case a.Correcting(v.Now):
		return v.Say("assessment.not_sent_back")
	case a.Uncorrected(v.Now):
		return v.Say("assessment.correction_over")
	case a.SentBack > 0:
		return v.Say("correction.already_in")
	case a.State == assessment.Submitted:
		return v.Say("assessment.already_submitted")
	default:
		return v.Say("assessment.closed")
	}
}

// checks are the page's own rules that do not hold.
func (v answerView) checks() []string {
	var said []string
	for _, problem := range v.Desk.Evaluation.ProblemsOfPage(v.Section.ID) {
		said = append(said, v.problemText(problem))
	}
	return said
}

func (v answerView) checksPart() part {
	return part{Name: "page.checks", Mark: mark(v.checks()), Body: pageChecks(v)}
}

// parts are all pieces of the page that can change.
func (v answerView) parts() []part {
	all := []part{v.checksPart()}
	for _, q := range v.Questions {
		all = append(all, q.parts()...)
	}
	return all
}

// GET /assessments/:id/pages/:page asks the questions of one page.
func (s *Site) showAnswer(c *gin.Context) error {
	desk, err := s.deskOf(c)
	if err != nil {
		return err
	}
	view, err := s.answerView(c, desk, c.Param("page"), pageState{})
	if errors.Is(err, errNotShown) {
		return seeOther(c, "/assessments/"+string(desk.Assessment.ID))
	}
	if err != nil {
		return err
	}
	view.Flash = s.takeFlash(c)
	return s.show(c, http.StatusOK, answerPage(view))
}

// errNotShown says that nothing is asked on the page as things stand.
var errNotShown = errors.New("nothing is asked on this page")

// answerView draws a page of the questionnaire over a desk.
func (s *Site) answerView(c *gin.Context, desk assessment.Desk, id string, state pageState) (answerView, error) {
	section, found := desk.Questionnaire.Page(id)
	if !found {
		return answerView{}, fault.NotFound
	}
	shown := stepsOf(desk, shownPages(desk), section, s.options.Clock())
	at := slices.Index(shown, section)
	if at < 0 {
		return answerView{}, errNotShown
	}
	page := s.quietPage(c, "supplier.requests_title").about(desk.Evaluation)
	page.Title, page.Zone = page.Text(section.Title), desk.Assessment.Procurement.Location()
	page.Path, page.Scripts = assessmentPath(desk.Assessment.ID, "pages/"+id), []string{"answer", "upload", "rows"}
	v := answerView{
		Page: page, Desk: desk, Section: section, Number: at + 1, Of: len(shown),
		Questions: s.questionViews(page, desk, section, state),
		Locked:    !opensOn(desk, section, page.Now), MaxFile: s.services.Evidence.MaxSize,
	}
	v.Form, v.Saves = !v.Locked, !v.Locked
	v.Back, v.Next = v.Overview(), assessmentPath(desk.Assessment.ID, "check")
	if desk.Helper != nil {
		v.Next = v.Overview() // where they say that they are done
	}
	if at > 0 {
		v.Back = assessmentPath(desk.Assessment.ID, "pages/"+shown[at-1].ID)
	}
	if at+1 < len(shown) {
		v.Next = assessmentPath(desk.Assessment.ID, "pages/"+shown[at+1].ID)
	}
	return v, nil
}

// POST /assessments/:id/pages/:page saves what stands on a page, files too,
// and goes on: to the next page, or back to this one when it has gained
// questions, or when something on it must be looked at.
func (s *Site) saveAnswers(c *gin.Context) error {
	desk, err := s.deskOf(c)
	if err != nil {
		return err
	}
	section, found := desk.Questionnaire.Page(c.Param("page"))
	if !found {
		return fault.NotFound
	}
	sent, err := s.readSheet(c, desk)
	if err != nil {
		return err
	}
	given := givenOn(section, sent.Fields)
	ctx, actor := c.Request.Context(), actorOf(c)
	if err := s.describeAll(c, desk, &sent); err != nil {
		return err
	}
	outcome, err := s.services.Assessments.Answer(ctx, actor, desk.Assessment.ID, given)
	if err != nil {
		return err
	}
	if err := s.fileWish(c, desk, &sent); err != nil {
		return err
	}
	if sent.Changed {
		if err := s.services.Assessments.Refresh(ctx, actor, desk.Assessment.ID); err != nil {
			return err
		}
	}
	return s.leadOn(c, outcome, section.ID, sent)
}

// givenOn reads the answers of a page from what was posted. A question whose
// newer answer was chosen instead is left out.
func givenOn(section *questionnaire.Page, fields url.Values) []assessment.Given {
	var given []assessment.Given
	for _, q := range section.Questions {
		if g, ok := givenTo(q, fields); ok {
			given = append(given, g)
		}
	}
	return given
}

// leadOn leads from a saved page to the next.
func (s *Site) leadOn(c *gin.Context, outcome assessment.Outcome, page string, sent sheetSent) error {
	then, what, _ := strings.Cut(sent.Fields.Get(fieldThen), ":")
	if lang, ok := message.ParseLang(what); ok && then == "lang" {
		s.rememberLanguage(c, lang)
	}
	state := pageState{Collisions: outcome.Collisions, Refused: sent.Refused, About: sent.About}
	view, err := s.answerView(c, outcome.Desk, page, state)
	if errors.Is(err, errNotShown) {
		return seeOther(c, "/assessments/"+string(outcome.Assessment.ID))
	}
	if err != nil {
		return err
	}
	leaving := then == "back" || then == "later" || then == "lang" || then == "colleague"
	view.Mistakes = append(view.mistakes(!leaving), sent.Mistakes...)
	switch {
	case len(outcome.Collisions) > 0:
		return s.showAgain(c, http.StatusConflict, view)
	case len(view.Mistakes) > 0:
		return s.showAgain(c, http.StatusUnprocessableEntity, view)
	case then == "back":
		return seeOther(c, view.Back)
	case then == "lang":
		return seeOther(c, view.Href())
	case then == "colleague":
		return seeOther(c, assessmentPath(outcome.Assessment.ID, "colleagues/new?page="+url.QueryEscape(page)))
	case then == "later":
		s.flash(c, Done, "supplier.saved_later")
		return seeOther(c, view.Overview())
	case then == "remove":
		return seeOther(c, "/files/"+url.PathEscape(what)+"/remove")
	case then == "stay":
		return seeOther(c, view.Href()+"#q-"+url.PathEscape(what))
	}
	if gained := view.gained(sent.Fields); gained != "" {
		s.flash(c, Notice, "supplier.gained")
		return seeOther(c, view.Href()+"#q-"+gained)
	}
	return seeOther(c, view.Next)
}

func (s *Site) showAgain(c *gin.Context, status int, view answerView) error {
	view.Failed, view.Scripts = true, append(view.Scripts, "focus")
	return s.show(c, status, answerPage(view))
}

// mistakes are what the summary on top lists: files that were refused,
// answers that two people gave, and, unless one is leaving, what cannot be
// read.
func (v answerView) mistakes(strict bool) []Mistake {
	var all []Mistake
	for _, q := range v.Questions {
		if q.Collision != nil {
			all = append(all, Mistake{"keep-theirs-" + q.ID, v.Say("supplier.collision_summary", "question", v.Text(q.Text))})
		}
		for _, text := range q.Refused {
			all = append(all, Mistake{q.fileID(), text})
		}
		if strict && q.Kind == "each" {
			all = append(all, q.followMistakes()...)
		} else if strict && slices.ContainsFunc(v.Desk.Evaluation.ProblemsOf(q.ID), unreadable) {
			all = append(all, Mistake{q.FieldID(), v.Say("supplier.mistake", "question", v.Text(q.Text), "text", q.Mistake())})
		}
	}
	return all
}

// gained is the first question that is asked, or box that stands, though it
// was not there when the page was sent; empty when there is none.
func (v answerView) gained(fields url.Values) string {
	for _, q := range v.Questions {
		if q.Asked() && !q.Locked && q.Kind != "note" && !slices.Contains(fields[questionnaire.FieldShown], q.ID) {
			return q.ID
		}
		for _, box := range q.Boxes() {
			if !slices.Contains(fields[fieldBox], box) {
				return q.ID
			}
		}
	}
	return ""
}

// aboutName names a field about a file.
func aboutName(f evidence.File, what string) string { return fieldAbout + string(f.ID) + "." + what }

func aboutID(f evidence.File, what string) string { return "about-" + string(f.ID) + "-" + what }
