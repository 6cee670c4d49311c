package storetest

import (
	"sync"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/letter"
)

var digestTests = map[string]func(*testing.T, *world){
	"reminders to one person are taken together, others by themselves": leasesTogether,
	"one who submitted is left out, also after the letters are taken":  leavesOut,
	"two workers never share out one person's reminders":               neverSharesOut,
}

// remindedTwice are two reminders to one person, who is asked in two purchases.
func (w *world) remindedTwice(t *testing.T) (first, second letter.Letter) {
	t.Helper()
	a, b := w.invited(t, w.purchase(t), "Tekstil"), w.invited(t, w.purchase(t), "Tekstil")
	w.lease(t, a, letter.Invitation)
	first, second = w.letter(letter.Reminder, a), w.letter(letter.Reminder, b)
	must(t, w.db.Letters().Remind(t.Context(), first, w.now))
	must(t, w.db.Letters().Remind(t.Context(), second, w.now))
	return first, second
}

func leasesTogether(t *testing.T, w *world) {
	first, second := w.remindedTwice(t)
	c := w.invited(t, w.purchase(t), "Sko")
	other := w.letter(letter.Reminder, c)
	must(t, w.db.Letters().Remind(t.Context(), other, w.now))
	taken := map[string]int{}
	for round := 1; round <= 4; round++ {
		letters, err := w.db.Letters().Lease(t.Context(), w.now, time.Minute, 1)
		must(t, err)
		for _, l := range letters {
			if taken[l.ID] != 0 {
				t.Errorf("letter %s is taken twice", l.ID)
			}
			taken[l.ID] = round
		}
	}
	if taken[first.ID] == 0 || taken[first.ID] != taken[second.ID] || taken[other.ID] == 0 || taken[other.ID] == taken[first.ID] {
		t.Errorf("the letters were taken in rounds %v", taken)
	}
	first.State, first.SentAt, first.Together, first.Attempts = letter.Sent, &first.Created, 2, 1
	must(t, w.db.Letters().Done(t.Context(), first))
	kept, err := w.db.Letters().Letter(t.Context(), w.kari.Organisation.ID, first.ID)
	must(t, err)
	if kept.Together != 2 {
		t.Errorf("the letter is said to have gone with %d", kept.Together)
	}
}

func leavesOut(t *testing.T, w *world) {
	first, second := w.remindedTwice(t)
	a, b := w.sheetOf(t, first), w.sheetOf(t, second)
	about, err := w.db.Letters().Reminded(t.Context(), []string{first.ID, second.ID}, w.now)
	must(t, err)
	if len(about) != 2 || about[first.ID].ID != a.ID || about[second.ID].ID != b.ID {
		t.Errorf("the reminders are about %v", about)
	}
	letters, err := w.db.Letters().Lease(t.Context(), w.now, time.Minute, 1)
	must(t, err)
	if len(letters) != 2 {
		t.Fatalf("%d letters are taken, want both", len(letters))
	}
	w.submitted(t, a)
	about, err = w.db.Letters().Reminded(t.Context(), []string{first.ID, second.ID}, w.now)
	must(t, err)
	if _, still := about[first.ID]; still || len(about) != 1 {
		t.Errorf("after the submission the reminders are about %v", about)
	}
	second.State, second.NextTry = letter.Waiting, kept(w.now)
	must(t, w.db.Letters().Done(t.Context(), second))
	w.submitted(t, b)
	if letters, err = w.db.Letters().Lease(t.Context(), w.now, time.Minute, 1); err != nil || len(letters) != 0 {
		t.Errorf("%d reminders are taken after both submitted, %v", len(letters), err)
	}
}

func neverSharesOut(t *testing.T, w *world) {
	for range 5 {
		first, second := w.remindedTwice(t)
		var mu sync.Mutex
		var sizes []int
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				letters, err := w.db.Letters().Lease(t.Context(), w.now, time.Hour, 1)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				for _, l := range letters {
					if l.ID == first.ID || l.ID == second.ID {
						sizes = append(sizes, len(letters))
					}
				}
			})
		}
		all.Wait()
		if len(sizes) != 2 || sizes[0] != 2 || sizes[1] != 2 {
			t.Errorf("one person's two reminders were taken in parts of %v", sizes)
		}
	}
}

// sheetOf is the assessment that a letter is about.
func (w *world) sheetOf(t *testing.T, l letter.Letter) assessment.Assessment {
	t.Helper()
	row, err := w.db.Assessments().Row(t.Context(), account.OrganisationID(l.Organisation), assessment.ID(l.Assessment))
	must(t, err)
	return row.Assessment
}
