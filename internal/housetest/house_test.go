package housetest_test

import (
	"net/http"
	"net/url"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
)

func TestALetterLeadsItsReaderIn(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	h.WorkOnce(t.Context())
	letters := h.Tray.To("ola1@leverandor.example")
	if len(letters) != 1 || letters[0].Kind != letter.Invitation {
		t.Fatalf("letters to the contact: %+v", letters)
	}
	ola := h.Anonymous()
	link := housetest.LinkIn(letters[0])
	ola.Open(link).Is(t, http.StatusOK).Sees(t, "Fjordvik kommune")
	ola.Open(link).Is(t, http.StatusOK)
	if to := ola.Post(link, nil).Leads(t); to != "/assessments/"+string(a.ID) {
		t.Fatalf("the link leads to %s", to)
	}
	h.Anonymous().Post(link, nil).Is(t, http.StatusGone)
}

func TestAMemberSignsInWithAPassword(t *testing.T) {
	h := housetest.New(t)
	h.Member(account.Officer)
	h.Anonymous().Post("/sign-in/password", url.Values{"email": {"officer@Fjord.example"}, "password": {"wrong"}}).
		Is(t, http.StatusUnprocessableEntity)
}
