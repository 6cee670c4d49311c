package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"aktsom/static"
)

type serveCommand struct {
	Config `embed:""`
}

// Run serves the portal until the program is told to end.
func (c serveCommand) Run(ctx context.Context, std Streams) error {
	if err := errors.Join(c.check(), c.mayServe()); err != nil {
		return err
	}
	if _, err := static.Load(); err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(std.Err, nil))
	ports, err := connect(ctx, c.Config, log)
	if err != nil {
		return err
	}
	portal, err := NewPortal(c.Config, ports)
	if err != nil {
		return errors.Join(err, ports.DB.Close())
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("listen: %w", err), portal.Close())
	}
	log.Info("serving", "url", c.URL, "listen", listener.Addr().String())
	return errors.Join(portal.Serve(ctx, listener), portal.Close())
}

type workerCommand struct {
	Config `embed:""`
}

// Run does the portal's chores until the program is told to end.
func (c workerCommand) Run(ctx context.Context, std Streams) error {
	log := slog.New(slog.NewJSONHandler(std.Err, nil))
	ports, err := connect(ctx, c.Config, log)
	if err != nil {
		return err
	}
	portal, err := NewPortal(c.Config, ports)
	if err != nil {
		return errors.Join(err, ports.DB.Close())
	}
	log.Info("working")
	portal.Work(ctx)
	return portal.Close()
}
