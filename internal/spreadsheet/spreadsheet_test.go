package spreadsheet_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"aktsom/internal/fault"
	"aktsom/internal/spreadsheet"
)

func TestAListIsReadHoweverItWasSaved(t *testing.T) {
	t.Parallel()
	want := []spreadsheet.Line{
		{Number: 1, Cells: []string{"Ås Tekstil AS", "974760673", "Ola", "ola@as.example", "nb"}},
		{Number: 3, Cells: []string{"Berg, Sønn; Co", "", "Anne", "anne@berg.example", "en"}},
	}
	workbook := excelize.NewFile()
	for at, value := range map[string]any{
		"A1": "Ås Tekstil AS", "B1": 974760673, "C1": "Ola", "D1": "ola@as.example", "E1": "nb",
		"A3": "Berg, Sønn; Co", "C3": "Anne", "D3": "anne@berg.example", "E3": "en",
	} {
		if err := workbook.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	packed, err := workbook.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	semicolons := "Ås Tekstil AS;974760673;Ola;ola@as.example;nb\r\n\r\n\"Berg, Sønn; Co\";;Anne;anne@berg.example;en\r\n"
	windows := strings.NewReplacer("Å", "\xc5", "ø", "\xf8").Replace(semicolons)
	for how, content := range map[string]string{
		"semicolons": semicolons, "with a mark": "\ufeff" + semicolons, "Windows": windows,
		"commas": "Ås Tekstil AS,974760673,Ola,ola@as.example,nb\n\n\"Berg, Sønn; Co\",,Anne,anne@berg.example,en",
		"pasted": "Ås Tekstil AS\t974760673\tOla\tola@as.example\tnb\n\t\t\nBerg, Sønn; Co\t\tAnne\tanne@berg.example\ten",
		"XLSX":   packed.String(),
	} {
		got, err := spreadsheet.Read([]byte(content))
		if err != nil || !slices.EqualFunc(got, want, func(a, b spreadsheet.Line) bool {
			return a.Number == b.Number && slices.Equal(a.Cells, b.Cells)
		}) {
			t.Errorf("%s: %v, %v", how, got, err)
		}
	}
}

func TestAStrayQuotationMarkSpoilsOneLineAndNotTheRest(t *testing.T) {
	t.Parallel()
	got, err := spreadsheet.Read([]byte("\"Berg; Anne\nÅs; \"Ola\"; x\n\"Fjell; dal\";Per"))
	if err != nil || len(got) != 3 || got[0].Cells[1] != "Anne" || got[2].Number != 3 || got[2].Cells[0] != "Fjell; dal" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestWhatIsNoListIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	for content, key := range map[string]string{
		"PK\x03\x04 broken": "bulk.unreadable", "\xd0\xcf\x11\xe0 old": "bulk.old_excel", "a\x00b": "bulk.unreadable",
		strings.Repeat("a;b\n", 6000): "bulk.too_many_lines",
	} {
		_, err := spreadsheet.Read([]byte(content))
		if got, _, _ := fault.Key(err); got != key {
			t.Errorf("%.10q: %v, want %s", content, err, key)
		}
	}
	if lines, err := spreadsheet.Read(nil); len(lines) != 0 || err != nil {
		t.Errorf("nothing gives %v, %v", lines, err)
	}
}

func TestAPackedFileCannotFillTheMemory(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 700 {
		if err := w.SetRow(fmt.Sprintf("A%d", n+1), []any{strings.Repeat("a", 32000)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	packed, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := spreadsheet.Read(packed.Bytes()); !errors.Is(err, fault.Invalid) {
		t.Errorf("%d bytes are unpacked without a limit: %v", packed.Len(), err)
	}
}

func TestCellsHaveTheirTypesAndNothingIsAFormula(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("Oslo", 3600)
	at := time.Date(2026, 11, 23, 23, 30, 59, 0, time.UTC).In(zone)
	out, err := spreadsheet.Write(spreadsheet.Table{
		Name: "Leverandører", Columns: []spreadsheet.Column{{Head: "Hva", Width: 30}, {Head: "Så"}, {Head: "Tall"}, {Head: "Når"}, {Head: "Aldri"}},
		Rows: [][]any{{`=HYPERLINK("http://evil.example")`, spreadsheet.Percent(45), 7, at, time.Time{}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A1": "Hva", "A2": `=HYPERLINK("http://evil.example")`, "B2": "45%", "C2": "7", "D2": "2026-11-24 00:30", "E2": ""} {
		if got, err := book.GetCellValue("Leverandører", cell); err != nil || got != want {
			t.Errorf("%s reads %q, %v; want %q", cell, got, err, want)
		}
	}
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "D2": excelize.CellTypeUnset} {
		if got, err := book.GetCellType("Leverandører", cell); err != nil || got != want && got != excelize.CellTypeNumber {
			t.Errorf("%s is of type %v, %v; want %v", cell, got, err, want)
		}
	}
	if formula, err := book.GetCellFormula("Leverandører", "A2"); err != nil || formula != "" {
		t.Errorf("the name is the formula %q, %v", formula, err)
	}
	panes, err := book.GetPanes("Leverandører")
	if width, widthErr := book.GetColWidth("Leverandører", "A"); err != nil || !panes.Freeze || panes.YSplit != 1 || widthErr != nil || width != 30 {
		t.Errorf("panes %+v, width %v, %v", panes, width, err)
	}
}
