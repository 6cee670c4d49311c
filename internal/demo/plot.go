package demo

import (
	"context"

	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

// The people who act in the plot, by address.
const (
	erik     = "erik@fjordvik.example"
	samira   = "samira@fjordvik.example"
	mohammed = "mohammed@storelv.example"
	sunniva  = "sunniva@storelv.example"
)

// plot writes down what happens. Each procurement is told by itself; play puts
// the scenes in the order of time.
func (s *story) plot(context.Context) error {
	s.on(74, 9, 0, "the buyers' people come", s.hire)
	s.on(73, 10, 0, "a questionnaire of the municipality's own is published", s.ownQuestionnaire)
	s.on(4, 14, 0, "the next version of it is begun", s.nextQuestionnaire)
	s.on(74, 9, 30, "the municipality writes in its own words", s.reword)
	s.furnitureContract()
	s.schoolComputers()
	s.workClothes()
	s.officeTextiles()
	s.on(3, 13, 10, "food for canteens is begun", func(ctx context.Context) error {
		_, err := s.procure(ctx, mohammed, false, func(p *procurement.Procurement) {
			p.Title, p.Reference = "Mat og drikke til kantinene", "2026/882"
			p.Categories, p.Value = []string{"food"}, 9_000_000
		})
		return err
	})
	return nil
}

// furnitureContract is a contract being followed up: one result is released,
// one lies as a draft with its supplier, and one assessment is overdue, although
// its supplier got more time than the others.
func (s *story) furnitureContract() {
	won, curtains, screens := &asked{supplier: reseller}, &asked{supplier: textile}, &asked{supplier: devices}
	s.on(70, 9, 30, "furniture is asked about", func(ctx context.Context) error {
		id, err := s.procure(ctx, mohammed, true, func(p *procurement.Procurement) {
			p.Title, p.Reference, p.Stage = "Inventar og AV-utstyr til tre videregående skoler", "2025/4410", procurement.Contract
			p.Purpose = "Avtalen krever at leverandøren gjør aktsomhetsvurderinger. Vi følger opp hvert år, og resultatet brukes til å avtale forbedringer."
			p.Categories, p.Value = []string{"furniture", "ict"}, 14_500_000
			p.Closing, p.Plan = s.day(20, 12, 0).UTC(), procurement.DefaultPlan(procurement.Contract)
		})
		won.procurement, curtains.procurement, screens.procurement = id, id, id
		return err
	})
	s.invite(70, 10, mohammed, won, curtains, screens)
	s.on(31, 9, 15, "the reseller answers", func(ctx context.Context) error { return s.answer(ctx, won, "reseller", 0) })
	s.on(30, 14, 5, "the reseller submits", func(ctx context.Context) error { return s.submit(ctx, won, "Daglig leder") })
	s.on(24, 10, 0, "the curtain maker answers", func(ctx context.Context) error { return s.answer(ctx, curtains, "textile_importer", 0) })
	s.on(23, 9, 20, "the curtain maker submits", func(ctx context.Context) error { return s.submit(ctx, curtains, "Innkjøpssjef") })
	s.on(22, 13, 0, "the importer of screens begins", func(ctx context.Context) error { return s.answer(ctx, screens, "device_importer", 4) })
	s.on(19, 10, 30, "the importer of screens gets more time", func(ctx context.Context) error {
		_, err := s.Assessments.GiveTime(ctx, s.staff[mohammed], screens.procurement, []assessment.ID{screens.id}, assessment.MoreTime{
			Until: s.day(4, 12, 0).UTC(), Reason: "Fabrikken deres var stengt da fristen gikk ut.",
		})
		return err
	})
	s.on(16, 9, 0, "the reseller is reviewed", func(ctx context.Context) error { return s.review(ctx, sunniva, won, resellerOpinions()) })
	s.on(15, 11, 0, "the review is finished", func(ctx context.Context) error {
		return s.Reviews.Finish(ctx, s.staff[sunniva], won.id)
	})
	s.on(13, 9, 0, "the result is released", func(ctx context.Context) error {
		return s.Reviews.Release(ctx, s.staff[mohammed], won.id)
	})
	s.draft(curtains)
}

// draft sends the curtain maker's result as a draft, and a comment comes in.
func (s *story) draft(curtains *asked) {
	s.on(6, 9, 30, "the curtain maker is reviewed", func(ctx context.Context) error {
		return s.review(ctx, sunniva, curtains, curtainOpinions())
	})
	s.on(6, 13, 0, "its review is finished", func(ctx context.Context) error {
		return s.Reviews.Finish(ctx, s.staff[sunniva], curtains.id)
	})
	s.on(5, 9, 15, "its result is sent as a draft", func(ctx context.Context) error {
		return s.Reviews.SendDraft(ctx, s.staff[mohammed], curtains.id, s.day(-6, 12, 0).UTC())
	})
	s.on(2, 11, 0, "the curtain maker comments on the draft", func(ctx context.Context) error {
		actor, err := s.contact(ctx, curtains.supplier)
		if err != nil {
			return err
		}
		return s.Reviews.Remark(ctx, actor, curtains.id, "complaints",
			"Kanalen er åpen for dem som arbeider hos underleverandørene også. Det står på oppslaget som vi la ved, nederst på siden.")
	})
}

// curtainOpinions is a short review: one file proves less than it is for.
func curtainOpinions() []opinion {
	return []opinion{
		{"policy", review.Accepted, unmarked, false, ""},
		{"supplier_checks", review.NotCovering, unmarked, false, "Rapporten gjelder en fabrikk som ikke syr for denne avtalen."},
		{"complaints", "", 2, false, "Oppslaget retter seg mot dem som er ansatt i fabrikken. Vi ser ikke at det når lenger bak i kjeden."},
	}
}

// schoolComputers has closed: one assessment is under review, one waits.
func (s *story) schoolComputers() {
	group, local := &asked{supplier: devices}, &asked{supplier: reseller}
	s.on(45, 9, 0, "computers are asked about", func(ctx context.Context) error {
		id, err := s.procure(ctx, erik, true, func(p *procurement.Procurement) {
			p.Title, p.Reference, p.Stage = "Bærbare datamaskiner til skolene", "2026/1187", procurement.Qualification
			p.Purpose = "IKT-utstyr står på høyrisikolisten. Svarene viser om leverandøren har systemer for å følge opp kjeden."
			p.Categories, p.Value = []string{"ict"}, 22_000_000
			p.Requirements = []procurement.Requirement{
				{Question: "policy", Level: 2},
				{Question: "routine", Level: 2},
				{Question: "suppliers", Level: 2},
				{Question: "plan", Level: 2, Text: "ha en skriftlig plan for å stanse og forebygge skade, med tiltak som er i bruk"},
			}
			p.Closing = s.day(6, 12, 0).UTC()
		})
		group.procurement, local.procurement = id, id
		return err
	})
	s.invite(45, 10, erik, group, local)
	s.on(17, 12, 30, "the importer answers", func(ctx context.Context) error { return s.answer(ctx, group, "device_importer", 0) })
	s.on(17, 16, 40, "the importer submits", func(ctx context.Context) error { return s.submit(ctx, group, "Compliance manager") })
	s.on(8, 9, 0, "the reseller answers better", func(ctx context.Context) error { return s.answer(ctx, local, "reseller_later", 0) })
	s.on(7, 10, 30, "the reseller submits again", func(ctx context.Context) error { return s.submit(ctx, local, "Daglig leder") })
	s.on(2, 9, 10, "the importer's review begins", func(ctx context.Context) error {
		return s.review(ctx, samira, group, importerOpinions())
	})
}

// workClothes is open: one has submitted, one is half-way, one has not looked.
func (s *story) workClothes() {
	first, half, silent := &asked{supplier: textile}, &asked{supplier: clothes}, &asked{supplier: reseller}
	s.on(10, 9, 0, "work clothes are asked about", func(ctx context.Context) error {
		id, err := s.procure(ctx, erik, true, func(p *procurement.Procurement) {
			p.Title, p.Reference, p.Stage = "Arbeidsklær til hjemmetjenesten og renhold", "2026/1342", procurement.BeforeBids
			p.Purpose = "Vi skal kjøpe arbeidsklær og vil vite hvordan bransjen arbeider for gode forhold der klærne blir laget."
			p.Categories, p.Value = []string{"textiles"}, 6_400_000
			p.Closing = s.day(-9, 12, 0).UTC()
		})
		first.procurement, half.procurement, silent.procurement = id, id, id
		return err
	})
	s.invite(10, 10, erik, first, half, silent)
	s.workClothesEnquiries(first, half)
	s.on(5, 9, 40, "the textile importer answers", func(ctx context.Context) error { return s.answer(ctx, first, "textile_importer", 0) })
	s.on(4, 11, 20, "the textile importer submits", func(ctx context.Context) error { return s.submit(ctx, first, "Innkjøpssjef") })
	s.on(6, 10, 5, "the reseller's contact is the wrong person", func(ctx context.Context) error {
		return s.objects(ctx, silent, assessment.Objection{Kind: assessment.WrongPerson, Name: "Jonas Moen", Email: "jonas@kontorpartner.example"})
	})
	s.on(2, 14, 0, "the shop begins", func(ctx context.Context) error { return s.answer(ctx, half, "clothes_shop", 3) })
	s.on(2, 14, 40, "the shop asks a colleague for help", func(ctx context.Context) error {
		return s.asksHelp(ctx, half, marit, "Hei Marit. Du kjenner leverandørane best. Kan du ta desse to før helga?", "identify", "track")
	})
	s.on(1, 10, 20, "the colleague begins", func(ctx context.Context) error {
		return s.helps(ctx, half, marit, map[string]any{"suppliers": "accounts", "risk_scan": "gut_feeling", "effect": "counted"})
	})
}

// invite asks suppliers, one a quarter of an hour.
func (s *story) invite(ago, hour int, officer string, all ...*asked) {
	for i, a := range all {
		s.on(ago, hour, 15*i, a.supplier.name+" is invited", func(ctx context.Context) error { return s.ask(ctx, officer, a) })
	}
}

// resellerOpinions is a whole review: every file judged, a skip accepted.
func resellerOpinions() []opinion {
	return []opinion{
		{"policy", review.NotCovering, unmarked, false, "Gjelder bare egne ansatte. Leverandørene er nevnt, men uten krav, og vedtaket er ikke datert av styret."},
		{"responsible", review.Accepted, 2, false, ""},
		{"supplier_code", review.Generic, unmarked, false, "Mal fra en bransjeforening, uten navn på leverandøren og uten underskrift."},
		{"suppliers", review.Generic, unmarked, false, "Listen viser steder, men ikke adresser. Da er det en liste over de fleste, ikke en full liste."},
		{"tracing", "", 2, false, "Kommentaren og listen viser at dere kjenner adressen for den største leverandøren. Det er mer enn dere har krysset av for."},
		{"supplier_plans", "", unmarked, true, "Ingen funn ennå, så det er ingenting å lage plan for."},
		{"effect", "", 0, false, "Det som er telt, er sendte e-poster. Ingen tiltak er kontrollert."},
		{"remedy_rule", "", 0, false, ""},
		{"complaints", "", 1, false, ""},
	}
}

// importerOpinions is a review half done.
func importerOpinions() []opinion {
	return []opinion{
		{"policy", review.Accepted, unmarked, false, "Dekker leverandørkjeden, men er eldre enn kravet på 24 måneder."},
		{"oversight", review.Accepted, 2, false, ""},
		{"routine", review.Accepted, 3, false, ""},
		{"supplier_code", review.NotCovering, unmarked, false, "Eksempelet er ikke underskrevet, og vi ser ikke hvilken leverandør det gjelder."},
		{"suppliers", review.Generic, unmarked, false, "Listen viser steder, men ikke adresser. Spørsmålet gjelder full liste med adresser."},
		{"tracing", review.Accepted, 3, false, ""},
		{"supplier_checks", review.Accepted, 2, false, ""},
	}
}
