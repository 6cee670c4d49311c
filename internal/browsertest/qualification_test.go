package browsertest_test

import (
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
)

// A qualification whole: requirements are chosen before publishing, each answer
// is met or not in words, clarification is offered to all alike and stands in
// the log, and no page has a number or an order.
func TestAQualificationWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	for name, at := range widths() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, housetest.Setup{})
			kari := w.signIn(t, account.Officer, at)
			planQualification(kari)
			list, err := w.Procurements.List(t.Context(), w.Actor(account.Officer))
			if err != nil || len(list) != 1 || len(list[0].Required()) != 2 {
				t.Fatalf("published: %+v, %v", list, err)
			}
			p := list[0].Procurement
			w.submitted(t, p, 1, "medium-importer")
			w.submitted(t, p, 2, "strong-supplier")
			w.Clock.Set(p.Closing.Add(time.Hour))
			eva := w.signIn(t, account.Evaluator, at)
			eva.follow(p.Title)
			judgeRequirements(eva)
			offerClarification(eva, w.Clock.Now().Add(5*24*time.Hour))
			w.WorkOnce(t.Context())
			ola := visit(t, "supplier", w.base, at)
			ola.open(w.link("ola1@leverandor.example"))
			ola.press("Fortsett")
			ola.see("Fjordvik kommune ber dere rette")
		})
	}
}

// planQualification tries to publish without requirements first.
func planQualification(kari *visitor) {
	kari.t.Helper()
	kari.follow("Ny anskaffelse")
	kari.fill("title", "Bærbare datamaskiner")
	kari.choose("stage", string(procurement.Qualification))
	kari.press("Lagre utkastet")
	kari.follow("Velg krav")
	kari.see("Velg hvilke spørsmål som er krav")
	kari.tabTo("the least for the policy", func(s stop) bool { return s.Name == "level-policy" })
	kari.selects(stop{Name: "level-policy"}, "2")
	kari.tabTo("the least for the plan", func(s stop) bool { return s.Name == "level-plan" })
	kari.selects(stop{Name: "level-plan"}, "3")
	kari.fill("text-plan", "ha en plan som er i bruk")
	kari.press("Lagre kravene")
	kari.see("2 krav er lagret.")
	kari.follow("Oversikt")
	kari.follow("Publiser")
	kari.press("Publiser")
	kari.see("Anskaffelsen er publisert")
	kari.follow("Krav")
	kari.see("kan ikke endres", "ha en plan som er i bruk")
}

// judgeRequirements decides one requirement from the table, with a reason.
func judgeRequirements(eva *visitor) {
	eva.t.Helper()
	eva.follow("Vurderinger")
	eva.see("av 2", "Leverandør 1 AS", "Leverandør 2 AS")
	eva.hasNoNumbers()
	eva.follow("Kvalifisering")
	eva.see("Leverandørene står i alfabetisk rekkefølge.", "Ikke avgjort: 2.", "Ikke vurdert ennå")
	eva.hasNoNumbers()
	eva.tabTo("the first finding", func(s stop) bool {
		return s.Tag == "a" && strings.HasPrefix(s.Text, "Ikke vurdert ennå") && strings.HasSuffix(s.Text, "Leverandør 1 AS")
	})
	eva.enter("open it")
	eva.press("Lagre og gå videre")
	eva.see("Velg om kravet er oppfylt.")
	eva.choose("finding", "needs_clarification")
	eva.fill("reason", "Vedtaket er ikke datert.")
	eva.press("Lagre og gå videre")
	eva.see("Avgjørelsen er lagret.")
	eva.goTo("Bærbare datamaskiner")
	eva.follow("Kvalifisering")
	eva.see("Må avklares")
}

func offerClarification(eva *visitor, until time.Time) {
	eva.t.Helper()
	eva.follow("Be om avklaring")
	eva.see("En leverandør har noe som må avklares.", "Alle får samme tilbud")
	eva.press("Send til alle som er valgt")
	eva.see("Skriv hva leverandørene skal avklare.")
	eva.fill("text", "Når ble planen vedtatt?")
	eva.day("until_date", until.Format(time.DateOnly))
	eva.press("Send til alle som er valgt")
	eva.see("En leverandør har fått tilbudet.")
	eva.follow("Logg")
	eva.see("Leverandør 1 AS fikk tilbud om å avklare", "«Når ble planen vedtatt?»", "Et krav til Leverandør 1 AS ble avgjort: Vedtaket er ikke datert.")
}

// hasNoNumbers fails where a page tells levels or ranks.
func (v *visitor) hasNoNumbers() {
	v.t.Helper()
	v.until("no number of a level stands there", `!/av 100|[Nn]ivå|[Ss]vakest|[Ss]toppmerke/.test(document.querySelector("main").innerText)`)
}
