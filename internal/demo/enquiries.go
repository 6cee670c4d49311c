package demo

import (
	"context"

	"aktsom/internal/enquiry"
)

// workClothesEnquiries are what two suppliers ask about the work clothes: one
// has its reply, which all have got, and one waits.
func (s *story) workClothesEnquiries(first, half *asked) {
	s.on(8, 13, 10, "the textile importer asks the buyer", func(ctx context.Context) error {
		return s.enquire(ctx, first, enquiry.QuestionTopic("suppliers"),
			"Vi syr i Litauen, men stoffet kommer fra to veverier i India. Skal veveriene også stå på lista, eller bare systuene?")
	})
	s.on(7, 10, 20, "all get the reply", func(ctx context.Context) error {
		return s.replyToFirst(ctx, first, enquiry.Typed{
			Topic:   enquiry.QuestionTopic("suppliers"),
			Wording: "Skal veveriene der stoffet er laget, også stå på lista over leverandører, eller bare systuene?",
			Text:    "Ta med begge deler så langt dere kjenner dem. Kjenner dere ikke veveriet for alle plaggene, så skriv det. Da ser vi hvor langt dere er kommet.",
		})
	})
	s.on(2, 15, 30, "the shop asks the buyer", func(ctx context.Context) error {
		return s.enquire(ctx, half, enquiry.PageTopic("prevent"),
			"Vi kjøper alt frå éin grossist. Er det nok at grossisten har retningslinjer for sine leverandørar, eller må vi skrive våre eigne?")
	})
}

// enquire asks the buyer in the name of the supplier's contact.
func (s *story) enquire(ctx context.Context, a *asked, topic enquiry.Topic, text string) error {
	actor, err := s.contact(ctx, a.supplier)
	if err != nil {
		return err
	}
	return s.Enquiries.Ask(ctx, actor, a.id, enquiry.Asked{Topic: topic, Text: text})
}

// replyToFirst replies to the enquiry that has waited longest.
func (s *story) replyToFirst(ctx context.Context, a *asked, typed enquiry.Typed) error {
	_, x, err := s.Enquiries.Exchange(ctx, s.staff[erik], a.procurement)
	if err != nil {
		return err
	}
	typed.Enquiry = x.Waiting()[0].ID
	_, err = s.Enquiries.Reply(ctx, s.staff[erik], a.procurement, typed)
	return err
}
