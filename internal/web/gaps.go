package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/oecd"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
	"aktsom/internal/spreadsheet"
)

// gapsView is where answers and evidence of a procurement's suppliers differ.
type gapsView struct {
	procurement.Procurement
	Tabs      []Tab
	Filter    gapFilter
	Gaps      []supplierGap // one page of them
	Shown     int           // how many the filter lets through
	All       int
	Suppliers []Option
	Pages     int
	Compared  int // suppliers whose answers can be read
}

// supplierGap is one gap of one supplier.
type supplierGap struct {
	gap

	Result resultView
	Order  int // of the question in the questionnaire
}

// The kinds of gap, as the address has them.
const (
	gapEvidence    = "evidence"    // less was proved than claimed
	gapDeclaration = "declaration" // more was
)

func (g supplierGap) kind() string {
	if g.Points > 0 {
		return gapEvidence
	}
	return gapDeclaration
}

func (g supplierGap) supplier() string { return g.Result.Desk.Assessment.Supplier.Name }

// levels is how many levels lie between claim and proof.
func (g supplierGap) levels() int {
	l := g.Part.Level
	return max(l.Declared-l.Verified, l.Verified-l.Declared)
}

// href leads to the question in the review.
func (g supplierGap) href() string {
	query := url.Values{"question": {g.Part.Question.ID}}
	return assessmentPath(g.Result.Desk.Assessment.ID, "review?"+query.Encode())
}

// why is the reason in words: the rule, and what the evaluator wrote.
func (g supplierGap) why(p Page) string {
	why := []string{p.levelWhy(g.Part.Level)}
	if mark := g.Result.mark(g.Part.Question.ID); mark != nil && mark.Reason != "" {
		return why[0] + " " + mark.Reason
	}
	for _, f := range g.Result.files(g.Part.Question.ID) {
		if judged := g.Result.Desk.Review.Judgements[f.ID]; judged.Verdict != "" && judged.Verdict != review.Accepted {
			why = append(why, f.Name+": "+judged.Reason)
		}
	}
	return strings.Join(why, " ")
}

// gapFilter is what of the gaps is shown; all of it stands in the address.
type gapFilter struct {
	Supplier string // an assessment's id
	Step     string
	Kind     string
	Page     int // from 1
}

func readGapFilter(q url.Values) gapFilter {
	f := gapFilter{Supplier: q.Get("supplier"), Step: q.Get("step"), Kind: q.Get("kind")}
	f.Page, _ = strconv.Atoi(q.Get("page")) // what is no number is the first page
	f.Page = max(f.Page, 1)
	if !slices.Contains(oecd.Steps(), oecd.Step(f.Step)) {
		f.Step = ""
	}
	if f.Kind != gapEvidence && f.Kind != gapDeclaration {
		f.Kind = ""
	}
	return f
}

// query is the filter as the address has it, at a page of what it shows.
func (f gapFilter) query(page int) string {
	q := url.Values{}
	for name, value := range map[string]string{"supplier": f.Supplier, "step": f.Step, "kind": f.Kind} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// Narrowed tells whether gaps may be left out.
func (f gapFilter) Narrowed() bool { return f.Supplier != "" || f.Step != "" || f.Kind != "" }

func (f gapFilter) shows(g supplierGap) bool {
	return (f.Supplier == "" || f.Supplier == string(g.Result.Desk.Assessment.ID)) &&
		(f.Step == "" || f.Step == g.Part.Question.Step) && (f.Kind == "" || f.Kind == g.kind())
}

// gapsPerPage keeps a page readable; the workbook has all.
const gapsPerPage = 200

// GET /procurements/:id/gaps lists where answers and evidence differ, of all
// suppliers whose answers are open.
func (s *Site) showGaps(c *gin.Context) error {
	p, lines, err := s.compared(c)
	if err != nil {
		return err
	}
	if p.Stage == procurement.Qualification { // levels are no matter there
		return seeOther(c, procurementPath(p.ID, tabQualification))
	}
	page := s.procurementPage(c, p, "gaps.title")
	page.Wide, page.Scripts = true, []string{"print"}
	view := gapsView{
		Procurement: p, Tabs: procurementTabs(page, p.ID, tabGaps, len(lines)), Filter: readGapFilter(c.Request.URL.Query()),
		Suppliers: []Option{{Text: page.Say("gaps.all_suppliers")}},
	}
	for _, l := range lines {
		if l.Desk != nil {
			view.Compared++
			id := string(l.Assessment.ID)
			view.Suppliers = append(view.Suppliers, Option{Value: id, Text: l.Assessment.Supplier.Name, Chosen: id == view.Filter.Supplier})
		}
	}
	shown, all := gapsOf(lines, view.Filter)
	view.Shown, view.All, view.Pages = len(shown), all, (len(shown)+gapsPerPage-1)/gapsPerPage
	from := min((view.Filter.Page-1)*gapsPerPage, len(shown))
	view.Gaps = shown[from:min(from+gapsPerPage, len(shown))]
	return s.show(c, http.StatusOK, gapsPage(page, view))
}

// gapsOf are the gaps that the filter lets through, the heaviest first. all
// counts those without the filter too.
func gapsOf(lines []review.Line, f gapFilter) (shown []supplierGap, all int) {
	for _, l := range lines {
		if l.Desk == nil {
			continue
		}
		v := resultOf(*l.Desk)
		for i, part := range v.parts() {
			if part.Level.Declared == part.Level.Verified {
				continue
			}
			all++
			if g := (supplierGap{gap{part, part.DeclaredPoints - part.VerifiedPoints}, v, i}); f.shows(g) {
				shown = append(shown, g)
			}
		}
	}
	slices.SortStableFunc(shown, func(a, b supplierGap) int {
		return cmp.Or(cmp.Compare(b.size(), a.size()), cmp.Compare(a.Order, b.Order))
	})
	return shown, all
}

// GET /procurements/:id/gaps.xlsx is all of what the filter shows, as a workbook.
func (s *Site) exportGaps(c *gin.Context) error {
	p, lines, err := s.compared(c)
	if err != nil {
		return err
	}
	if p.Stage == procurement.Qualification { // levels are no matter there
		return seeOther(c, procurementPath(p.ID, tabQualification))
	}
	page := s.procurementPage(c, p, "gaps.title")
	shown, _ := gapsOf(lines, readGapFilter(c.Request.URL.Query()))
	return sendTable(c, page, p, gapsSheet(page, shown))
}

func gapsSheet(p Page, gaps []supplierGap) spreadsheet.Table {
	const name, text, word, number = 40, 60, 20, 12 // in characters
	t := spreadsheet.Table{Name: p.Say("gaps.tab"), Columns: []spreadsheet.Column{
		{Head: p.Say("buyer.supplier"), Width: name},
		{Head: p.Say("result.step_head"), Width: word},
		{Head: p.Say("result.question"), Width: text},
		{Head: p.Say("gaps.kind"), Width: word},
		{Head: p.Say("result.declared"), Width: number},
		{Head: p.Say("result.verified"), Width: number},
		{Head: p.Say("result.weight"), Width: number},
		{Head: p.Say("gaps.loss"), Width: number},
		{Head: p.Say("result.why"), Width: text},
	}}
	for _, g := range gaps {
		p := p.about(g.Result.Desk.Evaluation)
		t.Rows = append(t.Rows, []any{
			g.supplier(), p.Step(g.Part.Question.Step), p.Text(g.Part.Question.Text), p.gapWord(g.kind()),
			g.Part.Level.Declared, g.Part.Level.Verified, g.Part.Weight, g.size(), g.why(p),
		})
	}
	return t
}

// heads are the columns.
func (v gapsView) heads(p Page) []Head {
	return []Head{
		{Text: p.Say("buyer.supplier")},
		{Text: p.Say("result.question")},
		{Text: p.Say("gaps.kind")},
		{Text: p.Say("result.declared"), Numbers: true},
		{Text: p.Say("result.verified"), Numbers: true},
		{Text: p.Say("gaps.loss"), Numbers: true},
		{Text: p.Say("result.why")},
	}
}

// gapWord is what a kind of gap is called.
func (p Page) gapWord(kind string) string {
	if kind == gapEvidence {
		return p.Say("gaps.evidence")
	}
	return p.Say("gaps.declaration")
}

func (v gapsView) kindOptions(p Page) []Option {
	options := []Option{{Text: p.Say("gaps.all_kinds")}}
	for _, kind := range []string{gapEvidence, gapDeclaration} {
		options = append(options, Option{Value: kind, Text: p.gapWord(kind), Chosen: v.Filter.Kind == kind})
	}
	return options
}

func (v gapsView) stepOptions(p Page) []Option {
	options := []Option{{Text: p.Say("gaps.all_steps")}}
	for _, step := range oecd.Steps() {
		options = append(options, Option{Value: string(step), Text: p.Step(string(step)), Chosen: v.Filter.Step == string(step)})
	}
	return options
}
