package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

// reviewsView is how far the review of each submitted assessment has come.
type reviewsView struct {
	procurement.Procurement
	Tabs      []Tab
	Lines     []reviewsLine // those that the filter lets through
	Submitted int           // of all, the sealed ones included
	States    []Option
	State     reviewState
	MayReview bool
}

// Sealed tells whether nobody may read the answers yet.
func (v reviewsView) Sealed(p Page) bool {
	return v.Procurement.State == procurement.Published && !v.OpenToBuyer(p.Now)
}

// GET /procurements/:id/reviews lists the submitted assessments with how far
// their review has come, who works on it and what is left: what needs somebody
// first, or by name in a qualification, which knows no order.
func (s *Site) showReviews(c *gin.Context) error {
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	_, cases, err := s.compared(c)
	if err != nil {
		return err
	}
	page := s.procurementPage(c, p, "reviews.title")
	page.Wide = true
	role := actorOf(c).Role
	view := reviewsView{
		Procurement: p, Tabs: procurementTabs(page, p.ID, tabReviews, -1), State: reviewStateOf(c.Query("state")), MayReview: role.MayReview(),
	}
	var all []reviewsLine
	lines := reviewsLines(page, cases, rows, role)
	for _, row := range rows {
		if row.State == assessment.Submitted {
			view.Submitted++
		}
		if line, open := lines[row.ID]; open {
			all = append(all, line)
		}
	}
	view.States = reviewStateOptions(page, all, view.State)
	view.Lines = slices.DeleteFunc(all, func(l reviewsLine) bool { return view.State != "" && l.At != view.State })
	inOrder(view.Lines, p.Stage)
	return s.show(c, http.StatusOK, reviewsPage(page, view))
}

// reviewsLines are the lines of the assessments that can be read, by id.
func reviewsLines(p Page, cases []review.Line, rows []assessment.Row, role account.Role) map[assessment.ID]reviewsLine {
	board := map[assessment.ID]assessment.Row{}
	for _, row := range rows {
		board[row.ID] = row
	}
	lines := map[assessment.ID]reviewsLine{}
	for _, c := range cases {
		if c.Desk != nil {
			lines[c.Assessment.ID] = newReviewsLine(p, *c.Desk, board[c.Assessment.ID], role)
		}
	}
	return lines
}

// inOrder sorts lines: by what waits for somebody, and by name within that.
func inOrder(lines []reviewsLine, stage procurement.Stage) {
	slices.SortStableFunc(lines, inAlphabet(message.Nynorsk, lines, func(l reviewsLine) string { return l.Supplier }))
	if stage == procurement.Qualification {
		return
	}
	urgent := reviewStates()
	slices.SortStableFunc(lines, func(a, b reviewsLine) int {
		return cmp.Compare(slices.Index(urgent, a.At), slices.Index(urgent, b.At))
	})
}

// reviewStateOptions are the states that lines are in, with how many.
func reviewStateOptions(p Page, all []reviewsLine, chosen reviewState) []Option {
	count := map[reviewState]int{}
	for _, l := range all {
		count[l.At]++
	}
	options := []Option{{Text: p.Say("buyer.all_states", "count", len(all)), Chosen: chosen == ""}}
	for _, s := range reviewStates() {
		if count[s] > 0 || s == chosen {
			text := p.Say("buyer.state_count", "state", reviewStateText(p, s), "number", count[s])
			options = append(options, Option{Value: string(s), Text: text, Chosen: s == chosen})
		}
	}
	return options
}

// reviewsHref is the page with only the lines in a state.
func reviewsHref(id procurement.ID, s reviewState) string {
	return procurementPath(id, tabReviews+"?"+url.Values{"state": {string(s)}}.Encode())
}

// reviewsHeads are the columns.
func reviewsHeads(p Page) []Head {
	return []Head{
		{Text: p.Say("buyer.supplier")},
		{Text: p.Say("buyer.state")},
		{Text: p.Say("reviews.who")},
		{Text: p.Say("reviews.judged")},
		{Text: p.Say("reviews.look")},
		{Text: p.Say("reviews.go_on")},
	}
}

// reviewsMoment is when a line's state began, or until when it lasts; nil where
// nobody needs to know.
func (l reviewsLine) reviewsMoment() *time.Time {
	switch l.At {
	case reviewCorrecting, reviewUncorrected:
		return l.Row.CorrectBy
	case reviewDraft:
		return l.Row.DraftUntil
	case reviewReleased:
		return l.Desk.Review.Released
	case reviewFinished:
		return l.Desk.Review.Finished
	case reviewCorrected:
		return l.Row.Corrected
	default:
		return l.Row.Submitted
	}
}
