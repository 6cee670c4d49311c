package questionnaire_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"aktsom/internal/questionnaire"
)

func TestEveryKindHasCasesAndAHeadingInTheManual(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../docs/format.md")
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, path := range featureFiles(t) {
		f := loadFeature(t, path)
		q, _ := questionnaire.Compile(path, f.Definition)
		if q == nil || len(f.Cases) == 0 {
			continue
		}
		for _, p := range q.Definition().Pages {
			for _, question := range p.Questions {
				asked = append(asked, question.Kind)
			}
		}
	}
	for _, kind := range questionnaire.Kinds() {
		if !slices.Contains(asked, kind) {
			t.Errorf("no case asks a question of kind %s: add testdata/kind_%s.json", kind, kind)
		}
		if !regexp.MustCompile("(?m)^### .*`" + kind + "`").Match(manual) {
			t.Errorf("docs/format.md has no heading for kind %s", kind)
		}
	}
}

func TestEveryCodeOfAFindingIsInTheManual(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../docs/format.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("finding.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`(?m)^\tCode\w+\s+= "(\w+)"`).FindAllSubmatch(source, -1)
	if len(codes) < 10 {
		t.Fatalf("found only %d codes", len(codes))
	}
	for _, code := range codes {
		if !regexp.MustCompile("(?m)^\\| `" + string(code[1]) + "` \\|").Match(manual) {
			t.Errorf("docs/format.md does not explain %s", code[1])
		}
	}
}
