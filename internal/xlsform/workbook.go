// Package xlsform makes a questionnaire of an XLSForm workbook: the sheets
// survey, choices and settings that ODK, Kobo and their kin are written in.
//
// Import reads every cell. What it understands becomes part of the draft; what
// it does not is a remark with sheet, cell and column, so that nothing is lost
// in silence. XPath conditions are parsed and said again in CEL.
//
// One thing differs by nature: to XPath a question without an answer is an
// empty text, to us it is unknown. `${policy} != 'none'` is true there before
// policy is answered; here the question that waits for it is pending.
package xlsform

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"aktsom/internal/draft"
)

// workbook is what the three sheets say.
type workbook struct {
	survey, choices, settings []*record
}

// record is one row of a sheet.
type record struct {
	sheet string
	row   int
	cells []*cell
}

// cell is one filled cell under its heading.
type cell struct {
	place    string // survey!C5 (relevant)
	heading  string // without the language, small letters
	language string // as the heading names it: "English (en)"
	text     string
	used     bool
}

// maxUnpacked bounds what a workbook may unpack to.
const maxUnpacked = 200 << 20

func open(source []byte) (*workbook, error) {
	file, err := excelize.OpenReader(bytes.NewReader(source), excelize.Options{UnzipSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	defer file.Close()
	book := &workbook{}
	for name, into := range map[string]*[]*record{"survey": &book.survey, "choices": &book.choices, "settings": &book.settings} {
		if *into, err = records(file, name); err != nil {
			return nil, err
		}
	}
	if len(book.survey) == 0 {
		return nil, fmt.Errorf("the workbook has no questions: it needs a sheet `survey` with the columns type, name and label")
	}
	return book, nil
}

// records reads a sheet; a sheet that is not there has none.
func records(file *excelize.File, name string) ([]*record, error) {
	at := slices.IndexFunc(file.GetSheetList(), func(sheet string) bool { return strings.EqualFold(strings.TrimSpace(sheet), name) })
	if at < 0 {
		return nil, nil
	}
	rows, err := file.GetRows(file.GetSheetList()[at], excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("read sheet %s: %w", name, err)
	}
	var found []*record
	for i := 1; i < len(rows); i++ {
		r := &record{sheet: name, row: i + 1}
		for j, text := range rows[i] {
			if text = strings.TrimSpace(text); text != "" {
				r.cells = append(r.cells, newCell(name, rows[0], i, j, text))
			}
		}
		if len(r.cells) > 0 {
			found = append(found, r)
		}
	}
	return found, nil
}

func newCell(sheet string, headings []string, row, column int, text string) *cell {
	heading := ""
	if column < len(headings) {
		heading = strings.TrimSpace(headings[column])
	}
	at, _ := excelize.CoordinatesToCellName(column+1, row+1)
	c := &cell{place: fmt.Sprintf("%s!%s (%s)", sheet, at, heading), text: text}
	c.heading, c.language = splitHeading(heading)
	return c
}

// spoken are the headings under which a language may stand.
var spoken = regexp.MustCompile(`(?i)^(label|hint|guidance_hint|constraint_message|required_message)\s*::?\s*(.+)$`)

// splitHeading takes the language off a heading and gives it its one spelling.
func splitHeading(heading string) (name, language string) {
	if parts := spoken.FindStringSubmatch(heading); parts != nil {
		return strings.ToLower(parts[1]), strings.TrimSpace(parts[2])
	}
	name = strings.ToLower(heading)
	for alias, one := range map[string]string{
		"relevance": "relevant", "calculate": "calculation", "bind::relevant": "relevant", "bind::constraint": "constraint",
		"bind::required": "required", "bind::calculate": "calculation", "list name": "list_name", "value": "name", "read_only": "readonly",
	} {
		if name == alias {
			return one, ""
		}
	}
	return name, ""
}

// cell finds a filled cell by its heading, and counts it as understood.
func (r *record) cell(heading string) *cell {
	for _, c := range r.cells {
		if c.heading == heading && c.language == "" {
			c.used = true
			return c
		}
	}
	return nil
}

// text is the text of a cell, or "".
func (r *record) text(heading string) string {
	if c := r.cell(heading); c != nil {
		return c.text
	}
	return ""
}

// leftOver remarks on every cell that nobody asked for.
func (r *record) leftOver(remark func(draft.Remark)) {
	for _, c := range r.cells {
		if !c.used {
			remark(draft.Remark{Place: c.place, What: c.text, Became: "left out: this column has no counterpart here"})
		}
	}
}

// disclaim remarks on a whole row that is left out, once.
func (r *record) disclaim(remark func(draft.Remark), why string) {
	place, what := fmt.Sprintf("%s!A%d", r.sheet, r.row), []string{}
	for _, c := range r.cells {
		c.used = true
		what = append(what, c.text)
	}
	if len(r.cells) > 0 {
		place = r.cells[0].place
	}
	remark(draft.Remark{Place: place, What: strings.Join(what, " · "), Became: why})
}
