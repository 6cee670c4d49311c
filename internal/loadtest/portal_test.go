package loadtest_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"syscall"
	"testing"
	"time"

	"aktsom/internal/adapter/diskblob"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/app"
	"aktsom/internal/evidence"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// The test program is its own portal: started again with these variables it
// serves, so that clients and portal are processes of their own.
const (
	serveVariable  = "LOADTEST_SERVES" // the database to serve over
	listenVariable = "LOADTEST_LISTEN"
	folderVariable = "LOADTEST_FOLDER" // for files

	// profileVariable is set by whoever wants to know where the time goes: a file
	// for the portal's CPU profile. See docs/performance.md.
	profileVariable = "LOADTEST_PROFILE"
)

func TestMain(m *testing.M) {
	if database := os.Getenv(serveVariable); database != "" {
		if err := serve(database); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serve is a portal until the program is told to end: the pages without the
// worker, as aktsom serve --no-worker is.
func serve(database string) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if path := os.Getenv(profileVariable); path != "" {
		end, err := profile(path)
		if err != nil {
			return err
		}
		defer end()
	}
	log := slog.New(slog.DiscardHandler)
	db, err := sqlstore.Open(ctx, database, log)
	if err != nil {
		return err
	}
	blobs, err := diskblob.Open(os.Getenv(folderVariable))
	if err != nil {
		return errors.Join(err, db.Close())
	}
	listen := os.Getenv(listenVariable)
	definition, err := twentyQuestions()
	if err != nil {
		return errors.Join(err, db.Close())
	}
	portal, err := app.NewPortal(app.Config{
		URL: "http://" + listen, Zone: procurement.DefaultZone, MaxFile: 1, Tick: time.Second,
	}, app.Ports{
		DB: db, Blobs: blobs, Scanner: evidence.NoScanner{}, Carrier: &housetest.Tray{}, Now: app.Now, Log: log,
		Questionnaires: []*questionnaire.Questionnaire{definition},
	})
	if err != nil {
		return errors.Join(err, db.Close())
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(portal.Serve(ctx, listener), db.Close())
}

func profile(path string) (end func(), err error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		_ = file.Close() // a short profile is seen by whoever reads it
	}, nil
}

// portal is a running process that answers at base.
type portal struct {
	base string
	pid  int
}

// launch starts a portal over the database and waits until it answers.
func launch(b *testing.B, database string) portal {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	listen := listener.Addr().String()
	if err := listener.Close(); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), serveVariable+"="+database, listenVariable+"="+listen,
		folderVariable+"="+filepath.Join(b.TempDir(), "files"))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself; Wait says why
		if err := cmd.Wait(); err != nil {
			b.Errorf("the portal: %v", err)
		}
	})
	p := portal{base: "http://" + listen, pid: cmd.Process.Pid}
	p.wait(b)
	return p
}

func (p portal) wait(b *testing.B) {
	b.Helper()
	for range 300 {
		if answer, err := http.Get(p.base + "/healthz"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Fatal("the portal did not answer within 30 seconds")
}
