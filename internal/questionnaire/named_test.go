package questionnaire_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

// The generator uses conditions by name. Written out by hand, the same
// definition comes to the same for every sheet.
func TestANamedConditionMeansWhatItWouldMeanWereItWrittenThere(t *testing.T) {
	t.Parallel()
	named := 0
	for seed := range uint64(25) {
		g := newGenerator(seed)
		source := g.definition(30)
		var d struct {
			Conditions map[string]string `json:"conditions"`
		}
		if err := json.Unmarshal(source, &d); err != nil {
			t.Fatal(err)
		}
		pages := string(source[strings.Index(string(source), `"pages"`):])
		for i := len(d.Conditions) - 1; i >= 0; i-- {
			name := fmt.Sprintf("name%d", i)
			for j := i + 1; j < len(d.Conditions); j++ { // names stand within later ones
				later := fmt.Sprintf("name%d", j)
				d.Conditions[later] = strings.ReplaceAll(d.Conditions[later], name, "("+d.Conditions[name]+")")
			}
		}
		for i := len(d.Conditions) - 1; i >= 0; i-- {
			name := fmt.Sprintf("name%d", i)
			named += strings.Count(pages, name)
			pages = strings.ReplaceAll(pages, name, "("+d.Conditions[name]+")")
		}
		written := `{"id":"written","version":"1","languages":["en"],"title":{"en":"W"},` + strings.ReplaceAll(pages, " > some", " > 20")
		short, findings := questionnaire.Compile("named.json", source)
		long, also := questionnaire.Compile("written.json", []byte(written))
		if short == nil || long == nil {
			t.Fatalf("seed %d: %v\n%v\n%s", seed, findings, also, written)
		}
		for range 20 {
			s := g.sheet(0.6)
			if a, b := card(short.Evaluate(s)), card(long.Evaluate(s)); a != b {
				t.Fatalf("seed %d\nnamed   %s\nwritten %s", seed, a, b)
			}
		}
	}
	if named < 50 {
		t.Errorf("names are used only %d times", named)
	}
}

func TestNamesThatGrowTooLongAreRefusedSoon(t *testing.T) {
	t.Parallel()
	var conditions, notes []string
	for i := range 60 {
		before := "a == 'x'"
		if i > 0 {
			before = fmt.Sprintf("c%d && c%d", i-1, i-1)
		}
		conditions = append(conditions, fmt.Sprintf(`"c%d":%q`, i, before))
	}
	for i := range 3000 {
		notes = append(notes, fmt.Sprintf(`{"id":"n%d","kind":"note","text":{"en":"n"},"when":"c7"}`, i))
	}
	q, findings := questionnaire.Compile("d.json", []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"conditions":{`+strings.Join(conditions, ",")+
		`},"pages":[{"id":"p","title":{"en":"P"},"questions":[{"id":"a","kind":"text","text":{"en":"a"}},`+strings.Join(notes, ",")+`]}]}`))
	if q != nil || !found(findings, expectedFinding{Code: questionnaire.CodeCost, Pointer: "/conditions/c11"}) {
		t.Errorf("refused: %v\n%.2000s", q == nil, listing(findings))
	}
	if !found(findings, expectedFinding{Code: questionnaire.CodeCost, Pointer: "/pages/0/questions/2999/when"}) && len(findings) < 1000 {
		t.Errorf("3,000 uses of a long name are taken:\n%.2000s", listing(findings))
	}
}

func TestWhatANameMeansIsPartOfWhatADiffCompares(t *testing.T) {
	t.Parallel()
	of := func(names string) *questionnaire.Questionnaire {
		q, findings := questionnaire.Compile("d.json", []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},`+names+
			`"pages":[{"id":"p","title":{"en":"P"},"questions":[{"id":"a","kind":"number","text":{"en":"a"}},{"id":"b","kind":"text","text":{"en":"b"},"when":"large"}]}]}`))
		if q == nil {
			t.Fatal(findings)
		}
		return q
	}
	before := of(`"constants":{"most":50},"conditions":{"large":"a > most"},`)
	for names, same := range map[string]bool{
		`"constants":{"most":50},"conditions":{"large":"a > most"},`:  true,
		`"constants":{"most":60},"conditions":{"large":"a > most"},`:  false,
		`"constants":{"most":50},"conditions":{"large":"a >= most"},`: false,
	} {
		if d := questionnaire.Diff(before, of(names)); d.Same != same {
			t.Errorf("%s is the same: %v", names, d.Same)
		}
	}
}
