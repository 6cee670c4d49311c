package demo

import (
	"context"

	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

// officeTextiles is a contract being followed up in which answers were sent
// back: one supplier has corrected them, one is about to.
func (s *story) officeTextiles() {
	back, out := &asked{supplier: textile}, &asked{supplier: reseller}
	s.on(40, 9, 0, "curtains are asked about", func(ctx context.Context) error {
		id, err := s.procure(ctx, erik, true, func(p *procurement.Procurement) {
			p.Title, p.Reference, p.Stage = "Gardiner og tepper til rådhuset", "2025/3071", procurement.Contract
			p.Purpose = "Vi følger opp avtalen hvert år og ser på hvordan leverandørene arbeider med leverandørkjeden."
			p.Categories, p.Value = []string{"textiles", "furniture"}, 3_200_000
			p.Closing, p.Plan = s.day(15, 12, 0).UTC(), procurement.DefaultPlan(procurement.Contract)
		})
		back.procurement, out.procurement = id, id
		return err
	})
	s.invite(40, 10, erik, back, out)
	s.on(28, 9, 0, "the curtain maker answers", func(ctx context.Context) error { return s.answer(ctx, back, "textile_importer", 0) })
	s.on(27, 9, 30, "the curtain maker submits", func(ctx context.Context) error { return s.submit(ctx, back, "Innkjøpssjef") })
	s.on(19, 9, 0, "the reseller answers", func(ctx context.Context) error { return s.answer(ctx, out, "reseller", 0) })
	s.on(18, 15, 0, "the reseller submits", func(ctx context.Context) error { return s.submit(ctx, out, "Daglig leder") })
	s.on(12, 9, 0, "answers of the curtain maker are sent back", func(ctx context.Context) error {
		if err := s.review(ctx, samira, back, curtainOpinions()[:1]); err != nil {
			return err
		}
		return s.sendBack(ctx, back, 5, map[string]string{
			"countries": "Skriv hvilke land stoffet kommer fra, ikke bare hvor det blir sydd.",
			"risks":     "Ta med risikoen i veveriene. Den står i rapporten dere la ved.",
		})
	})
	s.on(9, 13, 0, "the curtain maker corrects", func(ctx context.Context) error { return s.correct(ctx, back) })
	s.on(1, 10, 0, "an answer of the reseller is sent back", func(ctx context.Context) error {
		return s.sendBack(ctx, out, -5, map[string]string{
			"policy":    "Retningslinjene dere la ved, er en mal. Send dem styret har vedtatt.",
			"oversight": "Når behandlet styret dette sist?",
		})
	})
}

// sendBack asks a supplier to correct answers until noon so many days ago; a
// negative number lies ahead.
func (s *story) sendBack(ctx context.Context, a *asked, until int, texts map[string]string) error {
	actor := s.staff[samira]
	for question, text := range texts {
		if err := s.Reviews.AskCorrection(ctx, actor, a.id, question, text); err != nil {
			return err
		}
	}
	err := s.Reviews.Comment(ctx, actor, a.id, review.Comment{
		Question: "policy", Audience: review.Internal, Text: "Samme mal som i fjor? Sjekk mot det vi fikk da.",
	})
	if err != nil {
		return err
	}
	return s.Reviews.SendCorrections(ctx, actor, a.id, s.day(until, 12, 0).UTC())
}

// correct is the curtain maker's answer to what was sent back.
func (s *story) correct(ctx context.Context, a *asked) error {
	actor, err := s.contact(ctx, a.supplier)
	if err != nil {
		return err
	}
	desk, err := s.Assessments.Open(ctx, actor, a.id)
	if err != nil {
		return err
	}
	risks, _ := desk.Answers["risks"].Value.([]any)
	risks = append(risks, map[string]any{
		"risk": "Lange dager og farlige kjemikalier i veveriene", "phase": "production", "place": "Tirupur, India", "severity": "serious", "planned": true,
	})
	given := []assessment.Given{
		{Question: "countries", Value: "Bomull fra India og Tyrkia, vevd i Tirupur, sydd i Litauen", Base: desk.Answers["countries"].Revision},
		{Question: "risks", Value: risks, Base: desk.Answers["risks"].Revision},
	}
	if _, err := s.Assessments.Answer(ctx, actor, a.id, given); err != nil {
		return err
	}
	return s.submit(ctx, a, "Innkjøpssjef")
}
