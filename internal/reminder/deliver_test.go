package reminder_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/reminder"
)

// carried is a mail server that lets something happen with each reminder.
type carried struct {
	reminded []string
	answer   error
	during   func(to string)
}

func (c *carried) Send(_ context.Context, l letter.Letter) error {
	if l.Kind == letter.Reminder {
		c.reminded = append(c.reminded, l.To)
		if c.during != nil {
			c.during(l.To)
		}
	}
	return c.answer
}

// house has three suppliers who are due for a reminder, and a carrier.
func house(t *testing.T) (*housetest.House, *reminder.Service, *carried) {
	t.Helper()
	h := housetest.New(t)
	p := h.Publish()
	for n := 1; n <= 3; n++ {
		h.Invite(p, n)
	}
	h.WorkOnce(t.Context())
	h.Clock.Set(p.Closing.Add(-36 * time.Hour))
	c := &carried{}
	return h, reminder.NewService(reminder.Deps{
		Store: h.DB.Letters(), Carrier: c, Linker: h.Accounts, Writer: h.Assessments, Reminded: h.DB.Letters(), Words: h.DB.Letters(),
		Log: slog.New(slog.DiscardHandler), BaseURL: "http://aktsom.test", Now: h.Clock.Now,
	}), c
}

// deliver carries until nothing is due.
func deliver(t *testing.T, s *reminder.Service) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		if n, err = s.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNobodyIsRemindedWhoSubmitsWhileTheOthersAreBeingReminded(t *testing.T) {
	h, s, c := house(t)
	if n, err := s.WriteDue(t.Context()); err != nil || n != 3 {
		t.Fatalf("%d reminders were written, want 3: %v", n, err)
	}
	c.during = func(to string) { // everybody but the first one submits now
		c.during = nil
		for n := 1; n <= 3; n++ {
			if contact := h.Contact(n); contact.Email != to {
				submit(t, h, contact.Email)
			}
		}
	}
	deliver(t, s)
	if len(c.reminded) != 1 {
		t.Errorf("reminded %v, want the first one only", c.reminded)
	}
}

// submit submits what the contact was asked, whatever is missing.
func submit(t *testing.T, h *housetest.House, email string) {
	t.Helper()
	person, err := h.DB.Accounts().PersonByEmail(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	requests, err := h.DB.Assessments().Requests(t.Context(), person.ID)
	if err != nil || len(requests) != 1 {
		t.Fatalf("%d requests, %v", len(requests), err)
	}
	a := requests[0]
	err = h.DB.Assessments().Submit(t.Context(), a.Version, assessment.Submission{
		Assessment: a.ID, Round: 1, Person: person.ID, At: h.Clock.Now(),
	}, nil, audit.Event{ID: "submitted " + email, At: h.Clock.Now(), Verb: "assessment.submitted"})
	if err != nil {
		t.Fatal(err)
	}
}

func TestARefusedLetterFailsAndABrokenLineIsTriedAgain(t *testing.T) {
	for _, c := range []struct {
		answer error
		state  letter.State
		words  string
	}{
		{&reminder.Refusal{Permanent: true, Words: "550 no such user"}, letter.Failed, "550 no such user"},
		{&reminder.Refusal{Words: "451 try later"}, letter.Waiting, "451 try later"},
		{errors.New("dial tcp: connection refused"), letter.Waiting, "the mail server could not be reached"},
	} {
		h, s, carrier := house(t)
		carrier.answer = c.answer
		if _, err := s.WriteDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		deliver(t, s)
		reminders := 0
		for _, l := range lettersOf(t, h) {
			if l.Kind != letter.Reminder {
				continue
			}
			reminders++
			if l.State != c.state || l.Answer != c.words || l.Attempts != 1 {
				t.Errorf("%v: %s after %d attempts, %q", c.answer, l.State, l.Attempts, l.Answer)
			}
		}
		if reminders != 3 {
			t.Errorf("%d reminders, want 3", reminders)
		}
	}
}

// lettersOf are the letters of the house's only procurement.
func lettersOf(t *testing.T, h *housetest.House) []letter.Letter {
	t.Helper()
	officer := h.Actor("officer")
	list, err := h.Procurements.List(t.Context(), officer)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d procurements, %v", len(list), err)
	}
	letters, err := h.Reminders.Letters(t.Context(), officer, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return letters
}
