// Package spreadsheet reads lists that people keep in spreadsheets, whether
// they paste them or send a file, and writes tables that spreadsheets open with
// numbers as numbers and times as times.
package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"aktsom/internal/fault"
)

// Limits of what is read. An XLSX file is packed: what it unpacks to is bounded
// too, so that a small file cannot fill the memory.
const (
	maxLines    = 5000
	maxCells    = 50
	maxUnpacked = 16 << 20
)

// Line is one line of a list that has something in it.
type Line struct {
	Number int // where it stands, from 1
	Cells  []string
}

// Read reads an XLSX workbook, of which it is the first sheet, or text: tabs,
// semicolons or commas between the cells, in UTF-8, UTF-16 or Windows-1252.
// Empty lines are left out and still counted. fault.Invalid when it cannot be
// read, fault.TooLarge when there are too many lines.
func Read(content []byte) ([]Line, error) {
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return readWorkbook(content)
	}
	if bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")) {
		return nil, fault.New(fault.Invalid, "bulk.old_excel")
	}
	return readText(textOf(content))
}

// textOf is the content as UTF-8. What is not UTF-8 comes from a spreadsheet
// for Windows, which saves CSV in the encoding of Western Europe.
func textOf(content []byte) string {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		if text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content); err == nil {
			return string(text)
		}
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if utf8.Valid(content) {
		return string(content)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil {
		return strings.ToValidUTF8(string(content), "\ufffd")
	}
	return string(text)
}

func readText(text string) ([]Line, error) {
	if strings.ContainsRune(text, 0) {
		return nil, fault.New(fault.Invalid, "bulk.unreadable")
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if strings.Count(text, "\n") > maxLines {
		return nil, tooMany()
	}
	comma := commaOf(text)
	if lines, err := readQuoted(text, comma); err == nil {
		return lines, nil
	}
	// A quotation mark stands where it does not belong: line by line it spoils
	// one line and not the rest.
	var lines []Line
	for i, line := range strings.Split(text, "\n") {
		read, err := readQuoted(line, comma)
		switch {
		case err != nil:
			lines = add(lines, i+1, strings.Split(line, string(comma)))
		case len(read) > 0:
			lines = add(lines, i+1, read[0].Cells)
		}
	}
	return lines, nil
}

func readQuoted(text string, comma rune) ([]Line, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = comma, -1
	var lines []Line
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
		number, _ := r.FieldPos(0)
		lines = add(lines, number, cells)
	}
}

// commaOf is what stands between the cells: that which most lines have, and of
// several the one that names have least.
func commaOf(text string) rune {
	best, most := ';', 0
	for _, comma := range "\t;," {
		having := 0
		for line := range strings.Lines(text) {
			if strings.ContainsRune(line, comma) {
				having++
			}
		}
		if having > most {
			best, most = comma, having
		}
	}
	return best
}

// add appends a line unless it is empty.
func add(lines []Line, number int, cells []string) []Line {
	cells = cells[:min(len(cells), maxCells)]
	tidy, filled := make([]string, len(cells)), false
	for i, cell := range cells {
		tidy[i] = strings.Join(strings.Fields(cell), " ")
		filled = filled || tidy[i] != ""
	}
	if !filled {
		return lines
	}
	return append(lines, Line{Number: number, Cells: tidy})
}

// readWorkbook reads cells as they are kept and not as they are shown: a number
// of nine digits may be shown as 9,7E+08.
func readWorkbook(content []byte) ([]Line, error) {
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
	})
	if err != nil {
		return nil, fault.New(fault.Invalid, "bulk.unreadable")
	}
	defer func() { _ = book.Close() }() // it was only read
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return nil, fault.New(fault.Invalid, "bulk.unreadable")
	}
	defer func() { _ = rows.Close() }() // as above
	var lines []Line
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, fault.New(fault.Invalid, "bulk.unreadable")
		}
		if lines = add(lines, number, cells); len(lines) > maxLines {
			return nil, tooMany()
		}
	}
	return lines, nil
}

func tooMany() error { return fault.New(fault.TooLarge, "bulk.too_many_lines", "most", maxLines) }
