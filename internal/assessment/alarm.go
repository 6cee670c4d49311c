package assessment

import (
	"context"
	"fmt"

	"aktsom/internal/evidence"
	"aktsom/internal/letter"
)

// Infected writes to the contact that a file they gave has a virus and counts
// no more. It implements evidence.Alarm. The buyer reads it in the review and
// in the log: before submission it may not know what was given.
func (s *Service) Infected(ctx context.Context, file evidence.File) ([]letter.Letter, error) {
	a, err := s.Alarms.Assessment(ctx, file.Assessment)
	if err != nil {
		return nil, fmt.Errorf("load assessment %s: %w", file.Assessment, err)
	}
	if a.State == Withdrawn {
		return nil, nil
	}
	facts := s.facts(a, nil)
	facts.Key, facts.File = fmt.Sprintf("infected:%s", file.ID), file.Name
	facts.Organisation, facts.Procurement = "", "" // no letter of the buyer's: it names a file
	return []letter.Letter{s.Writer.Write(letter.Infected, facts)}, nil
}
