package migrations_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// name is NNNNN_what.sql, or with the database it is for.
var name = regexp.MustCompile(`^(\d{5})_[a-z0-9_]+(\.postgres|\.sqlite)?\.sql$`)

func TestEachStepIsOneFileOrOneForEachDatabase(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	steps := map[string][]string{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".sql") {
			continue
		}
		parts := name.FindStringSubmatch(f.Name())
		if parts == nil {
			t.Errorf("%s: name it NNNNN_what.sql, NNNNN_what.postgres.sql or NNNNN_what.sqlite.sql", f.Name())
			continue
		}
		steps[parts[1]] = append(steps[parts[1]], parts[2])
	}
	if len(steps) == 0 {
		t.Error("there is no history")
	}
	for number, forms := range steps {
		shape := strings.Join(forms, " ")
		if shape != "" && shape != ".postgres .sqlite" {
			t.Errorf("step %s: want one file for both databases, or one for each", number)
		}
	}
}
