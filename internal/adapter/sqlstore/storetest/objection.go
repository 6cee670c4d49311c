package storetest

import (
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/reminder"
)

var objectionTests = map[string]func(*testing.T, *world){
	"an objection is on the board, with its letter":       keepsObjection,
	"who will not answer is not reminded":                 stopsReminders,
	"an objection is gone with the contact who raised it": dropsObjection,
	"an objection is only to what is open":                refusesObjection,
}

// objects lets the contact of a object and returns a as it is then.
func (w *world) objects(t *testing.T, a assessment.Assessment, o *assessment.Objection) assessment.Assessment {
	t.Helper()
	a.Objection = o
	word := w.letter(letter.WrongPerson, a)
	word.Person, word.ToName, word.To = w.id("person"), "Postmottak", "post@kommune.example"
	must(t, w.db.Assessments().Object(t.Context(), a, word, w.event("contact.wrong_person")))
	a.Version++
	return a
}

func keepsObjection(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	said := &assessment.Objection{Kind: assessment.WrongPerson, Name: "Per", Email: "per@supplier.example", At: kept(w.now)}
	a = w.objects(t, a, said)
	row, err := w.db.Assessments().Row(t.Context(), a.Procurement.Organisation, a.ID)
	must(t, err)
	same(t, "the line of the board", row.Assessment, a)
	list, err := w.db.Procurements().List(t.Context(), a.Procurement.Organisation)
	must(t, err)
	if list[0].Objections != 1 {
		t.Errorf("%d objections are counted, want 1", list[0].Objections)
	}
	if state := w.letterStates(t, a.Procurement)["wrong_person post@kommune.example"]; state != letter.Waiting {
		t.Errorf("the letter to the buyer is %q", state)
	}
	if _, err := w.db.Accounts().PersonByEmail(t.Context(), "post@kommune.example"); err != nil {
		t.Errorf("nobody has the address the letter goes to: %v", err)
	}
	a = w.objects(t, a, nil)
	same(t, "taken back", w.sheet(t, a).Assessment.Objection, (*assessment.Objection)(nil))
}

func stopsReminders(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	a = w.objects(t, a, &assessment.Objection{Kind: assessment.NotUs, Reason: "Nei", At: kept(w.now)})
	if state := w.letterStates(t, a.Procurement)["reminder "+a.Contact.Email]; state != letter.Cancelled {
		t.Errorf("the waiting reminder is %s", state)
	}
	wantKind(t, "another one", w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now), fault.Conflict)
	must(t, w.db.Letters().Post(t.Context(), w.letter(letter.Reminder, a)))
	letters, err := w.db.Letters().Lease(t.Context(), w.now, time.Minute, 100)
	must(t, err)
	for _, l := range letters {
		if l.Kind == letter.Reminder {
			t.Error("a reminder is sent to one who will not answer")
		}
	}
	open, err := w.db.Letters().Candidates(t.Context(), w.now, a.Procurement.Closing)
	must(t, err)
	if len(open) != 1 || !open[0].Declines() {
		t.Errorf("the candidates are %+v", open)
	}
	if _, due := reminder.Due(open[0], a.Procurement.Closing.Add(-time.Hour)); due {
		t.Error("a reminder is due to one who will not answer")
	}
}

func dropsObjection(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	a = w.objects(t, a, &assessment.Objection{Kind: assessment.WrongPerson, At: kept(w.now)})
	a.Contact = assessment.Contact{Person: account.PersonID(w.id("person")), Name: "Per", Email: "per@supplier.example", Language: "nb"}
	must(t, w.db.Assessments().ChangeContact(t.Context(), a, w.letter(letter.Invitation, a), w.event("contact.changed")))
	row, err := w.db.Assessments().Row(t.Context(), a.Procurement.Organisation, a.ID)
	must(t, err)
	if row.Objection != nil {
		t.Errorf("the new contact is said to object: %+v", row.Objection)
	}
	other := w.invited(t, a.Procurement, "Sko")
	other = w.objects(t, other, &assessment.Objection{Kind: assessment.NotUs, Reason: "Nei", At: kept(w.now)})
	w.submitted(t, other)
	if o := w.sheet(t, other).Assessment.Objection; o != nil {
		t.Errorf("one who submitted is said not to answer: %+v", o)
	}
}

func refusesObjection(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	a.Objection = &assessment.Objection{Kind: assessment.WrongPerson, At: kept(w.now)}
	stale := a
	stale.Version++
	wantKind(t, "at another version", w.db.Assessments().Object(t.Context(), stale, w.letter(letter.WrongPerson, a), w.event("x")), fault.Conflict)
	w.submitted(t, a)
	a = w.sheet(t, a).Assessment
	wantKind(t, "after submitting", w.db.Assessments().Object(t.Context(), a, w.letter(letter.WrongPerson, a), w.event("x")), fault.Conflict)
}
