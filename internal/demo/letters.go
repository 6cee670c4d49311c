package demo

import (
	"context"

	"aktsom/internal/assessment"
	"aktsom/internal/letter"
)

// kariNygard administers the municipality.
const kariNygard = "kari@fjordvik.example"

// objects lets a supplier's contact say that they are not the one to ask.
func (s *story) objects(ctx context.Context, a *asked, o assessment.Objection) error {
	actor, err := s.contact(ctx, a.supplier)
	if err != nil {
		return err
	}
	return s.Assessments.Object(ctx, actor, a.id, o)
}

// reword gives the municipality's letters words of its own.
func (s *story) reword(ctx context.Context) error {
	return s.Reminders.Reword(ctx, s.staff[kariNygard], 0, letter.Invitation, "nb", letter.Own{
		Text:      "Vi vet at dette tar tid, og spør bare om det vi skal bruke. Svarene fra {{supplier}} blir lest av to personer hos oss.",
		Signature: "Vennlig hilsen\nInnkjøp i {{buyer}}",
	})
}
