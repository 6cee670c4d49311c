package assessment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// Limits of one answer. A table of 500 rows with ten filled columns stays
// below the first; nobody reads a longer reason or comment than the second.
const (
	maxAnswerBytes = 256 << 10
	maxWords       = 4000 // code points of a reason or a comment
)

// saveTries is how often a save is judged anew when a colleague's save came in
// between. Colleagues answer different questions, so it passes by the second.
const saveTries = 8

// Given is an answer as the browser sends it.
type Given struct {
	Question string
	Value    any // decoded JSON; nil takes the answer away
	Skipped  string
	Comment  string
	Base     int64  // the revision the page was showing
	SaveID   string // made by the browser; empty without script
}

// Collision is a question that a colleague answered in the meantime: both
// values, for the person to choose.
type Collision struct {
	Question string
	Yours    Given
	Theirs   Answer
}

// Outcome is what a save led to. The desk is as after the save.
type Outcome struct {
	Desk
	Collisions []Collision
}

// Answer saves what was given. A save that repeats an earlier one, by its id or
// by its value, is a success and changes nothing. What collides with a
// colleague's newer answer is left out and reported; the rest is saved.
// fault.Conflict when nothing can be saved any more.
func (s *Service) Answer(ctx context.Context, actor account.Actor, id ID, given []Given) (Outcome, error) {
	return s.AnswerAs(ctx, actor, id, func(*questionnaire.Questionnaire) ([]Given, error) { return given, nil })
}

// AnswerAs is Answer for who must know the questionnaire to read what was
// given: it saves looking the assessment up twice. What read refuses is refused.
func (s *Service) AnswerAs(
	ctx context.Context, actor account.Actor, id ID, read func(*questionnaire.Questionnaire) ([]Given, error),
) (Outcome, error) {
	var err error
	for range saveTries {
		var out Outcome
		out, err = s.answerOnce(ctx, actor, id, read)
		if err == nil || !errors.Is(err, errMeanwhile) {
			return out, err
		}
	}
	return Outcome{}, fault.New(fault.Conflict, "assessment.changed_meanwhile")
}

// errMeanwhile says that another save came between reading and writing.
var errMeanwhile = errors.New("saved by somebody else meanwhile")

func (s *Service) answerOnce(
	ctx context.Context, actor account.Actor, id ID, read func(*questionnaire.Questionnaire) ([]Given, error),
) (Outcome, error) {
	desk, err := s.desk(ctx, actor, id)
	if err != nil {
		return Outcome{}, err
	}
	given, err := read(desk.Questionnaire)
	if err != nil {
		return Outcome{}, err
	}
	now := s.Now()
	changed, collisions, err := desk.judge(given)
	if err != nil {
		return Outcome{}, err
	}
	if len(changed) == 0 {
		return Outcome{Desk: desk, Collisions: collisions}, nil
	}
	if err := desk.takesAnswers(now); err != nil {
		return Outcome{}, err
	}
	if err := errors.Join(desk.mayAnswerAll(changed), desk.opensAll(changed)); err != nil {
		return Outcome{}, err
	}
	desk = desk.with(changed, actor, now)
	save := desk.save(now)
	for _, g := range changed {
		save.Answers = append(save.Answers, desk.Answers[g.Question])
	}
	err = s.Supplier.Save(ctx, save)
	if errors.Is(err, fault.Conflict) {
		return Outcome{}, errMeanwhile
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("save answers of assessment %s: %w", id, err)
	}
	desk.Assessment.Version++
	return Outcome{Desk: desk, Collisions: collisions}, nil
}

// Refresh brings the stored progress up to date after a file came or went.
// Where nothing can be saved any more there is nothing to bring up to date.
func (s *Service) Refresh(ctx context.Context, actor account.Actor, id ID) error {
	for range saveTries {
		desk, err := s.desk(ctx, actor, id)
		if err != nil {
			return err
		}
		if desk.takesAnswers(s.Now()) != nil || desk.progress() == desk.Assessment.Progress {
			return nil
		}
		err = s.Supplier.Save(ctx, desk.save(s.Now()))
		if !errors.Is(err, fault.Conflict) {
			return err
		}
	}
	return fault.New(fault.Conflict, "assessment.changed_meanwhile")
}

// judge parts what was given into what changes something and what collides.
func (d Desk) judge(given []Given) (changed []Given, collisions []Collision, err error) {
	for _, g := range given {
		if err := d.check(g); err != nil {
			return nil, nil, err
		}
		kept := d.Answers[g.Question]
		switch {
		case g.SaveID != "" && g.SaveID == kept.SaveID, same(g, kept):
		case g.Base != kept.Revision:
			collisions = append(collisions, Collision{Question: g.Question, Yours: g, Theirs: kept})
		default:
			changed = append(changed, g)
		}
	}
	return changed, collisions, nil
}

func same(g Given, kept Answer) bool {
	return reflect.DeepEqual(g.Value, kept.Value) && g.Skipped == kept.Skipped && g.Comment == kept.Comment
}

// check refuses what no page of ours would send.
func (d Desk) check(g Given) error {
	q, found := d.Questionnaire.Question(g.Question)
	if !found || !q.TakesAnswer() {
		return fault.New(fault.Invalid, "assessment.no_such_question", "question", g.Question)
	}
	if g.Skipped != "" && !q.MaySkip {
		return fault.New(fault.Invalid, "assessment.may_not_skip")
	}
	raw, err := json.Marshal(g.Value)
	if err != nil || len(raw) > maxAnswerBytes {
		return fault.New(fault.TooLarge, "assessment.answer_too_large")
	}
	if len([]rune(g.Skipped)) > maxWords || len([]rune(g.Comment)) > maxWords {
		return fault.New(fault.TooLarge, "assessment.answer_too_large")
	}
	return nil
}

// with returns the desk as it is after the answers are saved.
func (d Desk) with(changed []Given, actor account.Actor, now time.Time) Desk {
	answers := make(map[string]Answer, len(d.stored.Answers)+len(changed))
	for id, a := range d.stored.Answers {
		answers[id] = a
	}
	for _, g := range changed {
		answers[g.Question] = Answer{
			Question: g.Question, Revision: answers[g.Question].Revision + 1, Value: g.Value,
			Skipped: strings.TrimSpace(g.Skipped), Comment: strings.TrimSpace(g.Comment),
			SaveID: g.SaveID, Person: actor.Person, PersonName: actor.Name, At: now,
		}
	}
	d.stored.Answers = answers
	return d.settled(now)
}

func (d Desk) progress() Progress {
	p := d.Evaluation.Progress()
	return Progress{Asked: p.Asked, Answered: p.Answered, Left: d.Left()}
}
