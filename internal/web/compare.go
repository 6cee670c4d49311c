package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"aktsom/internal/message"
	"aktsom/internal/oecd"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// compareView is a procurement's suppliers side by side.
type compareView struct {
	procurement.Procurement
	Tabs  []Tab
	Lines []compareLine
	Steps []string // those that somebody has a score in
	Sort  compareSort
}

// compareLine is one supplier: a line without an evaluation has nothing to
// compare yet.
type compareLine struct {
	review.Line
	State string // the review's, in words
}

// compareSort is the order of the lines, as it stands in the address.
type compareSort struct {
	By   string // name, overall or a step
	Down bool   // the highest first
}

func readCompareSort(q url.Values) compareSort {
	s := compareSort{By: q.Get("sort"), Down: q.Get("dir") == "desc"}
	if !slices.Contains(sortables(), s.By) {
		return compareSort{By: "name", Down: s.Down && s.By == "name"}
	}
	return s
}

// sortables are what lines can be sorted by.
func sortables() []string {
	all := []string{"name", "overall"}
	for _, step := range oecd.Steps() {
		all = append(all, string(step))
	}
	return all
}

// query is the order as the address has it.
func (s compareSort) query() string {
	q := url.Values{}
	if s.By != "name" {
		q.Set("sort", s.By)
	}
	if s.Down {
		q.Set("dir", "desc")
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// by is the order by another column; numbers begin with the highest. Asked for
// again, it turns round.
func (s compareSort) by(column string) compareSort {
	if s.By == column {
		return compareSort{column, !s.Down}
	}
	return compareSort{column, column != "name"}
}

// direction is how a column is sorted, as aria-sort has it.
func (s compareSort) direction(column string) string {
	switch {
	case s.By != column:
		return ""
	case s.Down:
		return "descending"
	default:
		return "ascending"
	}
}

// sort puts lines in order; those without the number come last either way.
func (s compareSort) sort(lines []compareLine) {
	slices.SortStableFunc(lines, inAlphabet(message.Nynorsk, lines, func(l compareLine) string { return l.Assessment.Supplier.Name }))
	if s.By == "name" {
		if s.Down {
			slices.Reverse(lines)
		}
		return
	}
	slices.SortStableFunc(lines, func(a, b compareLine) int {
		x, hasX := a.scores(s.By)
		y, hasY := b.scores(s.By)
		switch {
		case !hasX || !hasY:
			return cmp.Compare(rank(hasX), rank(hasY))
		case s.Down:
			return cmp.Compare(y.Verified, x.Verified)
		default:
			return cmp.Compare(x.Verified, y.Verified)
		}
	})
}

func rank(has bool) int {
	if has {
		return 0
	}
	return 1
}

// scores are the numbers of a column; false where there are none.
func (l compareLine) scores(column string) (questionnaire.Scores, bool) {
	if l.Desk == nil {
		return questionnaire.Scores{}, false
	}
	if column == "overall" {
		if l.Desk.Evaluation.Overall == nil {
			return questionnaire.Scores{}, false
		}
		return *l.Desk.Evaluation.Overall, true
	}
	s, scored := l.Desk.Evaluation.Steps[column]
	return s.Scores, scored
}

// heat is the band of a score, from which its cell takes its colour.
func (l compareLine) heat(s questionnaire.Scores) string {
	return "heat heat--" + strconv.Itoa(l.Desk.Questionnaire.BandOf(s.Verified).Number)
}

// stops tells whether a column has a stop mark.
func (l compareLine) stops(column string) bool {
	if column == "overall" {
		return len(l.Desk.Evaluation.Stops) > 0
	}
	return l.Desk.Evaluation.Steps[column].Stop
}

// GET /procurements/:id/compare lays the suppliers side by side, steps by
// suppliers. A qualification has no such page.
func (s *Site) showCompare(c *gin.Context) error {
	p, lines, err := s.compared(c)
	if err != nil {
		return err
	}
	page := s.procurementPage(c, p, "compare.title")
	page.Wide, page.Scripts = true, []string{"print"}
	view := compareView{
		Procurement: p, Tabs: procurementTabs(page, p.ID, tabCompare, len(lines)),
		Lines: compareLines(page, lines), Sort: readCompareSort(c.Request.URL.Query()),
	}
	if p.Stage == procurement.Qualification {
		return s.show(c, http.StatusNotFound, comparePage(page, view))
	}
	view.Steps = stepsIn(view.Lines)
	view.Sort.sort(view.Lines)
	return s.show(c, http.StatusOK, comparePage(page, view))
}

func (s *Site) compared(c *gin.Context) (procurement.Procurement, []review.Line, error) {
	return s.services.Reviews.Compare(c.Request.Context(), actorOf(c), procurement.ID(c.Param("id")))
}

func compareLines(p Page, lines []review.Line) []compareLine {
	all := make([]compareLine, len(lines))
	for i, l := range lines {
		all[i] = compareLine{l, compareState(p, l)}
	}
	return all
}

// compareState is how far a supplier's result has come.
func compareState(p Page, l review.Line) string {
	switch {
	case l.Desk == nil && l.Submission.Round > 0:
		return p.Say("compare.sealed")
	case l.Desk == nil:
		return p.Say("compare.not_submitted")
	case l.Review.Released != nil:
		return p.Say("result.released_tag")
	case l.Review.Finished != nil:
		return p.Say("result.finished_tag")
	case l.Review.Version > 0:
		return p.Say("compare.under_review")
	default:
		return p.Say("compare.not_reviewed")
	}
}

// final tells whether the numbers stand.
func (l compareLine) final() bool { return l.Review.Finished != nil }

// stepsIn are the steps that any of the lines has a score in.
func stepsIn(lines []compareLine) []string {
	var steps []string
	for _, step := range oecd.Steps() {
		if slices.ContainsFunc(lines, func(l compareLine) bool { _, scored := l.scores(string(step)); return scored }) {
			steps = append(steps, string(step))
		}
	}
	return steps
}

// counted are how many lines have numbers, and how many of these stand.
func (v compareView) counted() (numbers, final int) {
	for _, l := range v.Lines {
		if l.Desk != nil {
			numbers++
			if l.final() {
				final++
			}
		}
	}
	return numbers, final
}

// columns are what stands beside the names.
func (v compareView) columns() []string { return append(slices.Clone(v.Steps), "overall") }

// columnText is the head of a column.
func (p Page) columnText(column string) string {
	switch column {
	case "name":
		return p.Say("buyer.supplier")
	case "overall":
		return p.Say("result.overall")
	default:
		return strconv.Itoa(stepNumber(column)) + " " + p.Step(column)
	}
}

// sortOptions are the columns to sort by, for who sees no heads.
func (v compareView) sortOptions(p Page) []Option {
	var options []Option
	for _, column := range append([]string{"name"}, v.columns()...) {
		options = append(options, Option{Value: column, Text: p.columnText(column), Chosen: v.Sort.By == column})
	}
	return options
}
