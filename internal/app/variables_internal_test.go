package app

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/alecthomas/kong"
)

// variables are the environment variables that any command reads.
func variables(t *testing.T) map[string]bool {
	t.Helper()
	parser, err := kong.New(&commands{}, kong.BindTo(t.Context(), (*context.Context)(nil)), kong.Bind(Streams{}))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	_ = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, is := node.(*kong.Flag); is {
			for _, name := range flag.Envs {
				known[name] = true
			}
		}
		return next(nil)
	})
	return known
}

func TestADocumentSpeaksOfNoVariableThatIsNotRead(t *testing.T) {
	t.Parallel()
	known := variables(t)
	if len(known) < 10 {
		t.Fatalf("only %d variables are read", len(known))
	}
	documents, err := filepath.Glob("../../*.md")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, document := range append(documents, more...) {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`AKTSOM_[A-Z_]+`).FindAllString(string(text), -1) {
			named++
			if !known[name] {
				t.Errorf("%s speaks of %s, which no command reads", filepath.Base(document), name)
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d variables are named in the documents", named)
	}
}
