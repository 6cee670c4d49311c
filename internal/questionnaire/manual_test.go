package questionnaire_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
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
	blocks = slices.DeleteFunc(blocks, func(block [][]byte) bool { return oneQuestion(t, block[1]) })
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

// oneQuestion compiles an example that is a single question, after a table that
// it may ask about.
func oneQuestion(t *testing.T, example []byte) bool {
	t.Helper()
	if !regexp.MustCompile(`^\{ "id": "\w+", "kind"`).Match(example) {
		return false
	}
	q, findings := questionnaire.Compile("format.md", []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[{"id":"p","step":"embed","title":{"en":"P"},"questions":[
		{"id":"sites","kind":"table","text":{"en":"Sites"},"columns":[{"id":"name","kind":"text","text":{"en":"Name"}},{"id":"country","kind":"country","text":{"en":"Country"}}]},`+string(example)+`]}]}`))
	if q == nil || len(findings) > 0 {
		t.Errorf("%s\n%s", example, listing(findings))
	}
	return true
}
