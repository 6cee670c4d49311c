package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"aktsom/internal/questionnaire"
)

type testCommand struct {
	Definitions []string `arg:"" name:"definition" help:"Definitions (JSON); each one's cases are in cases/*.json beside it."`
}

// Run runs the cases of every definition. The status is 1 when a case does not
// hold, and 2 when a file cannot be read or a definition is refused.
func (c testCommand) Run(std Streams) error {
	failed := 0
	for _, name := range c.Definitions {
		q, err := loadDefinition(name, std.Err)
		if err != nil {
			return err
		}
		n, err := testDefinition(q, name, std)
		if err != nil {
			fmt.Fprintln(std.Err, "aktsom:", err)
			return exitCode(2)
		}
		failed += n
	}
	if failed > 0 {
		return exitCode(1)
	}
	return nil
}

// testDefinition runs the cases beside a definition and counts those that fail.
func testDefinition(q *questionnaire.Questionnaire, definition string, std Streams) (failed int, err error) {
	names, err := filepath.Glob(filepath.Join(filepath.Dir(definition), "cases", "*.json"))
	if err != nil {
		return 0, fmt.Errorf("find cases: %w", err)
	}
	slices.Sort(names)
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			return failed, fmt.Errorf("read case: %w", err)
		}
		kase, err := questionnaire.ReadCase(source)
		if err != nil {
			return failed, fmt.Errorf("%s: %w", name, err)
		}
		differences := kase.Run(q)
		if len(differences) == 0 {
			continue
		}
		failed++
		fmt.Fprintf(std.Out, "%s: %s\n", name, kase.Name)
		for _, d := range differences {
			fmt.Fprintf(std.Out, "    %s\n", d)
		}
	}
	_, err = fmt.Fprintf(std.Out, "%s: %d of %d cases hold\n", definition, len(names)-failed, len(names))
	return failed, err
}
