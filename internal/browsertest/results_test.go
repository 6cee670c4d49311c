package browsertest_test

import (
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
)

// Suppliers side by side, a number down to its parts, gaps by weight; then a
// finished result as a draft, what the supplier says of it, and the release.
func TestFromTheHeatMapToTheReleaseWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	for name, at := range widths() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, housetest.Setup{})
			p := w.asked(procurement.Contract)
			w.submitted(t, p, 1, "strong-supplier")
			medium := w.submitted(t, p, 2, "medium-importer")
			kari := w.signIn(t, account.Officer, at)
			kari.follow(p.Title)
			sideBySide(kari)
			gapsByWeight(kari)
			w.finishes(t, medium.ID)
			sendDraft(kari, w.Clock.Now().Add(7*24*time.Hour))
			w.WorkOnce(t.Context())
			saysOfDraft(w, visit(t, "supplier", w.base, at))
			releaseWhatWasSaid(kari)
			w.WorkOnce(t.Context())
			if got := len(w.Tray.To(medium.Contact.Email)); got < 3 {
				t.Errorf("%d letters to the supplier: the last does not tell of the result", got)
			}
		})
	}
}

func sideBySide(kari *visitor) {
	kari.t.Helper()
	kari.follow("Sammenlign")
	kari.see("2 av 2 leverandører har tall. Ferdig vurdert: 0.", "foreløpig", "Svakest")
	if kari.width < 640 {
		kari.list("sort", "Samlet")
		kari.choose("dir", "desc")
		kari.press("Vis")
	} else {
		kari.follow("Samlet")
	}
	kari.until("the highest stands first", `document.querySelector("tbody th a").textContent === "Leverandør 1 AS"`)
	number := kari.tabTo("a number of the heat map", func(s stop) bool { return s.Tag == "a" && strings.Contains(s.Text, "Leverandør 1 AS, 1 Forankre") })
	kari.enter("open " + number.Text)
	kari.see("av 100", "Leverandør")
	kari.until("the number's parts are where the link leads", `location.hash.startsWith("#step-") && document.querySelector(location.hash)`)
	kari.unfold("1 Forankre")
	kari.see("Har dere skrevet ned at dere skal respektere")
}

func gapsByWeight(kari *visitor) {
	kari.t.Helper()
	kari.goTo("Arbeidsklær til hjemmetjenesten")
	kari.follow("Sprik")
	kari.see("De som veier tyngst, står først")
	kari.list("kind", "Vist mindre enn oppgitt")
	kari.list("supplier", "Leverandør 2 AS")
	kari.press("Vis")
	kari.until("only one supplier's are left", `[...document.querySelectorAll("tbody tr td:first-child")].every(e => e.textContent === "Leverandør 2 AS")`)
	gap := kari.tabTo("a gap", func(s stop) bool { return s.Tag == "a" && s.Text != "" && s.Text[len(s.Text)-1] == '?' })
	kari.enter("open " + gap.Text)
	kari.see("Vurder svarene fra Leverandør 2 AS")
	kari.until("the gap's question is there", question+` === `+quote(gap.Text))
	kari.goTo("Arbeidsklær til hjemmetjenesten")
	kari.follow("Vurderinger")
}

// finishes lets an evaluator finish a review.
func (w *world) finishes(t *testing.T, id assessment.ID) {
	t.Helper()
	if err := w.Reviews.Finish(t.Context(), w.Actor(account.Evaluator), id); err != nil {
		t.Fatal(err)
	}
}

func sendDraft(kari *visitor, until time.Time) {
	kari.t.Helper()
	kari.press("Vis")
	kari.see("Ferdig")
	kari.follow("Se resultatet: Leverandør 2 AS")
	kari.follow("Send som utkast")
	kari.day("until_date", "2026-11-01")
	kari.press("Send utkastet")
	kari.see("Velg et tidspunkt som ikke er passert.")
	kari.day("until_date", until.Format(time.DateOnly))
	kari.press("Send utkastet")
	kari.see("Utkastet er sendt.", "Ingen kommentarer.")
}

// saysOfDraft is the supplier, who reads the draft and comments on it.
func saysOfDraft(w *world, ola *visitor) {
	ola.t.Helper()
	ola.open(w.link("ola2@leverandor.example"))
	ola.press("Fortsett")
	ola.see("Dette er et utkast. Det er ikke endelig, og det kan endre seg.")
	ola.press("Send kommentaren")
	ola.see("Skriv en kommentar før du sender den.")
	ola.fill("text", "Planen ligger i vedlegg 2.")
	ola.press("Send kommentaren")
	ola.see("Kommentaren er sendt.", "Planen ligger i vedlegg 2.")
}

func releaseWhatWasSaid(kari *visitor) {
	kari.t.Helper()
	kari.open("/procurements")
	kari.follow("Leverandøren har kommentert et utkast i «Arbeidsklær til hjemmetjenesten»")
	kari.see("Kommentar til utkastet", "Viser 1 av 2.")
	kari.follow("Se resultatet: Leverandør 2 AS")
	kari.see("Leverandørens kommentarer til utkastet", "Planen ligger i vedlegg 2.")
	kari.follow("Del med leverandøren")
	kari.see("Leverandøren kan fortsatt kommentere utkastet.")
	kari.press("Del resultatet")
	kari.see("Resultatet er delt")
	kari.goTo("Arbeidsklær til hjemmetjenesten")
	kari.follow("Logg")
	kari.see("Utkast til resultat sendt til Leverandør 2 AS", "Leverandør 2 AS kommenterte utkastet til resultat")
}

// goTo goes home, and from there to a procurement.
func (v *visitor) goTo(title string) {
	v.t.Helper()
	v.follow("Aktsom")
	v.tabTo("the procurement "+title, func(s stop) bool { return s.Tag == "a" && s.Text == title })
	v.enter("open " + title)
}
