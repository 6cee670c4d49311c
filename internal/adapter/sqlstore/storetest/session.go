package storetest

import (
	"strings"
	"testing"
	"time"
)

var sessionTests = map[string]func(*testing.T, *world){
	"a browser is known until its time is over":    keepsSession,
	"who reads the database cannot act as anybody": hashesSession,
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
