package web

import (
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/enquiry"
	"aktsom/internal/spreadsheet"
)

// GET /procurements/:id/enquiries.xlsx is everything that was asked and replied,
// for the archive: what waits first, then the replies in their order.
func (s *Site) exportExchange(c *gin.Context) error {
	view, err := s.exchangeOf(c)
	if err != nil {
		return err
	}
	page := s.quietPage(c, "enquiry.tab")
	workbook, err := spreadsheet.Write(exchangeSheet(page, view))
	if err != nil {
		return err
	}
	name := strings.TrimSpace(page.Say("enquiry.file")+" "+fileName(view.Reference)) + ".xlsx"
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Data(http.StatusOK, workbookType, workbook)
	return nil
}

func exchangeSheet(p Page, v exchangeView) spreadsheet.Table {
	const number, name, moment, text = 10, 28, 17, 60 // in characters
	t := spreadsheet.Table{Name: p.Say("enquiry.tab"), Columns: []spreadsheet.Column{
		{Head: p.Say("enquiry.head_number"), Width: number},
		{Head: p.Say("buyer.supplier"), Width: name},
		{Head: p.Say("enquiry.head_person"), Width: name},
		{Head: p.Say("enquiry.head_asked"), Width: moment},
		{Head: p.Say("enquiry.topic"), Width: name},
		{Head: p.Say("enquiry.original"), Width: text},
		{Head: p.Say("enquiry.wording"), Width: text},
		{Head: p.Say("enquiry.was_replied"), Width: text},
		{Head: p.Say("enquiry.head_for"), Width: name},
		{Head: p.Say("enquiry.head_reason"), Width: name},
		{Head: p.Say("enquiry.head_corrects"), Width: name},
		{Head: p.Say("enquiry.head_replied"), Width: moment},
		{Head: p.Say("enquiry.head_by"), Width: name},
	}}
	for _, e := range append(v.Waiting(), v.Left()...) {
		t.Rows = append(t.Rows, exchangeCells(p, v, e, enquiry.Reply{Topic: e.Topic}))
	}
	for _, r := range v.Replies {
		e, _ := v.questionOf(r)
		t.Rows = append(t.Rows, exchangeCells(p, v, e, r))
	}
	return t
}

// exchangeCells are an enquiry and its reply; either may be missing.
func exchangeCells(p Page, v exchangeView, e enquiry.Enquiry, r enquiry.Reply) []any {
	var number any
	whom, corrects, zone := "", "", v.Location()
	switch {
	case r.ID == "":
	case r.ForAll():
		number, whom = r.Number, p.Say("enquiry.for_all")
	default:
		whom = r.Supplier
	}
	if earlier, is := v.Reply(r.Corrects); is {
		corrects = replyName(p, earlier)
	}
	return []any{
		number, e.Supplier, e.PersonName, inZone(e.At, zone), r.Topic.In(v.Questionnaire, string(p.Lang())), e.Text, r.Wording, r.Text,
		whom, r.Reason, corrects, inZone(r.At, zone), r.PersonName,
	}
}

// inZone is a moment as the procurement's people tell it; none stays none.
func inZone(at time.Time, zone *time.Location) time.Time {
	if at.IsZero() {
		return at
	}
	return at.In(zone)
}
