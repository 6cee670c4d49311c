package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/migrations"
)

// migrateCommands bring a database up to date, or tell how far it is.
type migrateCommands struct {
	Up     migrateUpCommand     `cmd:"" help:"Bring the database up to date."`
	Status migrateStatusCommand `cmd:"" help:"List the steps and which are done."`
}

type migrateUpCommand struct {
	Config `embed:""`
}

// Run applies what is missing, and lists the steps.
func (c migrateUpCommand) Run(ctx context.Context, std Streams) error {
	return c.Config.history(ctx, std, func(db *sqlstore.DB, ctx context.Context) ([]migrations.Step, error) {
		if _, err := db.Migrate(ctx); err != nil {
			return nil, err
		}
		return db.History(ctx)
	})
}

type migrateStatusCommand struct {
	Config `embed:""`
}

// Run lists the steps.
func (c migrateStatusCommand) Run(ctx context.Context, std Streams) error {
	return c.Config.history(ctx, std, (*sqlstore.DB).History)
}

func (c Config) history(ctx context.Context, std Streams, ask func(*sqlstore.DB, context.Context) ([]migrations.Step, error)) error {
	db, err := sqlstore.Open(ctx, c.Database, slog.New(slog.NewTextHandler(std.Err, nil)))
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	steps, err := ask(db, ctx)
	for _, step := range steps {
		done := "not yet"
		if !step.Applied.IsZero() {
			done = step.Applied.UTC().Format(time.DateTime)
		}
		fmt.Fprintf(std.Out, "%-19s  %s\n", done, step.Name)
	}
	return errors.Join(err, db.Close())
}
