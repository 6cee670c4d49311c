package web_test

import (
	"net/http"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
)

// The letters of many suppliers stand a hundred to a page, and are found by
// kind, state and words; in no more statements than those of a few.
func TestLettersOfManySuppliersAreFound(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	letters := "/procurements/" + string(p.ID) + "/letters"
	h.Invite(p, 1)
	kari := h.Member(account.Officer)
	few := kari.Open(letters).Is(t, http.StatusOK).Sees(t, "Viser 1 av 1.").Misses(t, "Neste").Statements
	for n := range 104 {
		h.Invite(p, n+2)
	}
	v := kari.Open(letters).Sees(t, "Viser 105 av 105.", "Neste").Misses(t, "Forrige")
	if rows := len(v.All("tbody tr")); rows != 100 || v.Statements != few {
		t.Errorf("%d rows in %d statements, %d for one letter", rows, v.Statements, few)
	}
	v = kari.Open(v.Value(t, `a[href*="page=2"]`, "href")).Sees(t, "Forrige").Misses(t, "Neste")
	if rows := len(v.All("tbody tr")); rows != 5 {
		t.Errorf("%d rows on the last page", rows)
	}
	kari.Open(letters+"?page=99").Has(t, "tbody tr")

	h.WorkOnce(t.Context())
	h.Clock.Pass(time.Minute)
	h.Invite(p, 106)
	v = kari.Open(letters+"?state=waiting").Sees(t, "Viser 1 av 106.", "ola106@leverandor.example", "Venter (1)", "Sendt (105)")
	if rows := len(v.All("tbody tr")); rows != 1 {
		t.Errorf("%d letters wait", rows)
	}
	kari.Open(letters+"?q=OLA77%40").Sees(t, "Viser 1 av 106.", "ola77@leverandor.example")
	kari.Open(letters+"?kind=reminder").Sees(t, "Ingen brev passer", "Viser 0 av 106.")
}
