package demo

import (
	"context"
	"fmt"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

// asked is one supplier in one procurement, once invited.
type asked struct {
	supplier    supplier
	procurement procurement.ID
	id          assessment.ID
}

// markTime is how long an evaluator thinks about one question.
const markTime = 6 * time.Minute

// procure creates a procurement from the good defaults and what the officer
// changes of them, and publishes it unless it stays a draft.
func (s *story) procure(ctx context.Context, officer string, publish bool, change func(*procurement.Procurement)) (procurement.ID, error) {
	actor := s.staff[officer]
	draft := s.Procurements.Draft(actor)
	change(&draft)
	made, err := s.Procurements.Create(ctx, actor, draft)
	if err != nil || !publish {
		return made.ID, err
	}
	s.Clock.Pass(25 * time.Minute)
	return made.ID, s.Procurements.Publish(ctx, actor, made.ID)
}

// opinion is what an evaluator says of one question: of its file, of its
// level, or of both.
type opinion struct {
	question string
	verdict  review.Verdict // of its first file; empty: not judged
	level    int            // below zero: not marked
	accept   bool           // accepts "not relevant, because …"
	reason   string
}

// unmarked is an opinion that leaves the level as it follows from the files.
const unmarked = -1

// review gives the evaluator's opinions on an assessment.
func (s *story) review(ctx context.Context, evaluator string, a *asked, opinions []opinion) error {
	actor := s.staff[evaluator]
	desk, err := s.Reviews.Open(ctx, actor, a.id)
	if err != nil {
		return err
	}
	for _, o := range opinions {
		s.Clock.Pass(markTime)
		if o.verdict != "" {
			files := desk.Frozen.Files[o.question]
			if len(files) == 0 {
				return fmt.Errorf("judge %s: no file was given", o.question)
			}
			judgement := review.Judgement{File: files[0].ID, Verdict: o.verdict, Reason: o.reason}
			if err := s.Reviews.Judge(ctx, actor, a.id, judgement); err != nil {
				return fmt.Errorf("judge %s: %w", o.question, err)
			}
		}
		if err := s.mark(ctx, evaluator, a, o); err != nil {
			return fmt.Errorf("mark %s: %w", o.question, err)
		}
	}
	return nil
}

func (s *story) mark(ctx context.Context, evaluator string, a *asked, o opinion) error {
	mark := review.Mark{Question: o.question, AcceptSkip: o.accept, Reason: o.reason}
	switch {
	case o.level >= 0 && !o.accept:
		mark.Level = &o.level
	case !o.accept:
		return nil
	}
	return s.Reviews.Mark(ctx, s.staff[evaluator], a.id, mark)
}
