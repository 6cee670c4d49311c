package web_test

import (
	"net/http"
	"testing"

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
	if v.Statements != before {
		t.Errorf("%d statements, %d with more events", before, v.Statements)
	}
	officer.Follow(officer.Open(w.page("/log?lang=en"))).Sees(t, "Marked an answer from Åsen Tekstil AS: Have you")
}
