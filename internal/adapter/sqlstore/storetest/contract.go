package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"aktsom/internal/fault"
)

// Run holds a database to what the stores promise.
func Run(t *testing.T, open Open) {
	for _, part := range []struct {
		name  string
		tests map[string]func(*testing.T, *world)
	}{
		{"people", accountTests},
		{"procurements", procurementTests},
		{"questionnaires", questionnaireTests},
		{"answers", supplierTests},
		{"board", boardTests},
		{"due", dueTests},
		{"files", fileTests},
		{"reviews", reviewTests},
		{"cases", caseTests},
		{"drafts", draftTests},
		{"corrections", correctionTests},
		{"letters", letterTests},
		{"objections", objectionTests},
		{"colleagues", colleagueTests},
		{"enquiries", enquiryTests},
		{"digests", digestTests},
		{"words", wordsTests},
		{"sessions", sessionTests},
		{"log", eventTests},
		{"chain", chainTests},
	} {
		for name, test := range part.tests {
			t.Run(part.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				test(t, newWorld(t, open(t)))
			})
		}
	}
}

// wantKind fails the test unless err is a fault of the kind.
func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

// same fails the test unless both are deeply equal. Times must be equal to the
// microsecond and in UTC.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// must ends the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kept is a time as a store gives it back.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
