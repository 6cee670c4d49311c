// Package storetest is the definition of the stores: what they promise, as
// tests that every database runs. It also opens databases for the tests of
// other packages.
package storetest

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/adapter/sqlstore/litetest"
	"aktsom/internal/adapter/sqlstore/pgtest"
)

// Open opens a new and empty database at the end of the history. It is closed
// when the test is over.
type Open func(t testing.TB) *sqlstore.DB

// SQLite is a file in the test's folder, with a writer and readers as in
// operation.
func SQLite(t testing.TB) *sqlstore.DB {
	t.Helper()
	return open(t, litetest.File(t))
}

// Memory is a SQLite in memory: the quickest, for tests of the story. It has
// one connection, so a test must not read while it holds rows open.
func Memory(t testing.TB) *sqlstore.DB {
	t.Helper()
	return open(t, litetest.Memory(t))
}

// Postgres is a database of the test program's own PostgreSQL.
func Postgres(t testing.TB) *sqlstore.DB {
	t.Helper()
	return open(t, migrated.Copy(t))
}

// migrated is the database that Postgres copies.
var migrated = &pgtest.Template{Prepare: func(ctx context.Context, url string) error {
	db, err := sqlstore.Open(ctx, url, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	_, err = db.Migrate(ctx)
	return errors.Join(err, db.Close())
}}

func open(t testing.TB, url string) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}
