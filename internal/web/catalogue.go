package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/catalogue"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// catalogueView is every questionnaire there is to ask with, and those on
// their way.
type catalogueView struct {
	InUse, Drafts, Retired []catalogue.Listed
	MayManage              bool
}

// GET /questionnaires lists the questionnaires in use, the drafts and those
// taken out of use.
func (s *Site) showCatalogue(c *gin.Context) error {
	actor := actorOf(c)
	all, err := s.services.Catalogue.List(c.Request.Context(), actor)
	if err != nil {
		return err
	}
	v := catalogueView{MayManage: actor.Role.MayManage()}
	for _, e := range all {
		switch e.State {
		case catalogue.Draft:
			v.Drafts = append(v.Drafts, e)
		case catalogue.Retired:
			v.Retired = append(v.Retired, e)
		default:
			v.InUse = append(v.InUse, e)
		}
	}
	page := s.page(c, "catalogue.title")
	page.Wide = true
	return s.show(c, http.StatusOK, cataloguePage(page, v))
}

// entryPath is the address of a questionnaire, or of a page under it.
func entryPath(id catalogue.ID, under string) string {
	return "/questionnaires/" + url.PathEscape(string(id)) + under
}

// entryTitle is what an entry is called in the reader's language; by its file
// while it has no name of its own.
func entryTitle(p Page, e catalogue.Entry) string {
	for _, name := range []string{p.Text(e.Title), e.Name, e.File} {
		if name != "" {
			return name
		}
	}
	return p.Say("catalogue.nameless")
}

// entryState is where an entry stands, in a word and its colour.
func entryState(p Page, e catalogue.Entry) (string, Colour) {
	switch {
	case e.Shipped():
		return p.Say("catalogue.state_shipped"), Neutral
	case e.State == catalogue.Draft:
		return p.Say("catalogue.state_draft"), Neutral
	case e.State == catalogue.Retired:
		return p.Say("catalogue.state_retired"), Neutral
	default:
		return p.Say("catalogue.state_published"), Good
	}
}

// entryOf loads the questionnaire that the address names.
func (s *Site) entryOf(c *gin.Context) (catalogue.Entry, error) {
	return s.services.Catalogue.Open(c.Request.Context(), actorOf(c), catalogue.ID(c.Param("id")))
}

// changerOf is the questionnaire that the address names, for somebody who may
// change it.
func (s *Site) changerOf(c *gin.Context) (account.Actor, catalogue.Entry, error) {
	actor := actorOf(c)
	e, err := s.entryOf(c)
	if err == nil && !actor.Role.MayManage() {
		err = fault.New(fault.Denied, "catalogue.only_officers")
	}
	return actor, e, err
}

// entryPage begins a page under a questionnaire, with the way to it.
func (s *Site) entryPage(c *gin.Context, e catalogue.Entry, titleKey string, args ...any) Page {
	page := s.page(c, titleKey, args...)
	page.Crumbs = []Crumb{
		{page.Say("catalogue.title"), "/questionnaires"},
		{entryTitle(page, e), entryPath(e.ID, "")},
		{Text: page.Title},
	}
	return page
}

// The tabs of a questionnaire, by what follows its address.
const (
	tabEntry = ""
	tabTry   = "/try"
	tabCases = "/cases"
)

func entryTabs(p Page, id catalogue.ID, current string) []Tab {
	list := []Tab{
		{Text: p.Say("catalogue.tab_entry"), Href: tabEntry},
		{Text: p.Say("catalogue.tab_try"), Href: tabTry},
		{Text: p.Say("catalogue.tab_cases"), Href: tabCases},
	}
	for i := range list {
		list[i].Current = list[i].Href == current
		list[i].Href = entryPath(id, list[i].Href)
	}
	return list
}

// entryView is one questionnaire: what it is, and what the checker says of it.
type entryView struct {
	catalogue.Entry
	Questionnaire    *questionnaire.Questionnaire // nil while it cannot be shown
	Tabs             []Tab
	Errors, Warnings []questionnaire.Finding
	Others           []Option // what it can be compared with
	Uses             int
	MayManage        bool
}

// Ready tells whether nothing stands between a draft and publishing.
func (v entryView) Ready() bool { return v.State == catalogue.Draft && len(v.Errors) == 0 }

// Changeable tells whether the visitor may change the draft.
func (v entryView) Changeable() bool { return v.MayManage && v.State == catalogue.Draft }

// facts are what is known of the questionnaire in a few lines.
func (v entryView) facts(p Page) []Fact {
	list := []Fact{{p.Say("catalogue.id"), v.Name}, {p.Say("catalogue.version"), v.Version}}
	if v.Questionnaire != nil {
		d := v.Questionnaire.Definition()
		count := 0
		for _, page := range d.Pages {
			count += len(page.Questions)
		}
		list = append(list,
			Fact{p.Say("catalogue.size"), p.Say("catalogue.size_text", "count", count, "minutes", d.Minutes)},
			Fact{p.Say("catalogue.languages"), languageNames(p, d.Languages)})
	}
	if v.State != catalogue.Draft {
		list = append(list, Fact{p.Say("catalogue.uses"), p.Integer(int64(v.Uses))})
	}
	return slices.DeleteFunc(list, func(f Fact) bool { return f.Text == "" })
}

// GET /questionnaires/:id shows one questionnaire: what the checker found, and
// what can be done.
func (s *Site) showEntry(c *gin.Context) error {
	e, err := s.entryOf(c)
	if err != nil {
		return err
	}
	all, err := s.services.Catalogue.List(c.Request.Context(), actorOf(c))
	if err != nil {
		return err
	}
	page := s.page(c, "catalogue.title")
	page.Title = entryTitle(page, e)
	page.Crumbs = []Crumb{{page.Say("catalogue.title"), "/questionnaires"}, {Text: page.Title}}
	v := entryView{
		Entry: e, Questionnaire: s.services.Catalogue.Compiled(e), Tabs: entryTabs(page, e.ID, tabEntry),
		Others: comparable(page, e, all), MayManage: actorOf(c).Role.MayManage(),
	}
	for _, each := range all {
		if each.ID == e.ID {
			v.Uses = each.Uses
		}
	}
	if e.State == catalogue.Draft {
		v.Errors, v.Warnings = bySeverity(s.services.Catalogue.Check(e))
	}
	return s.show(c, http.StatusOK, entryShown(page, v))
}

// bySeverity parts what must be mended from what is worth a look.
func bySeverity(all questionnaire.Findings) (mistakes, warnings []questionnaire.Finding) {
	for _, f := range all {
		if f.Severity == questionnaire.SeverityError {
			mistakes = append(mistakes, f)
		} else {
			warnings = append(warnings, f)
		}
	}
	return mistakes, warnings
}

// comparable are the questionnaires one can be compared with: other versions
// of the same first.
func comparable(p Page, e catalogue.Entry, all []catalogue.Listed) []Option {
	var same, other []Option
	for _, each := range all {
		option := Option{Value: string(each.ID), Text: p.Say("buyer.edition", "name", entryTitle(p, each.Entry), "version", each.Version)}
		if text, _ := entryState(p, each.Entry); each.State == catalogue.Draft {
			option.Text += " (" + text + ")"
		}
		switch {
		case each.ID == e.ID:
		case each.Name == e.Name:
			same = append(same, option)
		default:
			other = append(other, option)
		}
	}
	return append(same, other...)
}

// languageNames are languages by their own names.
func languageNames(p Page, tags []string) string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = languageName(tag)
	}
	return p.List(names)
}
