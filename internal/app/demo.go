package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"text/tabwriter"
	"time"

	"aktsom/internal/adapter/diskblob"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/adapter/tray"
	"aktsom/internal/demo"
	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
)

type demoCommand struct {
	Port     int    `default:"8080" help:"The port on this machine; 0 for any that is free."`
	Chromium string `env:"AKTSOM_CHROMIUM" placeholder:"PATH" help:"A Chromium that makes PDF of results and receipts."`
	Folder   string `default:"aktsom-demo" type:"path" help:"Where the demo keeps its database and files. It is made anew at each start."`
}

// demoTick is how soon a letter lies in the outbox: before its reader looks.
const demoTick = time.Second

// Run opens a portal over a made-up world, for this machine alone, until ctx
// ends. Whatever was done in it is gone with the next start.
func (c demoCommand) Run(ctx context.Context, std Streams) error {
	listener, err := c.listen(ctx)
	if err != nil {
		return err
	}
	defer listener.Close() // serving closes it; this is for what fails before
	if err := c.clear(); err != nil {
		return err
	}
	clock := demo.NewClock(Now)
	portal, err := c.portal(ctx, "http://"+listener.Addr().String(), clock, slog.New(slog.NewTextHandler(std.Err, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	guests, err := demo.Tell(ctx, demo.Portal{
		Accounts: portal.Accounts, Catalogue: portal.Catalogue, Procurements: portal.Procurements, Assessments: portal.Assessments,
		Evidence: portal.Evidence, Reviews: portal.Reviews, Enquiries: portal.Enquiries, Reminders: portal.Reminders, Clock: clock,
	})
	if err != nil {
		return errors.Join(fmt.Errorf("make up the demo: %w", err), portal.Close())
	}
	c.welcome(std.Out, portal.Config.URL, guests)
	return errors.Join(portal.Serve(ctx, listener), portal.Close())
}

// listen takes the port on the loopback address: nobody else may reach a portal
// where letters lie open.
func (c demoCommand) listen(ctx context.Context) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(c.Port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d is taken: end the program that has it, or choose another with --port=%d (--port=0 takes any)", c.Port, c.Port+1)
	}
	return listener, err
}

// demoMark is a file that tells a folder of ours from one that must not be emptied.
const demoMark = "made-by-aktsom-demo"

// clear makes the folder anew. One that the demo did not make is left alone.
func (c demoCommand) clear() error {
	entries, err := os.ReadDir(c.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look into %s: %w", c.Folder, err)
	}
	if len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(c.Folder, demoMark)); err != nil {
			return fmt.Errorf("%s has files that the demo did not make: choose another folder with --folder", c.Folder)
		}
	}
	if err := os.RemoveAll(c.Folder); err != nil {
		return fmt.Errorf("empty %s: %w", c.Folder, err)
	}
	if err := os.MkdirAll(c.Folder, 0o700); err != nil {
		return fmt.Errorf("make %s: %w", c.Folder, err)
	}
	return os.WriteFile(filepath.Join(c.Folder, demoMark), []byte("aktsom demo empties this folder when it starts.\n"), 0o600)
}

// portal is connected to a database and files in the folder, and to a tray in
// place of a mail server.
func (c demoCommand) portal(ctx context.Context, url string, clock *demo.Clock, log *slog.Logger) (*Portal, error) {
	db, err := sqlstore.Open(ctx, "sqlite:"+filepath.Join(c.Folder, "demo.db"), log)
	if err != nil {
		return nil, err
	}
	blobs, err := diskblob.Open(filepath.Join(c.Folder, "files"))
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if _, err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	press, err := openPress(c.Chromium)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	letters := tray.New(clock.Now)
	portal, err := NewPortal(Config{
		URL: url, Zone: procurement.DefaultZone, MaxFile: 100, Tick: demoTick, Worker: true,
	}, Ports{
		DB: db, Blobs: blobs, Scanner: evidence.NoScanner{}, Carrier: letters, Outbox: letters, Press: press, Now: clock.Now, Log: log,
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return portal, nil
}

// welcome says who can sign in, and where.
func (c demoCommand) welcome(to io.Writer, url string, guests []demo.Guest) {
	fmt.Fprintf(to, "Aktsom is open at %s for this machine. Everything in it is made up and lies in %s.\n\n", url, c.Folder)
	fmt.Fprintf(to, "Buyers sign in at %s/sign-in/password with the password «%s»:\n", url, demo.Password)
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, g := range guests {
		if g.Link == "" {
			fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", g.Email, g.Role, g.Name, g.Organisation)
		}
	}
	_ = w.Flush()
	fmt.Fprintf(to, "\nSuppliers sign in with a link. These can be used once, within 30 minutes; ask for more at %s/sign-in:\n", url)
	for _, g := range guests {
		if g.Link != "" {
			fmt.Fprintf(w, "  %s\t%s\t%s\t%s%s\n", g.Email, g.Name, g.Organisation, url, g.Link)
		}
	}
	_ = w.Flush()
	fmt.Fprintf(to, "\nEvery letter, with its link, lies at %s/outbox. Ctrl-C ends the demo.\n", url)
}
