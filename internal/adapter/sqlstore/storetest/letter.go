package storetest

import (
	"sync"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/reminder"
)

var letterTests = map[string]func(*testing.T, *world){
	"a letter comes back as posted":                                loadsLetter,
	"the same cause never writes twice":                            postsOnce,
	"another buyer finds nothing, and nobody a sign-in link":       hidesLetters,
	"those that failed stand first, then the newest":               listsLetters,
	"open assessments near closing may be due":                     listsCandidates,
	"a reminder is written once, and only while open":              remindsOnce,
	"a reminder is never written beside a submission":              racesRemindAgainstSubmit,
	"a letter is leased to one worker only":                        leasesOnce,
	"a letter is due when it should be, and again after its lease": leasesDue,
	"a reminder that nobody needs is cancelled instead of sent":    cancelsPointless,
	"how an attempt ended is noted":                                notesAttempt,
	"more letters than one statement holds are posted at once":     postsMany,
}

func loadsLetter(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	l := w.letter(letter.Moved, a)
	must(t, w.db.Letters().Post(t.Context(), l))
	got, err := w.db.Letters().Letter(t.Context(), a.Procurement.Organisation, l.ID)
	must(t, err)
	same(t, "letter", got, l)
}

func postsOnce(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	first, again, other := w.letter(letter.Moved, a), w.letter(letter.Moved, a), w.letter(letter.Released, a)
	again.Key, again.Subject = first.Key, "Noe annet"
	must(t, w.db.Letters().Post(t.Context(), first))
	must(t, w.db.Letters().Post(t.Context(), again, other))
	must(t, w.db.Letters().Post(t.Context()))
	_, err := w.db.Letters().Letter(t.Context(), a.Procurement.Organisation, again.ID)
	wantKind(t, "the second", err, fault.NotFound)
	_, err = w.db.Letters().Letter(t.Context(), a.Procurement.Organisation, other.ID)
	must(t, err)
}

func hidesLetters(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	l, signIn := w.letter(letter.Moved, a), w.letter(letter.SignIn, a)
	signIn.Organisation, signIn.Procurement, signIn.Assessment = "", "", ""
	must(t, w.db.Letters().Post(t.Context(), l, signIn))
	_, err := w.db.Letters().Letter(t.Context(), w.ola.Organisation.ID, l.ID)
	wantKind(t, "another buyer's letter", err, fault.NotFound)
	_, err = w.db.Letters().Letters(t.Context(), w.ola.Organisation.ID, a.Procurement.ID)
	wantKind(t, "another buyer's letters", err, fault.NotFound)
	for _, org := range []account.OrganisationID{"", a.Procurement.Organisation} {
		_, err = w.db.Letters().Letter(t.Context(), org, signIn.ID)
		wantKind(t, "a sign-in link", err, fault.NotFound)
	}
}

func listsLetters(t *testing.T, w *world) {
	p := w.purchase(t)
	none, err := w.db.Letters().Letters(t.Context(), p.Organisation, p.ID)
	must(t, err)
	same(t, "letters before the first", none, []letter.Letter{})
	a := w.invited(t, p, "Tekstil")
	invitation := w.lease(t, a, letter.Invitation)
	invitation.State, invitation.Answer, invitation.Attempts = letter.Failed, "550 no such user", 1
	must(t, w.db.Letters().Done(t.Context(), invitation))
	start := w.now
	older := w.letter(letter.Moved, a)
	w.now = start.Add(time.Hour)
	newer := w.letter(letter.Released, a)
	must(t, w.db.Letters().Post(t.Context(), older, newer))
	got, err := w.db.Letters().Letters(t.Context(), p.Organisation, p.ID)
	must(t, err)
	same(t, "letters", got, []letter.Letter{invitation, newer, older})
}

func listsCandidates(t *testing.T, w *world) {
	p := w.purchase(t)
	open, done := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	w.submitted(t, done)
	far := w.purchase(t)
	far.Closing = kept(w.now.Add(90 * 24 * time.Hour))
	must(t, w.db.Procurements().Update(t.Context(), far, w.event("x")))
	w.invited(t, far, "Tre")
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, open), w.now))
	got, err := w.db.Letters().Candidates(t.Context(), w.now, p.Closing)
	must(t, err)
	planned := kept(w.now)
	same(t, "candidates", got, []reminder.Candidate{{Assessment: open, RemindedFor: &planned}})
}

func remindsOnce(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	l := w.letter(letter.Reminder, a)
	must(t, w.db.Letters().Remind(t.Context(), l, w.now))
	again := w.letter(letter.Reminder, a)
	again.Key = l.Key
	must(t, w.db.Letters().Remind(t.Context(), again, w.now.Add(time.Hour)))
	got, err := w.db.Letters().Candidates(t.Context(), w.now, a.Procurement.Closing)
	must(t, err)
	if len(got) != 1 || !got[0].RemindedFor.Equal(kept(w.now)) {
		t.Errorf("a repeated reminder moved the plan: %+v", got)
	}
	w.submitted(t, a)
	wantKind(t, "after the submission", w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now), fault.Conflict)
	unknown := w.letter(letter.Reminder, a)
	unknown.Assessment = "nothing"
	wantKind(t, "an unknown assessment", w.db.Letters().Remind(t.Context(), unknown, w.now), fault.NotFound)
}

// racesRemindAgainstSubmit lets both go at once: no reminder may be left
// waiting beside a submission.
func racesRemindAgainstSubmit(t *testing.T, w *world) {
	p := w.purchase(t)
	for range 8 {
		a := w.invited(t, p, w.id("Supplier"))
		sub, l, event := w.submission(a), w.letter(letter.Reminder, a), w.event("assessment.submitted")
		var both sync.WaitGroup
		both.Go(func() { _ = w.db.Letters().Remind(t.Context(), l, w.now) })
		both.Go(func() {
			if err := w.db.Assessments().Submit(t.Context(), 1, sub, nil, event); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		if state := w.letterStates(t, p)["reminder "+a.Contact.Email]; state == letter.Waiting {
			t.Error("a reminder waits to be sent to one who has submitted")
		}
	}
}

func leasesOnce(t *testing.T, w *world) {
	p := w.purchase(t)
	for range 20 {
		w.invited(t, p, w.id("Supplier"))
	}
	var mu sync.Mutex
	taken := map[string]int{}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			letters, err := w.db.Letters().Lease(t.Context(), w.now, time.Minute, 4)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, l := range letters {
				taken[l.ID]++
			}
		})
	}
	all.Wait()
	for id, times := range taken {
		if times != 1 {
			t.Errorf("letter %s was leased %d times", id, times)
		}
	}
	if len(taken) != 20 {
		t.Errorf("five workers took %d letters of 20", len(taken))
	}
}

func leasesDue(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	later := w.letter(letter.Moved, a)
	later.NotBefore, later.NextTry = kept(w.now.Add(time.Hour)), kept(w.now.Add(time.Hour))
	must(t, w.db.Letters().Post(t.Context(), later))
	lease := func(at time.Time, limit int) []letter.Letter {
		letters, err := w.db.Letters().Lease(t.Context(), at, 10*time.Minute, limit)
		must(t, err)
		return letters
	}
	if got := lease(w.now.Add(-time.Second), 9); len(got) != 0 {
		t.Errorf("%d letters were leased before their time", len(got))
	}
	first := lease(w.now, 9)
	if len(first) != 1 || first[0].Kind != letter.Invitation || first[0].State != letter.Sending {
		t.Fatalf("leased %+v, want the invitation alone", first)
	}
	if got := lease(w.now.Add(10*time.Minute-time.Microsecond), 9); len(got) != 0 {
		t.Errorf("%d letters were leased twice within the lease", len(got))
	}
	same(t, "the letter of a worker that is gone", lease(w.now.Add(10*time.Minute), 9), first)
	if got := lease(w.now.Add(time.Hour), 1); len(got) != 1 {
		t.Errorf("leased %d letters, want the limit 1", len(got))
	}
}

func cancelsPointless(t *testing.T, w *world) {
	p := w.purchase(t)
	open, closed := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	w.lease(t, open, letter.Invitation)
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, open), w.now))
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, closed), w.now))
	_, err := w.db.SQL().ExecContext(t.Context(), "UPDATE assessments SET state = 'submitted' WHERE id = '"+string(closed.ID)+"'")
	must(t, err)
	got, err := w.db.Letters().Lease(t.Context(), p.Closing.Add(-time.Microsecond), time.Minute, 9)
	must(t, err)
	sent := map[string]bool{}
	for _, l := range got {
		sent[string(l.Kind)+" "+l.To] = true
	}
	if !sent["reminder "+open.Contact.Email] || sent["reminder "+closed.Contact.Email] {
		t.Errorf("leased %v", sent)
	}
	if state := w.letterStates(t, p)["reminder "+closed.Contact.Email]; state != letter.Cancelled {
		t.Errorf("the reminder of one who submitted is %s", state)
	}
	closing, err := w.db.Letters().Lease(t.Context(), p.Closing, time.Minute, 9)
	must(t, err)
	for _, l := range closing {
		if l.Kind == letter.Reminder {
			t.Error("a reminder is sent at closing of a procurement that seals")
		}
	}
	w.remindsAfterDueTime(t)
}

// remindsAfterDueTime shows that a due time, unlike closing, ends no reminders.
func (w *world) remindsAfterDueTime(t *testing.T) {
	due := w.purchase(t)
	due.Stage = procurement.Contract
	must(t, w.db.Procurements().Update(t.Context(), due, w.event("x")))
	a := w.invited(t, due, "Tre")
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	late, err := w.db.Letters().Lease(t.Context(), due.Closing.Add(72*time.Hour), time.Minute, 99)
	must(t, err)
	for _, l := range late {
		if l.Kind == letter.Reminder && l.Assessment == string(a.ID) {
			return
		}
	}
	t.Error("a reminder after the due time of a contract follow-up was not sent")
}

func notesAttempt(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	l := w.lease(t, a, letter.Invitation)
	l.State, l.Attempts, l.Answer, l.NextTry = letter.Waiting, 1, "451 try later", kept(w.now.Add(time.Minute))
	must(t, w.db.Letters().Done(t.Context(), l))
	wantKind(t, "noting it twice", w.db.Letters().Done(t.Context(), l), fault.Conflict)
	w.now = l.NextTry
	again := w.lease(t, a, letter.Invitation)
	sent := kept(w.now)
	again.State, again.Attempts, again.Answer, again.SentAt = letter.Sent, 2, "", &sent
	must(t, w.db.Letters().Done(t.Context(), again))
	got, err := w.db.Letters().Letter(t.Context(), a.Procurement.Organisation, l.ID)
	must(t, err)
	same(t, "letter", got, again)
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	reminder := w.lease(t, a, letter.Reminder)
	reminder.State, reminder.SentAt = letter.Sent, &sent
	must(t, w.db.Letters().Done(t.Context(), reminder))
	row, err := w.db.Assessments().Row(t.Context(), a.Procurement.Organisation, a.ID)
	must(t, err)
	same(t, "row", row, assessment.Row{Assessment: a, Letter: letter.Sent, Reminders: 1})
}

func postsMany(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	many := make([]letter.Letter, 150)
	for i := range many {
		many[i] = w.letter(letter.Moved, a)
	}
	must(t, w.db.Letters().Post(t.Context(), many...))
	must(t, w.db.Letters().Post(t.Context(), many...))
	got, err := w.db.Letters().Letters(t.Context(), a.Procurement.Organisation, a.Procurement.ID)
	must(t, err)
	if len(got) != len(many)+1 {
		t.Errorf("%d letters and the invitation were posted, twice; %d are there", len(many), len(got))
	}
}
