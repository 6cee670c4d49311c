package spreadsheet

import (
	"bytes"
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"
)

// Column is a column of a table: its head and its width in characters.
type Column struct {
	Head  string
	Width float64
}

// Table is what Write writes. A cell is a string, an int, a Percent, a Score, a
// time.Time, of which the zero one is an empty cell, or nil for an empty cell.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]any
}

// Percent is a share in hundredths, shown with a percent sign.
type Percent int

// Score is a number that is shown with one decimal.
type Score float64

// maxCellText is how many characters a cell may have in Excel.
const maxCellText = 32767

// Write writes a table as an XLSX workbook, with its head frozen. A string
// stays a string whatever it begins with, so no cell is ever a formula.
func Write(t Table) ([]byte, error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // nothing lies on disk
	if err := book.SetSheetName(book.GetSheetName(0), t.Name); err != nil {
		return nil, fmt.Errorf("name sheet %q: %w", t.Name, err)
	}
	if err := write(book, t); err != nil {
		return nil, fmt.Errorf("write sheet %q: %w", t.Name, err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return nil, fmt.Errorf("pack sheet %q: %w", t.Name, err)
	}
	return out.Bytes(), nil
}

func write(book *excelize.File, t Table) error {
	styles, err := stylesOf(book)
	if err != nil {
		return err
	}
	w, err := book.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	heads := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = excelize.Cell{StyleID: styles.head, Value: c.Head}
		if err := w.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := w.SetRow("A1", heads); err != nil {
		return err
	}
	for i, row := range t.Rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), styles.cells(row)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// styles are the numbers that a workbook has given the looks of its cells.
type styles struct{ head, moment, percent, score int }

func stylesOf(book *excelize.File) (s styles, err error) {
	format, percent, decimal := "yyyy-mm-dd hh:mm", 9, "0.0" // 9 is 0 % in every Excel
	for _, look := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
		{&s.moment, excelize.Style{CustomNumFmt: &format}},
		{&s.percent, excelize.Style{NumFmt: percent}},
		{&s.score, excelize.Style{CustomNumFmt: &decimal}},
	} {
		if *look.id, err = book.NewStyle(&look.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s styles) cells(row []any) []any {
	cells := make([]any, len(row))
	for i, value := range row {
		switch v := value.(type) {
		case time.Time:
			if !v.IsZero() {
				cells[i] = excelize.Cell{StyleID: s.moment, Value: v.Truncate(time.Minute)}
			}
		case Percent:
			cells[i] = excelize.Cell{StyleID: s.percent, Value: float64(v) / 100}
		case Score:
			cells[i] = excelize.Cell{StyleID: s.score, Value: float64(v)}
		case string:
			cells[i] = cut(v)
		default:
			cells[i] = v
		}
	}
	return cells
}

func cut(text string) string {
	if runes := []rune(text); len(runes) > maxCellText {
		return string(runes[:maxCellText])
	}
	return text
}
