package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/enquiry"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

func repliesToOne(t *testing.T, w *world) {
	p := w.purchase(t)
	asker, other := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	e := w.asks(t, asker, "Jeg får ikke åpnet lenken.")
	r := w.reply(p, e.ID)
	r.Only, r.Supplier, r.Wording, r.Reason = asker.ID, asker.Supplier.Name, "", "Gjelder bare lenken deres."
	same(t, "to the buyer", w.replies(t, p, r), r)
	same(t, "to the other", w.reads(t, other), enquiry.Exchange{})
	r.Person, r.PersonName, r.Reason, r.Sending = "", "", "", ""
	same(t, "to the one who asked", w.reads(t, asker).Replies, []enquiry.Reply{r})
	if all := w.replies(t, p, w.reply(p, "")); all.Number != 1 {
		t.Errorf("the first reply to all has number %d: a gap would tell of one to somebody else", all.Number)
	}
}

func numbersReplies(t *testing.T, w *world) {
	p, elsewhere := w.purchase(t), w.purchase(t)
	const all = 6
	var sent sync.WaitGroup
	var refused [all]error
	for i := range refused {
		r, event := w.reply(p, ""), w.event("enquiry.announced")
		sent.Go(func() { refused[i] = w.db.Enquiries().Reply(t.Context(), p.Organisation, r, nil, event) })
	}
	sent.Wait()
	must(t, errors.Join(refused[:]...))
	seen := map[int]bool{}
	for _, r := range w.exchange(t, p).Replies {
		seen[r.Number] = true
	}
	for n := 1; n <= all; n++ {
		if !seen[n] {
			t.Errorf("no reply has number %d of %d: %v", n, all, seen)
		}
	}
	if r := w.replies(t, elsewhere, w.reply(elsewhere, "")); r.Number != 1 {
		t.Errorf("the first reply of another procurement has number %d", r.Number)
	}
	events, err := w.db.Events().Loose(t.Context(), 100)
	must(t, err)
	numbers := 0
	for _, e := range events {
		if e.Verb == "enquiry.announced" && e.Details["number"] != "" {
			numbers++
		}
	}
	if numbers != all {
		t.Errorf("%d events tell the number of a reply, want %d", numbers, all)
	}
}

func repliesOnce(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	e := w.asks(t, a, "Gjelder det oss?")
	first := w.replies(t, p, w.reply(p, e.ID))
	second := w.reply(p, e.ID)
	err := w.db.Enquiries().Reply(t.Context(), p.Organisation, second, []letter.Letter{w.letter(letter.Replied, a)}, w.event("enquiry.replied"))
	wantKind(t, "a second reply", err, fault.Conflict)
	if _, there := w.letterStates(t, p)["reply "+a.Contact.Email]; there {
		t.Error("a refused reply wrote a letter")
	}
	correction := w.reply(p, "")
	correction.Corrects, correction.Wording = first.ID, ""
	correction = w.replies(t, p, correction)
	by, corrected := w.exchange(t, p).CorrectedBy(first.ID)
	if !corrected || by.ID != correction.ID || by.Number != 2 {
		t.Errorf("corrected by %+v", by)
	}
}

func repliesToMany(t *testing.T, w *world) {
	p := w.purchase(t)
	var all []assessment.Asked
	for n := range 400 {
		all = append(all, w.asked(w.newcomer(p, fmt.Sprintf("Supplier%03d", n))))
	}
	must(t, w.db.Assessments().InviteMany(t.Context(), p, all))
	ctx, statements := sqlstore.CountStatements(t.Context())
	list, err := w.db.Enquiries().Recipients(ctx, p.Organisation, p.ID)
	must(t, err)
	var letters []letter.Letter
	for _, a := range list {
		letters = append(letters, w.letter(letter.Announced, a))
	}
	must(t, w.db.Enquiries().Reply(ctx, p.Organisation, w.reply(p, ""), letters, w.event("enquiry.announced")))
	if len(letters) != 400 || statements.Count() > 12 {
		t.Errorf("telling %d takes %d statements:\n%s", len(letters), statements.Count(), statements)
	}
}

func listsRecipients(t *testing.T, w *world) {
	p := w.purchase(t)
	zeta, alfa, gone := w.invited(t, p, "Zeta"), w.invited(t, p, "Alfa"), w.invited(t, p, "Borte")
	must(t, w.db.Assessments().WithdrawInvitation(t.Context(), gone, w.letter(letter.Withdrawn, gone), w.event("supplier.withdrawn")))
	list, err := w.db.Enquiries().Recipients(t.Context(), p.Organisation, p.ID)
	must(t, err)
	same(t, "recipients", list, []assessment.Assessment{alfa, zeta})
}

func repliesAllOrNothing(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	told := w.letter(letter.Announced, a)
	w.replies(t, p, w.reply(p, ""), told)
	if state := w.letterStates(t, p)["announcement "+a.Contact.Email]; state != letter.Waiting {
		t.Errorf("the letter is %q", state)
	}
	event := audit.Event{ID: w.id("event"), At: w.now, Verb: "x", Details: map[string]string{}}
	must(t, w.db.Procurements().Add(t.Context(), w.draft(), event))
	half := w.reply(p, "")
	if err := w.db.Enquiries().Reply(t.Context(), p.Organisation, half, nil, event); err == nil {
		t.Fatal("a reply was kept without its event")
	}
	if _, there := w.exchange(t, p).Reply(half.ID); there {
		t.Error("half a reply stayed")
	}
}
