package printout_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"aktsom/internal/draft"
	"aktsom/internal/printout"
)

func shipped(t *testing.T) *draft.Definition {
	t.Helper()
	source, err := os.ReadFile("../../questionnaires/oecd-short/1.0/definition.json")
	if err != nil {
		t.Fatal(err)
	}
	d, lost, err := draft.Decode(source)
	if err != nil || len(lost) > 0 {
		t.Fatal(err, lost)
	}
	return d
}

func TestTheSheetHoldsEveryQuestionInEveryLanguage(t *testing.T) {
	t.Parallel()
	d := shipped(t)
	source, err := printout.Sheet(d)
	if err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.GetRows("questionnaire")
	if err != nil {
		t.Fatal(err)
	}
	cells := []string{}
	for _, row := range rows {
		cells = append(cells, row...)
	}
	all := strings.Join(cells, "\n")
	for _, q := range d.Questions() {
		for _, said := range []string{q.ID, q.When, q.Text["nb"], q.Text["en"], q.Help["en"]} {
			if !strings.Contains(all, said) {
				t.Errorf("%s: the sheet does not say %q", q.ID, said)
			}
		}
		for _, o := range q.Options {
			if !strings.Contains(all, o.Text["nb"]) || !strings.Contains(all, o.Text["en"]) {
				t.Errorf("%s: the sheet does not offer %q", q.ID, o.Value)
			}
		}
	}
}

func TestThePageIsEscapedAndHasNoScripts(t *testing.T) {
	t.Parallel()
	d := shipped(t)
	d.Pages[0].Questions[0].Text["en"] = `<script>alert("x")</script>`
	source, err := printout.Page(d)
	if err != nil {
		t.Fatal(err)
	}
	page := string(source)
	if strings.Contains(page, "<script") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error("what an author wrote became a part of the page")
	}
	for _, q := range d.Questions() {
		if !strings.Contains(page, " "+q.ID+" <small>") {
			t.Errorf("%s is not on the page", q.ID)
		}
	}
}
