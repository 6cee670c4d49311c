package assessment

import (
	"context"

	"aktsom/internal/account"
)

// Deadline is the assessment's deadline as a file for a calendar, in a
// language. fault.Conflict once there is no deadline to keep.
func (s *Service) Deadline(ctx context.Context, actor account.Actor, id ID, language string) (Assessment, string, error) {
	desk, err := s.desk(ctx, actor, id)
	if err != nil {
		return Assessment{}, "", err
	}
	if err := desk.takesAnswers(s.Now()); err != nil {
		return Assessment{}, "", err
	}
	facts := s.facts(desk.Assessment, nil)
	facts.Language = language
	return desk.Assessment, s.Writer.Calendar(facts), nil
}
