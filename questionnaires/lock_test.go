package questionnaires_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
	"aktsom/questionnaires"
)

var publish = flag.Bool("publish", false, "write versions that are not in LOCK yet into it")

// TestPublishedVersionsNeverChange compares every definition with LOCK.
//
//	go test ./questionnaires -publish
//
// adds new versions; what is locked already is never rewritten.
func TestPublishedVersionsNeverChange(t *testing.T) {
	t.Parallel()
	shipped, err := questionnaires.All()
	if err != nil || len(shipped) == 0 {
		t.Fatalf("no questionnaires: %v", err)
	}
	locked, err := questionnaires.Locked()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shipped {
		sum := sha256.Sum256(s.Source)
		want, known := locked[s.Path]
		switch got := hex.EncodeToString(sum[:]); {
		case !known && *publish:
			locked[s.Path] = got
		case !known:
			t.Errorf("%s is not in LOCK: publish it with `go test ./questionnaires -publish`", s.Path)
		case got != want:
			t.Errorf("%s is published and must not change: undo the change and make a new version beside it", s.Path)
		}
	}
	for path := range locked {
		if !slices.ContainsFunc(shipped, func(s questionnaires.Shipped) bool { return s.Path == path }) {
			t.Errorf("%s is in LOCK but gone: an assessment may still run on it", path)
		}
	}
	if *publish && !t.Failed() {
		writeLock(t, locked)
	}
}

func writeLock(t *testing.T, locked map[string]string) {
	t.Helper()
	var lines []string
	for path, sum := range locked {
		lines = append(lines, sum+"  "+path+"\n")
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[66:], b[66:]) })
	if err := os.WriteFile("LOCK", []byte(strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestEveryShippedQuestionnaireIsSoundAndItsCasesHold(t *testing.T) {
	t.Parallel()
	shipped, err := questionnaires.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shipped {
		q, findings := questionnaire.Compile(s.Path, s.Source)
		for _, f := range findings {
			t.Error(f)
		}
		if q == nil {
			continue
		}
		if d := q.Definition(); d.ID != s.ID || d.Version != s.Version {
			t.Errorf("%s calls itself %s %s", s.Path, d.ID, d.Version)
		}
		runCases(t, q, filepath.Join(filepath.Dir(s.Path), "cases", "*.json"))
	}
}

func runCases(t *testing.T, q *questionnaire.Questionnaire, pattern string) {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) < 10 {
		t.Fatalf("%s: %d cases, want at least ten: %v", pattern, len(names), err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := questionnaire.ReadCase(source)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, difference := range c.Run(q) {
			t.Errorf("%s: %s", name, difference)
		}
	}
}
