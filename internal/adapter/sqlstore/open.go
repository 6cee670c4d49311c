// Package sqlstore keeps what the story remembers in a database: SQLite in a
// file for a small buyer, PostgreSQL for everybody else, through the same gorm
// code. It is the only package that knows gorm.
//
// Every package of the story declares the store it needs; the file here that
// bears its name implements it. Rows are unexported and never leave the
// package. What the stores promise on both databases is written as tests in
// package storetest.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/glebarez/sqlite"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"aktsom/migrations"
)

const (
	// changeTimeout bounds a transaction. On SQLite the one writer would else
	// be held for ever by a change that waits for something else.
	changeTimeout = 15 * time.Second
	// postgresConnections is what one process takes of the server's usual
	// hundred, so that several serve and worker processes fit.
	postgresConnections = 16
	// idleConnection is how long an unused connection stays open.
	idleConnection = 5 * time.Minute
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect migrations.Dialect
	write   *gorm.DB // SQLite: one connection, since it has one writer
	read    *gorm.DB // SQLite: a pool that sees the last commit; PostgreSQL: the same as write
	pools   []*sql.DB
}

// Open connects to the database at url: sqlite:PATH, sqlite::memory: (gone when
// closed), sqlite::memory:NAME (shared in this process, gone when the last has
// closed it), or a postgres:// address. It does not migrate. Statements that take
// long go to log without their values.
func Open(ctx context.Context, address string, log *slog.Logger) (*DB, error) {
	path, isSQLite := strings.CutPrefix(address, "sqlite:")
	name, inMemory := strings.CutPrefix(path, ":memory:")
	switch {
	case isSQLite && inMemory:
		return openMemory(ctx, name, log)
	case isSQLite && path != "":
		return openFile(ctx, path, log)
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		return openPostgres(ctx, address, log)
	}
	return nil, fmt.Errorf("open database: %q is neither sqlite:PATH nor postgres://…", scheme(address))
}

// scheme is the part of an address that holds no password.
func scheme(address string) string {
	before, _, _ := strings.Cut(address, "://")
	return before
}

// openPostgres needs no prepared statements from gorm: pgx prepares and keeps
// each statement by itself.
func openPostgres(ctx context.Context, address string, log *slog.Logger) (*DB, error) {
	db, pool, err := connect(ctx, postgres.Open(address), log)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", redacted(address), err)
	}
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(idleConnection)
	return &DB{dialect: migrations.Postgres, write: db, read: db, pools: []*sql.DB{pool}}, nil
}

// redacted is the host and database of an address: the rest may hold a password.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return scheme(address) + "://…"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// Pragmas of the writer: an acknowledged answer survives a power cut (FULL), a
// dangling reference is refused (SQLite's default accepts it), and a
// transaction takes the write lock when it begins, not half-way.
const (
	writerPragmas = "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"
	readerPragmas = "_pragma=busy_timeout(5000)&_pragma=query_only(1)"
)

func openFile(ctx context.Context, path string, log *slog.Logger) (*DB, error) {
	if err := private(path); err != nil {
		return nil, err
	}
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	write, writer, err := connectInTurn(ctx, file+"?"+writerPragmas, log)
	if err != nil {
		return nil, fmt.Errorf("open database sqlite:%s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	read, readers, err := connect(ctx, sqlite.Open(file+"?"+readerPragmas), log)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database sqlite:%s to read: %w", path, err), writer.Close())
	}
	readers.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	readers.SetMaxIdleConns(max(4, runtime.GOMAXPROCS(0)))
	return &DB{dialect: migrations.SQLite, write: write, read: read, pools: []*sql.DB{readers, writer}}, nil
}

// Two processes may open a new file at once: how long one waits for the other,
// as long as busy_timeout, and how often it looks.
const (
	turnTime  = 5 * time.Second
	turnPause = 20 * time.Millisecond
)

// connectInTurn connects the writer. To make a new file keep a write-ahead log a
// connection must have it alone, and where it has not, SQLite says busy at once,
// whatever the busy timeout (https://sqlite.org/wal.html).
func connectInTurn(ctx context.Context, name string, log *slog.Logger) (*gorm.DB, *sql.DB, error) {
	wait, stop := context.WithTimeout(ctx, turnTime)
	defer stop()
	again := time.NewTicker(turnPause)
	defer again.Stop()
	for {
		db, pool, err := connect(ctx, sqlite.Open(name), log)
		if !busy(err) {
			return db, pool, err
		}
		select {
		case <-wait.Done():
			return nil, nil, err
		case <-again.C:
		}
	}
}

// busy tells whether SQLite says that somebody else has the file.
func busy(err error) bool {
	const code, primary = 5, 0xff // SQLITE_BUSY, and the bits that tell it from its kinds
	var said interface{ Code() int }
	return errors.As(err, &said) && said.Code()&primary == code
}

// private makes the file, if it is not there, for its owner alone: SQLite would
// let everybody on the machine read the answers. Its journals take the same mode.
func private(path string) error {
	file, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open database sqlite:%s: %w", path, err)
	}
	return file.Close()
}

// MemoryFile is what SQLite itself calls the database sqlite::memory:NAME.
func MemoryFile(name string) string { return "file:/" + url.PathEscape(name) + "?vfs=memdb" }

// openMemory has one connection for all, because another one would be another
// database.
func openMemory(ctx context.Context, name string, log *slog.Logger) (*DB, error) {
	file := "file::memory:?"
	if name != "" {
		file = MemoryFile(name) + "&"
	}
	db, pool, err := connect(ctx, sqlite.Open(file+writerPragmas), log)
	if err != nil {
		return nil, fmt.Errorf("open database sqlite::memory:: %w", err)
	}
	pool.SetMaxOpenConns(1)
	return &DB{dialect: migrations.SQLite, write: db, read: db, pools: []*sql.DB{pool}}, nil
}

func connect(ctx context.Context, dialector gorm.Dialector, log *slog.Logger) (*gorm.DB, *sql.DB, error) {
	db, err := gorm.Open(dialector, &gorm.Config{
		Logger:                 statementLog{to: log},
		TranslateError:         true,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
	})
	if err != nil {
		return nil, nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, nil, err
	}
	if err := pool.PingContext(ctx); err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return db, pool, nil
}

// Close lets go of all connections.
func (d *DB) Close() error {
	errs := make([]error, len(d.pools))
	for i, pool := range d.pools {
		errs[i] = pool.Close()
	}
	return errors.Join(errs...)
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.writer().PingContext(ctx); err != nil {
		return fmt.Errorf("ping the database: %w", err)
	}
	return nil
}

// Migrate moves the database to the end of its history and returns the steps taken.
func (d *DB) Migrate(ctx context.Context) ([]migrations.Step, error) {
	return migrations.Up(ctx, d.writer(), d.dialect)
}

// History lists the steps of the history with what this database has of it.
func (d *DB) History(ctx context.Context) ([]migrations.Step, error) {
	return migrations.Status(ctx, d.writer(), d.dialect)
}

// Dialect tells which database this is.
func (d *DB) Dialect() migrations.Dialect { return d.dialect }

// SQL is the pool that writes, for what is not about rows of the story:
// backups, and tests of the schema itself.
func (d *DB) SQL() *sql.DB { return d.writer() }

func (d *DB) writer() *sql.DB { return d.pools[len(d.pools)-1] }

// from reads what is committed.
func (d *DB) from(ctx context.Context) *gorm.DB { return d.read.WithContext(ctx) }

// to writes one statement, which is its own transaction.
func (d *DB) to(ctx context.Context) *gorm.DB { return d.write.WithContext(ctx) }

// change runs a transaction: everything do writes, or nothing. do gets no
// store, only tx, and must not wait for anything but it.
func (d *DB) change(ctx context.Context, do func(tx *gorm.DB) error) error {
	ctx, cancel := context.WithTimeout(ctx, changeTimeout)
	defer cancel()
	return d.write.WithContext(ctx).Transaction(do)
}
