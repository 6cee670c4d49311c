package questionnaire_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

// Conditions are compiled several at once. What is found must not depend on
// which of them is ready first. Not parallel: it changes how many may run.
func TestFindingsStandInTheSameOrderHoweverManyCompile(t *testing.T) {
	var questions []string
	for i := range 200 {
		when := []string{"q0 &&", "q0 == 'x'", "nobody", "q0 && q999", "1 == 1", "q0"}[i%6]
		questions = append(questions, fmt.Sprintf(`{"id":"q%d","kind":"yesno","text":{"en":"Q"},"when":%q,"level":"q%d ? %d : 1"}`, i, when, i, i%7))
	}
	source := []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[{"id":"p","step":"embed","title":{"en":"P"},"questions":[` + strings.Join(questions, ",\n") + `]}]}`)
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	_, alone := questionnaire.Compile("d.json", source)
	if len(alone) < 150 {
		t.Fatalf("only %d findings to put in order", len(alone))
	}
	runtime.GOMAXPROCS(8)
	for range 10 {
		if _, together := questionnaire.Compile("d.json", source); listing(together) != listing(alone) {
			t.Fatalf("together:\n%s\nalone:\n%s", listing(together), listing(alone))
		}
	}
}
