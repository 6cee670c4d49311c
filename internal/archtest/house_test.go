package archtest_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"aktsom/internal/archtest"
)

func house(t *testing.T) []archtest.Source {
	t.Helper()
	sources, err := archtest.Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) < 100 {
		t.Fatalf("only %d files read: this is not the house", len(sources))
	}
	return sources
}

func TestTheHouseIsInOrder(t *testing.T) {
	t.Parallel()
	sources := house(t)
	rules := map[string]func([]archtest.Source) []string{
		"imports point down":                  archtest.Imports,
		"names say what is inside":            archtest.Names,
		"every package says what it is for":   archtest.PackageComments,
		"only the composition asks the clock": archtest.Clocks,
		"nothing happens by itself at start":  archtest.Inits,
		"every place is taken":                archtest.Empty,
	}
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, finding := range rule(sources) {
				t.Error(finding)
			}
		})
	}
}

func TestWhatIsOutOfOrderIsFound(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, path, source string
		rule               func([]archtest.Source) []string
		finding            string
	}{
		{"story imports pages", "internal/assessment/a.go", "package assessment\nimport _ \"aktsom/internal/web\"", archtest.Imports, "imports internal/web"},
		{"pages import an adapter", "internal/web/a.go", "package web\nimport _ \"aktsom/internal/adapter/sqlstore\"", archtest.Imports, "imports internal/adapter/sqlstore"},
		{"a page asks the database", "internal/web/a.go", "package web\nimport _ \"gorm.io/gorm\"", archtest.Imports, "ask internal/adapter/sqlstore"},
		{"a browser outside tests", "internal/web/a.go", "package web\nimport _ \"github.com/chromedp/chromedp\"", archtest.Imports, "ask internal/adapter/chromium instead"},
		{"a test's friend in the house", "internal/app/a.go", "package app\nimport _ \"aktsom/internal/web/webtest\"", archtest.Imports, "only tests may"},
		{"a package nobody placed", "internal/newcomer/a.go", "package newcomer", archtest.Imports, "stands on no floor"},
		{"a drawer", "internal/web/util.go", "package web", archtest.Names, "says nothing"},
		{"capitals in a name", "internal/web/Page.go", "package web", archtest.Names, "small letters"},
		{"a silent package", "internal/web/a.go", "package web", archtest.PackageComments, "no package comment"},
		{"a story with a clock", "internal/review/a.go", "package review\nimport \"time\"\nvar x = time.Now", archtest.Clocks, "time.Now"},
		{"an init", "internal/web/a.go", "package web\nfunc init() {}", archtest.Inits, "has an init"},
		{"a floor without a package", "internal/web/a.go", "package web", archtest.Empty, "internal/review is on a floor"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sources, err := archtest.Read(fstest.MapFS{c.path: {Data: []byte(c.source)}})
			if err != nil {
				t.Fatal(err)
			}
			found := strings.Join(c.rule(sources), "\n")
			if !strings.Contains(found, c.finding) {
				t.Errorf("found %q, want %q in it", found, c.finding)
			}
		})
	}
}
