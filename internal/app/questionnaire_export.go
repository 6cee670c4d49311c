package app

import (
	"fmt"
	"os"

	"aktsom/internal/draft"
	"aktsom/internal/printout"
	"aktsom/internal/surveyjs"
)

type exportCommand struct {
	To         string `required:"" enum:"xlsx,html,surveyjs" help:"What to write: xlsx (a sheet to discuss), html (a page to print) or surveyjs."`
	Out        string `default:"-" help:"Where it is written; - is standard output."`
	Force      bool   `help:"Write over a file that is there."`
	Definition string `arg:"" help:"Definition (JSON)."`
}

// Run writes the definition in another form, and lists on standard error what
// that form has no place for. The status is 2 when the definition cannot be
// read or the file cannot be written.
func (c exportCommand) Run(std Streams) error {
	if _, err := loadDefinition(c.Definition, std.Err); err != nil {
		return err
	}
	content, remarks, err := c.write()
	if err == nil {
		err = writeOut(c.Out, content, c.Force, std)
	}
	for _, r := range remarks {
		fmt.Fprintln(std.Err, r)
	}
	if err != nil {
		fmt.Fprintln(std.Err, "aktsom:", err)
		return exitCode(2)
	}
	return nil
}

func (c exportCommand) write() ([]byte, []draft.Remark, error) {
	source, err := os.ReadFile(c.Definition)
	if err != nil {
		return nil, nil, err
	}
	definition, lost, err := draft.Decode(source)
	if err != nil {
		return nil, nil, fmt.Errorf("export %s: %w", c.Definition, err)
	}
	var content []byte
	var remarks []draft.Remark
	switch c.To {
	case "xlsx":
		content, err = printout.Sheet(definition)
	case "html":
		content, err = printout.Page(definition)
	default:
		content, remarks, err = surveyjs.Export(definition)
	}
	return content, append(lost, remarks...), err
}
