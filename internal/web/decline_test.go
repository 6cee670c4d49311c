package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// askedOf is a house with a procurement and its first supplier, whose letter
// has arrived.
func askedOf(t *testing.T) (*housetest.House, assessment.Assessment, string) {
	t.Helper()
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	return h, a, lastLinkTo(t, h, a.Contact.Email)
}

func TestTheWrongPersonSaysSoFromTheLetterAndTheBuyerInvitesTheRightOne(t *testing.T) {
	t.Parallel()
	h, a, link := askedOf(t)
	wrong := h.Visit("nb")
	wrong.Open(link)
	wrong.Follow("Feil person eller feil bedrift?")
	wrong.See("Fjordvik kommune spør Leverandør 1 AS")
	wrong.Press("Send beskjed")
	wrong.See("Velg hva du vil si fra om")
	wrong.Choose("Jeg er feil person")
	wrong.Fill("Navn", "Per Hansen")
	wrong.Fill("E-postadresse", a.Contact.Email)
	wrong.Press("Send beskjed")
	wrong.See("Dette er din egen adresse")
	wrong.Fill("E-postadresse", "per@leverandor.example")
	wrong.Press("Send beskjed")
	wrong.See("Fjordvik kommune har fått beskjed", "Rett person er Per Hansen, per@leverandor.example.")
	if letters := h.Tray.To("per@leverandor.example"); len(letters) != 0 {
		t.Error("the one who was named has got a letter before the buyer decided")
	}
	wrong.Open("/requests")
	wrong.See("Logg inn") // saying so signs nobody in

	lastLinkTo(t, h, a.Contact.Email)
	officer := h.Actor(account.Officer)
	told := h.Tray.To(officer.Email)
	if len(told) != 1 || told[0].Kind != letter.WrongPerson || !strings.Contains(told[0].Text, "http://aktsom.test/procurements/") || housetest.LinkIn(told[0]) != "" {
		t.Fatalf("the buyer was told %+v", told)
	}
	buyer := h.Member(account.Officer)
	buyer.Open("/procurements").Sees(t, "1 leverandør har svart «feil person» eller «ikke oss»")
	board := "/procurements/" + string(a.Procurement.ID) + "/suppliers"
	buyer.Open(board).Sees(t, "Svarte: feil person")
	buyer.Open("/procurements/"+string(a.Procurement.ID)+"/log").Sees(t, "sa fra om å være feil person. Rett person: Per Hansen, per@leverandor.example")
	buyer.Open(board+"/"+string(a.ID)).Sees(t, "Ola Nordmann 1 svarer:", "Inviter Per Hansen i stedet")
	buyer.Follow(buyer.Post(board+"/"+string(a.ID)+"/contact", url.Values{
		"name": {"Per Hansen"}, "email": {"per@leverandor.example"}, "language": {"nb"},
	})).Misses(t, "svarer:", "i stedet")
	buyer.Open(board).Misses(t, "Svarte: feil person")
	if lastLinkTo(t, h, "per@leverandor.example") == "" {
		t.Error("the right person got no link")
	}
}

func TestAMailScannerThatOpensEveryAddressSaysNothing(t *testing.T) {
	t.Parallel()
	h, a, link := askedOf(t)
	scanner := h.Anonymous()
	scanner.Open(link).Is(t, http.StatusOK)
	scanner.Open(link+"/decline").Is(t, http.StatusOK)
	scanner.Open(link+"/decline?again=1").Is(t, http.StatusOK)
	row, err := h.Assessments.Invited(t.Context(), h.Actor(account.Officer), a.ID)
	if err != nil || row.Objection != nil || row.Opened != nil {
		t.Errorf("after the scanner: %+v, opened %v, %v", row.Objection, row.Opened, err)
	}
	h.Visit("nb").Open(link)
	if answer := scanner.Post(link, nil); answer.Status != http.StatusSeeOther {
		t.Errorf("the link is used up: %d", answer.Status)
	}
	scanner.Open(link+"/decline").Is(t, http.StatusGone)
	scanner.Post(link+"/decline", url.Values{"kind": {"wrong_person"}}).Is(t, http.StatusGone)
}

func TestWhoWillNotAnswerIsNotRemindedUntilTheyThinkAgain(t *testing.T) {
	t.Parallel()
	h, a, _ := askedOf(t)
	h.Clock.Set(procurementDay(a.Procurement))
	if n, err := h.Reminders.WriteDue(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d reminders wait, %v", n, err)
	}
	supplier := h.Supplier(1)
	at := "/assessments/" + string(a.ID)
	supplier.Post(at+"/decline", url.Values{"kind": {"not_us"}, "name": {"Ingen"}}).Is(t, http.StatusUnprocessableEntity).Sees(t, "Skriv hvorfor dere ikke vil svare")
	supplier.Follow(supplier.Post(at+"/decline", url.Values{"kind": {"not_us"}, "reason": {"Vi selger <b>ikke</b> klær."}})).
		Sees(t, "Fjordvik kommune har fått beskjed", "Vi selger <b>ikke</b> klær.", "Dere får ingen flere påminnelser")
	supplier.Open(at).Sees(t, "Vi vil svare likevel")
	h.WorkOnce(t.Context())
	if reminded := kindsTo(h, a.Contact.Email, letter.Reminder); reminded != 0 {
		t.Errorf("%d reminders went to one who will not answer", reminded)
	}
	officer := h.Actor(account.Officer)
	if kindsTo(h, officer.Email, letter.NotUs) != 1 {
		t.Error("the buyer was not told")
	}
	buyer := h.Member(account.Officer)
	board := "/procurements/" + string(a.Procurement.ID) + "/suppliers"
	buyer.Open(board).Sees(t, "Svarte: vil ikke svare")
	buyer.Open(board+"/"+string(a.ID)).Sees(t, "Vi selger <b>ikke</b> klær.", "De får ingen påminnelser").Misses(t, "i stedet")
	buyer.Post(board+"/"+string(a.ID)+"/remind", nil).Is(t, http.StatusConflict)
	if n, err := h.Assessments.RemindMany(t.Context(), officer, a.Procurement.ID, []assessment.ID{a.ID}); err != nil || n != 0 {
		t.Errorf("%d reminders were written for those chosen, %v", n, err)
	}

	supplier.Follow(supplier.Post(at+"/decline/undo", nil)).Sees(t, "Det er tatt tilbake").Misses(t, "Vi vil svare likevel")
	h.WorkOnce(t.Context())
	if kindsTo(h, officer.Email, letter.Reconsidered) != 1 {
		t.Error("the buyer was not told that it is taken back")
	}
	if n, err := h.Assessments.RemindMany(t.Context(), officer, a.Procurement.ID, []assessment.ID{a.ID}); err != nil || n != 1 {
		t.Errorf("%d reminders were written after that, %v", n, err)
	}
}

// procurementDay is a week before closing, in the morning: a reminder is due.
func procurementDay(p procurement.Procurement) time.Time {
	return p.Closing.AddDate(0, 0, -7)
}

// kindsTo counts the letters of a kind that lie at an address.
func kindsTo(h *housetest.House, email string, kind letter.Kind) int {
	count := 0
	for _, l := range h.Tray.To(email) {
		if l.Kind == kind {
			count++
		}
	}
	return count
}

func TestSayingSoOverAndOverIsSlowedDownAndWritesOneLetterEach(t *testing.T) {
	t.Parallel()
	h, a, link := askedOf(t)
	person := h.Anonymous()
	for range 3 {
		person.Post(link+"/decline", url.Values{"kind": {"wrong_person"}}).Is(t, http.StatusSeeOther)
	}
	h.WorkOnce(t.Context())
	if told := kindsTo(h, h.Actor(account.Officer).Email, letter.WrongPerson); told != 1 {
		t.Errorf("saying the same three times wrote %d letters", told)
	}
	last := 0
	for range 10 {
		last = person.Post(link+"/decline", url.Values{"kind": {"wrong_person"}}).Status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the thirteenth answers %d", last)
	}
	row, err := h.Assessments.Invited(t.Context(), h.Actor(account.Officer), a.ID)
	if err != nil || row.Contact.Email != a.Contact.Email {
		t.Errorf("the contact is %s, %v", row.Contact.Email, err)
	}
}
