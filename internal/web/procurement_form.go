package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
	"aktsom/internal/risk"
)

// planForm is a procurement as it was typed.
type planForm struct {
	Title, Reference, Purpose string
	Stage                     string
	Value                     string
	Categories                []string
	Questionnaire             string // id, a space, version
	Day, Clock                string
	Plan                      string
	ContactName, ContactEmail string
	Revision                  string
}

// planView is the page where a procurement is planned.
type planView struct {
	procurement.Procurement // as it is kept, or the good defaults
	Form                    planForm
	Mistakes                []Mistake
	Overtaken               bool // somebody else changed it meanwhile
	Editions                []Option
	Pinned                  []Fact // what publishing has fixed; empty before
	Reminders               []time.Time
}

// New tells whether nothing has been kept yet.
func (v planView) New() bool { return v.ID == "" }

// Action is where the form goes.
func (v planView) Action() string {
	if v.New() {
		return "/procurements"
	}
	return procurementPath(v.ID, "/edit")
}

// GET /procurements/new asks for the plan, with good defaults filled in.
func (s *Site) newProcurement(c *gin.Context) error {
	actor, err := managerOf(c)
	if err != nil {
		return err
	}
	draft := s.services.Procurements.Draft(actor)
	page := s.planPage(c, draft)
	return s.showPlan(c, page, http.StatusOK, planView{Procurement: draft, Form: formOfPlan(page, draft)})
}

// POST /procurements keeps a new draft.
func (s *Site) createProcurement(c *gin.Context) error {
	actor, err := managerOf(c)
	if err != nil {
		return err
	}
	fields, err := formOf(c)
	if err != nil {
		return err
	}
	draft := s.services.Procurements.Draft(actor)
	form, typed := readPlanForm(fields), draft
	wrong := form.fill(&typed)
	if form.Plan == writeDays(draft.Plan) { // what was offered was left as it stood: then the stage decides
		typed.Plan = procurement.DefaultPlan(typed.Stage)
	}
	kept, err := s.services.Procurements.Create(c.Request.Context(), actor, typed)
	if err != nil {
		return s.planAgain(c, planView{Procurement: draft, Form: form}, wrong, err)
	}
	s.flash(c, Done, "buyer.created")
	return seeOther(c, procurementPath(kept.ID, ""))
}

// GET /procurements/:id/edit shows the plan to change; what publishing has
// fixed stands as text.
func (s *Site) editProcurement(c *gin.Context) error {
	kept, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	page := s.planPage(c, kept)
	return s.showPlan(c, page, http.StatusOK, planView{Procurement: kept, Form: formOfPlan(page, kept)})
}

// POST /procurements/:id/edit writes the plan anew. When somebody else has
// changed it, what was typed stays on the page and nothing is written.
func (s *Site) updateProcurement(c *gin.Context) error {
	kept, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	fields, err := formOf(c)
	if err != nil {
		return err
	}
	form, typed := readPlanForm(fields), kept
	wrong := form.fill(&typed)
	typed.Revision, err = strconv.ParseInt(form.Revision, 10, 64)
	if err != nil {
		return fault.Invalid
	}
	_, err = s.services.Procurements.Edit(c.Request.Context(), actorOf(c), typed)
	if err != nil {
		form.Revision = strconv.FormatInt(kept.Revision, 10)
		return s.planAgain(c, planView{Procurement: kept, Form: form}, wrong, err)
	}
	s.flash(c, Done, "buyer.saved")
	return seeOther(c, procurementPath(kept.ID, ""))
}

func (s *Site) planPage(c *gin.Context, p procurement.Procurement) Page {
	if p.ID != "" {
		return s.procurementPage(c, p, "buyer.edit_procurement")
	}
	page := s.page(c, "buyer.new_procurement")
	page.Crumbs = []Crumb{{page.Say("buyer.procurements"), "/procurements"}, {Text: page.Title}}
	page.Zone = p.Location()
	return page
}

// planAgain shows the page again with what cannot be accepted, or lets any
// other error pass.
func (s *Site) planAgain(c *gin.Context, v planView, read fault.Fields, err error) error {
	page, status := s.planPage(c, v.Procurement), http.StatusUnprocessableEntity
	mistakes, ok := mistakesOf(page, err)
	switch {
	case ok:
		v.Mistakes = inOrderOfPlan(page, mistakes, read)
	case errors.Is(err, fault.Conflict) && !v.New():
		v.Overtaken, status = true, http.StatusConflict
	default:
		return err
	}
	page.Failed, page.Scripts = true, []string{"focus"}
	return s.showPlan(c, page, status, v)
}

func (s *Site) showPlan(c *gin.Context, page Page, status int, v planView) error {
	typed := v.Procurement
	if wrong := v.Form.fill(&typed); len(wrong) == 0 && !typed.Closing.IsZero() && mistakeAt(v.Mistakes, "plan") == "" {
		v.Reminders = plannedReminders(typed)
	}
	if v.State == procurement.Published {
		v.Pinned = s.pinned(c.Request.Context(), page, v.Procurement)
	}
	choices, err := s.services.Procurements.Questionnaires().Choices(c.Request.Context(), actorOf(c).Organisation)
	if err != nil {
		return err
	}
	for _, each := range choices {
		value := editionValue(each.Edition)
		text := page.Say("buyer.edition", "name", page.Text(each.Title), "version", each.Version)
		v.Editions = append(v.Editions, Option{Value: value, Text: text, Chosen: value == v.Form.Questionnaire})
	}
	return s.show(c, status, planPage(page, v))
}

// pinned are the facts that answers are judged by, which publishing has fixed.
func (s *Site) pinned(ctx context.Context, p Page, q procurement.Procurement) []Fact {
	return []Fact{
		{p.Say("buyer.stage"), stageText(p, q.Stage)},
		{p.Say("buyer.questionnaire"), s.editionTitle(ctx, p, q.Questionnaire)},
		{closingName(p, q.Stage), p.Moment(q.Closing, q.Location())},
		{p.Say("buyer.value"), valueText(p, q)},
		{p.Say("buyer.categories"), categoriesText(p, q)},
	}
}

// valueText is the estimated value, or that none is stated.
func valueText(p Page, q procurement.Procurement) string {
	if q.Value == 0 {
		return p.Say("buyer.not_stated")
	}
	return p.Money(q.Value, q.Currency)
}

// categoriesText names the high-risk categories, or says that none is chosen.
func categoriesText(p Page, q procurement.Procurement) string {
	var names []string
	for _, c := range risk.Categories() {
		if slices.Contains(q.Categories, c.ID) {
			names = append(names, p.Say(c.Headline))
		}
	}
	if len(names) == 0 {
		return p.Say("buyer.no_categories")
	}
	return p.List(names)
}

// closingName is what the end of a stage is called.
func closingName(p Page, stage procurement.Stage) string {
	if stage.Seals() {
		return p.Say("buyer.closing")
	}
	return p.Say("buyer.due")
}

func formOfPlan(p Page, q procurement.Procurement) planForm {
	local := q.Closing.In(q.Location())
	f := planForm{
		Title: q.Title, Reference: q.Reference, Purpose: q.Purpose, Stage: string(q.Stage), Categories: q.Categories,
		Questionnaire: editionValue(q.Questionnaire),
		Day:           local.Format(time.DateOnly), Clock: local.Format("15:04"), Plan: writeDays(q.Plan),
		ContactName: q.ContactName, ContactEmail: q.ContactEmail, Revision: strconv.FormatInt(q.Revision, 10),
	}
	if q.Value > 0 {
		f.Value = p.Number(q.Value, 2)
	}
	return f
}

func readPlanForm(f url.Values) planForm {
	return planForm{
		Title: f.Get("title"), Reference: f.Get("reference"), Purpose: f.Get("purpose"), Stage: f.Get("stage"), Value: f.Get("value"),
		Categories: f["categories"], Questionnaire: f.Get("questionnaire"), Day: f.Get("closing_date"), Clock: f.Get("closing_clock"),
		Plan: f.Get("plan"), ContactName: f.Get("contact_name"), ContactEmail: f.Get("contact_email"), Revision: f.Get("revision"),
	}
}

// fill writes what was typed into a procurement. What cannot be read becomes a
// value that the service refuses, so that everything wrong is told at once;
// where the form knows better than the service why, it says so itself.
func (f planForm) fill(p *procurement.Procurement) fault.Fields {
	var wrong fault.Fields
	p.Title, p.Reference, p.Purpose = f.Title, f.Reference, f.Purpose
	p.ContactName, p.ContactEmail = f.ContactName, f.ContactEmail
	plan, ok := readDays(f.Plan)
	if p.Plan = plan; !ok {
		p.Plan = []int{1 << 20}
	}
	if p.State == procurement.Published {
		return wrong
	}
	p.Stage, p.Categories = procurement.Stage(f.Stage), f.Categories
	p.Questionnaire = readEdition(f.Questionnaire, p.Organisation)
	if p.Value, ok = readAmount(f.Value); !ok {
		p.Value = -1
	}
	var real bool
	if p.Closing, _, real = readMoment(f.Day, f.Clock, p.Location()); !real {
		wrong.Add("closing", "buyer.no_such_time")
	}
	return wrong
}

// ownEdition stands before an edition of the organisation's own. No id of a
// questionnaire has a colon.
const ownEdition = "own:"

// editionValue is an edition as the form sends it: id, a space, version.
func editionValue(e procurement.Edition) string {
	value := e.ID + " " + e.Version
	if e.Owner != "" {
		return ownEdition + value
	}
	return value
}

// readEdition reads it back; whose it is, is not for the form to say.
func readEdition(value string, organisation account.OrganisationID) (e procurement.Edition) {
	value, own := strings.CutPrefix(value, ownEdition)
	if own {
		e.Owner = organisation
	}
	e.ID, e.Version, _ = strings.Cut(value, " ")
	return e
}

// inOrderOfPlan puts mistakes in the order of the page's fields; those the form
// found itself replace the service's of the same field.
func inOrderOfPlan(p Page, mistakes []Mistake, read fault.Fields) []Mistake {
	for _, f := range read {
		for i := range mistakes {
			if mistakes[i].Field == f.Name {
				mistakes[i].Text = p.Say(f.Key, f.Args...)
			}
		}
	}
	order := []string{
		"title", "reference", "purpose", "stage", "closing", "plan", "questionnaire", "categories", "value", "contact_name", "contact_email",
	}
	slices.SortStableFunc(mistakes, func(a, b Mistake) int {
		return slices.Index(order, a.Field) - slices.Index(order, b.Field)
	})
	return slices.CompactFunc(mistakes, func(a, b Mistake) bool { return a.Field == b.Field })
}

// stageOptions are the stages as radio rows.
func stageOptions(p Page, chosen string) []Option {
	var all []Option
	for _, stage := range procurement.Stages() {
		all = append(all, Option{
			Value: string(stage), Text: stageText(p, stage), Help: stageHelp(p, stage), Chosen: chosen == string(stage),
		})
	}
	return all
}

// categoryOptions are the high-risk categories as check boxes.
func categoryOptions(p Page, chosen []string) []Option {
	var all []Option
	for _, c := range risk.Categories() {
		all = append(all, Option{Value: c.ID, Text: p.Say(c.Headline), Chosen: slices.Contains(chosen, c.ID)})
	}
	return all
}
