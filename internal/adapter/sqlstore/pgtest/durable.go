package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// counting settings let a server tell how many statements it was sent. BEGIN
// and COMMIT are not among them.
var counting = []string{
	"-c", "shared_preload_libraries=pg_stat_statements", "-c", "pg_stat_statements.track_utility=off",
}

// Server is a PostgreSQL that keeps what it commits as one in earnest does, for
// measuring, and counts the statements it is sent in pg_stat_statements.
type Server struct {
	URL    string // of its database "postgres"
	Socket string // the folder to give psql or pgbench as host
	User   string
	PID    int // of its first process, the parent of all others

	bin string // the folder of the programs that came with it
}

// Program is the path of a program that comes with PostgreSQL.
func (s Server) Program(name string) string { return filepath.Join(s.bin, name) }

// Durable starts a server of its own, with PostgreSQL's settings as they come,
// and stops it when the test is over.
func Durable(t testing.TB) Server {
	t.Helper()
	bin, err := binaries()
	if err != nil {
		t.Fatal(err)
	}
	r, err := start(counting)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.held.Close(); err != nil {
			t.Errorf("stop PostgreSQL: %v", err)
		}
	})
	if err := r.run(t.Context(), "postgres", "CREATE EXTENSION pg_stat_statements"); err != nil {
		t.Fatalf("count statements (the extension comes with PostgreSQL's contrib modules): %v", err)
	}
	if bin, err = filepath.EvalSymlinks(filepath.Join(bin, "initdb")); err != nil {
		t.Fatal(err)
	}
	pid, err := r.pid()
	if err != nil {
		t.Fatal(err)
	}
	return Server{URL: r.address("postgres"), Socket: r.folder, User: superuser, PID: pid, bin: filepath.Dir(bin)}
}

// pid reads the first line of the file that a running server keeps.
func (r running) pid() (int, error) {
	content, err := os.ReadFile(filepath.Join(r.folder, "data", "postmaster.pid"))
	if err != nil {
		return 0, fmt.Errorf("find PostgreSQL's process: %w", err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	return strconv.Atoi(strings.TrimSpace(first))
}
