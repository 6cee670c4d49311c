package questionnaire_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

// feature is one file of testdata: a small definition, sheets that answer it,
// and definitions that must be refused.
type feature struct {
	Why        string            `json:"why"`
	Definition json.RawMessage   `json:"definition"`
	Cases      []json.RawMessage `json:"cases"`
	Refused    []refusal         `json:"refused"`
}

// refusal is a fragment that must be found fault with: questions of a page, or
// a whole definition.
type refusal struct {
	Name       string            `json:"name"`
	Questions  json.RawMessage   `json:"questions"`
	Page       json.RawMessage   `json:"page"`
	Definition json.RawMessage   `json:"definition"`
	Expect     []expectedFinding `json:"expect"`
	Exactly    bool              `json:"exactly"` // nothing else is found
}

type expectedFinding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Pointer  string `json:"pointer"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

func loadFeature(t *testing.T, path string) feature {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(source)))
	decoder.DisallowUnknownFields()
	var f feature
	if err := decoder.Decode(&f); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if f.Why == "" || len(f.Cases)+len(f.Refused) == 0 {
		t.Fatalf("%s: a feature says why it exists and has cases or refusals", path)
	}
	return f
}

func featureFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no feature files: %v", err)
	}
	return files
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	for _, path := range featureFiles(t) {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := loadFeature(t, path)
			if len(f.Cases) > 0 {
				runCases(t, name, f)
			}
			for _, r := range f.Refused {
				t.Run(r.Name, func(t *testing.T) { r.run(t) })
			}
		})
	}
}

// fewestDefinitions is how many small definitions show the language, each
// answered by several sheets.
const fewestDefinitions = 150

func TestEnoughSmallDefinitionsAreAnsweredBySeveralSheets(t *testing.T) {
	t.Parallel()
	answered, sheets, whole := 0, 0, map[string]string{}
	for _, path := range featureFiles(t) {
		f := loadFeature(t, path)
		if len(f.Cases) < 2 {
			continue
		}
		if twin := whole[string(f.Definition)]; twin != "" {
			t.Errorf("%s and %s have the same definition", path, twin)
		}
		whole[string(f.Definition)] = path
		answered++
		sheets += len(f.Cases)
	}
	if answered < fewestDefinitions || sheets < 3*answered/2 {
		t.Errorf("%d definitions are answered by %d sheets; there must be %d definitions, most with three sheets", answered, sheets, fewestDefinitions)
	}
}

// Every code of a finding, error or warning, is found in some small definition.
func TestEveryCodeOfAFindingIsShown(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("finding.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{questionnaire.CodeSyntax: true} // what is no JSON cannot stand in a file of JSON
	for _, path := range featureFiles(t) {
		for _, r := range loadFeature(t, path).Refused {
			for _, want := range r.Expect {
				shown[want.Code] = true
			}
		}
	}
	for _, code := range regexp.MustCompile(`(?m)^\tCode\w+\s+= "(\w+)"`).FindAllSubmatch(source, -1) {
		if !shown[string(code[1])] {
			t.Errorf("no small definition is found to have a fault of the code %s", code[1])
		}
	}
}

func runCases(t *testing.T, name string, f feature) {
	t.Helper()
	q, findings := questionnaire.Compile(name+".json", f.Definition)
	if q == nil {
		t.Fatalf("the definition is refused:\n%v", findings)
	}
	for _, source := range f.Cases {
		c, err := questionnaire.ReadCase(source)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(c.Name, func(t *testing.T) {
			for _, difference := range c.Run(q) {
				t.Error(difference)
			}
		})
	}
}

// definition wraps the fragment into something that is otherwise right.
func (r refusal) definition() []byte {
	switch {
	case r.Definition != nil:
		return r.Definition
	case r.Page != nil:
		return []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[` + string(r.Page) + `]}`)
	}
	return []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[{"id":"p","step":"embed","title":{"en":"P"},"questions":` + string(r.Questions) + `}]}`)
}

func (r refusal) run(t *testing.T) {
	q, _ := questionnaire.Compile("d.json", r.definition())
	findings := questionnaire.CheckDefinition("d.json", r.definition())
	if r.Exactly && len(findings) != len(r.Expect) {
		t.Errorf("expected %d findings:\n%s", len(r.Expect), listing(findings))
	}
	refused := false
	for _, want := range r.Expect {
		refused = refused || want.Severity == ""
		if !found(findings, want) {
			t.Errorf("expected %+v among\n%s", want, listing(findings))
		}
	}
	if refused != (q == nil) {
		t.Errorf("refused: %v, expected %v:\n%s", q == nil, refused, listing(findings))
	}
}

// found compares with each finding; an expectation without a severity means
// an error that refuses.
func found(findings questionnaire.Findings, want expectedFinding) bool {
	for _, f := range findings {
		severity := want.Severity
		if severity == "" {
			severity = questionnaire.SeverityError
		}
		if f.Code == want.Code && f.Severity == severity && (want.Pointer == "" || f.Pointer == want.Pointer) &&
			strings.Contains(f.Message, want.Message) && strings.Contains(f.Hint, want.Hint) {
			return true
		}
	}
	return false
}

func listing(findings questionnaire.Findings) string {
	var b strings.Builder
	for _, f := range findings {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}
