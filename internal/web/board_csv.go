package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/message"
	"aktsom/internal/procurement"
)

// byteOrderMark tells Excel that the file is UTF-8.
const byteOrderMark = "\ufeff"

// GET /procurements/:id/suppliers.csv is the board as a file, with the same
// lines in the same order.
func (s *Site) exportBoard(c *gin.Context) error {
	p, rows, err := s.boardOf(c)
	if err != nil {
		return err
	}
	page := s.procurementPage(c, p, "buyer.suppliers")
	lines, _ := readBoardFilter(c.Request.URL.Query()).lines(rows, page.Now)
	return s.sendCSV(c, page, page.Say("buyer.suppliers")+" "+fileName(p.Reference), boardRecords(page, p, lines))
}

// sendCSV answers with the records as a file of that name.
func (s *Site) sendCSV(c *gin.Context, p Page, name string, records [][]string) error {
	text, err := csvOf(p, records)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": strings.TrimSpace(name) + ".csv"}))
	c.Data(http.StatusOK, "text/csv; charset=utf-8", text)
	return nil
}

// fileName is a text without what file systems refuse.
func fileName(text string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, text), "-. ")
}

// boardRecords are the lines with their heads.
func boardRecords(p Page, q procurement.Procurement, lines []boardLine) [][]string {
	records := [][]string{{
		p.Say("buyer.supplier"), p.Say("buyer.number"), p.Say("buyer.contact"), p.Say("buyer.contact_email"), p.Say("buyer.language"),
		p.Say("buyer.state"), p.Say("buyer.since"), closingName(p, q.Stage), p.Say("buyer.answered_percent"), p.Say("buyer.last_activity"),
		p.Say("buyer.reminders_sent"), p.Say("buyer.invited_at"), p.Say("buyer.submitted_at"), p.Say("buyer.server_words"),
	}}
	zone := q.Location()
	for _, l := range lines {
		records = append(records, []string{
			l.Supplier.Name, l.Supplier.Number, l.Contact.Name, l.Contact.Email, l.Contact.Language,
			lineStateText(p, l), cellTime(l.Since(), zone), cellTime(l.Procurement.Closing, zone), strconv.Itoa(l.Progress.Percent()), cellTime(l.LastActivity(), zone),
			strconv.Itoa(l.Reminders), cellTime(l.Invited, zone), cellTime(orZero(l.Submitted), zone), l.Words(),
		})
	}
	return records
}

// csvOf writes the records. Where a comma stands in numbers, a semicolon parts
// the cells: that is what the spreadsheets of the language expect.
func csvOf(p Page, records [][]string) ([]byte, error) {
	out := bytes.NewBufferString(byteOrderMark)
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if p.Lang() != message.English {
		w.Comma = ';'
	}
	for _, record := range records {
		for i := range record {
			record[i] = safeCell(record[i])
		}
	}
	if err := w.WriteAll(records); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	return out.Bytes(), nil
}

// safeCell keeps a spreadsheet from running what a supplier's name begins with
// as a formula.
func safeCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// cellTime is a time as spreadsheets read it; nothing for none.
func cellTime(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format("2006-01-02 15:04")
}

func orZero(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return *at
}
