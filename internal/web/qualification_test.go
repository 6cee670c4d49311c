package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

// decide says that a requirement is met, or not, as an evaluator.
func (r *request) decide(question string, f review.Finding) {
	r.t.Helper()
	d := review.Decision{Question: question, Finding: f, Reason: "Det står i vedtaket."}
	if err := r.Reviews.Decide(r.t.Context(), r.Actor(account.Evaluator), r.id, d); err != nil {
		r.t.Fatal(err)
	}
}

// scores are what a page must not say of a supplier in a qualification.
var scores = regexp.MustCompile(`\d[.,]\d|\d ?%|\b\d+ av 100|[Nn]ivå \d|[Vv]ekt \d|class="(?:heat|score|radar|level__number)|svakest|stoppmerke`)

func TestNoPageOfAQualificationHasANumber(t *testing.T) {
	t.Parallel()
	w, strong, medium := side(t, procurement.Qualification)
	w.closed()
	mark(t, strong, "policy", 1, "Filen er en tom mal")
	kari := w.buyer(w.Actor(account.Evaluator))
	for _, path := range []string{
		w.page("/qualification"), w.page("/requirements"), w.page("/gaps"), w.page("/compare"), w.page("/suppliers"),
		strong.path("review?question=policy"), strong.path("review?question=oversight"), strong.path("review/finish"), strong.path("result"), medium.path("result"),
		strong.path("result.json"),
	} {
		kari.Open(path)
		text := regexp.MustCompile(`(?s)<head>.*?</head>|<footer.*|<progress.*?</progress>|(?:href|src|for|id|d|viewBox)="[^"]*"|"format": ".*"|"sha256": ".*"|"version": ".*"|"id": ".*"|"assessment": ".*"|kl\. \d\d\.\d\d|\d{1,2}\. [a-z]{3,9}\.? \d{4}`).ReplaceAllString(kari.Source, "")
		if found := scores.FindString(text); found != "" {
			at := strings.Index(text, found)
			t.Errorf("%s says %q: …%s…", path, found, text[max(0, at-80):min(len(text), at+80)])
		}
	}
}

func TestRequirementsStandBesideSuppliersInWordsAndByName(t *testing.T) {
	t.Parallel()
	w, strong, medium := side(t, procurement.Qualification)
	w.closed()
	for _, question := range []string{"policy", "routine", "plan"} {
		strong.decide(question, review.Met)
	}
	medium.decide("policy", review.NotMet)
	medium.decide("plan", review.NeedsClarification)
	kari := w.buyer(w.Actor(account.Reader))
	kari.Open(w.page("/qualification?sort=overall&dir=desc"))
	kari.See("Kvalifisert: 1. Ikke kvalifisert: 0. Ikke avgjort: 1.", "Må avklares", "Ikke oppfylt", "Ikke levert", "rangeres de ikke")
	kari.NotSee("Be om avklaring")
	order := []int{strings.Index(kari.Source, ">Berg"), strings.Index(kari.Source, ">Cato"), strings.Index(kari.Source, ">Åsen")}
	if order[0] < 0 || !slices.IsSorted(order) {
		t.Errorf("suppliers stand at %v, not by name", order)
	}
	kari.Open(w.page("/qualification.xlsx"))
	cells := fmt.Sprint(cellsOf(t, []byte(kari.Source)))
	for _, want := range []string{"Kvalifisert", "Ikke avgjort", "Må avklares", "Det står i vedtaket."} {
		if !strings.Contains(cells, want) {
			t.Errorf("the workbook does not say %q: %s", want, cells)
		}
	}
}

func TestAnOfficerChoosesRequirementsAndPublishesThem(t *testing.T) {
	t.Parallel()
	w := newTown(t, procurement.BeforeBids)
	officer := w.Actor(account.Officer)
	draft := w.Procurements.Draft(officer)
	draft.Title, draft.Stage = "Datamaskiner", procurement.Qualification
	p, err := w.Procurements.Create(t.Context(), officer, draft)
	if err != nil {
		t.Fatal(err)
	}
	kari := w.Member(account.Officer)
	at := "/procurements/" + string(p.ID)
	kari.Open(at).Is(t, http.StatusOK).Sees(t, "Velg krav")
	kari.Post(at+"/publish", nil).Is(t, http.StatusUnprocessableEntity).Sees(t, "Velg minst ett krav før dere publiserer.")
	kari.Open(at+"/requirements?propose=lead").Is(t, http.StatusOK).Sees(t, "Ingenting er lagret før dere lagrer.")
	long := strings.Repeat("x", 501)
	wrong := kari.Post(at+"/requirements", url.Values{"revision": {"1"}, "level-policy": {"2"}, "text-policy": {long}})
	if wrong.Is(t, http.StatusUnprocessableEntity); !strings.Contains(wrong.Body, long) {
		t.Error("what was typed is gone")
	}
	kari.Post(at+"/requirements", url.Values{"revision": {"1"}, "level-policy": {"2"}, "text-policy": {"vise en vedtatt policy"}, "level-plan": {""}}).Leads(t)
	kari.Post(at+"/requirements", url.Values{"revision": {"1"}, "level-plan": {"2"}}).Is(t, http.StatusConflict).Sees(t, "Noen andre har endret")
	kari.Post(at+"/publish", nil).Leads(t)
	kari.Open(at+"/requirements").Is(t, http.StatusOK).Sees(t, "kan ikke endres", "vise en vedtatt policy")
	kari.Post(at+"/requirements", url.Values{"revision": {"3"}}).Leads(t)
	if kept, err := w.Procurements.Load(t.Context(), officer, p.ID); err != nil || len(kept.Requirements) != 1 {
		t.Errorf("after publishing: %+v, %v", kept.Requirements, err)
	}
}

func TestASupplierReadsTheRequirementsAndIsToldWhatIsBelow(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.Qualification).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("medium-importer")
	anne := r.answers()
	for _, page := range []string{"", "questions", "pages/embed"} {
		anne.Open(r.path(page))
		anne.See("For å være kvalifisert må dere minst:")
	}
	below := newTown(t, procurement.Qualification).invite("Cato AS", "cato@sko.example")
	below.answerAs("small-shop")
	cato := below.answers()
	cato.Open(below.path("check"))
	cato.See("når ikke opp til krav", "Dere kan sende inn likevel.")
}

func TestClarificationIsOfferedFromTheTable(t *testing.T) {
	t.Parallel()
	w, strong, medium := side(t, procurement.Qualification)
	w.closed()
	strong.decide("policy", review.NeedsClarification)
	medium.decide("policy", review.NeedsClarification)
	kari := w.Member(account.Evaluator)
	page := kari.Open(w.page("/clarification")).Is(t, http.StatusOK).Sees(t, "2 leverandører", "samme ord og samme frist")
	if n := strings.Count(page.Body, " checked"); n != 2 {
		t.Errorf("%d suppliers are chosen", n)
	}
	offer := url.Values{"text": {"Hvem vedtok den?"}, "until_date": {"2026-11-10"}, "until_clock": {"12:00"}, "supplier": {string(strong.id)}}
	kari.Post(w.page("/clarification"), offer).Is(t, http.StatusUnprocessableEntity).Sees(t, "Skriv hvorfor Berg & Sønn AS ikke får tilbudet.", "Hvem vedtok den?")
	offer.Set("reason-"+string(medium.id), "Har trukket seg.")
	sent := kari.Post(w.page("/clarification"), offer)
	if !strings.HasSuffix(sent.Leads(t), "/qualification") {
		t.Error("sending does not lead to the table")
	}
	kari.Open(w.page("/qualification")).Is(t, http.StatusOK).Sees(t, "Avklarer nå")
	kari.Open(w.page("/log")).Sees(t, "Åsen Tekstil AS fikk tilbud om å avklare", "«Hvem vedtok den?»", "Berg & Sønn AS fikk ikke tilbud om å avklare: Har trukket seg.")
}

func TestTheTableOfAQualificationTakesNoMoreStatementsWithMoreSuppliers(t *testing.T) {
	t.Parallel()
	w, _, _ := side(t, procurement.Qualification)
	w.closed()
	kari := w.Member(account.Officer)
	few := kari.Open(w.page("/qualification")).Is(t, http.StatusOK).Statements
	w.Clock.Set(w.buys.Closing.Add(-1))
	for n := range 4 {
		r := w.invite(fmt.Sprintf("Leverandør %d AS", n), fmt.Sprintf("l%d@leverandor.example", n))
		r.answerAs("medium-importer")
		r.submit()
	}
	w.closed()
	many := kari.Open(w.page("/qualification")).Is(t, http.StatusOK)
	if many.Statements != few || few > 9 {
		t.Errorf("%d statements for three suppliers, %d for seven:\n%s", few, many.Statements, many.SQL)
	}
}
