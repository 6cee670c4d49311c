package app

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"aktsom/internal/questionnaire"
)

type testCommand struct {
	WriteSkeletons string   `name:"write-skeletons" placeholder:"DIR" help:"Write the beginning of a case into this folder for every question and option no case reaches."`
	Definitions    []string `arg:"" name:"definition" help:"Definitions (JSON); each one's cases are in cases/*.json beside it."`
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
		n, err := c.testDefinition(q, name, std)
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

// testDefinition runs the cases beside a definition, counts those that fail,
// and says what none of them reaches.
func (c testCommand) testDefinition(q *questionnaire.Questionnaire, definition string, std Streams) (failed int, err error) {
	names, err := filepath.Glob(filepath.Join(filepath.Dir(definition), "cases", "*.json"))
	if err != nil {
		return 0, fmt.Errorf("find cases: %w", err)
	}
	slices.Sort(names)
	coverage := q.NewCoverage()
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			return failed, fmt.Errorf("read case: %w", err)
		}
		kase, err := questionnaire.ReadCase(source)
		if err != nil {
			return failed, fmt.Errorf("%s: %w", name, err)
		}
		coverage.Add(q.Evaluate(kase.Sheet))
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
	fmt.Fprintf(std.Out, "%s: %d of %d cases hold\n", definition, len(names)-failed, len(names))
	printCoverage(std.Out, coverage)
	if c.WriteSkeletons == "" {
		return failed, nil
	}
	return failed, writeSkeletons(c.WriteSkeletons, coverage, std.Out)
}

// printCoverage writes a line for each sort of thing, and what is missing.
func printCoverage(to io.Writer, coverage *questionnaire.Coverage) {
	for _, c := range coverage.Report() {
		fmt.Fprintf(to, "  %-9s %3d %% (%d of %d)\n", c.Sort, c.Percent(), c.Reached, c.Total)
		for _, name := range c.Missing {
			fmt.Fprintf(to, "      no case reaches %s\n", name)
		}
	}
}

// writeSkeletons writes cases that somebody has to finish; a file that is there
// already is left alone.
func writeSkeletons(dir string, coverage *questionnaire.Coverage, to io.Writer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make folder of cases: %w", err)
	}
	for _, s := range coverage.Skeletons() {
		name := filepath.Join(dir, s.FileName())
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("write case: %w", err)
		}
		if err := errors.Join(printJSON(file, s), file.Close()); err != nil {
			return fmt.Errorf("write case %s: %w", name, err)
		}
		fmt.Fprintf(to, "      wrote %s\n", name)
	}
	return nil
}
