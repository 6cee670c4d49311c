package web

import (
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
	"aktsom/internal/procurement"
	"aktsom/internal/spreadsheet"
)

// GET /procurements/:id/compare.xlsx is the comparison as a workbook, in the
// same order.
func (s *Site) exportCompare(c *gin.Context) error {
	p, lines, err := s.compared(c)
	if err != nil {
		return err
	}
	if p.Stage == procurement.Qualification {
		return fault.New(fault.NotFound, "compare.qualification")
	}
	page := s.procurementPage(c, p, "compare.title")
	all := compareLines(page, lines)
	readCompareSort(c.Request.URL.Query()).sort(all)
	return sendTable(c, page, p, compareSheet(page, all))
}

// sendTable sends a table as a file that is named after the page and the
// procurement's reference.
func sendTable(c *gin.Context, page Page, p procurement.Procurement, table spreadsheet.Table) error {
	workbook, err := spreadsheet.Write(table)
	if err != nil {
		return err
	}
	name := strings.TrimSpace(page.Title+" "+fileName(p.Reference)) + ".xlsx"
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Data(http.StatusOK, workbookType, workbook)
	return nil
}

// compareSheet has a verified and a declared column for each step, as numbers.
func compareSheet(p Page, lines []compareLine) spreadsheet.Table {
	const name, word, score = 40, 24, 14 // in characters
	steps := append(stepsIn(lines), "overall")
	t := spreadsheet.Table{Name: p.Title, Columns: []spreadsheet.Column{
		{Head: p.Say("buyer.supplier"), Width: name}, {Head: p.Say("buyer.number"), Width: score}, {Head: p.Say("buyer.state"), Width: word},
	}}
	for _, step := range steps {
		t.Columns = append(t.Columns, spreadsheet.Column{Head: p.columnText(step), Width: score},
			spreadsheet.Column{Head: p.Say("compare.declared_head", "step", p.columnText(step)), Width: score})
	}
	t.Columns = append(t.Columns, spreadsheet.Column{Head: p.Say("result.weakest_tag"), Width: score},
		spreadsheet.Column{Head: p.Say("result.stops_title"), Width: score})
	for _, l := range lines {
		t.Rows = append(t.Rows, compareCells(p, l, steps))
	}
	return t
}

func compareCells(p Page, l compareLine, steps []string) []any {
	row := []any{l.Assessment.Supplier.Name, l.Assessment.Supplier.Number, l.State}
	for _, step := range steps {
		if s, scored := l.scores(step); scored {
			row = append(row, spreadsheet.Score(s.Verified), spreadsheet.Score(s.Declared))
		} else {
			row = append(row, nil, nil)
		}
	}
	if l.Desk == nil || l.Desk.Evaluation.Weakest == "" {
		return append(row, nil, nil)
	}
	return append(row, p.Step(l.Desk.Evaluation.Weakest), len(l.Desk.Evaluation.Stops))
}
