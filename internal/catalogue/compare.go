package catalogue

import (
	"context"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// Comparison is what changed for a supplier between two entries.
type Comparison struct {
	Before, After Entry
	Old, New      *questionnaire.Questionnaire
	Difference    questionnaire.Difference
}

// Compare returns what changed from one entry to another. fault.Conflict when
// one of them has no meaning yet.
func (s *Service) Compare(ctx context.Context, actor account.Actor, before, after ID) (Comparison, error) {
	var c Comparison
	var err error
	if c.Before, err = s.Open(ctx, actor, before); err != nil {
		return c, err
	}
	if c.After, err = s.Open(ctx, actor, after); err != nil {
		return c, err
	}
	c.Old, c.New = s.Compiled(c.Before), s.Compiled(c.After)
	if c.Old == nil || c.New == nil {
		return c, fault.New(fault.Conflict, "catalogue.has_no_meaning")
	}
	c.Difference = questionnaire.Diff(c.Old, c.New)
	return c, nil
}
