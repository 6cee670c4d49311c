package review

import (
	"context"
	"fmt"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

// CaseStore reads the cases of a whole procurement.
type CaseStore interface {
	// Cases returns a procurement and the case of every supplier that is asked,
	// by supplier name, in a number of statements that does not grow with them. A
	// case without a submission has no files and no review. fault.NotFound when
	// the procurement is another organisation's.
	Cases(ctx context.Context, org account.OrganisationID, id procurement.ID) (procurement.Procurement, []Case, error)
}

// Line is one supplier beside the others. Desk is nil while there is nothing
// that the buyer may read: nothing submitted, or answers still sealed.
type Line struct {
	Case

	Desk *Desk
}

// Compare returns a procurement's suppliers side by side, by name. What is
// finished is what was frozen with it; the rest is worked out from what was
// submitted, and provisional.
func (s *Service) Compare(ctx context.Context, actor account.Actor, id procurement.ID) (procurement.Procurement, []Line, error) {
	if !actor.Buyer() {
		return procurement.Procurement{}, nil, fault.New(fault.NotFound, "procurement.not_found")
	}
	p, cases, err := s.Cases.Cases(ctx, actor.Organisation, id)
	if err != nil {
		return p, nil, fmt.Errorf("load cases of procurement %s: %w", id, err)
	}
	lines := make([]Line, len(cases))
	for i, c := range cases {
		lines[i].Case = c
		if !c.Assessment.OpenToBuyer(s.Now()) {
			continue
		}
		desk, err := s.desk(ctx, c)
		if err != nil {
			return p, nil, err
		}
		lines[i].Desk = &desk
	}
	return p, lines, nil
}
