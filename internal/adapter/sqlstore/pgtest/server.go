// Package pgtest gives tests a real PostgreSQL: a server of their own in a
// temporary folder, reachable through a socket in that folder only, started
// with the first test that asks and gone with the test program, however it
// ends. Where PostgreSQL is not installed the test fails and says what to
// install; it never skips.
package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	superuser = "aktsom"
	// startTimeout is generous: several test programs may start one each on a
	// busy machine.
	startTimeout = time.Minute
)

// private settings keep the server to its folder and its log short.
var private = []string{"-c", "listen_addresses=", "-c", "max_connections=200", "-c", "log_min_messages=fatal"}

// quick settings trade what only matters after a power cut for speed.
var quick = []string{
	"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
	"-c", "shared_buffers=32MB", "-c", "autovacuum=off",
}

// server is the one that the tests of this test program share.
var server = sync.OnceValues(func() (running, error) { return start(quick) })

// running is a started server.
type running struct {
	folder string         // of its data and socket
	held   io.WriteCloser // the keeper's standard input: closed, even by the garbage collector, it stops the server
}

// address is the URL of one of its databases.
func (r running) address(database string) string {
	query := url.Values{"host": {r.folder}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(superuser), Host: "", Path: "/" + database, RawQuery: query.Encode()}
	return u.String()
}

// start makes a data folder and a server with the settings over it.
func start(settings []string) (running, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	bin, err := binaries()
	if err != nil {
		return running{}, err
	}
	folder, err := os.MkdirTemp("", "aktsom-pg-")
	if err != nil {
		return running{}, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	as, err := unprivileged(folder)
	if err != nil {
		return running{}, errors.Join(err, os.RemoveAll(folder))
	}
	if err := initialise(ctx, bin, folder, as); err != nil {
		return running{}, errors.Join(err, os.RemoveAll(folder))
	}
	held, err := launch(bin, folder, as, slices.Concat(private, settings))
	if err != nil {
		return running{}, errors.Join(err, os.RemoveAll(folder))
	}
	r := running{folder: folder, held: held}
	return r, r.wait(ctx)
}

// binaries finds the folder of initdb and postgres: that of PATH, else the
// newest of Debian's.
func binaries() (string, error) {
	candidates, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is well formed
	slices.SortFunc(candidates, func(a, b string) int { return version(b) - version(a) })
	if found, err := exec.LookPath("initdb"); err == nil {
		candidates = append([]string{found}, candidates...)
	}
	for _, initdb := range candidates {
		folder := filepath.Dir(initdb)
		if _, err := os.Stat(filepath.Join(folder, "postgres")); err == nil {
			return folder, nil
		}
	}
	return "", errors.New("PostgreSQL is needed for this test and is not installed: apt-get install postgresql, or put initdb and postgres in PATH")
}

// version is the number in /usr/lib/postgresql/NN/bin/initdb.
func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb)))) // no number sorts last
	return n
}

// unprivileged gives the folder to a user whom PostgreSQL accepts, since it
// refuses root, and returns how to become that user. Nobody but root needs it.
func unprivileged(folder string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("find a user for PostgreSQL: %w", err)
	}
	uid, errUID := strconv.ParseUint(who.Uid, 10, 32)
	gid, errGID := strconv.ParseUint(who.Gid, 10, 32)
	if err := errors.Join(errUID, errGID, os.Chown(folder, int(uid), int(gid))); err != nil {
		return nil, fmt.Errorf("give %s to %s: %w", folder, who.Username, err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func initialise(ctx context.Context, bin, folder string, as *syscall.Credential) error {
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "--pgdata", filepath.Join(folder, "data"),
		"--username", superuser, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	cmd.Dir = folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// keeper runs the server for as long as somebody holds the other end of its
// standard input, then stops it and removes the folder. The test program holds
// it, so the server goes even when the program is killed.
const keeper = `bin=$1; folder=$2; shift 2
"$bin/postgres" -D "$folder/data" -k "$folder" "$@" >"$folder/log" 2>&1 </dev/null & server=$!
cat >/dev/null
kill -QUIT $server; wait $server; cd /; rm -rf "$folder"`

func launch(bin, folder string, as *syscall.Credential, settings []string) (io.WriteCloser, error) {
	//nolint:noctx // it ends with the pipe, not with the context of the test that happened to start it
	cmd := exec.Command("/bin/sh", append([]string{"-c", keeper, "keeper", bin, folder}, settings...)...)
	cmd.Dir = folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	held, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("hold the keeper of PostgreSQL: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	return held, nil
}

// wait returns when the server takes connections.
func (r running) wait(ctx context.Context) error {
	ready := time.NewTicker(20 * time.Millisecond)
	defer ready.Stop()
	for {
		err := r.run(ctx, "postgres", "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(r.folder, "log")) // there may be none yet
			return fmt.Errorf("PostgreSQL did not start within %s: %w\n%s", startTimeout, err, bytes.TrimSpace(log))
		case <-ready.C:
		}
	}
}

// run executes one statement in a database.
func (r running) run(ctx context.Context, database, sql string) error {
	conn, err := pgx.Connect(ctx, r.address(database))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}
