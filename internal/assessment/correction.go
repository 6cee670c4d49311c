package assessment

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// Correction is a question sent back, with what is to be mended.
type Correction struct {
	Round      int // the submission that is to be corrected
	Question   string
	Text       string // to the supplier
	FollowUp   bool   // opened by a corrected answer, not asked by the buyer
	Person     account.PersonID
	PersonName string
	At         time.Time
	Sent       *time.Time // nil = listed, not sent
}

// Remark is what the buyer says of a question, for the supplier to read.
type Remark struct {
	Question   string
	Text       string
	PersonName string
	At         time.Time
}

// correcting is what a desk knows of a submission with questions sent back.
type correcting struct {
	standing Frozen
	asked    map[string]bool // the questions sent back
	open     map[string]bool // these, and what their answers open; nil once it is over
	known    map[complaint]bool
}

// complaint is a problem, known again in another evaluation.
type complaint struct{ page, question, code string }

func complaintOf(p questionnaire.Problem) complaint { return complaint{p.Page, p.Question, p.Code} }

// deskOf opens a sheet as it is kept.
func deskOf(stored Sheet, q *questionnaire.Questionnaire, now time.Time) (Desk, error) {
	d := Desk{Questionnaire: q, stored: stored}
	if stored.Standing == nil {
		return d.settled(now), nil
	}
	standing, err := stored.Standing.Thaw()
	if err != nil {
		return Desk{}, fmt.Errorf("open the correction of assessment %s: %w", stored.Assessment.ID, err)
	}
	d.correction = &correcting{standing: standing, asked: map[string]bool{}}
	for _, c := range stored.Corrections {
		if !c.FollowUp {
			d.correction.asked[c.Question] = true
		}
	}
	return d.settled(now), nil
}

// settled works out what the desk shows and what the engine says of it. Where
// questions were sent back, everything else stands as it was submitted: open
// are those questions, what is asked only because of their answers, and what
// their answers leave incomplete.
func (d Desk) settled(now time.Time) Desk {
	d.Sheet = d.stored
	if d.correction == nil {
		d.Evaluation = d.Questionnaire.Evaluate(d.Engine(now))
		return d
	}
	c := *d.correction
	d.correction, c.open = &c, nil
	d.Sheet = d.laid()
	d.Evaluation = d.Questionnaire.Evaluate(d.Engine(now))
	if !d.Assessment.Correcting(now) {
		return d
	}
	before := d.Evaluation
	c.known = map[complaint]bool{}
	for _, p := range before.Problems {
		c.known[complaintOf(p)] = true
	}
	c.open = maps.Clone(c.asked)
	for grown := true; grown; {
		d.Sheet = d.laid()
		d.Evaluation = d.Questionnaire.Evaluate(d.Engine(now))
		grown = c.grow(before, d.Evaluation)
	}
	return d
}

// grow opens what a corrected answer asks for and tells whether that is more
// than before.
func (c *correcting) grow(before, after *questionnaire.Evaluation) bool {
	had := len(c.open)
	for _, id := range after.Asked {
		if !before.IsAsked(id) {
			c.open[id] = true
		}
	}
	for _, p := range after.Problems {
		if p.Question != "" && p.Severity == questionnaire.SeverityError && !c.known[complaintOf(p)] {
			c.open[p.Question] = true
		}
	}
	return len(c.open) > had
}

// laid returns what was submitted, with what was saved since over it for the
// questions that are open.
func (d Desk) laid() Sheet {
	sheet, c := d.stored, d.correction
	sheet.Answers = make(map[string]Answer, len(d.stored.Answers))
	for id, a := range d.stored.Answers {
		if !c.open[id] {
			a.Value, a.Skipped, a.Comment = c.standing.Answers[id], c.standing.Skipped[id], c.standing.Comments[id]
		}
		sheet.Answers[id] = a
	}
	sheet.Files = c.files(d.stored.Files)
	return sheet
}

// files are those submitted, with their descriptions then, and of the open
// questions those there now.
func (c *correcting) files(stored []evidence.File) []evidence.File {
	submitted := map[evidence.ID]FrozenFile{}
	for _, files := range c.standing.Files {
		for _, f := range files {
			submitted[f.ID] = f
		}
	}
	shown := []evidence.File{}
	for _, f := range stored {
		was, stands := submitted[f.ID]
		switch {
		case c.open[f.Question] && !f.Dropped:
			shown = append(shown, f)
		case !c.open[f.Question] && stands:
			f.Name, f.Kind, f.Issuer, f.Issued, f.ValidUntil, f.Dropped = was.Name, was.Kind, was.Issuer, was.Issued, was.ValidUntil, false
			shown = append(shown, f)
		}
	}
	return shown
}

// Opens reports whether the question takes answers and files at now, from the
// one who opened the desk.
func (d Desk) Opens(question string, now time.Time) bool {
	return d.TakesAnswers(now) && d.MayAnswer(question) && (d.correction == nil || d.correction.open[question])
}

// TakesAnswers reports whether anything can be saved and submitted at now.
func (d Desk) TakesAnswers(now time.Time) bool { return d.takesAnswers(now) == nil }

// Correcting returns the questions that can be corrected, in the order of the
// questionnaire: those sent back and what their answers opened. None while
// nothing is to be corrected.
func (d Desk) Correcting() []string {
	if d.correction == nil {
		return nil
	}
	var open []string
	for _, page := range d.Questionnaire.Definition().Pages {
		for _, q := range page.Questions {
			if d.correction.open[q.ID] {
				open = append(open, q.ID)
			}
		}
	}
	return open
}

// SentBack returns the buyer's words about a question that was sent back and
// may be corrected.
func (d Desk) SentBack(question string) (Correction, bool) {
	for _, c := range d.Corrections {
		if c.Question == question && !c.FollowUp && d.correction != nil && d.correction.open[question] {
			return c, true
		}
	}
	return Correction{}, false
}

// Problems are what stands in the supplier's way or is worth a look. Where
// questions were sent back, what was so in the submission is not the
// supplier's to mend.
func (d Desk) Problems() []questionnaire.Problem {
	if d.correction == nil || d.correction.open == nil {
		return d.Evaluation.Problems
	}
	var mine []questionnaire.Problem
	for _, p := range d.Evaluation.Problems {
		if d.correction.open[p.Question] || !d.correction.known[complaintOf(p)] {
			mine = append(mine, p)
		}
	}
	return mine
}

// opensAll refuses answers to questions that were not sent back.
func (d Desk) opensAll(changed []Given) error {
	if d.correction == nil {
		return nil
	}
	for _, g := range changed {
		if !d.correction.open[g.Question] {
			return fault.New(fault.Conflict, "assessment.not_sent_back")
		}
	}
	return nil
}

// save is what the store needs to bring the stored progress up to date.
func (d Desk) save(now time.Time) Save {
	save := Save{Assessment: d.Assessment.ID, Version: d.Assessment.Version, Progress: d.progress(), At: now}
	if d.correction == nil {
		return save
	}
	save.Corrects, save.Person = d.Assessment.SentBack, d.Assessment.Contact.Person
	for _, id := range d.Correcting() {
		if !d.correction.asked[id] {
			save.FollowUps = append(save.FollowUps, id)
		}
	}
	return save
}

// corrects is the round that submitting the desk corrects; 0 = none.
func (d Desk) corrects() int {
	if d.correction == nil {
		return 0
	}
	return d.Assessment.Round
}

// counted are the files that a submission of the desk stands on.
func (d Desk) counted() []evidence.ID {
	var ids []evidence.ID
	for _, f := range d.Files {
		if f.State.Counts() {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// changed are the questions that a correction answers anew, and those whose
// declared level follows from such an answer.
func (d Desk) changed(now Frozen) []string {
	if d.correction == nil {
		return nil
	}
	standing := d.correction.standing
	changed := Changed(standing, now)
	was := d.Questionnaire.Evaluate(standing.Engine())
	for id, level := range d.Evaluation.Levels {
		if was.Levels[id].Declared != level.Declared || was.IsAsked(id) != d.Evaluation.IsAsked(id) {
			changed[id] = true
		}
	}
	return slices.Sorted(maps.Keys(changed))
}
