// Package migrations keeps the one history of the database and moves a database
// along it.
//
// A step is a file NNNNN_name.sql that both databases run. Only where they must
// differ there are two files of the same number, NNNNN_name.postgres.sql and
// NNNNN_name.sqlite.sql; a test of package sqlstore compares what both end up
// with, column by column. A published file is never edited: a mistake is mended
// by the next number.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed *.sql
var history embed.FS

// Dialect is a database we speak to, named as in the suffix of its files.
type Dialect string

// The databases.
const (
	Postgres Dialect = "postgres"
	SQLite   Dialect = "sqlite"
)

// Step is one file of the history. Applied is zero while the database has not
// been moved past it.
type Step struct {
	Name    string
	Version int64
	Applied time.Time
}

// Up moves the database to the end of the history and returns the steps it
// took, none when it was there already; after an error, those before it. On PostgreSQL a session lock lets many
// processes start at once: one moves, the others wait.
func Up(ctx context.Context, db *sql.DB, dialect Dialect) ([]Step, error) {
	return up(ctx, db, dialect, history)
}

// Status lists the whole history, oldest first, with what the database has of it.
func Status(ctx context.Context, db *sql.DB, dialect Dialect) ([]Step, error) {
	return status(ctx, db, dialect, history)
}

func up(ctx context.Context, db *sql.DB, dialect Dialect, files fs.FS) ([]Step, error) {
	provider, err := open(db, dialect, files)
	if err != nil {
		return nil, err
	}
	steps, err := run(ctx, provider)
	for reached := int64(-1); err != nil; {
		// SQLite has no session lock. When another process took the step in
		// the same moment, the database has moved, and the rest is tried again.
		now, versionErr := provider.GetDBVersion(ctx)
		if versionErr != nil || now <= reached {
			return steps, fmt.Errorf("migrate the database: %w", err)
		}
		reached = now
		var more []Step
		more, err = run(ctx, provider)
		steps = append(steps, more...)
	}
	return steps, nil
}

func run(ctx context.Context, provider *goose.Provider) ([]Step, error) {
	results, err := provider.Up(ctx)
	var broken *goose.PartialError
	if errors.As(err, &broken) {
		results = broken.Applied
	}
	steps := make([]Step, len(results))
	for i, r := range results {
		steps[i] = Step{Name: r.Source.Path, Version: r.Source.Version}
	}
	return steps, err
}

func status(ctx context.Context, db *sql.DB, dialect Dialect, files fs.FS) ([]Step, error) {
	provider, err := open(db, dialect, files)
	if err != nil {
		return nil, err
	}
	found, err := provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the migration status: %w", err)
	}
	steps := make([]Step, len(found))
	for i, s := range found {
		steps[i] = Step{Name: s.Source.Path, Version: s.Source.Version, Applied: s.AppliedAt.UTC()}
	}
	return steps, nil
}

// open makes the provider of one dialect: the files of the others are left out.
func open(db *sql.DB, dialect Dialect, files fs.FS) (*goose.Provider, error) {
	foreign, err := foreignFiles(files, dialect)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithExcludeNames(foreign)}
	engine := goose.DialectSQLite3
	if dialect == Postgres {
		engine = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(lockEvery, lockTries))
		if err != nil {
			return nil, fmt.Errorf("make the migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(engine, db, files, options...)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return provider, nil
}

// Every second for five minutes: as long as goose waits by itself, asked five
// times as often so that the second process of two does not idle.
const (
	lockEvery = 1
	lockTries = 300
)

// foreignFiles are the files whose suffix names another dialect.
func foreignFiles(files fs.FS, dialect Dialect) ([]string, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list the migrations: %w", err)
	}
	var foreign []string
	for _, name := range names {
		for _, other := range []Dialect{Postgres, SQLite} {
			if other != dialect && strings.HasSuffix(name, "."+string(other)+".sql") {
				foreign = append(foreign, name)
			}
		}
	}
	return foreign, nil
}
