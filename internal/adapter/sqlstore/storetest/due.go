package storetest

import (
	"fmt"
	"testing"
	"time"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

var dueTests = map[string]func(*testing.T, *world){
	"who has a later due time is told it, and nobody else":            givesTime,
	"more time is given to all of the chosen or to nobody":            givesAllOrNobody,
	"another buyer gives nobody more time":                            hidesDue,
	"four hundred get more time in as many statements as two":         givesManyTime,
	"a closing moved for all leaves a later due time, and its letter": movesPastDue,
	"requests stand in the order of when each is due":                 ordersByDue,
	"who has more time still may be due for a reminder":               listsSpared,
}

// followUp is a published procurement whose contract is followed up.
func (w *world) followUp(t testing.TB) procurement.Procurement {
	t.Helper()
	p := w.purchase(t)
	p.Stage = procurement.Contract
	must(t, w.db.Procurements().Update(t.Context(), p, w.event("x")))
	p.Revision++
	return p
}

// longer is a with a due time, as it is given.
func (w *world) longer(a assessment.Assessment, due time.Time) assessment.Longer {
	now := kept(w.now)
	due = kept(due)
	a = a.WithDue(&due, &now)
	event := w.event("supplier.given_time")
	event.Organisation, event.Procurement, event.Assessment = string(a.Procurement.Organisation), string(a.Procurement.ID), string(a.ID)
	return assessment.Longer{Assessment: a, Letter: w.letter(letter.Moved, a), Event: event}
}

func (w *world) row(t testing.TB, a assessment.Assessment) assessment.Row {
	t.Helper()
	row, err := w.db.Assessments().Row(t.Context(), a.Procurement.Organisation, a.ID)
	must(t, err)
	return row
}

func givesTime(t *testing.T, w *world) {
	p := w.followUp(t)
	a, other := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, other), w.now))
	given := w.longer(a, p.Closing.Add(72*time.Hour))
	must(t, w.db.Assessments().GiveTime(t.Context(), p, []assessment.Longer{given}))
	p.Revision++
	got, err := w.db.Procurements().Load(t.Context(), p.Organisation, p.ID)
	must(t, err)
	same(t, "the procurement of all", got, p)
	want := given.Assessment
	want.Procurement.Revision = p.Revision
	same(t, "on the board", w.row(t, a).Assessment, want)
	same(t, "before its supplier", w.sheet(t, a).Assessment, want)
	other.Procurement = p
	same(t, "the other one", w.sheet(t, other).Assessment, other)
	same(t, "letters", w.letterStates(t, p), map[string]letter.State{
		"invitation " + a.Contact.Email: letter.Waiting, "reminder " + a.Contact.Email: letter.Cancelled, "moved " + a.Contact.Email: letter.Waiting,
		"invitation " + other.Contact.Email: letter.Waiting, "reminder " + other.Contact.Email: letter.Waiting,
	})
	list, err := w.db.Procurements().List(t.Context(), p.Organisation)
	must(t, err)
	same(t, "in the list", list, []procurement.Listed{{Procurement: p, Invited: 2, Spared: 1, SparedUntil: want.Due}})
}

func givesAllOrNobody(t *testing.T, w *world) {
	p := w.followUp(t)
	a, done := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	w.submitted(t, done)
	due := p.Closing.Add(72 * time.Hour)
	both := []assessment.Longer{w.longer(a, due), w.longer(done, due)}
	wantKind(t, "one has submitted", w.db.Assessments().GiveTime(t.Context(), p, both), fault.Conflict)
	stale := p
	stale.Revision = 1
	wantKind(t, "somebody changed the procurement", w.db.Assessments().GiveTime(t.Context(), stale, both[:1]), fault.Conflict)
	elsewhere := w.invited(t, w.followUp(t), "Tre")
	wantKind(t, "one is of another procurement", w.db.Assessments().GiveTime(t.Context(), p, []assessment.Longer{both[0], w.longer(elsewhere, due)}), fault.NotFound)
	same(t, "nobody has more time", w.sheet(t, a).Assessment, a)
	if states := w.letterStates(t, p); states["moved "+a.Contact.Email] != "" {
		t.Errorf("a letter was posted all the same: %v", states)
	}
}

func hidesDue(t *testing.T, w *world) {
	p := w.followUp(t)
	a := w.invited(t, p, "Tekstil")
	given := []assessment.Longer{w.longer(a, p.Closing.Add(time.Hour))}
	foreign := p
	foreign.Organisation = w.ola.Organisation.ID
	wantKind(t, "as another organisation", w.db.Assessments().GiveTime(t.Context(), foreign, given), fault.NotFound)
	// Naming a procurement of one's own opens no door to another's assessment.
	mine := w.draft()
	mine.Organisation, mine.Revision = w.ola.Organisation.ID, 1
	must(t, w.db.Procurements().Add(t.Context(), mine, w.event("x")))
	wantKind(t, "through another procurement", w.db.Assessments().GiveTime(t.Context(), mine, given), fault.NotFound)
	same(t, "assessment", w.sheet(t, a).Assessment, a)
}

func givesManyTime(t *testing.T, w *world) {
	taken := map[int]int{}
	for _, count := range []int{2, 400} {
		p := w.followUp(t)
		var asked []assessment.Asked
		for i := range count {
			a := w.newcomer(p, fmt.Sprintf("Leverandør%d-%d", count, i))
			asked = append(asked, assessment.Asked{Assessment: a, Letter: w.letter(letter.Invitation, a), Event: w.event("supplier.invited")})
		}
		must(t, w.db.Assessments().InviteMany(t.Context(), p, asked))
		all := make([]assessment.Longer, count)
		for i, each := range asked {
			all[i] = w.longer(each.Assessment, p.Closing.Add(time.Hour))
		}
		ctx, sent := sqlstore.CountStatements(t.Context())
		must(t, w.db.Assessments().GiveTime(ctx, p, all))
		taken[count] = sent.Count()
		board, err := w.db.Assessments().Board(t.Context(), p.Organisation, p.ID)
		must(t, err)
		for _, row := range board {
			if row.Due == nil || !row.Due.Equal(*all[0].Assessment.Due) {
				t.Fatalf("%s is due at %v", row.Supplier.Name, row.Due)
			}
		}
		w.eventsOf(t, p, "supplier.given_time", count)
	}
	// Letters have long texts: a hundred go into one statement.
	if taken[400] > taken[2]+3 || taken[2] > 7 {
		t.Errorf("two took %d statements, four hundred %d", taken[2], taken[400])
	}
}

// eventsOf wants so many events of a kind in the log of p.
func (w *world) eventsOf(t testing.TB, p procurement.Procurement, verb string, want int) {
	t.Helper()
	events, err := w.db.Events().Events(t.Context(), string(p.Organisation), string(p.ID), audit.Wanted{Limit: 1000})
	must(t, err)
	count := 0
	for _, e := range events {
		if e.Verb == verb {
			count++
		}
	}
	if count != want {
		t.Errorf("%d events %s, want %d", count, verb, want)
	}
}

func movesPastDue(t *testing.T, w *world) {
	p := w.followUp(t)
	long, short, none := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko"), w.invited(t, p, "Tre")
	must(t, w.db.Assessments().GiveTime(t.Context(), p, []assessment.Longer{w.longer(long, p.Closing.Add(10*24*time.Hour))}))
	p.Revision++
	must(t, w.db.Assessments().GiveTime(t.Context(), p, []assessment.Longer{w.longer(short, p.Closing.Add(24*time.Hour))}))
	p.Revision++
	for _, a := range []assessment.Assessment{long, short, none} {
		must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	}
	moved, now := p, kept(w.now)
	moved.Closing, moved.Extended = kept(p.Closing.Add(5*24*time.Hour)), &now
	must(t, w.db.Assessments().Extend(t.Context(), moved, nil, w.event("procurement.extended")))
	if got := w.row(t, long); got.Due == nil || !got.Procurement.Closing.Equal(*got.Due) || !got.Due.After(moved.Closing) {
		t.Errorf("the later due time is %v, closing %s", got.Due, got.Procurement.Closing)
	}
	if got := w.row(t, short); got.Due != nil || !got.Procurement.Closing.Equal(moved.Closing) {
		t.Errorf("a due time that was overtaken still shows: %v, closing %s", got.Due, got.Procurement.Closing)
	}
	states := w.letterStates(t, p)
	for a, want := range map[*assessment.Assessment]letter.State{&long: letter.Waiting, &short: letter.Cancelled, &none: letter.Cancelled} {
		if got := states["reminder "+a.Contact.Email]; got != want {
			t.Errorf("the reminder of %s is %s, want %s", a.Supplier.Name, got, want)
		}
	}
}

func ordersByDue(t *testing.T, w *world) {
	first, second := w.followUp(t), w.followUp(t)
	second.Closing = kept(first.Closing.Add(24 * time.Hour))
	must(t, w.db.Procurements().Update(t.Context(), second, w.event("x")))
	second.Revision++
	invite := func(p procurement.Procurement, supplier string) assessment.Assessment {
		a := w.newcomer(p, supplier)
		a.Contact.Email = "siri@tekstil.example"
		must(t, w.db.Assessments().Invite(t.Context(), a, w.letter(letter.Invitation, a), w.event("supplier.invited")))
		return w.row(t, a).Assessment
	}
	early, late := invite(first, "Tekstil"), invite(second, "Tekstil to")
	order := func() []assessment.ID {
		list, err := w.db.Assessments().Requests(t.Context(), early.Contact.Person)
		must(t, err)
		var ids []assessment.ID
		for _, a := range list {
			ids = append(ids, a.ID)
		}
		return ids
	}
	same(t, "before", order(), []assessment.ID{early.ID, late.ID})
	must(t, w.db.Assessments().GiveTime(t.Context(), first, []assessment.Longer{w.longer(early, first.Closing.Add(48*time.Hour))}))
	same(t, "with more time", order(), []assessment.ID{late.ID, early.ID})
}

func listsSpared(t *testing.T, w *world) {
	p := w.followUp(t)
	a := w.invited(t, p, "Tekstil")
	w.invited(t, p, "Sko")
	due := p.Closing.Add(30 * 24 * time.Hour)
	must(t, w.db.Assessments().GiveTime(t.Context(), p, []assessment.Longer{w.longer(a, due)}))
	got, err := w.db.Letters().Candidates(t.Context(), due.Add(-time.Hour), due.Add(time.Hour))
	must(t, err)
	if len(got) != 1 || got[0].ID != a.ID || !got[0].Procurement.Closing.Equal(kept(due)) {
		t.Errorf("candidates near the own due time: %+v", got)
	}
}
