package storetest

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"aktsom/internal/audit"
	"aktsom/migrations"
)

var chainTests = map[string]func(*testing.T, *world){
	"what is recorded is chained once, and holds":        chainsEvents,
	"more than one batch follow each other":              chainsManyEvents,
	"a signature vouches for the batches before it":      vouchesForUnsigned,
	"of two workers at once neither chains twice":        racesChains,
	"neither batches nor entries are changed or removed": guardsChain,
	"what is changed behind the portal's back is found":  findsForgeries,
}

// chainKey signs in these tests; otherKey is somebody else's.
var chainKey, otherKey = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))

func (w *world) chain() audit.Chain {
	return audit.Chain{Store: w.db.Events(), Key: chainKey, Now: func() time.Time { return kept(w.now) }}
}

// extended chains what is recorded and returns how much that was.
func (w *world) extended(t testing.TB) int {
	t.Helper()
	n, err := w.chain().Extend(t.Context())
	must(t, err)
	return n
}

// verified is what a look at the whole chain brings.
func (w *world) verified(t testing.TB, key ed25519.PrivateKey, noted string) audit.Report {
	t.Helper()
	report, err := audit.Verify(t.Context(), w.db.Events(), key.Public().(ed25519.PublicKey), noted)
	must(t, err)
	return report
}

func (w *world) sql(t testing.TB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := w.db.SQL().ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func chainsEvents(t *testing.T, w *world) {
	recorded := w.extended(t)
	if recorded != 2 { // the members of the world
		t.Fatalf("chained %d events, want 2", recorded)
	}
	first := w.verified(t, chainKey, "")
	same(t, "nothing new", w.extended(t), 0)
	p := w.purchase(t)
	w.happened(t, p, "procurement.edited", time.Hour)
	same(t, "waiting", w.verified(t, chainKey, "").Waiting, 2)
	same(t, "chained later", w.extended(t), 2)
	report := w.verified(t, chainKey, first.Head.Hash)
	if len(report.Findings) > 0 || report.Batches != 2 || report.Events != 4 || report.Waiting != 0 {
		t.Errorf("report: %+v", report)
	}
	if report.Head.Previous != first.Head.Hash || !report.Head.At.Equal(kept(w.now)) {
		t.Errorf("head %+v does not follow %+v", report.Head, first.Head)
	}
}

// many records so many events in one statement.
func (w *world) many(t testing.TB, n int) {
	t.Helper()
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf("('many-%04d', '2026-11-23 08:00:00', 'it.happened', '{}')", i)
	}
	w.sql(t, "INSERT INTO events (id, at, verb, details) VALUES "+strings.Join(rows, ", "))
}

func chainsManyEvents(t *testing.T, w *world) {
	w.many(t, 1200)
	same(t, "chained", w.extended(t), 1202)
	report := w.verified(t, chainKey, "")
	if len(report.Findings) > 0 || report.Batches != 3 || report.Events != 1202 || report.Head.Number != 3 {
		t.Errorf("report: %+v", report)
	}
}

// vouchesForUnsigned: over PostgreSQL a secret may come later than the first
// batches; what is signed after them vouches for them.
func vouchesForUnsigned(t *testing.T, w *world) {
	bare := w.chain()
	bare.Key = nil
	if _, err := bare.Extend(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, "unsigned", flaws(w.verified(t, chainKey, "")), []audit.Flaw{audit.Unsigned})
	w.many(t, 1)
	w.extended(t)
	same(t, "vouched for", flaws(w.verified(t, chainKey, "")), []audit.Flaw(nil))
}

func racesChains(t *testing.T, w *world) {
	w.many(t, 40)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := w.chain().Extend(t.Context()); err != nil {
				t.Errorf("extend the chain: %v", err)
			}
		})
	}
	both.Wait()
	w.extended(t)
	report := w.verified(t, chainKey, "")
	if len(report.Findings) > 0 || report.Events != 42 || report.Waiting != 0 {
		t.Errorf("report: %+v", report)
	}
}

func guardsChain(t *testing.T, w *world) {
	w.extended(t)
	for _, forgery := range []string{
		"UPDATE event_batches SET hash = 'x'", "DELETE FROM event_batches",
		"UPDATE event_entries SET digest = 'x'", "DELETE FROM event_entries",
	} {
		if _, err := w.db.SQL().ExecContext(t.Context(), forgery); err == nil {
			t.Errorf("%s was let through", forgery)
		}
	}
}

// unguarded takes away what keeps the tables as they are, as somebody with all
// rights on the database can.
func (w *world) unguarded(t testing.TB) {
	t.Helper()
	if w.db.Dialect() == migrations.Postgres {
		w.sql(t, "ALTER TABLE events DISABLE TRIGGER ALL", "ALTER TABLE event_batches DISABLE TRIGGER ALL", "ALTER TABLE event_entries DISABLE TRIGGER ALL")
		return
	}
	for _, table := range []string{"events", "event_batches", "event_entries"} {
		w.sql(t, "DROP TRIGGER "+table+"_no_update", "DROP TRIGGER "+table+"_no_delete")
	}
	w.sql(t, "DROP TRIGGER events_queue", "PRAGMA foreign_keys = OFF")
}

func findsForgeries(t *testing.T, w *world) {
	w.extended(t)
	w.many(t, 3)
	w.extended(t)
	head := w.verified(t, chainKey, "").Head
	same(t, "another's key", flaws(w.verified(t, otherKey, "")), []audit.Flaw{audit.Forged, audit.Forged})
	same(t, "a head that never was", flaws(w.verified(t, chainKey, head.Previous+"0")), []audit.Flaw{audit.HeadAbsent})

	w.unguarded(t)
	w.sql(t, "UPDATE events SET verb = 'nothing.happened' WHERE id = 'many-0001'", "DELETE FROM events WHERE id = 'many-0002'")
	w.sql(t, "INSERT INTO events (id, at, verb, details) VALUES ('slipped-in', '2026-11-23 08:00:00', 'it.happened', '{}')")
	same(t, "events", w.verified(t, chainKey, "").Findings, []audit.Finding{
		{Flaw: audit.Changed, Batch: 2, Event: "many-0001"}, {Flaw: audit.Gone, Batch: 2, Event: "many-0002"}, {Flaw: audit.Outside, Event: "slipped-in"},
	})

	w.sql(t, "DELETE FROM event_entries WHERE event_id = 'many-0002'", "DELETE FROM events WHERE id = 'slipped-in'")
	same(t, "an entry left out", flaws(w.verified(t, chainKey, "")), []audit.Flaw{audit.Broken, audit.Changed})
	w.sql(t, "UPDATE event_batches SET signature = '' WHERE number = 2", "UPDATE event_batches SET previous = 'x' WHERE number = 2")
	same(t, "the order", flaws(w.verified(t, chainKey, "")), []audit.Flaw{audit.Unjoined, audit.Broken, audit.Changed, audit.Unsigned})
	w.sql(t, "DELETE FROM event_entries WHERE batch = 2", "DELETE FROM event_batches WHERE number = 2", "DELETE FROM events WHERE id LIKE 'many-%'")
	same(t, "the end cut off", flaws(w.verified(t, chainKey, "")), []audit.Flaw(nil))
	same(t, "the end cut off, with the head noted", flaws(w.verified(t, chainKey, head.Hash)), []audit.Flaw{audit.HeadAbsent})
}

func flaws(r audit.Report) []audit.Flaw {
	var all []audit.Flaw
	for _, f := range r.Findings {
		all = append(all, f.Flaw)
	}
	return all
}
