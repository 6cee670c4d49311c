// Package litetest gives tests a SQLite database at the end of the history:
// made once in a test program and copied for each test, which the race detector
// lets pass in a fifth of the time that taking every step anew takes.
package litetest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"aktsom/internal/adapter/sqlstore"
)

// prepared is the database that is copied. It lives as long as the test program.
var prepared = sync.OnceValues(func() (*sqlstore.DB, error) {
	ctx := context.Background()
	db, err := sqlstore.Open(ctx, "sqlite::memory:", slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	if _, err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
})

// copies numbers the databases in memory of this test program.
var copies atomic.Int64

// Memory returns the address of a new copy in memory, gone when the test is over.
func Memory(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("copy%d", copies.Add(1))
	address := "sqlite::memory:" + name
	// It is there as long as somebody has it open.
	kept, err := sqlstore.Open(context.Background(), address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := kept.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	copyTo(t, sqlstore.MemoryFile(name))
	return address
}

// File returns the address of a new copy in the test's folder.
func File(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "aktsom.db")
	copyTo(t, path)
	return "sqlite:" + path
}

func copyTo(t testing.TB, file string) {
	t.Helper()
	db, err := prepared()
	if err == nil {
		_, err = db.SQL().ExecContext(context.Background(), "VACUUM INTO ?", file)
	}
	if err != nil {
		t.Fatalf("copy the prepared database: %v", err)
	}
}
