// Command aktsom is the supplier self-assessment portal: one binary that
// serves the pages, carries the letters and checks questionnaires.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"aktsom/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := app.Main(ctx, os.Args[1:], app.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
