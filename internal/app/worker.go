package app

import (
	"context"
	"log/slog"
	"time"
)

// Work does the portal's chores until ctx ends: it writes reminders that are
// due, carries letters, scans files and sweeps. Any number of workers may run
// over the same database.
func (p *Portal) Work(ctx context.Context) {
	tick := time.NewTicker(p.Config.Tick)
	defer tick.Stop()
	for {
		p.WorkOnce(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// chore is one thing the worker does; it returns how much it did.
type chore struct {
	name string
	do   func(context.Context) (int, error)
}

// WorkOnce does every chore once. A chore that fails is logged and does not
// keep the others from being done.
func (p *Portal) WorkOnce(ctx context.Context) {
	for _, c := range []chore{
		{"write reminders", p.Reminders.WriteDue},
		{"carry letters", p.deliverAll},
		{"scan files", p.Evidence.Scan},
		{"sweep files", p.Evidence.Sweep},
	} {
		n, err := c.do(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			p.Log.Error("chore failed", "chore", c.name, "err", err)
		case n > 0:
			p.Log.Log(ctx, slog.LevelDebug, "chore done", "chore", c.name, "count", n)
		}
	}
}

// deliverAll carries letters until none is due.
func (p *Portal) deliverAll(ctx context.Context) (int, error) {
	for sum := 0; ; {
		n, err := p.Reminders.Deliver(ctx)
		sum += n
		if err != nil || n == 0 || ctx.Err() != nil {
			return sum, err
		}
	}
}
