package web

import (
	"maps"
	"slices"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

// reviewState is how far the review of one assessment has come. It is also the
// word in the address that filters by it.
type reviewState string

// The states of a review, those that wait for the buyer first.
const (
	reviewCorrected   reviewState = "corrected"   // corrections came back, and wait to be reviewed
	reviewRemarked    reviewState = "remarked"    // the supplier has commented on the draft result
	reviewUncorrected reviewState = "uncorrected" // the time for corrections is out
	reviewBegun       reviewState = "begun"
	reviewNew         reviewState = "new"
	reviewFinished    reviewState = "finished"
	reviewCorrecting  reviewState = "correcting" // the supplier corrects
	reviewDraft       reviewState = "draft"      // the draft result is with the supplier
	reviewReleased    reviewState = "released"
)

// reviewStates lists every state, those that wait for the buyer first.
func reviewStates() []reviewState {
	return []reviewState{
		reviewCorrected, reviewRemarked, reviewUncorrected, reviewBegun, reviewNew, reviewFinished,
		reviewCorrecting, reviewDraft, reviewReleased,
	}
}

func reviewStateOf(word string) reviewState {
	if slices.Contains(reviewStates(), reviewState(word)) {
		return reviewState(word)
	}
	return ""
}

// reviewsLine is one submitted assessment, and how far its review has come.
type reviewsLine struct {
	Supplier string
	Row      assessment.Row
	Desk     review.Desk
	At       reviewState
	Done     int // of the questions that give a level, or of the requirements in a qualification
	All      int
	People   []string // who works on it, whoever began first
	Look     []string // what needs a look, in words
}

func newReviewsLine(p Page, desk review.Desk, row assessment.Row, role account.Role) reviewsLine {
	v := newReviewView(desk, role)
	l := reviewsLine{Supplier: desk.Assessment.Supplier.Name, Row: row, Desk: desk, People: reviewersOf(desk.Review)}
	if l.Done, l.All = v.counted(); v.qualifies() {
		l.Done, l.All = v.decided()
	}
	l.At = l.state(p.Now)
	l.Look = l.looks(p.about(desk.Evaluation), v)
	return l
}

// state is where the line stands at now.
func (l reviewsLine) state(now time.Time) reviewState {
	v := l.Desk.Review
	switch {
	case v.Released != nil:
		return reviewReleased
	case v.Finished != nil && l.Row.Remarks > 0:
		return reviewRemarked
	case v.Finished != nil && l.Row.DraftUntil != nil && now.Before(*l.Row.DraftUntil):
		return reviewDraft
	case v.Finished != nil:
		return reviewFinished
	case l.Row.Correcting(now):
		return reviewCorrecting
	case l.Row.Uncorrected(now):
		return reviewUncorrected
	case l.Row.CorrectionsBack():
		return reviewCorrected
	case v.Version > 0:
		return reviewBegun
	default:
		return reviewNew
	}
}

// reviewersOf are those who work on a review: who began, then the others by name.
func reviewersOf(v review.Review) []string {
	var others []string
	for _, m := range v.Marks {
		others = append(others, m.PersonName)
	}
	for _, j := range v.Judgements {
		others = append(others, j.PersonName)
	}
	for _, d := range v.Decisions {
		others = append(others, d.PersonName)
	}
	slices.Sort(others)
	others = slices.DeleteFunc(slices.Compact(others), func(name string) bool { return name == v.BegunBy || name == "" })
	if v.BegunBy == "" {
		return others
	}
	return append([]string{v.BegunBy}, others...)
}

// looks is what needs a look: of a qualification, only what must be clarified;
// it has no weakest step and no stop marks.
func (l reviewsLine) looks(p Page, v *reviewView) []string {
	var looks []string
	if v.qualifies() {
		if n := l.unclear(); n > 0 {
			looks = append(looks, p.Say("reviews.unclear", "count", n))
		}
	} else {
		if n := len(l.Desk.Evaluation.Stops); n > 0 {
			looks = append(looks, p.Say("reviews.stops", "count", n))
		}
		if weakest := l.Desk.Evaluation.Weakest; weakest != "" {
			looks = append(looks, p.Say("reviews.weakest", "step", p.Step(weakest)))
		}
	}
	if n := v.counts(workFlagged); n > 0 && l.Desk.Review.Finished == nil {
		looks = append(looks, p.Say("reviews.flagged", "count", n))
	}
	return append(looks, l.expiring(p)...)
}

// unclear is how many requirements must be clarified.
func (l reviewsLine) unclear() int {
	n := 0
	for _, j := range l.Desk.Judged() {
		if j.Finding == review.NeedsClarification {
			n++
		}
	}
	return n
}

// expiring names the files that have run out lately or soon will, where a
// contract is followed up.
func (l reviewsLine) expiring(p Page) []string {
	if l.Row.Procurement.Stage != procurement.Contract {
		return nil
	}
	var words []string
	first, last := procurement.ExpiringDays(p.Now)
	for _, question := range slices.Sorted(maps.Keys(l.Desk.Frozen.Files)) {
		for _, f := range filesThen(l.Desk.Frozen.Files[question], l.Desk.Files) {
			day, err := time.Parse(time.DateOnly, f.ValidUntil)
			if err == nil && f.State.Counts() && f.ValidUntil >= first && f.ValidUntil <= last {
				words = append(words, p.Say("reviews.expires", "file", f.Name, "day", p.ShortDate(day)))
			}
		}
	}
	return words
}

// Href is where to go on: the first question that is left, or the result.
func (l reviewsLine) Href() string {
	if l.Desk.Review.Finished != nil {
		return assessmentPath(l.Row.ID, "result")
	}
	return assessmentPath(l.Row.ID, "review")
}

// goOnText is what the way on is called.
func (l reviewsLine) goOnText(p Page, mayReview bool) string {
	switch {
	case l.Desk.Review.Finished != nil:
		return p.Say("reviews.to_result")
	case !mayReview:
		return p.Say("reviews.read")
	case l.At == reviewNew:
		return p.Say("reviews.begin")
	default:
		return p.Say("buyer.continue")
	}
}

// reviewStateText is a state in words.
func reviewStateText(p Page, s reviewState) string {
	switch s {
	case reviewCorrected:
		return p.Say("reviews.state_corrected")
	case reviewRemarked:
		return p.Say("reviews.state_remarked")
	case reviewUncorrected:
		return p.Say("reviews.state_uncorrected")
	case reviewBegun:
		return p.Say("reviews.state_begun")
	case reviewFinished:
		return p.Say("reviews.state_finished")
	case reviewCorrecting:
		return p.Say("reviews.state_correcting")
	case reviewDraft:
		return p.Say("reviews.state_draft")
	case reviewReleased:
		return p.Say("reviews.state_released")
	default:
		return p.Say("reviews.state_new")
	}
}

func reviewStateColour(s reviewState) Colour {
	switch s {
	case reviewCorrected, reviewRemarked, reviewUncorrected:
		return Look
	case reviewBegun, reviewCorrecting, reviewDraft:
		return Accent
	case reviewFinished, reviewReleased:
		return Good
	default:
		return Neutral
	}
}

// reviewsMomentText says what a line's moment is.
func reviewsMomentText(p Page, s reviewState) string {
	switch s {
	case reviewCorrecting, reviewDraft:
		return p.Say("reviews.until")
	case reviewUncorrected:
		return p.Say("reviews.was_until")
	case reviewBegun, reviewNew, reviewRemarked:
		return p.Say("reviews.submitted")
	default:
		return ""
	}
}
