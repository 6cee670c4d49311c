package app

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"aktsom/internal/questionnaire"
)

type diffCommand struct {
	JSON bool   `help:"Print one JSON object."`
	Old  string `arg:"" help:"The earlier definition (JSON)."`
	New  string `arg:"" help:"The later definition (JSON)."`
}

// Run prints what changed. The status is 0 whatever did, and 2 when a file
// cannot be read or a definition is refused.
func (c diffCommand) Run(std Streams) error {
	before, err := loadDefinition(c.Old, std.Err)
	if err != nil {
		return err
	}
	after, err := loadDefinition(c.New, std.Err)
	if err != nil {
		return err
	}
	d := questionnaire.Diff(before, after)
	if c.JSON {
		return printJSON(std.Out, d)
	}
	return printDifference(std.Out, d)
}

func printDifference(to io.Writer, d questionnaire.Difference) error {
	fmt.Fprintf(to, "%s -> %s\n", d.Old, d.New)
	if d.Same {
		fmt.Fprintln(to, "nothing changed for a supplier")
		return nil
	}
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, q := range d.Questions {
		if len(q.Changes) == 0 && q.Was == "" && q.Carry == questionnaire.CarryKeep {
			continue
		}
		name := q.Question
		if q.Was != "" {
			name += " (was " + q.Was + ")"
		}
		note := strings.Join(q.Changes, ", ")
		if len(q.GoneOptions) > 0 {
			note += "; void if it was " + strings.Join(q.GoneOptions, ", ")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", q.Carry, name, note)
	}
	for _, id := range d.Removed {
		fmt.Fprintf(w, "%s\t%s\tremoved\n", questionnaire.CarryVoid, id)
	}
	return w.Flush()
}

type graphCommand struct {
	DOT        bool   `name:"dot" help:"Print it for Graphviz."`
	Definition string `arg:"" help:"Definition (JSON)."`
}

// Run prints which question depends on which.
func (c graphCommand) Run(std Streams) error {
	q, err := loadDefinition(c.Definition, std.Err)
	if err != nil {
		return err
	}
	graph := q.GraphText()
	if c.DOT {
		graph = q.GraphDOT()
	}
	fmt.Fprint(std.Out, graph)
	return nil
}

type statsCommand struct {
	JSON       bool   `help:"Print one JSON list, an object for each language."`
	Definition string `arg:"" help:"Definition (JSON)."`
}

// Run prints the size of a definition in each of its languages.
func (c statsCommand) Run(std Streams) error {
	q, err := loadDefinition(c.Definition, std.Err)
	if err != nil {
		return err
	}
	all := []questionnaire.Stats{}
	for _, lang := range q.Definition().Languages {
		all = append(all, q.Stats(lang))
	}
	if c.JSON {
		return printJSON(std.Out, all)
	}
	for _, s := range all {
		if err := printStats(std.Out, s); err != nil {
			return err
		}
	}
	return nil
}

func printStats(to io.Writer, s questionnaire.Stats) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s\tquestions\talways asked\twords\tminutes\t\n", s.Language)
	for _, p := range s.Pages {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%.1f\t\n", p.Page, p.Asked, p.Always, p.Words, p.Minutes)
	}
	fmt.Fprintf(w, "all\t%d\t\t%d\t%.1f\t\n", s.Questions, s.Words, s.Minutes)
	fmt.Fprintf(w, "shortest way\t%d\t\t\t%.1f\t\n", s.Shortest.Questions, s.Shortest.Minutes)
	fmt.Fprintf(w, "longest way\t%d\t\t\t%.1f\t\n", s.Longest.Questions, s.Longest.Minutes)
	if err := w.Flush(); err != nil || s.Exact {
		return err
	}
	_, err := fmt.Fprintln(to, "(no way is shorter or longer than these; some could not be counted)")
	return err
}
