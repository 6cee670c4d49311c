package app_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"aktsom/internal/app"
)

var update = flag.Bool("update", false, "write docs/configuration.md")

const configurationPage = "../../docs/configuration.md"

// TestConfigurationPageTellsEverySetting is mended with
// go test ./internal/app -run Configuration -update.
func TestConfigurationPageTellsEverySetting(t *testing.T) {
	t.Parallel()
	want := configuration(t)
	if *update {
		if err := os.WriteFile(configurationPage, want, 0o644); err != nil { //nolint:gosec // a document
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(configurationPage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/configuration.md does not tell of Config as it is: go test ./internal/app -run Configuration -update")
	}
}

// configuration writes the page from the Config struct.
func configuration(t *testing.T) []byte {
	t.Helper()
	parser, err := kong.New(&app.Config{})
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	page.WriteString(`# Configuration

Every setting is a flag of ` + "`serve`, `worker`, `user` and `migrate`" + ` and a variable of the same name. Without any the portal
runs on this machine alone: a SQLite file, files in a folder, letters in the log. ` + "`docs/operating.md`" + ` tells what to set
when it runs for real.

This page is made from ` + "`Config` in `internal/app/config.go`" + `:
` + "`go test ./internal/app -run Configuration -update`" + `.

| variable | flag | without it | what it does |
|---|---|---|---|
`)
	for _, f := range parser.Model.Flags {
		if len(f.Envs) == 0 {
			continue // --help
		}
		fmt.Fprintf(&page, "| `%s` | `%s` | %s | %s |\n", f.Envs[0], spelled(f), without(f), strings.ReplaceAll(f.Help, "|", `\|`))
	}
	return page.Bytes()
}

// spelled is how the flag is written on a command line.
func spelled(f *kong.Flag) string {
	switch {
	case f.IsBool() && f.Tag.Negatable != "":
		return "--[no-]" + f.Name
	case f.IsBool():
		return "--" + f.Name
	default:
		return "--" + f.Name + "=" + f.PlaceHolder
	}
}

func without(f *kong.Flag) string {
	switch {
	case f.Default != "":
		return "`" + f.Default + "`"
	case f.Target.Kind() == reflect.Bool:
		return "`false`"
	default:
		return "none"
	}
}

func TestConfigurationSettingsAreNamedAlike(t *testing.T) {
	t.Parallel()
	parser, err := kong.New(&app.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range parser.Model.Flags {
		if f.Name == "help" {
			continue
		}
		want := "AKTSOM_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if len(f.Envs) != 1 || f.Envs[0] != want {
			t.Errorf("--%s is set by %v, want %s", f.Name, f.Envs, want)
		}
		if f.Help == "" {
			t.Errorf("--%s does not say what it does", f.Name)
		}
	}
}
