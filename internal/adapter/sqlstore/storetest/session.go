package storetest

import (
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

var sessionTests = map[string]func(*testing.T, *world){
	"a browser is known until its time is over":    keepsSession,
	"who reads the database cannot act as anybody": hashesSession,
	"a person sees and ends their own sessions":    endsSessions,
	"what was ended is not brought back":           staysEnded,
}

func keepsSession(t *testing.T, w *world) {
	now := w.now
	sessions := w.db.Sessions(func() time.Time { return now })
	wantSession := func(want string) {
		t.Helper()
		data, found, err := sessions.FindCtx(t.Context(), "token")
		must(t, err)
		if found != (want != "") || string(data) != want {
			t.Errorf("found %q, %v; want %q", data, found, want)
		}
	}
	wantSession("")
	must(t, sessions.CommitCtx(t.Context(), "token", []byte("one\x00\xff"), now.Add(time.Hour)))
	must(t, sessions.CommitCtx(t.Context(), "other", []byte("other"), now.Add(2*time.Hour)))
	wantSession("one\x00\xff")
	must(t, sessions.CommitCtx(t.Context(), "token", []byte("two"), now.Add(time.Hour)))
	wantSession("two")
	now = now.Add(time.Hour)
	wantSession("")
	gone, err := sessions.Forget(t.Context())
	must(t, err)
	if gone != 1 {
		t.Errorf("forgot %d sessions, want 1", gone)
	}
	must(t, sessions.Commit("token", []byte("three"), now.Add(time.Hour)))
	data, found, err := sessions.Find("token")
	must(t, err)
	if !found || string(data) != "three" {
		t.Errorf("found %q, %v", data, found)
	}
	must(t, sessions.Delete("token"))
	wantSession("")
}

func hashesSession(t *testing.T, w *world) {
	const token = "a-token-from-a-cookie"
	sessions := w.db.Sessions(func() time.Time { return w.now })
	must(t, sessions.CommitCtx(t.Context(), token, []byte("x"), w.now.Add(time.Hour)))
	var kept string
	must(t, w.db.SQL().QueryRowContext(t.Context(), "SELECT hash FROM sessions").Scan(&kept))
	if kept == token || strings.Contains(kept, token) || len(kept) != 64 {
		t.Errorf("the database keeps %q", kept)
	}
}

// session signs a person in under a token, which is also the session's id.
func (w *world) session(t *testing.T, token string, person account.PersonID, seen time.Time) account.Session {
	t.Helper()
	owner := account.Session{ID: token, Person: person, Begun: kept(w.now), Seen: kept(seen), Browser: "Firefox, Linux"}
	must(t, w.db.Sessions(w.clock).Own(t.Context(), token, []byte(token), w.now.Add(time.Hour), owner))
	return owner
}

func (w *world) clock() time.Time { return w.now }

// wantSessions fails the test unless the person has just these.
func (w *world) wantSessions(t *testing.T, person account.PersonID, want ...account.Session) {
	t.Helper()
	got, err := w.db.Accounts().Sessions(t.Context(), person, w.now)
	must(t, err)
	same(t, "sessions", got, append([]account.Session{}, want...))
}

func endsSessions(t *testing.T, w *world) {
	kari, ola, accounts := w.kari.Person.ID, w.ola.Person.ID, w.db.Accounts()
	first := w.session(t, "first", kari, w.now)
	second := w.session(t, "second", kari, w.now.Add(time.Minute))
	third := w.session(t, "third", kari, w.now.Add(2*time.Minute))
	olas := w.session(t, "olas", ola, w.now)
	w.wantSessions(t, kari, third, second, first)
	wantKind(t, "somebody else's", accounts.EndSession(t.Context(), ola, "first", w.event("x")), fault.NotFound)
	must(t, accounts.EndSession(t.Context(), kari, "first", w.event("x")))
	w.wantSessions(t, kari, third, second)
	must(t, accounts.EndOtherSessions(t.Context(), kari, "second", w.event("x")))
	w.wantSessions(t, kari, second)
	w.wantSessions(t, ola, olas)
	w.now = w.now.Add(time.Hour)
	w.wantSessions(t, ola)
}

func staysEnded(t *testing.T, w *world) {
	sessions, seen := w.db.Sessions(w.clock), w.now.Add(10*time.Minute)
	owner := w.session(t, "token", w.kari.Person.ID, w.now)
	must(t, sessions.Renew(t.Context(), "token", []byte("later"), w.now.Add(2*time.Hour), seen))
	owner.Seen = kept(seen)
	w.wantSessions(t, w.kari.Person.ID, owner)
	data, _, err := sessions.FindCtx(t.Context(), "token")
	must(t, err)
	same(t, "data", string(data), "later")
	must(t, w.db.Accounts().EndSession(t.Context(), w.kari.Person.ID, "token", w.event("x")))
	must(t, sessions.Renew(t.Context(), "token", []byte("back"), w.now.Add(2*time.Hour), seen))
	_, found, err := sessions.FindCtx(t.Context(), "token")
	must(t, err)
	if found {
		t.Error("a request under way brought back an ended session")
	}
}
