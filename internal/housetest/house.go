// Package housetest is a whole portal for tests: real pages, real services, a
// real SQLite database and files on disk; only the clock stands still and the
// letters land on a tray.
package housetest

import (
	"cmp"
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
	"aktsom/internal/adapter/sqlstore/litetest"
	"aktsom/internal/app"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/reminder"
	"aktsom/internal/web"
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

	hired  sync.Map // addresses of the members that are there already
	actors sync.Map // account.Actor of members who have signed in, by address: a password takes a while
}

// Setup is what a house stands on, where a test wants something else than New
// gives.
type Setup struct {
	Database       string           // empty: SQLite in memory
	URL            string           // empty: http://aktsom.test
	Blobs          evidence.Blobs   // nil: a folder on disk
	Carrier        reminder.Carrier // nil: the house's tray
	Log            *slog.Logger     // nil: nobody reads it
	MaxFile        int64            // megabytes; 0: one
	TrustedProxies []string
	Press          web.Press                      // nil: one that hands on what it was to print
	Questionnaires []*questionnaire.Questionnaire // beside those we ship
}

// New opens a house over a fresh SQLite database.
func New(t testing.TB) *House { return Build(t, Setup{}) }

// Over opens a house over the database at address, which must be empty.
func Over(t testing.TB, address string) *House { return Build(t, Setup{Database: address}) }

// Build opens a house over what the setup says.
func Build(t testing.TB, on Setup) *House {
	t.Helper()
	h := &House{Tray: &Tray{}, Clock: &Clock{now: Start}, t: t}
	on = h.usual(on)
	ctx := context.Background()
	db, err := sqlstore.Open(ctx, on.Database, on.Log)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	_, err = db.Migrate(ctx)
	must(t, err)
	h.Portal, err = app.NewPortal(app.Config{
		URL: on.URL, Zone: procurement.DefaultZone, MaxFile: on.MaxFile, Tick: time.Second, TrustedProxies: on.TrustedProxies,
	}, app.Ports{
		DB: db, Blobs: on.Blobs, Scanner: evidence.NoScanner{}, Carrier: on.Carrier, Now: h.Clock.Now, Log: on.Log,
		Press: on.Press, Questionnaires: on.Questionnaires,
	})
	must(t, err)
	return h
}

// usual fills in what the setup leaves open.
func (h *House) usual(on Setup) Setup {
	h.t.Helper()
	if on.Database == "" {
		on.Database = litetest.Memory(h.t)
	}
	on.URL = cmp.Or(on.URL, "http://aktsom.test")
	on.MaxFile = cmp.Or(on.MaxFile, 1)
	on.Log = cmp.Or(on.Log, slog.New(slog.DiscardHandler))
	if on.Carrier == nil {
		on.Carrier = h.Tray
	}
	if on.Press == nil {
		on.Press = press{}
	}
	if on.Blobs == nil {
		blobs, err := diskblob.Open(h.t.TempDir())
		must(h.t, err)
		on.Blobs = blobs
	}
	return on
}

// press is no printer: its paper is what it was to print, after the mark of a
// PDF.
type press struct{}

// Print returns the page as it is.
func (press) Print(_ context.Context, html []byte) ([]byte, error) {
	return append([]byte("%PDF-1.7\n"), html...), nil
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
	email := h.hire(buyer, role)
	if known, ok := h.actors.Load(email); ok {
		return known.(account.Actor)
	}
	actor, err := h.Accounts.SignIn(context.Background(), email, Password)
	must(h.t, err)
	h.actors.Store(email, actor)
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
	return h.ActorByLink(contact(n))
}

// ActorByLink returns whoever has the address as an actor of a supplier.
func (h *House) ActorByLink(email string) account.Actor {
	h.t.Helper()
	ctx := context.Background()
	token, err := h.Accounts.PrintLink(ctx, email)
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
