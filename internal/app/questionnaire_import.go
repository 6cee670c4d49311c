package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"aktsom/internal/draft"
	"aktsom/internal/questionnaire"
	"aktsom/internal/surveyjs"
	"aktsom/internal/xlsform"
)

type importCommand struct {
	From  string `required:"" enum:"xlsform,surveyjs" help:"What the file is: xlsform or surveyjs."`
	Out   string `default:"definition.json" help:"Where the definition is written; - is standard output."`
	Force bool   `help:"Write over a file that is there."`
	File  string `arg:"" help:"The workbook (.xlsx) or the SurveyJS file (.json)."`
}

// Run writes the definition, and lists what did not come through as it was and
// what check says of the result. The status is 1 if anything must be mended,
// and 2 when the file cannot be read or the definition cannot be written.
func (c importCommand) Run(std Streams) error {
	definition, remarks, err := c.read()
	var source []byte
	if err == nil {
		source, err = definition.Encode()
	}
	if err == nil {
		err = writeOut(c.Out, source, c.Force, std)
	}
	if err != nil {
		fmt.Fprintln(std.Err, "aktsom:", err)
		return exitCode(2)
	}
	report := std.Out
	if c.Out == "-" {
		report = std.Err
	}
	_, findings := questionnaire.Compile(c.Out, source)
	for _, r := range remarks {
		fmt.Fprintln(report, r)
	}
	for _, f := range findings {
		fmt.Fprintln(report, f)
	}
	fmt.Fprintf(report, "%s: %d questions on %d pages; %d remarks, %d findings\n", c.Out, len(definition.Questions()), len(definition.Pages), len(remarks), len(findings))
	if findings.Errors() {
		return exitCode(1)
	}
	return nil
}

func (c importCommand) read() (*draft.Definition, []draft.Remark, error) {
	source, err := os.ReadFile(c.File)
	if err != nil {
		return nil, nil, err
	}
	name := strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
	read := xlsform.Import
	if c.From == "surveyjs" {
		read = surveyjs.Import
	}
	definition, remarks, err := read(name, source)
	if err != nil {
		return nil, nil, fmt.Errorf("import %s: %w", c.File, err)
	}
	return definition, remarks, nil
}

// writeOut writes a file, or standard output where it is called -. A file that
// is there already is left alone unless force is set.
func writeOut(name string, content []byte, force bool, std Streams) error {
	if name == "-" {
		_, err := std.Out.Write(content)
		return err
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if force {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	file, err := os.OpenFile(name, flags, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: name another with --out, or write over it with --force", name)
	}
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return errors.Join(err, file.Close())
	}
	return file.Close()
}
