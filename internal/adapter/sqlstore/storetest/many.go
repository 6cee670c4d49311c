package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// asked is an invitation of a, with its letter and event.
func (w *world) asked(a assessment.Assessment) assessment.Asked {
	event := w.event("supplier.invited")
	event.Organisation, event.Procurement, event.Assessment = string(a.Procurement.Organisation), string(a.Procurement.ID), string(a.ID)
	return assessment.Asked{Assessment: a, Letter: w.letter(letter.Invitation, a), Event: event}
}

func invitesMany(t *testing.T, w *world) {
	p := w.purchase(t)
	var all []assessment.Asked
	for n := range 400 {
		all = append(all, w.asked(w.newcomer(p, fmt.Sprintf("Leverandør %03d", n))))
	}
	all[1].Assessment.Contact.Email = all[0].Assessment.Contact.Email // one person for two suppliers
	all[2].Assessment.Contact.Email = " KARI@kommune.example "        // somebody we know
	ctx, statements := sqlstore.CountStatements(t.Context())
	must(t, w.db.Assessments().InviteMany(ctx, p, all))
	if statements.Count() > 12 {
		t.Errorf("inviting 400 takes %d statements:\n%s", statements.Count(), statements)
	}
	rows, err := w.db.Assessments().Board(t.Context(), p.Organisation, p.ID)
	must(t, err)
	if len(rows) != len(all) {
		t.Fatalf("%d are on the board, want %d", len(rows), len(all))
	}
	want := []assessment.Assessment{all[0].Assessment, all[1].Assessment, all[2].Assessment}
	want[1].Contact.Person, want[2].Contact.Person = want[0].Contact.Person, w.kari.Person.ID
	want[2].Contact.Email = w.kari.Person.Email
	for i, a := range want {
		same(t, "invited", rows[i].Assessment, a)
		w.sheet(t, a) // the contact may answer
	}
	letters, err := w.db.Letters().Letters(t.Context(), p.Organisation, p.ID)
	must(t, err)
	events, err := w.db.Events().Events(t.Context(), string(p.Organisation), string(p.ID), audit.Wanted{Limit: 1000})
	must(t, err)
	if len(letters) != len(all) || len(events) != len(all) {
		t.Errorf("%d letters and %d events, want %d of each", len(letters), len(events), len(all))
	}
	for _, l := range letters {
		if l.Assessment == string(want[2].ID) && l.Person != string(w.kari.Person.ID) {
			t.Errorf("the letter's link is for %s, want %s", l.Person, w.kari.Person.ID)
		}
	}
}

func invitesAllOrNobody(t *testing.T, w *world) {
	p := w.purchase(t)
	there := w.invited(t, p, "Tekstil")
	foreign := w.newcomer(p, "Utenlandsk")
	foreign.Supplier.Number = ""
	must(t, w.db.Assessments().InviteMany(t.Context(), p, []assessment.Asked{w.asked(foreign)}))
	sameNumber := w.newcomer(p, "Tekstil igjen")
	sameNumber.Supplier.Number = there.Supplier.Number
	sameName := w.newcomer(p, "UTENLANDSK")
	sameName.Supplier.Number = ""
	for what, again := range map[string]assessment.Assessment{"the same number": sameNumber, "the same name and address": sameName} {
		list := []assessment.Asked{w.asked(w.newcomer(p, "Ny")), w.asked(again)}
		wantKind(t, what, w.db.Assessments().InviteMany(t.Context(), p, list), fault.Conflict)
	}
	theirs := p
	theirs.Organisation = w.ola.Organisation.ID
	wantKind(t, "another buyer", w.db.Assessments().InviteMany(t.Context(), theirs, []assessment.Asked{w.asked(w.newcomer(theirs, "Ny"))}), fault.NotFound)
	list, err := w.db.Procurements().List(t.Context(), p.Organisation)
	must(t, err)
	same(t, "counts", list, []procurement.Listed{{Procurement: p, Invited: 2}})
}

func invitesManyAtOnce(t *testing.T, w *world) {
	p := w.purchase(t)
	const lists = 4
	var all [lists][]assessment.Asked
	for i := range all {
		foreign := w.newcomer(p, "Utenlandsk")
		foreign.Supplier.Number = ""
		all[i] = []assessment.Asked{w.asked(foreign)}
	}
	var sent sync.WaitGroup
	var results [lists]error
	for i := range all {
		sent.Go(func() { results[i] = w.db.Assessments().InviteMany(t.Context(), p, all[i]) })
	}
	sent.Wait()
	taken := 0
	for _, err := range results {
		switch {
		case err == nil:
			taken++
		case !errors.Is(err, fault.Conflict):
			t.Errorf("a list that came second: %v, want a conflict", err)
		}
	}
	rows, err := w.db.Assessments().Board(t.Context(), p.Organisation, p.ID)
	must(t, err)
	if taken != 1 || len(rows) != 1 {
		t.Errorf("%d of %d lists were taken, and the supplier is invited %d times", taken, lists, len(rows))
	}
}
