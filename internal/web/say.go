package web

import (
	"slices"
	"strconv"
	"strings"

	"aktsom/internal/questionnaire"
)

// mostSaid is how many characters fit beside an option.
func mostSaid() string { return strconv.Itoa(questionnaire.MaxSaid) }

// words are what the answer says beside an option.
func (c control) words(option string) string {
	all, _ := questionnaire.ChosenIn(c.Value)
	for _, chosen := range all {
		if chosen.Value == option {
			return chosen.Say
		}
	}
	return ""
}

// sayLabel asks for the words beside an option.
func (c control) sayLabel(o questionnaire.Option) string {
	return c.Page.Say("supplier.say", "option", unfinished(c.Page.Text(o.Text)))
}

// unfinished is an option's text without the marks that lead over to what is
// to be said: «Annet, skriv hva: …».
func unfinished(text string) string { return strings.TrimRight(text, " :….") }

// chosenText is a chosen option in words, with what was said beside it.
func (p Page) chosenText(q *questionnaire.Question, c questionnaire.Chosen) string {
	text := p.optionText(q, c.Value)
	if c.Say == "" {
		return text
	}
	return unfinished(text) + ": " + c.Say
}

// choosing reports whether an answer of q is an option with words beside it,
// and which.
func choosing(q *questionnaire.Question, value any) (c questionnaire.Chosen, ok bool) {
	if q.Kind != "choice" && q.Kind != "choices" {
		return c, false
	}
	all, ok := questionnaire.ChosenIn(value)
	if !ok || len(all) != 1 {
		return c, false
	}
	return all[0], true
}

// problemOf is what is wrong with the answer to q, in the author's words where
// there are any.
func (p Page) problemOf(q *questionnaire.Question, problem questionnaire.Problem) string {
	if problem.Option == "" {
		return p.problemText(problem)
	}
	field := q
	if i := slices.IndexFunc(q.Columns, func(c *questionnaire.Question) bool { return c.ID == problem.Column }); i >= 0 {
		field = q.Columns[i]
	}
	option := unfinished(p.optionText(field, problem.Option))
	if problem.Code == questionnaire.CodeRequired {
		return p.Say("problem.unsaid", "option", option)
	}
	return p.Say("problem.said_too_long", "option", option, "most", questionnaire.MaxSaid)
}
