package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/procurement"
)

// sendBack asks for corrections of questions, a week from now.
func (r *request) sendBack(questions ...string) time.Time {
	r.t.Helper()
	eva := r.Actor(account.Evaluator)
	for _, q := range questions {
		if err := r.Reviews.AskCorrection(r.t.Context(), eva, r.id, q, "Skriv hvem som har vedtatt dem."); err != nil {
			r.t.Fatal(err)
		}
	}
	until := r.Clock.Now().Add(7 * 24 * time.Hour)
	if err := r.Reviews.SendCorrections(r.t.Context(), eva, r.id, until); err != nil {
		r.t.Fatal(err)
	}
	return until
}

func TestASupplierCorrectsTheAnswersTheBuyerAsksFor(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	r.sendBack("policy", "rhythm")
	anne := r.answers()
	anne.Open("/requests")
	anne.See("Fjordvik kommune ber dere rette 2 svar", "Skal rettes")
	anne.Open("/assessments/" + string(r.id))
	anne.See("Fjordvik kommune ber dere rette 2 svar", "Skriv hvem som har vedtatt dem.", "Frist for å rette:", "1 å rette")

	anne.Open(r.path("pages/embed"))
	anne.See("Dette ber oppdragsgiveren dere rette:")
	anne.Choose("Ja, det er skrevet ned og vedtatt, men gjelder bare våre egne ansatte")
	anne.Press("Lagre og fortsett")
	if anne.Place != r.path("pages/track") {
		t.Fatalf("saving leads to %s (%d), want the next page with something to correct", anne.Place, anne.Status)
	}
	// What somebody sends past the page changes nothing.
	anne.Post(r.path("pages/embed"), url.Values{"q": {"oversight"}, "a.oversight": {"none"}, "r.oversight": {"1"}})
	if anne.Status != http.StatusConflict {
		t.Errorf("an answer to another question gives %d", anne.Status)
	}
	anne.See("Bare svarene oppdragsgiveren har bedt dere rette, er åpne.")

	anne.Open(r.path("pages/identify"))
	anne.See("Bare svarene oppdragsgiveren har bedt dere rette, er åpne.")
	anne.NotSee("Lagre og fortsett")

	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open(r.path("review?question=policy"))
	eva.See("Ja, det gjelder leverandørene også") // as it was submitted
	eva.Open("/procurements/" + string(r.buys.ID) + "/suppliers")
	eva.See("Rettes")

	anne.Open(r.path("check"))
	anne.See("Fjordvik kommune ber dere rette 2 svar")
	anne.Fill("Stilling eller rolle", "Daglig leder")
	anne.Choose("Svarene er riktige så langt jeg vet, og jeg kan levere dem på vegne av Berg & Sønn AS.")
	anne.Press("Lever svarene")
	anne.See("levering 1", "2")
	anne.Open(r.path("receipt?round=1"))
	anne.See("Denne leveringen er rettet. Levering 2 gjelder nå.")

	eva.Open("/procurements")
	eva.See("1 leverandør har rettet svar i «Arbeidsklær til hjemmetjenesten»")
	eva.Open("/procurements/" + string(r.buys.ID) + "/suppliers?state=corrected")
	eva.See("Berg & Sønn AS", "Rettet")
}

func TestBothSidesReadThatTheTimeForCorrectionsIsOut(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	r.Clock.Set(r.sendBack("policy"))
	anne := r.answers()
	for _, page := range []string{"", "/check", "/receipt"} {
		anne.Open("/assessments/" + string(r.id) + page)
		anne.See("Fjordvik kommune ba dere rette svar. Fristen gikk ut", "gjelder. Ta kontakt med oppdragsgiveren om dere trenger mer tid.")
	}
	anne.Open(r.path("pages/embed"))
	anne.See("Fristen for å rette er ute. Det dere leverte før, gjelder.")
	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open("/procurements")
	eva.See("Fristen for å rette svar er ute i «Arbeidsklær til hjemmetjenesten», og ikke alle har rettet")
	eva.Open("/procurements/" + string(r.buys.ID) + "/suppliers?state=uncorrected")
	eva.See("Ikke rettet i tide")
}
