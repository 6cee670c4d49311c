package web

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/catalogue"
	"aktsom/internal/questionnaire"
)

// longestTrial is how long somebody waits for their cases: a hundred of a usual
// questionnaire take a tenth of a second.
const longestTrial = 10 * time.Second

// casesView is a questionnaire's cases and what became of them.
type casesView struct {
	catalogue.Entry
	Tabs      []Tab
	Trial     catalogue.Trial
	Refused   string // why nothing could be run
	Text      string
	Mistakes  []Mistake
	MayManage bool
}

// Changeable tells whether the visitor may write other cases.
func (v casesView) Changeable() bool { return v.MayManage && v.State == catalogue.Draft }

// maxMissing is how many of what no case reaches are named.
const maxMissing = 40

// GET /questionnaires/:id/cases runs the cases and shows what came of them.
func (s *Site) showCases(c *gin.Context) error {
	e, err := s.entryOf(c)
	if err != nil {
		return err
	}
	return s.casesPage(c, http.StatusOK, casesView{Entry: e, Text: string(e.Cases)})
}

func (s *Site) casesPage(c *gin.Context, status int, v casesView) error {
	page := s.entryPage(c, v.Entry, "catalogue.cases_title", "name", "")
	page.Title = page.Say("catalogue.cases_title", "name", entryTitle(page, v.Entry))
	page.Crumbs[2].Text = page.Say("catalogue.tab_cases")
	v.Tabs, v.MayManage = entryTabs(page, v.ID, tabCases), actorOf(c).Role.MayManage()
	trial, err := s.try(c, v.Entry)
	if err != nil && explain(err).status >= http.StatusInternalServerError {
		return err
	}
	if v.Trial = trial; err != nil {
		v.Refused = s.sentence(c, explain(err), err)
	}
	if len(v.Mistakes) > 0 {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, casesShown(page, v))
}

func (s *Site) try(c *gin.Context, e catalogue.Entry) (catalogue.Trial, error) {
	ctx, done := context.WithTimeout(c.Request.Context(), longestTrial)
	defer done()
	return s.services.Catalogue.Try(ctx, e)
}

// POST /questionnaires/:id/cases keeps other cases, and runs them.
func (s *Site) saveCases(c *gin.Context) error {
	actor, e, err := s.changerOf(c)
	if err != nil {
		return err
	}
	sent, err := readDefinition(c, "cases")
	if err == nil {
		_, err = s.services.Catalogue.Exemplify(c.Request.Context(), actor, e.ID, sent.revision(), sent.File.Body)
	}
	if err == nil {
		s.flash(c, Done, "catalogue.cases_saved")
		return seeOther(c, entryPath(e.ID, tabCases))
	}
	mistakes, status, ok := s.uploadMistakes(c, err)
	if !ok {
		return err
	}
	for i := range mistakes {
		mistakes[i].Field = "cases"
	}
	return s.casesPage(c, status, casesView{Entry: e, Text: sent.Fields.Get("cases"), Mistakes: mistakes})
}

// GET /questionnaires/:id/skeletons.json gives the beginnings of cases for what
// none reaches.
func (s *Site) downloadSkeletons(c *gin.Context) error {
	e, err := s.entryOf(c)
	if err != nil {
		return err
	}
	trial, err := s.try(c, e)
	if err != nil {
		return err
	}
	list, err := trial.Skeletons()
	if err != nil {
		return err
	}
	if list == nil {
		list = []questionnaire.Skeleton{}
	}
	text, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	return sendFile(c, "application/json", entryFile(e, "cases.json"), text)
}

// editionsView is what changed for a supplier between two questionnaires.
type editionsView struct {
	catalogue.Comparison
	Changed []comparedQuestion
	Same    int // questions whose answers mean what they meant
}

// comparedQuestion is one question that is not what it was.
type comparedQuestion struct {
	questionnaire.Change
	Text string
}

// GET /questionnaires/:id/compare shows what changed since another version, and
// what becomes of earlier answers.
func (s *Site) compareEntries(c *gin.Context) error {
	from := catalogue.ID(c.Query("from"))
	if from == "" { // nothing was chosen
		e, err := s.entryOf(c)
		if err != nil {
			return err
		}
		return seeOther(c, entryPath(e.ID, ""))
	}
	compared, err := s.services.Catalogue.Compare(c.Request.Context(), actorOf(c), from, catalogue.ID(c.Param("id")))
	if err != nil {
		return err
	}
	page := s.entryPage(c, compared.After, "catalogue.compare_title")
	v := editionsView{Comparison: compared}
	for _, change := range compared.Difference.Questions {
		if len(change.Changes) == 0 && change.Was == "" && change.Carry == questionnaire.CarryKeep {
			v.Same++
			continue
		}
		q, _ := compared.New.Question(change.Question)
		v.Changed = append(v.Changed, comparedQuestion{change, page.Text(q.Text)})
	}
	for _, id := range compared.Difference.Removed {
		q, _ := compared.Old.Question(id)
		v.Changed = append(v.Changed, comparedQuestion{
			questionnaire.Change{Question: id, Carry: questionnaire.CarryVoid, Changes: []string{"removed"}}, page.Text(q.Text),
		})
	}
	return s.show(c, http.StatusOK, comparedPage(page, v))
}

// changesText says what changed about a question.
func (q comparedQuestion) changesText(p Page) string {
	if q.Carry == questionnaire.CarryNew {
		return p.Say("catalogue.change.new")
	}
	var said []string
	for _, what := range q.Changes {
		said = append(said, p.Say("catalogue.change."+what))
	}
	if q.Was != "" {
		said = append(said, p.Say("catalogue.change.was", "id", q.Was))
	}
	return p.List(said)
}
