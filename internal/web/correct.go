package web

import (
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/questionnaire"
)

// correctView is what a supplier is asked to correct.
type correctView struct {
	Desk assessment.Desk
	List []correctLine
}

// correctLine is one question that may be corrected.
type correctLine struct {
	Question *questionnaire.Question
	Text     string // the buyer's words; empty for what an answer opened
	Remarks  []assessment.Remark
}

// correctionOf lists the questions that can be corrected, and what the buyer
// says of them.
func correctionOf(desk assessment.Desk) correctView {
	v := correctView{Desk: desk}
	for _, id := range desk.Correcting() {
		q, _ := desk.Questionnaire.Question(id)
		v.List = append(v.List, correctLineOf(desk, q))
	}
	return v
}

func correctLineOf(desk assessment.Desk, q *questionnaire.Question) correctLine {
	line := correctLine{Question: q}
	if said, asked := desk.SentBack(q.ID); asked {
		line.Text = said.Text
	}
	for _, r := range desk.Remarks {
		if r.Question == q.ID {
			line.Remarks = append(line.Remarks, r)
		}
	}
	return line
}

// Href is where a question is corrected.
func (v correctView) Href(l correctLine) string {
	return assessmentPath(v.Desk.Assessment.ID, "pages/"+l.Question.Page) + "#q-" + l.Question.ID
}

// opensOn tells whether anything on a page of the questionnaire can be changed.
func opensOn(desk assessment.Desk, section *questionnaire.Page, now time.Time) bool {
	if !desk.TakesAnswers(now) {
		return false
	}
	for _, q := range section.Questions {
		if desk.Opens(q.ID, now) && desk.Evaluation.IsAsked(q.ID) {
			return true
		}
	}
	return false
}

// SentBack is what the buyer asks to be corrected here; nothing while nothing
// can be.
func (v questionView) SentBack() (correctLine, bool) {
	if !v.Desk.Assessment.Correcting(v.Page.Now) || v.Locked {
		return correctLine{}, false
	}
	line := correctLineOf(v.Desk, v.Question)
	return line, true
}

// stepsOf are the pages one walks through: all that are shown, or where
// questions were sent back, those that have one; for a colleague those they were
// asked to answer, unless they read another.
func stepsOf(desk assessment.Desk, shown []*questionnaire.Page, at *questionnaire.Page, now time.Time) []*questionnaire.Page {
	if !desk.TakesAnswers(now) || !desk.MayAnswerPage(at.ID) || !desk.Assessment.Correcting(now) && desk.Helper == nil {
		return shown
	}
	var steps []*questionnaire.Page
	for _, section := range shown {
		if section == at || opensOn(desk, section, now) {
			steps = append(steps, section)
		}
	}
	return steps
}
