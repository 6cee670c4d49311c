package web

import (
	"slices"

	"aktsom/internal/assessment"
)

// colleagueState is how far a colleague has come, in a word and its colour.
func colleagueState(p Page, c assessment.Colleague, answered int) (string, Colour) {
	switch {
	case !c.Active:
		return p.Say("colleague.state_paused"), Look
	case c.Finished():
		return p.Say("colleague.state_done"), Good
	case answered > 0:
		return p.Say("colleague.state_answered", "count", answered), Accent
	case c.Opened != nil:
		return p.Say("colleague.state_opened"), Neutral
	default:
		return p.Say("colleague.state_asked"), Neutral
	}
}

// pageTitles are the pages of a colleague, in words.
func (v overviewView) pageTitles(p Page, c assessment.Colleague) []string {
	var titles []string
	for _, section := range v.Desk.Questionnaire.Definition().Pages {
		if slices.Contains(c.Pages, section.ID) {
			titles = append(titles, p.Text(section.Title))
		}
	}
	return titles
}

// Asked are the tasks that a colleague was asked to do, and Rest the others,
// which they may read.
func (v overviewView) Asked() []task { return v.tasksThat(true) }

// Rest is what a colleague was not asked about.
func (v overviewView) Rest() []task { return v.tasksThat(false) }

func (v overviewView) tasksThat(mine bool) []task {
	var some []task
	for _, t := range v.Tasks {
		if v.Desk.MayAnswerPage(t.Section.ID) == mine {
			some = append(some, t)
		}
	}
	return some
}

// AskedDone tells whether nothing is left of what a colleague was asked to do.
func (v overviewView) AskedDone() bool {
	return !slices.ContainsFunc(v.Asked(), func(t task) bool { return t.Missing > 0 || t.Wrong > 0 })
}

// alsoAsked are the names of those who were asked to answer the page.
func (v answerView) alsoAsked() []string {
	var names []string
	for _, c := range v.Desk.Colleagues {
		if v.Desk.Helper == nil && c.Active && slices.Contains(c.Pages, v.Section.ID) {
			names = append(names, c.Name)
		}
	}
	return names
}
