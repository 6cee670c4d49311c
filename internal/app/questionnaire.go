package app

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"aktsom/internal/questionnaire"
)

// questionnaireCommands work on definitions as files, without a database.
type questionnaireCommands struct {
	Check  checkCommand  `cmd:"" help:"Say everything that is wrong with definitions; status 1 if anything must be mended."`
	Test   testCommand   `cmd:"" help:"Run the cases beside definitions; status 1 if one does not hold."`
	Score  scoreCommand  `cmd:"" help:"Print what answers score: what is asked, what is wrong, levels and steps."`
	Diff   diffCommand   `cmd:"" help:"Say what changed for a supplier between two versions, and what becomes of earlier answers."`
	Graph  graphCommand  `cmd:"" help:"Show which question depends on which."`
	Stats  statsCommand  `cmd:"" help:"Count questions, words and minutes, and the shortest and longest way through."`
	Schema schemaCommand `cmd:"" help:"Print the JSON Schema of definitions, for editors."`

	Import importCommand `cmd:"" help:"Make a definition of an XLSForm workbook or a SurveyJS file, and list what has no counterpart."`
	Export exportCommand `cmd:"" help:"Write a definition as a sheet to discuss, a page to print or a SurveyJS file, and list what has no counterpart."`
}

type checkCommand struct {
	JSON  bool     `help:"Print the findings as a JSON list."`
	Files []string `arg:"" name:"file" help:"Definitions (JSON)."`
}

// Run prints the findings of every file.
func (c checkCommand) Run(std Streams) error {
	findings, unread := questionnaire.Findings{}, false
	sources := map[string][]byte{}
	for _, name := range c.Files {
		source, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintln(std.Err, "aktsom:", err)
			unread = true
			continue
		}
		sources[name] = source
		findings = append(findings, questionnaire.CheckDefinition(name, source)...)
	}
	if err := c.print(std.Out, findings, sources); err != nil {
		return err
	}
	if unread || findings.Errors() {
		return exitCode(1)
	}
	return nil
}

func (c checkCommand) print(to io.Writer, findings questionnaire.Findings, sources map[string][]byte) error {
	if c.JSON {
		return printJSON(to, findings)
	}
	for _, f := range findings {
		if _, err := fmt.Fprintf(to, "%s\n%s\n", f, f.Excerpt(sources[f.File])); err != nil {
			return err
		}
	}
	return nil
}

// printJSON writes one indented JSON value.
func printJSON(to io.Writer, value any) error {
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

type schemaCommand struct{}

// Run prints the schema that lies in questionnaires/ too.
func (schemaCommand) Run(std Streams) error {
	_, err := std.Out.Write(questionnaire.Schema())
	return err
}

type scoreCommand struct {
	JSON       bool   `help:"Print one JSON object."`
	Definition string `arg:"" help:"Definition (JSON)."`
	Answers    string `arg:"" help:"Answer sheet (JSON): answers, skipped, files, marks, context."`
}

// Run prints the evaluation of one sheet. The status is 0 whatever the
// answers, and 2 when a file cannot be read or the definition is refused.
func (c scoreCommand) Run(std Streams) error {
	q, err := loadDefinition(c.Definition, std.Err)
	if err != nil {
		return err
	}
	sheet, err := loadSheet(c.Answers)
	if err != nil {
		fmt.Fprintln(std.Err, "aktsom:", err)
		return exitCode(2)
	}
	e := q.Evaluate(sheet)
	if c.JSON {
		return printJSON(std.Out, e)
	}
	return printCard(std.Out, q, e)
}

// loadDefinition compiles a file; the error is an exitCode, and what had to be
// said has been said.
func loadDefinition(name string, to io.Writer) (*questionnaire.Questionnaire, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		fmt.Fprintln(to, "aktsom:", err)
		return nil, exitCode(2)
	}
	q, findings := questionnaire.Compile(name, source)
	if q != nil {
		return q, nil
	}
	for _, f := range findings {
		fmt.Fprintln(to, f)
	}
	return nil, exitCode(2)
}

func loadSheet(name string) (questionnaire.Sheet, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return questionnaire.Sheet{}, fmt.Errorf("read answers: %w", err)
	}
	return questionnaire.ReadSheet(source)
}
