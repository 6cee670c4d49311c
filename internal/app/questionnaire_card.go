package app

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"aktsom/internal/oecd"
	"aktsom/internal/questionnaire"
)

// printCard writes an evaluation as a table that can be followed by hand:
// every step with the questions its score is made of.
func printCard(to io.Writer, q *questionnaire.Questionnaire, e *questionnaire.Evaluation) error {
	d, p := q.Definition(), e.Progress()
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s %s: %d of %d answered, %d pending, %d problems\n\n",
		d.ID, d.Version, p.Answered, p.Asked, len(e.Pending), len(e.Problems))
	fmt.Fprintln(w, "step\tquestion\tweight\tdeclared\tverified\treason")
	for _, step := range oecd.Steps() {
		printStep(w, e, string(step))
	}
	if e.Overall != nil {
		fmt.Fprintf(w, "overall\t\t\t%s\t%s\tweakest: %s\n", e.Overall.Declared, e.Overall.Verified, e.Weakest)
	}
	for _, problem := range e.Problems {
		fmt.Fprintf(w, "%s\t%s\t\t\t\t%s\n", problem.Severity, problemPlace(problem), problem.Code)
	}
	return w.Flush()
}

func printStep(w io.Writer, e *questionnaire.Evaluation, step string) {
	score, scored := e.Steps[step]
	if !scored {
		return
	}
	stop := ""
	if score.Stop {
		stop = "STOP"
	}
	fmt.Fprintf(w, "%s\t\t\t%s\t%s\t%s\n", step, score.Declared, score.Verified, stop)
	for _, part := range e.Parts(step) {
		fmt.Fprintf(w, "\t%s\t%g\t%d\t%d\t%s\n", part.Question.ID, part.Weight,
			part.Level.Declared, part.Level.Verified, strings.ReplaceAll(part.Level.Reason, "_", " "))
	}
}

func problemPlace(p questionnaire.Problem) string {
	place := p.Question
	if p.Page != "" {
		place = "page " + p.Page
	}
	if p.Row > 0 {
		place += fmt.Sprintf(" row %d", p.Row)
	}
	return strings.TrimSpace(place + " " + p.Column)
}
