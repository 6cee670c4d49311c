package storetest

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

func (w *world) remove(t testing.TB, a assessment.Assessment, person account.PersonID) error {
	t.Helper()
	return w.db.Assessments().RemoveColleague(t.Context(), w.sheet(t, a).Assessment, person, w.event("colleague.removed"))
}

func removesColleague(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	answer := w.answer(a, "policy", "chain")
	answer.Person = c.Person
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{Assessment: a.ID, Version: 2, Answers: []assessment.Answer{answer}, At: w.now}))
	file := w.file(a, "policy")
	file.Person = c.Person
	must(t, w.db.Files().Arrive(t.Context(), file))
	must(t, w.remove(t, a, c.Person))
	wantKind(t, "removing again", w.remove(t, a, c.Person), fault.NotFound)
	stores, ctx := w.db.Assessments(), t.Context()
	_, err := stores.Sheet(ctx, a.ID, c.Person)
	wantKind(t, "the sheet", err, fault.NotFound)
	_, err = stores.Version(ctx, a.ID, c.Person)
	wantKind(t, "the version", err, fault.NotFound)
	_, err = stores.Submissions(ctx, a.ID, c.Person)
	wantKind(t, "the receipts", err, fault.NotFound)
	_, err = w.db.Files().File(ctx, file.ID, c.Person)
	wantKind(t, "a file of their own", err, fault.NotFound)
	more := w.file(a, "policy")
	more.Person = c.Person
	wantKind(t, "one more file", w.db.Files().Arrive(ctx, more), fault.NotFound)
	list, err := stores.Requests(ctx, c.Person)
	must(t, err)
	same(t, "requests", list, []assessment.Assessment{})
	same(t, "letters that wait", w.lettersTo(t, "per@supplier.example"), 0)
	now := w.sheet(t, a)
	if now.Answers["policy"].Value != "chain" || now.Answers["policy"].Person != c.Person || len(now.Colleagues) != 0 {
		t.Errorf("after the removal: %+v, colleagues %+v", now.Answers, now.Colleagues)
	}
}

func refusesRemovedUpload(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	file := w.file(a, "policy")
	file.Person = c.Person
	must(t, w.db.Files().Arrive(t.Context(), file))
	must(t, w.remove(t, a, c.Person)) // while the bytes are on their way
	file.State, file.Size, file.SHA256 = evidence.Given, 12, "beef"
	event := w.event("file.given")
	event.Person = string(c.Person)
	wantKind(t, "counting the file", w.db.Files().Update(t.Context(), file, event), fault.NotFound)
	file.State = evidence.Removed
	must(t, w.db.Files().Update(t.Context(), file, w.event("file.broken"))) // the portal tidies up
	same(t, "files", len(w.sheet(t, a).Files), 0)
}

func racesSaveAgainstRemoval(t *testing.T, w *world) {
	p := w.purchase(t)
	for i := range 12 {
		a := w.invited(t, p, "Supplier"+string(rune('a'+i)))
		c := w.helper(t, a, "per"+string(rune('a'+i))+"@supplier.example", "policy")
		judged, answer, event := w.sheet(t, a).Assessment, w.answer(a, "policy", "chain"), w.event("colleague.removed")
		answer.Person = c.Person
		var saved, removed atomic.Bool
		var both sync.WaitGroup
		both.Go(func() {
			saved.Store(w.db.Assessments().Save(t.Context(), assessment.Save{Assessment: a.ID, Version: judged.Version, Answers: []assessment.Answer{answer}, At: w.now}) == nil)
		})
		both.Go(func() {
			removed.Store(w.db.Assessments().RemoveColleague(t.Context(), judged, c.Person, event) == nil)
		})
		both.Wait()
		if saved.Load() == removed.Load() {
			t.Errorf("saved %v, removed %v: exactly one of both must win", saved.Load(), removed.Load())
		}
	}
}

func racesFileAgainstRemoval(t *testing.T, w *world) {
	p := w.purchase(t)
	for i := range 12 {
		a := w.invited(t, p, "Supplier"+string(rune('a'+i)))
		c := w.helper(t, a, "per"+string(rune('a'+i))+"@supplier.example", "policy")
		now, file, event := w.sheet(t, a).Assessment, w.file(a, "policy"), w.event("colleague.removed")
		file.Person = c.Person
		var arrived, removed error
		var both sync.WaitGroup
		both.Go(func() { arrived = w.db.Files().Arrive(t.Context(), file) })
		both.Go(func() { removed = w.db.Assessments().RemoveColleague(t.Context(), now, c.Person, event) })
		both.Wait()
		must(t, removed) // a file that arrives does not raise the version
		if arrived != nil && !errors.Is(arrived, fault.NotFound) {
			t.Errorf("the file: %v", arrived)
		}
		file.State, file.Size, file.SHA256 = evidence.Given, 12, "beef"
		given := w.event("file.given")
		given.Person = string(c.Person)
		if err := w.db.Files().Update(t.Context(), file, given); err == nil {
			t.Error("a file of somebody who was removed counts")
		}
	}
}

func pausesColleagues(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	a = w.sheet(t, a).Assessment
	a.Contact = assessment.Contact{Person: account.PersonID(w.id("person")), Name: "Nils", Email: "nils@supplier.example", Language: "nb"}
	must(t, w.db.Assessments().ChangeContact(t.Context(), a, w.letter(letter.Invitation, a), w.event("contact.handed_over")))
	stores, ctx := w.db.Assessments(), t.Context()
	_, err := stores.Sheet(ctx, a.ID, c.Person)
	wantKind(t, "the colleague of an earlier contact", err, fault.NotFound)
	f := w.file(a, "policy")
	f.Person = c.Person
	wantKind(t, "their file", w.db.Files().Arrive(ctx, f), fault.NotFound)
	same(t, "letters that wait", w.lettersTo(t, "per@supplier.example"), 0)
	now := w.sheet(t, a)
	if len(now.Paused()) != 1 || now.Helper != nil {
		t.Fatalf("the new contact sees %+v", now.Colleagues)
	}
	word := w.letter(letter.ColleagueAsked, a)
	word.Person, word.To = string(c.Person), c.Email
	must(t, stores.KeepColleagues(ctx, now.Assessment, []letter.Letter{word}, w.event("colleague.kept")))
	wantKind(t, "keeping them at an old version", stores.KeepColleagues(ctx, now.Assessment, nil, w.event("colleague.kept")), fault.Conflict)
	read, err := stores.Sheet(ctx, a.ID, c.Person)
	must(t, err)
	if read.Helper == nil || !read.Helper.Active || strings.Join(read.Helper.Pages, " ") != "embed" {
		t.Errorf("kept, they read as %+v", read.Helper)
	}
	must(t, w.db.Files().Arrive(ctx, f))
	same(t, "letters", w.lettersTo(t, "per@supplier.example"), 1)
}

func promotesColleague(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	a = w.sheet(t, a).Assessment
	a.Contact = assessment.Contact{Person: account.PersonID(w.id("person")), Name: "Per", Email: c.Email, Language: "nb"}
	must(t, w.db.Assessments().ChangeContact(t.Context(), a, w.letter(letter.Invitation, a), w.event("contact.handed_over")))
	read, err := w.db.Assessments().Sheet(t.Context(), a.ID, c.Person)
	must(t, err)
	if read.Helper != nil || len(read.Colleagues) != 0 {
		t.Errorf("the new contact reads as %+v among %+v", read.Helper, read.Colleagues)
	}
}

func cancelsColleagueLetters(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	a = w.sheet(t, a).Assessment
	must(t, w.db.Assessments().WithdrawInvitation(t.Context(), a, w.letter(letter.Withdrawn, a), w.event("supplier.withdrawn")))
	same(t, "letters that wait", w.lettersTo(t, c.Email), 0)
	list, err := w.db.Assessments().Requests(t.Context(), c.Person)
	must(t, err)
	same(t, "requests", list, []assessment.Assessment{})
	read, err := w.db.Assessments().Sheet(t.Context(), a.ID, c.Person)
	must(t, err) // to say who took it back, as to the contact
	same(t, "state", read.Assessment.State, assessment.Withdrawn)
}

func cancelsPointlessAsking(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	w.submitted(t, a)
	same(t, "letters that wait after submitting", w.lettersTo(t, c.Email), 0)

	late := w.invited(t, a.Procurement, "Sko")
	must(t, w.ask(t, late, "liv@supplier.example", "policy"))
	leased, err := w.db.Letters().Lease(t.Context(), a.Procurement.Closing.Add(time.Minute), time.Minute, 100)
	must(t, err)
	for _, l := range leased {
		if l.Kind == letter.ColleagueAsked {
			t.Errorf("after closing %s is asked to help", l.To)
		}
	}
}
