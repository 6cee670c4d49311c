package app

import (
	"context"
	"log/slog"
	"time"
)

// tidyEvery is how often the worker cleans up: a sweep asks the blob store for
// every key it has.
const tidyEvery = time.Hour

// Work does the portal's chores until ctx ends: it writes reminders that are
// due, carries letters, scans files, chains what was recorded and, less often,
// cleans up. Any number of
// workers may run over the same database.
func (p *Portal) Work(ctx context.Context) {
	tick, tidy := time.NewTicker(p.Config.Tick), time.NewTicker(tidyEvery)
	defer tick.Stop()
	defer tidy.Stop()
	p.WorkOnce(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			p.do(ctx, p.chores())
		case <-tidy.C:
			p.do(ctx, p.tidying())
		}
	}
}

// chore is one thing the worker does; it returns how much it did.
type chore struct {
	name string
	do   func(context.Context) (int, error)
}

func (p *Portal) chores() []chore {
	return []chore{
		{"write reminders", p.Reminders.WriteDue},
		{"carry letters", p.deliverAll},
		{"scan files", p.Evidence.Scan},
		{"chain events", p.Chain.Extend},
	}
}

func (p *Portal) tidying() []chore {
	return []chore{
		{"sweep files", p.Evidence.Sweep},
		{"forget old sessions", p.forgetSessions},
	}
}

// WorkOnce does every chore once.
func (p *Portal) WorkOnce(ctx context.Context) {
	p.do(ctx, append(p.chores(), p.tidying()...))
}

// do does chores. One that fails is logged and does not keep the others from
// being done.
func (p *Portal) do(ctx context.Context, chores []chore) {
	for _, c := range chores {
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

func (p *Portal) forgetSessions(ctx context.Context) (int, error) {
	gone, err := p.DB.Sessions(p.Now).Forget(ctx)
	return int(gone), err
}
