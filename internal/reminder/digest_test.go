package reminder_test

import (
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/reminder"
)

// errBusy is a mail server that is away for a while.
var errBusy = &reminder.Refusal{Words: "451 try later"}

// asked is a house in which one person is to be reminded of two buyers'
// requests on the same morning.
func asked(t *testing.T) (h *housetest.House, mine, theirs procurement.Procurement) {
	t.Helper()
	h = housetest.New(t)
	mine = h.Publish(func(p *procurement.Procurement) { p.Title = "Arbeidsklær" })
	theirs = h.PublishOther(func(p *procurement.Procurement) { p.Title = "Gardiner" })
	h.Invite(mine, 1)
	h.Invite(theirs, 1)
	h.WorkOnce(t.Context())
	h.Clock.Set(mine.Closing.Add(-7 * 24 * time.Hour))
	if n, err := h.Reminders.WriteDue(t.Context()); err != nil || n != 2 {
		t.Fatalf("%d reminders were written, want 2: %v", n, err)
	}
	return h, mine, theirs
}

// reminders are the letters at the contact's address that remind.
func reminders(h *housetest.House) []letter.Letter {
	var found []letter.Letter
	for _, l := range h.Tray.To(h.Contact(1).Email) {
		if l.Kind == letter.Reminder || l.Kind == letter.Digest {
			found = append(found, l)
		}
	}
	return found
}

func TestOnePersonGetsOneLetterAboutAllTheirRequests(t *testing.T) {
	t.Parallel()
	h, mine, theirs := asked(t)
	deliver(t, h.Reminders)
	sent := reminders(h)
	if len(sent) != 1 || sent[0].Kind != letter.Digest {
		t.Fatalf("%d letters remind: %+v", len(sent), sent)
	}
	for _, want := range []string{"Arbeidsklær", "Gardiner", "Fjordvik kommune", "Andre kommune"} {
		if !strings.Contains(strings.Join(strings.Fields(sent[0].Text), " "), want) {
			t.Errorf("the letter does not speak of %s:\n%s", want, sent[0].Text)
		}
	}
	if links := strings.Count(sent[0].Text, "/link/"); links != 1 {
		t.Errorf("the letter has %d links", links)
	}
	for _, side := range []struct {
		actor account.Actor
		of    procurement.Procurement
		not   string
	}{{h.Actor(account.Officer), mine, "Gardiner"}, {h.OtherActor(account.Officer), theirs, "Arbeidsklær"}} {
		_, rows, err := h.Assessments.Board(t.Context(), side.actor, side.of.ID)
		if err != nil || rows[0].Reminders != 1 {
			t.Errorf("the board of %s counts %d reminders, %v", side.of.Title, rows[0].Reminders, err)
		}
		letters, err := h.Reminders.Letters(t.Context(), side.actor, side.of.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range letters {
			if strings.Contains(l.Text, side.not) {
				t.Errorf("a buyer reads of another's request %s", side.not)
			}
			if l.Kind == letter.Reminder && (l.Together != 2 || l.State != letter.Sent) {
				t.Errorf("the reminder is %s, with %d", l.State, l.Together)
			}
		}
	}
	if n, err := h.Reminders.WriteDue(t.Context()); err != nil || n != 0 {
		t.Errorf("the same morning writes %d more, %v", n, err)
	}
}

func TestALetterAboutSeveralNeverRemindsOfOneThatWasSubmitted(t *testing.T) {
	t.Parallel()
	h, mine, _ := asked(t)
	h.Tray.Refuse = func(letter.Letter) error { return errBusy }
	deliver(t, h.Reminders) // the mail server is away, both wait
	h.Tray.Refuse = nil
	officer := h.Actor(account.Officer)
	_, rows, err := h.Assessments.Board(t.Context(), officer, mine.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Assessments.WithdrawInvitation(t.Context(), officer, rows[0].ID); err != nil {
		t.Fatal(err)
	}
	h.Clock.Pass(time.Hour)
	deliver(t, h.Reminders)
	sent := reminders(h)
	if len(sent) != 1 || sent[0].Kind != letter.Reminder || strings.Contains(sent[0].Text, "Arbeidsklær") {
		t.Errorf("what reminds: %+v", sent)
	}
}

func TestALetterAboutSeveralIsTriedAgainUnderTheSameName(t *testing.T) {
	t.Parallel()
	h, _, _ := asked(t)
	var names []string
	h.Tray.Refuse = func(l letter.Letter) error {
		names = append(names, l.MessageID)
		if len(names) < 2 {
			return errBusy
		}
		return nil
	}
	deliver(t, h.Reminders)
	h.Clock.Pass(time.Hour)
	deliver(t, h.Reminders)
	if len(names) != 2 || names[0] != names[1] || !strings.HasSuffix(names[0], "@aktsom.test") || len(reminders(h)) != 1 {
		t.Errorf("it was tried as %v and arrived %d times", names, len(reminders(h)))
	}
}
