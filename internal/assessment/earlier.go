package assessment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/catalogue"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// Earlier is what the actor's organisation answered before to the same
// questionnaire, or another version of it, and what of it can be used again.
type Earlier struct {
	Assessment ID // the earlier one
	Buyer      string
	Title      string // of the procurement it was answered for
	At         time.Time
	Version    string // of the questionnaire it answered
	Answers    []EarlierAnswer
	Removed    int // answers to questions that are not asked any more
}

// EarlierAnswer is one answer that was given before, beside the question as it
// reads now.
type EarlierAnswer struct {
	Question *questionnaire.Question // as it reads now
	Was      *questionnaire.Question // as it read then
	Value    any
	Skipped  string
	Comment  string
	Carry    questionnaire.Carry // keep, confirm or void
	Changes  []string            // what changed in the question: questionnaire.Change.Changes
	Answered bool                // answered anew already; the new answer stands
	Files    []FrozenFile        // that proved it; empty where the question takes none now
}

// Usable reports whether the answer can be used again.
func (e EarlierAnswer) Usable() bool { return e.Carry != questionnaire.CarryVoid && !e.Answered }

// earlierSave marks an answer's save as taken from an earlier assessment.
const earlierSave = "earlier:"

// FromEarlier reports whether an answer stands as it was taken from an earlier
// assessment.
func (a Answer) FromEarlier() bool { return strings.HasPrefix(a.SaveID, earlierSave) }

// Earlier lists what the actor submitted before that can be used in the
// assessment, the newest first. Only assessments that the same person may act
// on as the contact are looked at: a matching organisation number gives no right.
func (s *Service) Earlier(ctx context.Context, actor account.Actor, id ID) (Desk, []Earlier, error) {
	desk, err := s.deskOfContact(ctx, actor, id)
	if err != nil {
		return Desk{}, nil, err
	}
	if err := desk.takesAnswers(s.Now()); err != nil {
		return Desk{}, nil, err
	}
	if desk.correction != nil {
		return Desk{}, nil, fault.New(fault.Conflict, "assessment.not_sent_back")
	}
	submissions, err := s.Receipts.Earlier(ctx, id, actor.Person)
	if err != nil {
		return Desk{}, nil, fmt.Errorf("list what was answered before assessment %s: %w", id, err)
	}
	var all []Earlier
	for _, sub := range submissions {
		e, found, err := s.earlier(ctx, desk, sub)
		if err != nil {
			return Desk{}, nil, err
		}
		if found {
			all = append(all, e)
		}
	}
	return desk, all, nil
}

// AnsweredBefore is the buyer for whom the actor submitted answers to the same
// questionnaire last; empty when there is none.
func (s *Service) AnsweredBefore(ctx context.Context, actor account.Actor, id ID) (string, error) {
	submissions, err := s.Receipts.Earlier(ctx, id, actor.Person)
	if err != nil || len(submissions) == 0 {
		return "", err
	}
	frozen, err := submissions[0].Thaw()
	return frozen.Buyer, err
}

// earlier compares what was submitted with what is asked now. It is not found
// when the version it answered is not kept any more.
func (s *Service) earlier(ctx context.Context, desk Desk, sub Submission) (e Earlier, found bool, err error) {
	frozen, err := sub.Thaw()
	if err != nil {
		return Earlier{}, false, err
	}
	before, err := s.Shelf.Take(ctx, frozen.Questionnaire.Edition())
	if errors.Is(err, catalogue.ErrNotOnShelf) {
		return Earlier{}, false, nil
	}
	if err != nil {
		return Earlier{}, false, fmt.Errorf("compare with assessment %s: %w", sub.Assessment, err)
	}
	difference := questionnaire.Diff(before, desk.Questionnaire)
	e = Earlier{
		Assessment: sub.Assessment, Buyer: frozen.Buyer, Title: frozen.Procurement.Title, At: sub.At, Version: frozen.Questionnaire.Version,
	}
	for _, change := range difference.Questions {
		if answer, given := desk.earlierAnswer(frozen, before, change); given {
			e.Answers = append(e.Answers, answer)
		}
	}
	for _, question := range difference.Removed {
		if frozen.Answers[question] != nil {
			e.Removed++
		}
	}
	return e, true, nil
}

func (d Desk) earlierAnswer(frozen Frozen, before *questionnaire.Questionnaire, change questionnaire.Change) (EarlierAnswer, bool) {
	was := cmp.Or(change.Was, change.Question)
	now, _ := d.Questionnaire.Question(change.Question)
	then, known := before.Question(was)
	if !known || !now.TakesAnswer() || frozen.Answers[was] == nil && frozen.Skipped[was] == "" {
		return EarlierAnswer{}, false
	}
	e := EarlierAnswer{
		Question: now, Was: then, Value: frozen.Answers[was], Comment: frozen.Comments[was],
		Carry: change.Of(frozen.Answers[was]), Changes: change.Changes,
	}
	if now.MaySkip {
		e.Skipped = frozen.Skipped[was]
	}
	if now.Evidence != nil {
		e.Files = frozen.Files[was]
	}
	if e.Value == nil && e.Skipped == "" {
		e.Carry = questionnaire.CarryVoid // what was skipped must be answered now
	}
	kept := d.Answers[now.ID]
	e.Answered = kept.Value != nil || kept.Skipped != ""
	return e, true
}

// Used is what was taken from an earlier assessment.
type Used struct {
	Answers int
	Files   map[string][]evidence.ID // of the earlier assessment, by the question they prove now
}

// UseEarlier saves the earlier answers to the questions that the actor chose,
// and tells which files went with them. Answers that were given meanwhile
// stand. fault.NotFound when the earlier assessment is none of the actor's.
func (s *Service) UseEarlier(ctx context.Context, actor account.Actor, id, from ID, chosen []string) (Used, error) {
	desk, all, err := s.Earlier(ctx, actor, id)
	if err != nil {
		return Used{}, err
	}
	for _, e := range all {
		if e.Assessment == from {
			given, used := desk.again(e, chosen)
			_, err := s.Answer(ctx, actor, id, given)
			return used, err
		}
	}
	return Used{}, fault.New(fault.NotFound, "assessment.not_found")
}

func (d Desk) again(e Earlier, chosen []string) ([]Given, Used) {
	var given []Given
	used := Used{Files: map[string][]evidence.ID{}}
	for _, a := range e.Answers {
		if !a.Usable() || !slices.Contains(chosen, a.Question.ID) {
			continue
		}
		used.Answers++
		given = append(given, Given{
			Question: a.Question.ID, Value: a.Value, Skipped: a.Skipped, Comment: a.Comment,
			Base: d.Answers[a.Question.ID].Revision, SaveID: earlierSave + string(e.Assessment),
		})
		for _, f := range a.Files {
			used.Files[a.Question.ID] = append(used.Files[a.Question.ID], f.ID)
		}
	}
	return given, used
}
