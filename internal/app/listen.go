package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	// headerTime is how long a browser may take to say what it wants.
	headerTime = 10 * time.Second
	// quietTime is how long an idle connection is kept.
	quietTime = 2 * time.Minute
	// farewellTime is how long requests that are under way may take once the
	// program is told to end; an upload on a slow line may not make it and is
	// sent again by the browser.
	farewellTime = 20 * time.Second
)

// Serve answers requests on listener until ctx ends, and does the worker's
// chores beside unless the configuration leaves them to another process.
// Requests under way are finished first. It closes the listener.
func (p *Portal) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: p.Site, ReadHeaderTimeout: headerTime, IdleTimeout: quietTime,
		ErrorLog:    slog.NewLogLogger(p.Log.Handler(), slog.LevelWarn),
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	ctx, end := context.WithCancel(ctx)
	var chores sync.WaitGroup
	if p.Config.Worker {
		chores.Go(func() { p.Work(ctx) })
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
		err = fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
		err = farewell(ctx, server)
	}
	end()
	chores.Wait()
	return err
}

// farewell lets requests that are under way end.
func farewell(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewellTime)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return err
}
