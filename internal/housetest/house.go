// Package housetest is a whole portal for tests: real pages, real services, a
// real SQLite database and files on disk; only the clock stands still and the
// letters land on a tray.
package housetest

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/adapter/diskblob"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/app"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// Password is every member's password.
const Password = "correct horse battery staple"

// Start is the time at which every house begins: a Monday morning in Oslo.
var Start = time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)

// House is a portal with two buyers, each with a member in every role.
type House struct {
	*app.Portal
	Tray  *Tray
	Clock *Clock
	t     testing.TB

	hired sync.Map // addresses of the members that are there already
}

// New opens a house over a fresh SQLite database.
func New(t testing.TB) *House { return Over(t, "sqlite::memory:") }

// Over opens a house over the database at address, which must be empty.
func Over(t testing.TB, address string) *House {
	t.Helper()
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	db, err := sqlstore.Open(ctx, address, log)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	_, err = db.Migrate(ctx)
	must(t, err)
	blobs, err := diskblob.Open(t.TempDir())
	must(t, err)
	h := &House{Tray: &Tray{}, Clock: &Clock{now: Start}, t: t}
	h.Portal, err = app.NewPortal(app.Config{
		URL: "http://aktsom.test", Zone: procurement.DefaultZone, MaxFile: 1, Tick: time.Second,
	}, app.Ports{
		DB: db, Blobs: blobs, Scanner: evidence.NoScanner{}, Carrier: h.Tray, Now: h.Clock.Now, Log: log,
	})
	must(t, err)
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// hire adds a buyer's member in a role, the first time somebody asks for them:
// hashing a password takes its time, and most tests know one member.
func (h *House) hire(buyer string, role account.Role) string {
	h.t.Helper()
	email := address(buyer, role)
	if _, there := h.hired.LoadOrStore(email, true); there {
		return email
	}
	must(h.t, h.Accounts.AddMember(context.Background(), account.Member{
		Person:       account.Person{Name: "Kari " + string(role), Email: email, Language: "nb"},
		Organisation: account.Organisation{Name: buyer, Number: "974760673"},
		Role:         role,
	}, Password))
	return email
}

// address is the e-mail address of a buyer's member in a role.
func address(buyer string, role account.Role) string {
	return fmt.Sprintf("%s@%s.example", role, buyer[:5])
}

// Actor returns a member of the first buyer, as an actor for the services.
func (h *House) Actor(role account.Role) account.Actor { return h.actor("Fjordvik kommune", role) }

// OtherActor returns a member of the second buyer.
func (h *House) OtherActor(role account.Role) account.Actor { return h.actor("Andre kommune", role) }

func (h *House) actor(buyer string, role account.Role) account.Actor {
	h.t.Helper()
	actor, err := h.Accounts.SignIn(context.Background(), h.hire(buyer, role), Password)
	must(h.t, err)
	return actor
}

// Publish creates and publishes a procurement of the first buyer that closes
// in six weeks; change, if any, edits the draft first.
func (h *House) Publish(change ...func(*procurement.Procurement)) procurement.Procurement {
	h.t.Helper()
	return h.publish(h.Actor(account.Officer), change...)
}

// PublishOther is Publish for the second buyer.
func (h *House) PublishOther(change ...func(*procurement.Procurement)) procurement.Procurement {
	h.t.Helper()
	return h.publish(h.OtherActor(account.Officer), change...)
}

func (h *House) publish(officer account.Actor, change ...func(*procurement.Procurement)) procurement.Procurement {
	h.t.Helper()
	ctx := context.Background()
	draft := h.Procurements.Draft(officer)
	draft.Title, draft.Reference = "Arbeidsklær til hjemmetjenesten", "2026/1234"
	for _, each := range change {
		each(&draft)
	}
	p, err := h.Procurements.Create(ctx, officer, draft)
	must(h.t, err)
	must(h.t, h.Procurements.Publish(ctx, officer, p.ID))
	p, err = h.Procurements.Load(ctx, officer, p.ID)
	must(h.t, err)
	return p
}

// Invite asks a supplier in a procurement. n tells suppliers apart; the same n
// is the same contact.
func (h *House) Invite(p procurement.Procurement, n int) assessment.Assessment {
	h.t.Helper()
	officer := h.Actor(account.Officer)
	if p.Organisation != officer.Organisation {
		officer = h.OtherActor(account.Officer)
	}
	a, err := h.Assessments.Invite(context.Background(), officer, p.ID, assessment.Invitation{
		Supplier: assessment.Supplier{Name: fmt.Sprintf("Leverandør %d AS", n)},
		Name:     fmt.Sprintf("Ola Nordmann %d", n), Email: contact(n), Language: "nb",
	})
	must(h.t, err)
	return a
}

func contact(n int) string { return fmt.Sprintf("ola%d@leverandor.example", n) }

// Contact returns the n-th supplier's contact as an actor for the services.
func (h *House) Contact(n int) account.Actor {
	h.t.Helper()
	ctx := context.Background()
	token, err := h.Accounts.PrintLink(ctx, contact(n))
	must(h.t, err)
	actor, _, err := h.Accounts.UseLink(ctx, token)
	must(h.t, err)
	return actor
}

// Clock stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time that was last set.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock.
func (c *Clock) Set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = to
}

// Pass lets time pass.
func (c *Clock) Pass(d time.Duration) { c.Set(c.Now().Add(d)) }

// Tray is where letters land, as sent: with their links.
type Tray struct {
	mu      sync.Mutex
	letters []letter.Letter
	Refuse  func(letter.Letter) error // the mail server's no, where a test wants one
}

// Send puts a letter on the tray.
func (t *Tray) Send(_ context.Context, l letter.Letter) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.Refuse != nil {
		if err := t.Refuse(l); err != nil {
			return err
		}
	}
	t.letters = append(t.letters, l)
	return nil
}

// Letters returns what lies on the tray, the oldest first.
func (t *Tray) Letters() []letter.Letter {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]letter.Letter(nil), t.letters...)
}

// To returns the letters to an address, the oldest first.
func (t *Tray) To(email string) []letter.Letter {
	var found []letter.Letter
	for _, l := range t.Letters() {
		if l.To == email {
			found = append(found, l)
		}
	}
	return found
}

var linkPattern = regexp.MustCompile(`http://[^/\s]+(/link/[A-Za-z0-9_-]+)`)

// LinkIn returns the path of the personal link in a letter; empty without one.
func LinkIn(l letter.Letter) string {
	if found := linkPattern.FindStringSubmatch(l.Text); found != nil {
		return found[1]
	}
	return ""
}
