package assessment

import (
	"context"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// Deadline is the assessment's deadline as a file for a calendar, in a
// language: that of corrections, where questions are sent back. fault.Conflict
// once there is no deadline to keep.
func (s *Service) Deadline(ctx context.Context, actor account.Actor, id ID, language string) (Assessment, string, error) {
	desk, err := s.desk(ctx, actor, id)
	if err != nil {
		return Assessment{}, "", err
	}
	kind, facts := letter.Invitation, s.facts(desk.Assessment, nil)
	if desk.Assessment.Correcting(s.Now()) {
		kind, facts = letter.Correction, s.correctionFacts(desk.Assessment, "")
	} else if err := desk.unanswered(s.Now()); err != nil {
		return Assessment{}, "", err
	}
	facts.Language = language
	return desk.Assessment, s.Writer.Calendar(kind, facts), nil
}

// unanswered says why the questions as a whole are not to be answered any more,
// if they are not: a correction asks for some of them only.
func (d Desk) unanswered(now time.Time) error {
	switch {
	case d.Assessment.TakesAnswers(now):
		return nil
	case d.Assessment.State == Submitted:
		return fault.New(fault.Conflict, "assessment.already_submitted")
	default:
		return fault.New(fault.Conflict, "assessment.closed")
	}
}
