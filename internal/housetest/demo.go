package housetest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"aktsom/internal/adapter/diskblob"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/adapter/sqlstore/litetest"
	"aktsom/internal/adapter/tray"
	"aktsom/internal/app"
	"aktsom/internal/demo"
	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
)

// Demo is the demo's world as somebody finds it at now, reached at url, over a
// SQLite database in memory. Letters lie open at its outbox.
func Demo(t testing.TB, url string, now func() time.Time) (*app.Portal, []demo.Guest) {
	t.Helper()
	ctx, quiet := context.Background(), slog.New(slog.DiscardHandler)
	db, err := sqlstore.Open(ctx, litetest.Memory(t), quiet)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	blobs, err := diskblob.Open(t.TempDir())
	must(t, err)
	clock := demo.NewClock(now)
	letters := tray.New(clock.Now)
	portal, err := app.NewPortal(app.Config{URL: url, Zone: procurement.DefaultZone, MaxFile: 1}, app.Ports{
		DB: db, Blobs: blobs, Scanner: evidence.NoScanner{}, Carrier: letters, Outbox: letters, Now: clock.Now, Log: quiet,
	})
	must(t, err)
	guests, err := demo.Tell(ctx, demo.Portal{
		Accounts: portal.Accounts, Catalogue: portal.Catalogue, Procurements: portal.Procurements, Assessments: portal.Assessments,
		Evidence: portal.Evidence, Reviews: portal.Reviews, Enquiries: portal.Enquiries, Reminders: portal.Reminders, Clock: clock,
	})
	must(t, err)
	return portal, guests
}
