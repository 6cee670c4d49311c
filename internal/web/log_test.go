package web_test

import (
	"net/http"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/procurement"
)

// The log names a question by its words, in the reader's language, and costs no
// more for many events than for few.
func TestTheLogNamesQuestionsByTheirWords(t *testing.T) {
	t.Parallel()
	w, strong, _ := side(t, procurement.Contract)
	officer := w.Member(account.Officer)
	before := officer.Open(w.page("/log")).Is(t, http.StatusOK).Statements
	mark(t, strong, "policy", 0, "Filen er en tom mal")
	mark(t, strong, "routine", 0, "Filen er en tom mal")
	v := officer.Open(w.page("/log")).Misses(t, "Åsen Tekstil AS: policy", "Åsen Tekstil AS: routine")
	v.Sees(t, "Vurderte et svar fra Åsen Tekstil AS: Har dere skrevet ned at dere skal respektere menneskerettigheter")
	if v.Statements != before || before > 6 {
		t.Errorf("%d statements, %d with more events", before, v.Statements)
	}
	officer.Follow(officer.Open(w.page("/log?lang=en"))).Sees(t, "Marked an answer from Åsen Tekstil AS: Have you")
}

// The log of a procurement is narrowed by person and day; somebody who did
// nothing in it cannot be asked for.
func TestTheLogIsNarrowedByPersonAndDays(t *testing.T) {
	t.Parallel()
	w, strong, _ := side(t, procurement.Contract)
	w.Clock.Pass(24 * time.Hour)
	mark(t, strong, "policy", 0, "Filen er en tom mal")
	officer, eva := w.Member(account.Officer), w.Actor(account.Evaluator)
	officer.Open(w.page("/log?person="+string(eva.Person))).Sees(t, "Begynte å vurdere Åsen Tekstil AS").Misses(t, "Inviterte Åsen Tekstil AS")
	today := w.Clock.Now().Format(time.DateOnly)
	officer.Open(w.page("/log?from="+today)).Sees(t, "Begynte å vurdere").Misses(t, "Inviterte")
	yesterday := w.Clock.Now().Add(-24 * time.Hour).Format(time.DateOnly)
	officer.Open(w.page("/log?until="+yesterday)).Sees(t, "Inviterte").Misses(t, "Begynte å vurdere")
	officer.Open(w.page("/log?person="+string(eva.Person)+"&until="+yesterday)).Sees(t, "Ingenting i loggen passer")
	officer.Open(w.page("/log?from="+today+"&until="+yesterday)).Is(t, http.StatusUnprocessableEntity).Sees(t, "Denne dagen må komme etter")
	officer.Open(w.page("/log?person="+string(w.OtherActor(account.Officer).Person))).Is(t, http.StatusNotFound)
}
