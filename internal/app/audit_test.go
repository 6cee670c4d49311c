package app_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"testing"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/app"
)

// chained is a database in which somebody was added and a worker has chained
// that, and the head of its chain.
func chained(t *testing.T) (own []string, key, head string) {
	t.Helper()
	own = ofItsOwn(t)
	if status, said := run(t, append([]string{"user", "add", "kari@fjordvik.example", "--name=Kari Nygård", "--organisation=Fjordvik kommune", "--password=" + goodPassword}, own...)...); status != 0 {
		t.Fatal(said)
	}
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	ended := make(chan int)
	go func() {
		ended <- app.Main(ctx, append([]string{"worker"}, own...), app.Streams{In: strings.NewReader(""), Out: new(bytes.Buffer), Err: new(bytes.Buffer)})
	}()
	found := regexp.MustCompile(`(?s)^1 events in 1 batches; 0 wait.*Key   ([0-9a-f]{64})\nHead  ([0-9a-f]{64}) .*Nothing is wrong`)
	for ctx.Err() == nil {
		if _, said := run(t, append([]string{"audit", "verify"}, own[0])...); found.MatchString(said) {
			parts := found.FindStringSubmatch(said)
			key, head = parts[1], parts[2]
			break
		}
	}
	stop()
	if status := <-ended; status != 0 || head == "" {
		t.Fatalf("the worker ended with %d; head %q", status, head)
	}
	return own, key, head
}

func TestTheLogIsVerified(t *testing.T) {
	t.Parallel()
	own, key, head := chained(t)
	database := own[0]
	_, path, _ := strings.Cut(database, "sqlite:")
	if kept, err := os.Stat(path + ".secret"); err != nil || kept.Mode().Perm() != 0o600 {
		t.Fatalf("the secret beside the database: %v %v", kept, err)
	}
	for _, c := range []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"with a head that was noted", []string{"--head=" + head}, 0, "Nothing is wrong"},
		{"with the public key alone", []string{"--key=" + key}, 0, "Nothing is wrong"},
		{"with another head", []string{"--head=" + key}, 1, "the end of the log was cut off"},
		{"with another key", []string{"--key=" + head}, 1, "batch 1 is not signed with the key"},
		{"with another secret", []string{"--secret=" + strings.Repeat("x", 32)}, 1, "batch 1 is not signed with the key"},
		{"with a key that is none", []string{"--key=abc"}, 1, "--key must be 64 hexadecimal digits"},
	} {
		if status, said := run(t, append([]string{"audit", "verify", database}, c.args...)...); status != c.status || !strings.Contains(said, c.says) {
			t.Errorf("%s: status %d, said %q", c.name, status, said)
		}
	}
	forged(t, strings.TrimPrefix(database, "--database="))
	if status, said := run(t, "audit", "verify", database); status != 1 || !strings.Contains(said, "is not what was recorded") {
		t.Errorf("after a forgery: status %d, said %q", status, said)
	}
}

// forged changes what was recorded, as somebody with all rights on the
// database can.
func forged(t *testing.T, database string) {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), database, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"DROP TRIGGER events_no_update", "UPDATE events SET details = '{}'"} {
		if _, err := db.SQL().ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestASecretThatIsTooShortIsRefusedAndNotShown(t *testing.T) {
	t.Parallel()
	status, said := run(t, append([]string{"worker", "--secret=hemmelig"}, ofItsOwn(t)...)...)
	if status != 1 || !strings.Contains(said, "AKTSOM_SECRET must have 32 characters or more") || strings.Contains(said, "hemmelig") {
		t.Errorf("status %d, said %q", status, said)
	}
}
