package web

import (
	"net/url"
	"slices"
	"strconv"

	"aktsom/internal/assessment"
	"aktsom/internal/review"
)

// workState is how a question of a review stands; the word in the address that
// filters by it.
type workState string

// The states of the work list.
const (
	workAll       workState = ""
	workLeft      workState = "left"      // gives a level, and nobody has
	workMarked    workState = "marked"    // somebody has
	workDiffers   workState = "differs"   // and not the declared one
	workAsked     workState = "asked"     // a correction is asked
	workCorrected workState = "corrected" // answered anew in this round
	workFlagged   workState = "flagged"   // something to look at
)

// workStates lists the filters, all first.
func workStates() []workState {
	return []workState{workAll, workLeft, workCorrected, workAsked, workFlagged, workDiffers, workMarked}
}

// stands says where a question of the list stands: its correction, whether
// this round changed it, and whether there is something to look at.
type stands struct {
	Correction *assessment.Correction // listed or sent back in this round
	Changed    bool                   // by the correction that brought this round
	Flagged    bool
}

// is tells whether an item belongs to a state.
func (i reviewItem) is(s workState) bool {
	switch s {
	case workLeft:
		return i.Counts && i.Mark == nil
	case workMarked:
		return i.Counts && i.Mark != nil
	case workDiffers:
		return i.Mark != nil && (i.Mark.AcceptSkip || i.Mark.Level != nil && *i.Mark.Level != i.Level.Declared)
	case workAsked:
		return i.Correction != nil
	case workCorrected:
		return i.Changed
	case workFlagged:
		return i.Flagged
	default:
		return true
	}
}

// dot is the mark of an item in the work list: what matters most of it.
func (i reviewItem) dot() workState {
	for _, s := range []workState{workAsked, workCorrected, workFlagged, workDiffers, workMarked} {
		if (s != workCorrected && s != workFlagged || i.Mark == nil) && i.is(s) {
			return s
		}
	}
	if i.Counts {
		return workLeft
	}
	return workAll
}

// setStands works out where all questions stand, once for the whole list.
func (v *reviewView) setStands() {
	changed, asked := map[string]bool{}, map[string]*assessment.Correction{}
	if v.Desk.Before != nil {
		changed = assessment.Changed(*v.Desk.Before, v.Desk.Frozen)
	}
	for _, c := range v.Desk.Corrections {
		if c.Round == v.Desk.Submission.Round && !c.FollowUp {
			asked[c.Question] = &c
		}
	}
	flags := map[string]bool{}
	for _, f := range v.Desk.Evaluation.Flags() {
		flags[f.Question] = true
	}
	for i := range v.Items {
		id := v.Items[i].Question.ID
		v.Items[i].stands = stands{Correction: asked[id], Changed: changed[id], Flagged: flags[id] || v.Items[i].looks()}
	}
}

// looks tells whether there is something to look at beside what the
// questionnaire flags: a lead question answered at level 0, or files that cap
// the level.
func (i reviewItem) looks() bool {
	if !i.Counts || i.Skipped {
		return false
	}
	capped := i.Mark == nil && i.Level.Verified < i.Level.Declared
	return capped || i.Question.Lead && i.Level.Declared == 0
}

// counts is how many questions are in a state.
func (v *reviewView) counts(s workState) int {
	n := 0
	for _, i := range v.Items {
		if i.is(s) {
			n++
		}
	}
	return n
}

// filterHref shows the same question with another filter.
func (v *reviewView) filterHref(s workState) string {
	query := url.Values{"question": {v.now().Question.ID}}
	if s != workAll {
		query.Set("state", string(s))
	}
	return assessmentPath(v.Desk.Assessment.ID, "review?"+query.Encode()) + "#queue"
}

func workStateOf(word string) workState {
	if slices.Contains(workStates(), workState(word)) {
		return workState(word)
	}
	return workAll
}

// workStateText is a filter in words.
func workStateText(p Page, s workState) string {
	switch s {
	case workLeft:
		return p.Say("correction.work_left")
	case workMarked:
		return p.Say("correction.work_marked")
	case workDiffers:
		return p.Say("correction.work_differs")
	case workAsked:
		return p.Say("correction.work_asked")
	case workCorrected:
		return p.Say("correction.work_corrected")
	case workFlagged:
		return p.Say("correction.work_flagged")
	default:
		return p.Say("correction.work_all")
	}
}

// commentsAt are the comments on the question that is looked at.
func (v *reviewView) commentsAt() []review.Comment {
	return slices.DeleteFunc(slices.Clone(v.Desk.Comments), func(c review.Comment) bool { return c.Question != v.now().Question.ID })
}

// dotName is the dot's word in the style sheet.
func (i reviewItem) dotName() string {
	if dot := i.dot(); dot != workAll {
		return string(dot)
	}
	return "plain"
}

// round is the submission that the page shows.
func (v *reviewView) round() string { return strconv.Itoa(v.Desk.Submission.Round) }

// listed are the corrections that are listed and not sent.
func (v *reviewView) listed() []reviewItem {
	return slices.DeleteFunc(slices.Clone(v.Items), func(i reviewItem) bool { return i.Correction == nil || i.Correction.Sent != nil })
}

// sentBefore is what was asked to be corrected in the submission before this.
func (v *reviewView) sentBefore() *assessment.Correction {
	for _, c := range v.Desk.Corrections {
		if v.Desk.Before != nil && c.Round == v.Desk.Before.Round && c.Question == v.now().Question.ID && !c.FollowUp && c.Sent != nil {
			return &c
		}
	}
	return nil
}

// MayAsk tells whether a question can be listed for correction now.
func (v *reviewView) MayAsk() bool {
	q := v.now().Question
	return v.MayMark && v.Desk.Assessment.CorrectBy == nil && (q.TakesAnswer() || q.Kind == "files")
}

// asking is what is to be corrected, as typed or as listed.
func (v *reviewView) asking() string {
	switch {
	case v.Asking != nil:
		return *v.Asking
	case v.now().Correction != nil:
		return v.now().Correction.Text
	default:
		return ""
	}
}
