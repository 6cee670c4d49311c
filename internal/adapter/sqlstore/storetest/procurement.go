package storetest

import (
	"testing"
	"time"

	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

var procurementTests = map[string]func(*testing.T, *world){
	"a procurement comes back as saved, in UTC to the microsecond": loadsProcurement,
	"a stale revision is refused":                                  refusesStaleProcurement,
	"another buyer finds nothing":                                  hidesProcurement,
	"the newest stands first":                                      listsProcurements,
	"a list counts what waits for the buyer":                       countsWaiting,
	"submitted files that run out are counted":                     countsExpiring,
}

func loadsProcurement(t *testing.T, w *world) {
	p := w.purchase(t)
	got, err := w.db.Procurements().Load(t.Context(), p.Organisation, p.ID)
	must(t, err)
	same(t, "procurement", got, p)

	bare := p
	bare.ID, bare.State, bare.Published, bare.Value = procurement.ID(w.id("procurement")), procurement.Draft, nil, 0
	bare.Requirements = nil
	bare.Categories, bare.Plan, bare.Closing = []string{}, []int{}, w.now
	must(t, w.db.Procurements().Add(t.Context(), bare, w.event("procurement.added")))
	got, err = w.db.Procurements().Load(t.Context(), bare.Organisation, bare.ID)
	must(t, err)
	bare.Closing = kept(w.now)
	same(t, "a draft", got, bare)
}

func refusesStaleProcurement(t *testing.T, w *world) {
	p := w.purchase(t)
	extended := kept(w.now)
	first := p
	first.Title, first.Purpose, first.Categories, first.Extended = "Arbeidstøy og sko", "", []string{}, &extended
	must(t, w.db.Procurements().Update(t.Context(), first, w.event("procurement.changed")))
	late := p
	late.Title = "Noe annet"
	wantKind(t, "the later of two", w.db.Procurements().Update(t.Context(), late, w.event("procurement.changed")), fault.Conflict)
	got, err := w.db.Procurements().Load(t.Context(), p.Organisation, p.ID)
	must(t, err)
	first.Revision = 2
	same(t, "what the first one wrote", got, first)
}

func hidesProcurement(t *testing.T, w *world) {
	p, stores, other := w.purchase(t), w.db.Procurements(), w.ola.Organisation.ID
	_, err := stores.Load(t.Context(), other, p.ID)
	wantKind(t, "load", err, fault.NotFound)
	p.Organisation = other
	wantKind(t, "update", stores.Update(t.Context(), p, w.event("procurement.changed")), fault.NotFound)
	list, err := stores.List(t.Context(), other)
	must(t, err)
	same(t, "list", list, []procurement.Listed{})
}

func listsProcurements(t *testing.T, w *world) {
	older := w.purchase(t)
	newer := older
	newer.ID, newer.Created = procurement.ID(w.id("procurement")), kept(w.now.Add(time.Millisecond))
	must(t, w.db.Procurements().Add(t.Context(), newer, w.event("procurement.added")))
	list, err := w.db.Procurements().List(t.Context(), older.Organisation)
	must(t, err)
	same(t, "list", list, []procurement.Listed{{Procurement: newer}, {Procurement: older}})
}

// waiting are the counts that the list gives of p.
func (w *world) waiting(t *testing.T, p procurement.Procurement) (invited, submitted, unreviewed, failed int) {
	t.Helper()
	list, err := w.db.Procurements().List(t.Context(), p.Organisation)
	must(t, err)
	for _, l := range list {
		if l.ID == p.ID {
			return l.Invited, l.Submitted, l.Unreviewed, l.FailedLetters
		}
	}
	t.Fatalf("procurement %s is not in the list", p.ID)
	return
}

func countsWaiting(t *testing.T, w *world) {
	p := w.purchase(t)
	expect := func(when string, want ...int) {
		t.Helper()
		invited, submitted, unreviewed, failed := w.waiting(t, p)
		same(t, when, []int{invited, submitted, unreviewed, failed}, want)
	}
	expect("nobody is invited", 0, 0, 0, 0)
	a, b := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	refused := w.lease(t, b, letter.Invitation)
	refused.State, refused.Answer = letter.Failed, "550 no such user"
	must(t, w.db.Letters().Done(t.Context(), refused))
	expect("a letter is refused", 2, 0, 0, 1)

	w.now = w.now.Add(time.Hour)
	must(t, w.db.Letters().Post(t.Context(), w.letter(letter.Invitation, b)))
	again := w.lease(t, b, letter.Invitation)
	sent := kept(w.now)
	again.State, again.SentAt = letter.Sent, &sent
	must(t, w.db.Letters().Done(t.Context(), again))
	expect("a later letter arrived", 2, 0, 0, 0)

	w.submitted(t, a)
	expect("one has submitted", 2, 1, 1, 0)
	v := review.Review{Assessment: a.ID, Round: 1, Evaluator: w.kari.Person.ID, Started: sent, Version: 1}
	must(t, w.db.Reviews().Begin(t.Context(), v, w.event("review.begun")))
	expect("the review is begun", 2, 1, 1, 0)
	v.Finished, v.Card = &sent, []byte("{}")
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.finished")))
	expect("the review is finished", 2, 1, 0, 0)
}

func countsExpiring(t *testing.T, w *world) {
	p := w.draft()
	p.State, p.Closing = procurement.Published, kept(w.now.Add(time.Hour))
	must(t, w.db.Procurements().Add(t.Context(), p, w.event("procurement.added")))
	a := w.invited(t, p, "Tekstil")
	w.given(t, a, "policy") // valid until 2028-01-31
	expect := func(when, first, last string, want map[procurement.ID]int) {
		t.Helper()
		got, err := w.db.Procurements().Expiring(t.Context(), p.Organisation, first, last)
		must(t, err)
		same(t, when, got, want)
	}
	none, one := map[procurement.ID]int{}, map[procurement.ID]int{p.ID: 1}
	expect("before it is submitted", "2028-01-31", "2028-01-31", none)
	w.submitted(t, a)
	expect("on the day", "2028-01-31", "2028-01-31", one)
	expect("until the day before", "2028-01-01", "2028-01-30", none)
	expect("from the day after", "2028-02-01", "2028-02-28", none)
	qualified := w.invited(t, w.purchase(t), "Sko")
	w.given(t, qualified, "policy")
	w.submitted(t, qualified)
	expect("a qualification stands on what was valid then", "2028-01-31", "2028-01-31", one)
	got, err := w.db.Procurements().Expiring(t.Context(), w.ola.Organisation.ID, "2028-01-31", "2028-01-31")
	must(t, err)
	same(t, "another buyer's", got, none)

	file := w.sheet(t, a).Files[0]
	now := w.sentBack(t, w.sheet(t, a).Assessment, "policy")
	w.now = w.now.Add(time.Minute)
	must(t, w.db.Files().Update(t.Context(), removed(file), w.event("file.removed")))
	expect("left out, and not submitted", "2028-01-31", "2028-01-31", one)
	w.now = w.now.Add(time.Minute)
	w.corrected(t, now, "policy")
	expect("left out, and submitted", "2028-01-31", "2028-01-31", none)
}

func removed(f evidence.File) evidence.File {
	f.State = evidence.Removed
	return f
}
