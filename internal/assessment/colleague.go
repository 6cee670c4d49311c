package assessment

import (
	"context"
	"slices"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// MaxColleagues is how many may help with one assessment at a time: all who
// know something in a firm that answers by hand. Each one costs letters to an
// address that the contact typed, so it is no way to write to many.
const MaxColleagues = 10

// Colleague is somebody at the supplier whom the contact asked to help: they
// read everything in the assessment and answer the pages they were asked to.
type Colleague struct {
	Person   account.PersonID
	Name     string // as the contact wrote it
	Email    string
	Language string
	Pages    []string // of the questionnaire: what they may answer
	Message  string   // from the contact
	Asked    time.Time
	Opened   *time.Time // when they first looked
	Done     *time.Time // when they said that they had done their part
	Active   bool       // false: the contact who asked is the contact no more, and the new one has not kept them
}

// ColleagueStore keeps whom contacts asked to help. All but MarkColleague raise
// the assessment's version, so that no answer judged by an earlier right is
// saved; fault.Conflict and no change when a.Version or a.State is another.
type ColleagueStore interface {
	// AskColleague finds or adds the person by c.Email, gives them the right to
	// read and to answer the questions, and posts the letter in place of an
	// earlier one that waits still. The same person asked again is asked anew.
	// fault.Denied when the address belongs to the contact, or to a member of the
	// buyer's organisation, who could read unsubmitted answers.
	AskColleague(ctx context.Context, a Assessment, c Colleague, questions []string, word letter.Letter, event audit.Event) error

	// RemoveColleague ends the person's right and takes their waiting letters
	// back. What they answered stays. fault.NotFound when they are none.
	RemoveColleague(ctx context.Context, a Assessment, person account.PersonID, event audit.Event) error

	// KeepColleagues gives back the right to those whom an earlier contact asked.
	KeepColleagues(ctx context.Context, a Assessment, words []letter.Letter, event audit.Event) error

	// MarkColleague notes c.Opened or c.Done of a colleague, each once, and posts
	// and records what goes with it. Nothing happens when it was noted already or
	// they may act on the assessment no more.
	MarkColleague(ctx context.Context, id ID, c Colleague, words []letter.Letter, events []audit.Event) error
}

// Finished reports whether the colleague has said that they are done.
func (c Colleague) Finished() bool { return c.Done != nil }

// MayAnswer reports whether the one who opened the desk may answer a question
// at all: the contact any, a colleague those of the pages they were asked to.
func (d Desk) MayAnswer(question string) bool {
	if d.Helper == nil {
		return true
	}
	q, found := d.Questionnaire.Question(question)
	return found && d.MayAnswerPage(q.Page)
}

// MayAnswerPage is MayAnswer for a page.
func (d Desk) MayAnswerPage(page string) bool {
	return d.Helper == nil || slices.Contains(d.Helper.Pages, page)
}

// mayAnswerAll refuses answers to what a colleague was not asked.
func (d Desk) mayAnswerAll(changed []Given) error {
	for _, g := range changed {
		if !d.MayAnswer(g.Question) {
			return fault.New(fault.Denied, "colleague.not_your_page", "name", d.Assessment.Contact.Name)
		}
	}
	return nil
}

// Answered counts, by person, the answers that stand there as they gave them.
func (s Sheet) Answered() map[account.PersonID]int {
	count := map[account.PersonID]int{}
	for _, a := range s.Answers {
		if a.Value != nil || a.Skipped != "" {
			count[a.Person]++
		}
	}
	return count
}

// Paused are the colleagues whom an earlier contact asked, and who wait for
// this one to keep them.
func (s Sheet) Paused() []Colleague {
	var paused []Colleague
	for _, c := range s.Colleagues {
		if !c.Active {
			paused = append(paused, c)
		}
	}
	return paused
}

// Colleague finds one of the assessment's colleagues; fault.NotFound when the
// person is none.
func (s Sheet) Colleague(person account.PersonID) (Colleague, error) {
	for _, c := range s.Colleagues {
		if c.Person == person {
			return c, nil
		}
	}
	return Colleague{}, fault.New(fault.NotFound, "colleague.not_found")
}
