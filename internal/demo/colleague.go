package demo

import (
	"context"

	"aktsom/internal/assessment"
)

// marit helps the shop's contact with what she knows.
var marit = supplier{clothes.name, clothes.number, "Marit Tveit", "marit@fagklaer.example", "nn"}

// asksHelp lets a contact ask a colleague to answer pages.
func (s *story) asksHelp(ctx context.Context, a *asked, colleague supplier, message string, pages ...string) error {
	actor, err := s.contact(ctx, a.supplier)
	if err != nil {
		return err
	}
	return s.Assessments.AskColleague(ctx, actor, a.id, assessment.AskedHelp{
		NewContact: assessment.NewContact{Name: colleague.person, Email: colleague.email, Language: colleague.language},
		Pages:      pages, Message: message,
	})
}

// helps lets a colleague look, and answer what they know.
func (s *story) helps(ctx context.Context, a *asked, colleague supplier, answers map[string]any) error {
	actor, err := s.contact(ctx, colleague)
	if err != nil {
		return err
	}
	if _, err := s.Assessments.Open(ctx, actor, a.id); err != nil {
		return err
	}
	s.Clock.Pass(pageTime)
	for question, value := range answers {
		given := []assessment.Given{{Question: question, Value: value}}
		if _, err := s.Assessments.Answer(ctx, actor, a.id, given); err != nil {
			return err
		}
	}
	return s.Assessments.Refresh(ctx, actor, a.id)
}
