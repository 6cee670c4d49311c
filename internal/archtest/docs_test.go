package archtest_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"aktsom/internal/archtest"
)

func TestWhatTheDocumentsNameIsThere(t *testing.T) {
	t.Parallel()
	found, err := archtest.Docs(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range found {
		t.Error(finding)
	}
}

func TestADocumentThatNamesWhatIsGoneIsFound(t *testing.T) {
	t.Parallel()
	found, err := archtest.Docs(fstest.MapFS{
		"internal/a/a.go": {Data: []byte("package a\ntype Desk struct{}\nfunc (d *Desk) Open() {}\nconst Limit = 1\n")},
		"docs/walk.md": {Data: []byte("[`Desk.Open`](../internal/a/a.go) [`Limit`](../internal/a/a.go) [`Desk`](../internal/a/a.go) `internal/a/` " +
			"[there](https://example.org/x.md) [`Desk.Close`](../internal/a/a.go) [`Shelf`](../internal/a/a.go) [page](gone.md) `internal/b/b.go`")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 4 {
		t.Errorf("found %q, want four", found)
	}
	for _, want := range []string{"`Desk.Close`", "`Shelf`", "docs/gone.md", "internal/b/b.go"} {
		if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, want) }) {
			t.Errorf("%s is not found in %q", want, found)
		}
	}
}
