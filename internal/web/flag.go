package web

import (
	"slices"

	"aktsom/internal/questionnaire"
)

// raisedAt are the findings that answers raise at a question.
func raisedAt(e *questionnaire.Evaluation, question string) []questionnaire.RaisedFlag {
	return slices.DeleteFunc(e.Flags(), func(f questionnaire.RaisedFlag) bool { return f.Question != question })
}

// forSuppliers are those that the supplier may see too.
func forSuppliers(flags []questionnaire.RaisedFlag) []questionnaire.RaisedFlag {
	return slices.DeleteFunc(slices.Clone(flags), func(f questionnaire.RaisedFlag) bool { return !f.Supplier })
}

// flags are the findings a result shows to its reader.
func (v resultView) flags() []questionnaire.RaisedFlag {
	if v.Buyer && !v.AsDraft {
		return v.Desk.Evaluation.Flags()
	}
	return forSuppliers(v.Desk.Evaluation.Flags())
}

// flagSeverity says how grave a finding is.
func (p Page) flagSeverity(f questionnaire.RaisedFlag) (string, Colour) {
	switch f.Severity {
	case "info":
		return p.Say("flag.info"), Accent
	case "low":
		return p.Say("flag.low"), Neutral
	case "medium":
		return p.Say("flag.medium"), Look
	case "high":
		return p.Say("flag.high"), Bad
	case "critical":
		return p.Say("flag.critical"), Bad
	case "error":
		return p.Say("flag.error"), Bad
	default:
		return p.Say("flag.warning"), Look
	}
}

// questionText is the text of a question by its id.
func (v resultView) questionText(p Page, id string) string {
	q, _ := v.Desk.Questionnaire.Question(id)
	return p.Text(q.Text)
}
