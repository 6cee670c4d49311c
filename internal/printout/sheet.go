package printout

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"aktsom/internal/draft"
)

// Sheet writes a workbook with one row a question.
func Sheet(d *draft.Definition) ([]byte, error) {
	file := excelize.NewFile()
	defer file.Close()
	name := "questionnaire"
	if err := file.SetSheetName(file.GetSheetName(0), name); err != nil {
		return nil, fmt.Errorf("name sheet: %w", err)
	}
	headings := []string{"No", "Page", "Id", "Kind", "Asked when", "Required", "Scoring", "Evidence", "Rules"}
	for _, language := range d.Languages {
		for _, what := range []string{"Page", "Question", "Help", "Why", "Answers with levels", "Accepted evidence", "Advice and messages"} {
			headings = append(headings, what+" ("+language+")")
		}
	}
	rows := [][]string{headings}
	for _, l := range Lines(d) {
		row := []string{l.Number, l.Page, l.ID, l.Kind, l.When, l.Required, l.Scoring, l.Evidence, strings.TrimSpace(l.Rules)}
		for _, w := range l.Languages {
			row = append(row, w.Page, w.Text, w.Help, w.Why, strings.Join(w.Answers, "\n"), w.Accept, strings.Join(w.Advice, "\n"))
		}
		rows = append(rows, row)
	}
	if err := fill(file, name, rows); err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return b.Bytes(), nil
}

// fill writes rows as texts, so that no cell is taken for a formula, and lets
// them be read: wrapped, with the headings and ids in sight.
func fill(file *excelize.File, sheet string, rows [][]string) error {
	wrap, err := file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	for i, row := range rows {
		for j, text := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := file.SetCellStr(sheet, at, text); err != nil {
				return err
			}
		}
	}
	last, err := excelize.ColumnNumberToName(len(rows[0]))
	if err != nil {
		return err
	}
	if err := file.SetColStyle(sheet, "A:"+last, wrap); err != nil {
		return err
	}
	if err := file.SetColWidth(sheet, "D", last, 32); err != nil {
		return err
	}
	return file.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 3, YSplit: 1, TopLeftCell: "D2", ActivePane: "bottomRight"})
}
