package web

import (
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
	"aktsom/internal/spreadsheet"
)

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// GET /procurements/:id/suppliers.xlsx is the board as a workbook, with the
// same lines in the same order.
func (s *Site) exportWorkbook(c *gin.Context) error {
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	return s.sendWorkbook(c, p, rows)
}

// POST /procurements/:id/suppliers/export is the same with the lines that were
// chosen. It changes nothing; hundreds of chosen lines are too long for an
// address.
func (s *Site) exportChosen(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	chosen := slices.DeleteFunc(slices.Clone(rows), func(r assessment.Row) bool {
		return !slices.Contains(form["assessment"], string(r.ID))
	})
	if len(chosen) == 0 {
		return s.showBoardAs(c, http.StatusUnprocessableEntity, p, rows, "bulk.choose_to_export")
	}
	return s.sendWorkbook(c, p, chosen)
}

func (s *Site) sendWorkbook(c *gin.Context, p procurement.Procurement, rows []assessment.Row) error {
	page := s.procurementPage(c, p, "buyer.suppliers")
	lines, _ := readBoardFilter(c.Request.URL.Query()).lines(rows, page.Now)
	workbook, err := spreadsheet.Write(boardSheet(page, p, lines))
	if err != nil {
		return err
	}
	name := strings.TrimSpace(page.Say("buyer.suppliers")+" "+fileName(p.Reference)) + ".xlsx"
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Data(http.StatusOK, workbookType, workbook)
	return nil
}

// boardSheet is the board with cells of their own types. An organisation number
// is a name and not a quantity, so it is text.
func boardSheet(p Page, q procurement.Procurement, lines []boardLine) spreadsheet.Table {
	const name, number, address, word, moment, count, words = 40, 20, 32, 10, 17, 12, 50 // in characters
	t := spreadsheet.Table{Name: p.Say("buyer.suppliers"), Columns: []spreadsheet.Column{
		{Head: p.Say("buyer.supplier"), Width: name},
		{Head: p.Say("buyer.number"), Width: number},
		{Head: p.Say("buyer.contact"), Width: address},
		{Head: p.Say("buyer.contact_email"), Width: address},
		{Head: p.Say("buyer.language"), Width: word},
		{Head: p.Say("buyer.state"), Width: number},
		{Head: p.Say("buyer.since"), Width: moment},
		{Head: closingName(p, q.Stage), Width: moment},
		{Head: p.Say("buyer.answered"), Width: count},
		{Head: p.Say("buyer.last_activity"), Width: moment},
		{Head: p.Say("buyer.reminders_sent"), Width: count},
		{Head: p.Say("buyer.invited_at"), Width: moment},
		{Head: p.Say("buyer.submitted_at"), Width: moment},
		{Head: p.Say("buyer.server_words"), Width: words},
	}}
	zone := q.Location()
	for _, l := range lines {
		t.Rows = append(t.Rows, []any{
			l.Supplier.Name, l.Supplier.Number, l.Contact.Name, l.Contact.Email, l.Contact.Language, lineStateText(p, l),
			l.Since().In(zone), l.Procurement.Closing.In(zone), spreadsheet.Percent(l.Progress.Percent()), l.LastActivity().In(zone), l.Reminders,
			l.Invited.In(zone), orZero(l.Submitted).In(zone), l.Words(),
		})
	}
	return t
}
