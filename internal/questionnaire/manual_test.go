package questionnaire_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"aktsom/internal/questionnaire"
)

// The examples of docs/format.md are run, so that they stay true.
func TestTheExamplesOfTheManualHold(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../docs/format.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(manual, -1)
	if len(blocks) != 4 {
		t.Fatalf("the manual has %d examples; this test knows a definition, a sheet, its result and a case", len(blocks))
	}
	q, findings := questionnaire.Compile("format.md", blocks[0][1])
	if len(findings) > 0 {
		t.Fatal(listing(findings))
	}
	sheet, err := questionnaire.ReadSheet(blocks[1][1])
	if err != nil {
		t.Fatal(err)
	}
	var result map[string]any
	if err := json.Unmarshal(blocks[2][1], &result); err != nil {
		t.Fatal(err)
	}
	written, err := questionnaire.ReadCase(blocks[3][1])
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []questionnaire.Case{{Sheet: sheet, Expect: result}, written} {
		for _, difference := range c.Run(q) {
			t.Errorf("%s: %s", c.Name, difference)
		}
	}
}
