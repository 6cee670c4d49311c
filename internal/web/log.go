package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// logPageSize is how many events one page of the log has.
const logPageSize = 100

// logView is what happened in a procurement, the newest first.
type logView struct {
	procurement.Procurement
	Tabs   []Tab
	Asks   *questionnaire.Questionnaire // whose words stand for the ids of its questions; nil: it cannot be read
	Filter logFilter
	People []Option
	Events []audit.Recorded
	Newer  string // address of the page before; empty on the first
	Older  string // address of the page after; empty on the last

	Mistakes []Mistake
}

// GET /procurements/:id/log tells who did what, and when; the address says
// whose, and of which days. A person who did nothing in the procurement is not
// there.
func (s *Site) showLog(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	ctx, organisation := c.Request.Context(), string(p.Organisation)
	page := s.procurementPage(c, p, "buyer.tab_log")
	page.Wide = true
	view := logView{Procurement: p, Tabs: procurementTabs(page, p.ID, tabLog, 0), Filter: readLogFilter(c.Request.URL.Query())}
	actors, err := s.services.Events.Actors(ctx, organisation, string(p.ID))
	if err != nil {
		return err
	}
	there := false
	if view.People, there = view.Filter.people(page, actors); !there {
		return fault.NotFound
	}
	wanted, mistakes := view.Filter.wanted(page)
	if len(mistakes) > 0 {
		view.Mistakes, page.Failed, page.Scripts = mistakes, true, []string{"focus"}
		return s.show(c, http.StatusUnprocessableEntity, logPage(page, view))
	}
	if view.Asks, err = s.services.Procurements.Questionnaires().Take(ctx, p.Questionnaire); err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	number := pageNumber(c)
	wanted.Skip, wanted.Limit = (number-1)*logPageSize, logPageSize+1
	if view.Events, err = s.services.Events.Events(ctx, organisation, string(p.ID), wanted); err != nil {
		return err
	}
	path := procurementPath(p.ID, tabLog)
	if number > 1 {
		view.Newer = view.Filter.address(path, number-1)
	}
	if len(view.Events) > logPageSize {
		view.Events, view.Older = view.Events[:logPageSize], view.Filter.address(path, number+1)
	}
	return s.show(c, http.StatusOK, logPage(page, view))
}

// pageNumber is the page of a log that is asked for, from 1.
func pageNumber(c *gin.Context) int {
	number, err := strconv.Atoi(c.DefaultQuery("page", "1"))
	if err != nil || number < 1 || number > 1_000_000 {
		return 1
	}
	return number
}

// eventKeys are the sentences of what can happen in a procurement.
func eventKeys() map[string]string {
	return map[string]string{
		"procurement.created":     "buyer.log_created",
		"procurement.edited":      "buyer.log_edited",
		"procurement.published":   "buyer.log_published",
		"procurement.extended":    "buyer.log_extended",
		"supplier.invited":        "buyer.log_invited",
		"supplier.withdrawn":      "buyer.log_withdrawn",
		"supplier.given_time":     "due.log_given",
		"contact.changed":         "buyer.log_contact_changed",
		"contact.handed_over":     "buyer.log_handed_over",
		"contact.wrong_person":    "decline.log_wrong_person",
		"contact.not_us":          "decline.log_not_us",
		"contact.reconsidered":    "decline.log_reconsidered",
		"assessment.submitted":    "buyer.log_submitted",
		"assessment.withdrawn":    "buyer.log_taken_back",
		"procurement.required":    "qualification.log_required",
		"review.decided":          "qualification.log_decided",
		"correction.offered":      "qualification.log_offered",
		"correction.left_out":     "qualification.log_left_out",
		"review.begun":            "buyer.log_review_begun",
		"review.marked":           "buyer.log_marked",
		"review.judged":           "buyer.log_judged",
		"review.finished":         "buyer.log_finished",
		"review.reopened":         "buyer.log_reopened",
		"review.draft_sent":       "draft.log_sent",
		"review.remarked":         "draft.log_remarked",
		"review.released":         "buyer.log_released",
		"assessment.corrected":    "correction.log_corrected",
		"correction.listed":       "correction.log_listed",
		"correction.dropped":      "correction.log_dropped",
		"correction.sent":         "correction.log_sent",
		"correction.extended":     "correction.log_extended",
		"correction.taken_back":   "correction.log_taken_back",
		"review.commented":        "correction.log_commented",
		"review.comment_removed":  "correction.log_comment_removed",
		"enquiry.asked":           "enquiry.log_asked",
		"enquiry.replied":         "enquiry.log_replied",
		"enquiry.replied_one":     "enquiry.log_replied_one",
		"enquiry.replied_because": "enquiry.log_replied_because",
		"enquiry.announced":       "enquiry.log_announced",
		"enquiry.corrected":       "enquiry.log_corrected",
		"enquiry.corrected_one":   "enquiry.log_corrected_one",
	}
}

// eventText says what happened; a verb without a sentence stands as it is.
func (v logView) eventText(p Page, e audit.Recorded) string {
	key, known := eventKeys()[e.Verb]
	if !known {
		return e.Verb
	}
	args := map[string]any{}
	for name, value := range e.Details {
		args[name] = value
	}
	for _, name := range []string{"closing", "until"} {
		if at, err := time.Parse(time.RFC3339, e.Details[name]); err == nil {
			args[name] = p.Moment(at, v.Location())
		}
	}
	if id := e.Details["question"]; id != "" {
		args["question"] = v.questionText(p, id)
	}
	return p.SayMap(key, args)
}

// questionText is a question in the reader's words, cut to what fits a line of
// the log; one that is asked no more keeps its id.
func (v logView) questionText(p Page, id string) string {
	if v.Asks == nil {
		return id
	}
	q, asked := v.Asks.Question(id)
	if !asked {
		return id
	}
	return shortened(p.Text(q.Text))
}
