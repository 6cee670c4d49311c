package app_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/xuri/excelize/v2"
)

// xlsx is a workbook with one sheet of questions.
func xlsx(t *testing.T, rows ...[]any) string {
	t.Helper()
	file := excelize.NewFile()
	if err := file.SetSheetName("Sheet1", "survey"); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := file.SetSheetRow("survey", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnImportedWorkbookIsCheckedAndNothingIsWrittenOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"good.xlsx": xlsx(t, []any{"type", "name", "label::English (en)", "relevant"}, []any{"integer", "staff", "Staff?"}, []any{"geopoint", "at", "Where?"}, []any{"text", "who", "Who?", "${staff} > 5"}),
		"bad.xlsx":  xlsx(t, []any{"type", "name", "label::English (en)", "relevant"}, []any{"text", "who", "Who?", "${staff} > 5"}, []any{"integer", "staff", "Staff?"}),
		"torn.xlsx": "PK",
	})
	status, out, errs := d.types("questionnaire import --from xlsform good.xlsx --out made.json")
	d.status(status, 0)
	d.sees(out, `survey!A3 (type): geopoint · at · Where?: left out: "geopoint" has no counterpart here`, "made.json: 2 questions on 1 pages; 1 remarks, 0 findings")
	status, out, _ = d.types("questionnaire check made.json")
	d.status(status, 0)
	if out+errs != "" {
		t.Errorf("%s%s", out, errs)
	}
	before, _ := os.ReadFile(d.path("made.json"))
	status, _, errs = d.types("questionnaire import --from xlsform bad.xlsx --out made.json")
	d.status(status, 2)
	d.sees(errs, "made.json is there already", "--force")
	if after, _ := os.ReadFile(d.path("made.json")); !bytes.Equal(before, after) {
		t.Error("the file was written over")
	}
	status, out, _ = d.types("questionnaire import --from xlsform bad.xlsx --force --out made.json")
	d.status(status, 1)
	d.sees(out, "error later", "1 findings")
	status, out, errs = d.types("questionnaire import --from xlsform good.xlsx --out -")
	d.status(status, 0)
	d.sees(out, `"when": "staff > 5"`)
	d.sees(errs, "1 remarks")
	for _, command := range []string{"questionnaire import --from xlsform torn.xlsx --out other.json", "questionnaire import --from xlsform none.xlsx --out other.json"} {
		status, _, errs := d.types(command)
		d.status(status, 2)
		d.sees(errs, "aktsom:")
	}
}

func TestADefinitionGoesOutInEveryFormAndBackFromSurveyJS(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"d.json": sound, "bad.json": unsound})
	status, _, errs := d.types("questionnaire export --to surveyjs d.json --out there.json")
	d.status(status, 0)
	d.sees(errs, "/pages/0/questions/0/level: policy: left out: SurveyJS has no counterpart")
	status, out, _ := d.types("questionnaire import --from surveyjs there.json --out back.json")
	d.status(status, 0)
	d.sees(out, "back.json: 1 questions on 1 pages")
	for _, form := range []string{"xlsx", "html"} {
		status, _, errs = d.types("questionnaire export d.json --to " + form + " --out sheet." + form)
		d.status(status, 0)
		if content, err := os.ReadFile(d.path("sheet." + form)); err != nil || len(content) < 500 || errs != "" {
			t.Errorf("%s: %d bytes, %v, %s", form, len(content), err, errs)
		}
	}
	status, _, _ = d.types("questionnaire export --to surveyjs bad.json")
	d.status(status, 2)
}
