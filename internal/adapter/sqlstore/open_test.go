package sqlstore_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/adapter/sqlstore/pgtest"
	"aktsom/internal/adapter/sqlstore/storetest"
	"aktsom/migrations"
)

func TestAnAddressThatIsNoDatabaseIsRefusedWithoutItsPassword(t *testing.T) {
	for _, address := range []string{"", "sqlite:", "mysql://me:hush@db/x", "postgres:///x?host=/nowhere&user=me&password=hush"} {
		_, err := sqlstore.Open(t.Context(), address, slog.New(slog.DiscardHandler))
		if err == nil {
			t.Errorf("%q opened", address)
		} else if strings.Contains(err.Error(), "hush") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

func TestASQLiteFileSurvivesAPowerCutAndRefusesDanglingReferences(t *testing.T) {
	db := storetest.SQLite(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"} {
		var got string
		if err := sqlstore.Writer(db).QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("writer: %s = %q, %v; want %q", pragma, got, err, want)
		}
	}
	if _, err := sqlstore.Reader(db).Exec("DELETE FROM people"); err == nil {
		t.Error("a reader may write")
	}
}

func TestAPathWithOddCharactersIsOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "år 100%?x#y.db")
	db, err := sqlstore.Open(t.Context(), "sqlite:"+path, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "år*.db")); !slices.Equal(found, []string{path}) {
		t.Errorf("the files are %q, want %q", found, path)
	}
}

func TestMigratingTwiceTakesEveryStepOnce(t *testing.T) {
	for name, url := range map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "a.db"), "postgres": pgtest.Empty(t)} {
		db, err := sqlstore.Open(t.Context(), url, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		first, err := db.Migrate(t.Context())
		if err != nil || len(first) == 0 {
			t.Fatalf("%s: first migration took %d steps: %v", name, len(first), err)
		}
		if again, err := db.Migrate(t.Context()); err != nil || len(again) != 0 {
			t.Errorf("%s: second migration took %d steps: %v", name, len(again), err)
		}
		history, err := db.History(t.Context())
		if err != nil || len(history) != len(first) {
			t.Errorf("%s: history has %d steps, want %d: %v", name, len(history), len(first), err)
		}
		for _, step := range history {
			if step.Applied.IsZero() {
				t.Errorf("%s: step %s is not applied", name, step.Name)
			}
		}
	}
}

func TestManyProcessesMayMigrateAtOnce(t *testing.T) {
	for name, url := range map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "a.db"), "postgres": pgtest.Empty(t)} {
		done := make(chan error)
		for range 3 {
			go func() {
				db, err := sqlstore.Open(context.Background(), url, slog.New(slog.DiscardHandler))
				if err == nil {
					_, err = db.Migrate(context.Background())
					db.Close()
				}
				done <- err
			}()
		}
		for range 3 {
			if err := <-done; err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// column is what both databases must agree on. Types are compared by the
// family that a Go value goes into.
type column struct{ table, name, family, null string }

func TestBothDatabasesHaveTheSameColumns(t *testing.T) {
	lite, post := sqliteColumns(t), postgresColumns(t)
	for key, l := range lite {
		if p, ok := post[key]; !ok {
			t.Errorf("%s is in SQLite only", key)
		} else if l != p {
			t.Errorf("%s: SQLite has %+v, PostgreSQL %+v", key, l, p)
		}
	}
	for key := range post {
		if _, ok := lite[key]; !ok {
			t.Errorf("%s is in PostgreSQL only", key)
		}
	}
}

func sqliteColumns(t *testing.T) map[string]column {
	t.Helper()
	return columns(t, storetest.SQLite(t), `SELECT m.name, c.name, lower(c.type), CASE WHEN c."notnull" = 1 THEN 'NO' ELSE 'YES' END
		FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%'`)
}

func postgresColumns(t *testing.T) map[string]column {
	t.Helper()
	return columns(t, storetest.Postgres(t), `SELECT table_name, column_name, data_type, is_nullable
		FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'`)
}

func columns(t *testing.T, db *sqlstore.DB, query string) map[string]column {
	t.Helper()
	rows, err := sqlstore.Writer(db).Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string]column{}
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.table, &c.name, &c.family, &c.null); err != nil {
			t.Fatal(err)
		}
		if c.family == "timestamp without time zone" {
			c.family = "timestamp"
		}
		found[c.table+"."+c.name] = c
	}
	if err := rows.Err(); err != nil || len(found) < 50 {
		t.Fatalf("read %d columns: %v", len(found), err)
	}
	return found
}

func TestTheDialectIsKnown(t *testing.T) {
	if got := storetest.Memory(t).Dialect(); got != migrations.SQLite {
		t.Errorf("dialect = %s", got)
	}
	if got := storetest.Postgres(t).Dialect(); got != migrations.Postgres {
		t.Errorf("dialect = %s", got)
	}
}

func TestTheTestServerTakesNoConnectionFromTheNetwork(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), pgtest.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var listen string
	if err := conn.QueryRow(t.Context(), "SHOW listen_addresses").Scan(&listen); err != nil || listen != "" {
		t.Errorf("listens on %q, %v", listen, err)
	}
}
