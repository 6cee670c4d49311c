package web

import (
	"aktsom/internal/message"
	"aktsom/internal/oecd"
	"aktsom/internal/questionnaire"
)

// triedLine is what the engine makes of one question.
type triedLine struct {
	*questionnaire.Question
	Asked, Pending bool
	New            bool // the newest answer brought it
	Problems       []string
	Level          *questionnaire.Level
}

// lines are all questions of the page shown, in order.
func (v tryView) lines(section *questionnaire.Page) []triedLine {
	var all []triedLine
	e := v.Desk.Evaluation
	for _, q := range section.Questions {
		line := triedLine{Question: q, Asked: e.IsAsked(q.ID), Pending: e.IsPending(q.ID)}
		line.New = line.Asked && !v.Before.IsAsked(q.ID)
		for _, problem := range e.ProblemsOf(q.ID) {
			line.Problems = append(line.Problems, v.problemText(problem))
		}
		if level, scored := e.Levels[q.ID]; scored {
			line.Level = &level
		}
		all = append(all, line)
	}
	return all
}

// triedStep is what a step scores so far.
type triedStep struct {
	Name  string
	Score questionnaire.StepScore
}

func (v tryView) steps() []triedStep {
	var all []triedStep
	for _, step := range oecd.Steps() {
		if score, there := v.Desk.Evaluation.Steps[string(step)]; there {
			all = append(all, triedStep{v.Step(string(step)), score})
		}
	}
	return all
}

// languagesOf are the languages the questionnaire can be tried in.
func (v tryView) languagesOf() []message.Lang {
	var all []message.Lang
	for _, tag := range v.Desk.Questionnaire.Definition().Languages {
		if lang, known := message.ParseLang(tag); known {
			all = append(all, lang)
		}
	}
	return all
}
