package web

import (
	"math"
	"net/http"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// organisationLogView is what happened in an organisation outside its
// procurements, the newest first.
type organisationLogView struct {
	Filter   logFilter
	People   []Option
	Events   []audit.Recorded
	Newer    string // address of the page before; empty on the first
	Older    string // address of the page after; empty on the last
	Mistakes []Mistake
}

// readsOrganisationLog tells whose work the organisation's log belongs to:
// evaluators work with what they are given to evaluate.
func readsOrganisationLog(role account.Role) bool { return role != account.Evaluator }

// organisationLogOf begins the log's page; wanted is what is to be listed. A
// person who did nothing in the organisation is not there.
func (s *Site) organisationLogOf(c *gin.Context) (page Page, v organisationLogView, wanted audit.Wanted, err error) {
	actor := actorOf(c)
	if !readsOrganisationLog(actor.Role) {
		return page, v, wanted, fault.New(fault.Denied, "orglog.not_evaluators")
	}
	page = s.page(c, "orglog.title")
	page.Wide, page.Crumbs = true, []Crumb{{page.Say("people.menu"), "/people"}, {page.Title, ""}}
	v.Filter = readLogFilter(c.Request.URL.Query())
	actors, err := s.services.Events.Actors(c.Request.Context(), string(actor.Organisation), "")
	if err != nil {
		return page, v, wanted, err
	}
	there := false
	v.People, there = v.Filter.people(page, actors)
	if !there {
		return page, v, wanted, fault.NotFound
	}
	wanted, v.Mistakes = v.Filter.wanted(page)
	return page, v, wanted, nil
}

// GET /log tells who did what in the organisation, and when.
func (s *Site) showOrganisationLog(c *gin.Context) error {
	page, v, wanted, err := s.organisationLogOf(c)
	if err != nil {
		return err
	}
	if len(v.Mistakes) > 0 {
		return s.refuseLogFilter(c, page, v)
	}
	number := pageNumber(c)
	wanted.Skip, wanted.Limit = (number-1)*logPageSize, logPageSize+1
	v.Events, err = s.services.Events.Events(c.Request.Context(), string(actorOf(c).Organisation), "", wanted)
	if err != nil {
		return err
	}
	if number > 1 {
		v.Newer = v.Filter.address("/log", number-1)
	}
	if len(v.Events) > logPageSize {
		v.Events, v.Older = v.Events[:logPageSize], v.Filter.address("/log", number+1)
	}
	return s.show(c, http.StatusOK, organisationLogPage(page, v))
}

func (s *Site) refuseLogFilter(c *gin.Context, page Page, v organisationLogView) error {
	page.Failed, page.Scripts = true, []string{"focus"}
	return s.show(c, http.StatusUnprocessableEntity, organisationLogPage(page, v))
}

// GET /log.csv is the whole log, so filtered, as a file.
func (s *Site) exportOrganisationLog(c *gin.Context) error {
	page, v, wanted, err := s.organisationLogOf(c)
	if err != nil {
		return err
	}
	if len(v.Mistakes) > 0 {
		return s.refuseLogFilter(c, page, v)
	}
	wanted.Limit = math.MaxInt32
	events, err := s.services.Events.Events(c.Request.Context(), string(actorOf(c).Organisation), "", wanted)
	if err != nil {
		return err
	}
	records := [][]string{{page.Say("buyer.log_when"), page.Say("buyer.log_who"), page.Say("buyer.log_what")}}
	for _, e := range events {
		records = append(records, []string{cellTime(e.At, page.Zone), doer(page, e), organisationEventText(page, e)})
	}
	return s.sendCSV(c, page, page.Title, records)
}

// doer is who did it: a person, or the portal.
func doer(p Page, e audit.Recorded) string {
	if e.PersonName == "" {
		return p.Say("buyer.log_portal")
	}
	return e.PersonName
}

// organisationEventText says what was done, and to whom or what.
func organisationEventText(p Page, e audit.Recorded) string {
	did := p.Did(e.Verb)
	first, size := utf8.DecodeRuneInString(did)
	did = string(unicode.ToUpper(first)) + did[size:]
	switch d := e.Details; {
	case d["email"] != "":
		return did + ": " + p.Say("orglog.about_member", "email", d["email"], "role", p.Say(roleKey(account.Role(d["role"]))))
	case d["kind"] != "":
		return did + ": " + p.Say("orglog.about_letter", "letter", letterKind(p, letter.Kind(d["kind"])), "language", p.languageIn(d["language"]))
	case d["id"] != "":
		return did + ": " + p.Say("orglog.about_questionnaire", "id", d["id"], "version", d["version"])
	default:
		return did
	}
}
