package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/evidence"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
)

// rowOf is what a table's row says of a supplier.
func rowOf(t *testing.T, v *housetest.View, supplier string) string {
	t.Helper()
	for _, row := range v.All("tbody tr") {
		if text := housetest.TextOf(row); strings.Contains(text, supplier) {
			return text
		}
	}
	t.Fatalf("no row tells of %s:\n%s", supplier, v.Text())
	return ""
}

// inRow fails unless a supplier's row says all the words.
func inRow(t *testing.T, v *housetest.View, supplier string, words ...string) {
	t.Helper()
	row := rowOf(t, v, supplier)
	for _, w := range words {
		if !strings.Contains(row, w) {
			t.Errorf("the row of %s does not say %q: %s", supplier, w, row)
		}
	}
}

func TestReviewsAreSealedUntilAnswersOpen(t *testing.T) {
	t.Parallel()
	w, strong, _ := side(t, procurement.BeforeBids)
	kari := w.Member(account.Officer)
	v := kari.Open(w.page("/reviews")).Is(t, http.StatusOK).Sees(t, "Svarene er lukket", "2 leverandører har levert så langt")
	v.Misses(t, "Åsen Tekstil", "Svakest", "Begynn")
	if strings.Contains(v.Body, string(strong.id)) {
		t.Error("the page leads to a sealed answer")
	}
	w.closed()
	v = w.Member(account.Officer).Open(w.page("/reviews")).Sees(t, "Viser 2 av 2.").Misses(t, "Cato Sko AS")
	inRow(t, v, "Åsen Tekstil", "Ikke begynt", "Ingen ennå", "0 av", "Svakest: ", "Begynn")
}

func TestBeforeAnybodyHasSubmittedReviewsSayWhatWillStandThere(t *testing.T) {
	t.Parallel()
	w := newTown(t, procurement.Contract)
	w.Member(account.Reader).Open(w.page("/reviews")).Is(t, http.StatusOK).Sees(t, "Ingenting å vurdere ennå", "Se leverandørene")
}

func TestReviewsTellHowFarEachHasCome(t *testing.T) {
	t.Parallel()
	w, _, medium := side(t, procurement.Contract)
	mark(t, medium, "policy", 0, "Filen er en tom mal")
	officer := w.Member(account.Officer)
	v := officer.Open(w.page("/reviews")).Is(t, http.StatusOK)
	inRow(t, v, "Berg & Sønn AS", "Under vurdering", w.Actor(account.Evaluator).Name, "1 av", "igjen", "1 stoppmerke", "Fortsett")
	inRow(t, v, "Åsen Tekstil", "Ikke begynt", "Ingen ennå")
	if rows := v.All("tbody tr"); !strings.Contains(housetest.TextOf(rows[0]), "Berg") {
		t.Error("what is begun does not stand first")
	}
	v.Has(t, `a[href="/assessments/`+string(medium.id)+`/review"]`)
	inRow(t, w.Member(account.Reader).Open(w.page("/reviews")), "Berg & Sønn AS", "Se svarene")

	if err := w.Reviews.Finish(t.Context(), w.Actor(account.Evaluator), medium.id); err != nil {
		t.Fatal(err)
	}
	inRow(t, officer.Open(w.page("/reviews")), "Berg & Sønn AS", "Ferdig", "Se resultatet")
	until := w.Clock.Now().Add(7 * 24 * time.Hour)
	if err := w.Reviews.SendDraft(t.Context(), w.Actor(account.Officer), medium.id, until); err != nil {
		t.Fatal(err)
	}
	inRow(t, officer.Open(w.page("/reviews")), "Berg & Sønn AS", "Utkast sendt", "til ")
	if err := w.Reviews.Remark(t.Context(), medium.actor, medium.id, "policy", "Dette er feil fil."); err != nil {
		t.Fatal(err)
	}
	v = officer.Open(w.page("/reviews?state=remarked")).Sees(t, "Viser 1 av 2.").Misses(t, "Åsen Tekstil")
	inRow(t, v, "Berg & Sønn AS", "Kommentar til utkastet")
	officer.Open("/procurements").Has(t, `a[href="`+w.page("/reviews?state=remarked")+`"]`)
	if err := w.Reviews.Release(t.Context(), w.Actor(account.Officer), medium.id); err != nil {
		t.Fatal(err)
	}
	inRow(t, officer.Open(w.page("/reviews")), "Berg & Sønn AS", "Resultatet er delt")
	officer.Open(w.page("/reviews?state=draft")).Sees(t, "Ingen vurderinger er her akkurat nå")
}

func TestReviewsOfAQualificationStandByNameAndHaveNoLevels(t *testing.T) {
	t.Parallel()
	w, strong, _ := side(t, procurement.Qualification)
	w.closed()
	mark(t, strong, "policy", 3, "Gjelder også leverandørene")
	v := w.Member(account.Officer).Open(w.page("/reviews")).Is(t, http.StatusOK).Misses(t, "Svakest", "stoppmerke", "av 100", "nivå")
	if rows := v.All("tbody tr"); !strings.Contains(housetest.TextOf(rows[0]), "Berg") || !strings.Contains(housetest.TextOf(rows[1]), "Åsen") {
		t.Error("the suppliers do not stand by name")
	}
	inRow(t, v, "Åsen Tekstil", "Under vurdering", "av 3")
	inRow(t, v, "Berg & Sønn AS", "av 3")
}

// A file that runs out is told of while a contract is followed up: on the
// home page with a number, among the reviews by its name.
func TestAFileThatRunsOutNeedsSomebody(t *testing.T) {
	t.Parallel()
	w := newTown(t, procurement.Contract)
	r := w.invite("Åsen Tekstil AS", "anne@asen.example")
	r.answerAs("strong-supplier")
	soon := w.Clock.Now().AddDate(0, 0, 20).Format(time.DateOnly)
	r.attach("policy", evidence.Details{Kind: "policy", Issued: "2025-11-01", ValidUntil: soon})
	officer := w.Member(account.Officer)
	officer.Open("/procurements").Misses(t, "går ut innen en måned")
	r.submit()
	v := officer.Open("/procurements").Sees(t, "1 fil er nettopp gått ut, eller går ut innen en måned")
	v.Has(t, `a[href="`+w.page("/reviews")+`"]`)
	inRow(t, officer.Open(w.page("/reviews")), "Åsen Tekstil", "policy.pdf gjelder til 25. okt. 2026")
	w.Clock.Pass(60 * 24 * time.Hour)
	w.Member(account.Officer).Open("/procurements").Misses(t, "går ut innen en måned")
}

func TestWhoIsLateInAContractNeedsSomebody(t *testing.T) {
	t.Parallel()
	w, _, _ := side(t, procurement.Contract)
	w.Member(account.Officer).Open("/procurements").Misses(t, "Fristen gikk ut")
	w.closed()
	v := w.Member(account.Officer).Open("/procurements").Sees(t, "Fristen gikk ut i dag, og 1 leverandør har ikke levert")
	v.Has(t, `a[href="`+w.page("/suppliers?sort=state")+`"]`)
}

// Whether two have submitted or fourteen: the same number of statements, at home
// too.
func TestReviewsCostAFixedNumberOfStatements(t *testing.T) {
	t.Parallel()
	w, _, _ := side(t, procurement.Contract)
	cost := func() int {
		officer := w.Member(account.Officer)
		return officer.Open(w.page("/reviews")).Is(t, http.StatusOK).Statements + officer.Open("/procurements").Is(t, http.StatusOK).Statements
	}
	before := cost()
	for n := range 12 {
		r := &request{town: w, id: w.Invite(w.buys, n+1).ID, actor: w.Contact(n + 1)}
		r.answerAs("medium-importer")
		r.submit()
	}
	if after := cost(); after != before || before > 8+3 {
		t.Errorf("%d statements for two who have submitted, %d for fourteen", before, after)
	}
}

// What was sent back stands with its deadline, and what came back stands first.
func TestReviewsTellOfCorrections(t *testing.T) {
	t.Parallel()
	w, strong, _ := side(t, procurement.Contract)
	eva := w.Actor(account.Evaluator)
	if err := w.Reviews.AskCorrection(t.Context(), eva, strong.id, "policy", "Legg ved vedtaket"); err != nil {
		t.Fatal(err)
	}
	until := w.Clock.Now().Add(5 * 24 * time.Hour)
	if err := w.Reviews.SendCorrections(t.Context(), eva, strong.id, until); err != nil {
		t.Fatal(err)
	}
	v := w.Member(account.Officer).Open(w.page("/reviews"))
	inRow(t, v, "Åsen Tekstil", "Retter svar", "til 10. okt. 2026")
	w.Clock.Pass(6 * 24 * time.Hour)
	v = w.Member(account.Officer).Open(w.page("/reviews"))
	inRow(t, v, "Åsen Tekstil", "Rettet ikke i tide", "fristen var")
}
