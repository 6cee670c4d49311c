// Package tray carries letters no further than a tray in memory, where they
// can be read as they were sent. Only the demo uses it: whoever can see the
// tray can sign in as anybody.
package tray

import (
	"context"
	"slices"
	"sync"
	"time"

	"aktsom/internal/letter"
	"aktsom/internal/reminder"
)

// room is how many letters lie on the tray; the oldest falls off.
const room = 500

// Tray implements reminder.Carrier.
type Tray struct {
	now     func() time.Time
	mu      sync.Mutex
	letters []letter.Letter // the oldest first
}

var _ reminder.Carrier = (*Tray)(nil)

// New returns an empty tray that notes when letters came by the clock now.
func New(now func() time.Time) *Tray { return &Tray{now: now} }

// Send puts a letter on the tray, with its link.
func (t *Tray) Send(_ context.Context, l letter.Letter) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	came := t.now()
	l.State, l.SentAt = letter.Sent, &came
	t.letters = append(t.letters, l)
	if len(t.letters) > room {
		t.letters = slices.Delete(t.letters, 0, len(t.letters)-room)
	}
	return nil
}

// Letters returns what lies on the tray, the newest first.
func (t *Tray) Letters() []letter.Letter {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := slices.Clone(t.letters)
	slices.Reverse(all)
	return all
}
