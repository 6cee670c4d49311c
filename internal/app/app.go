// Package app is the composition root: it reads the configuration, makes the
// adapters, hands them to the story and runs the command that was asked for.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	_ "time/tzdata" // procurements close in their own zone, also where the machine knows none

	"github.com/alecthomas/kong"
)

// Streams are the program's standard input, output and error.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// commands is the command line: one field a subcommand, each in its own file.
type commands struct {
	Serve         serveCommand          `cmd:"" help:"Serve the portal."`
	Worker        workerCommand         `cmd:"" help:"Carry letters, write reminders, scan files and chain the log, beside serve --no-worker."`
	Migrate       migrateCommands       `cmd:"" help:"Bring the database up to date, or tell how far it is."`
	User          userCommands          `cmd:"" help:"Let people in."`
	Audit         auditCommands         `cmd:"" help:"Tell whether the log is what was recorded."`
	Demo          demoCommand           `cmd:"" help:"Run the portal over a made-up world, for this machine alone; letters lie at /outbox."`
	Questionnaire questionnaireCommands `cmd:"" help:"Check, test and score questionnaires as files."`
	Version       versionCommand        `cmd:"" help:"Print the version of this program."`
}

// exitCode is an error that only carries a status: whatever had to be said
// has been said already.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// Main runs the command named by args and returns the program's exit status:
// 0 when it did what was asked, 1 when it could not, or what the command says.
func Main(ctx context.Context, args []string, std Streams) int {
	var cli commands
	status, exited := 0, false
	parser, err := kong.New(&cli,
		kong.Name("aktsom"),
		kong.Description("A supplier self-assessment portal for responsible procurement."),
		kong.Writers(std.Out, std.Err),
		kong.Exit(func(code int) { status, exited = code, true }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(std),
	)
	if err != nil {
		panic(err) // the command structs above are wrong
	}
	chosen, err := parser.Parse(args)
	if exited {
		return status
	}
	if err == nil {
		err = chosen.Run()
	}
	return exitStatus(err, std.Err)
}

// exitStatus turns an error into a status and prints it, unless it is an exitCode.
func exitStatus(err error, to io.Writer) int {
	if err == nil {
		return 0
	}
	var code exitCode
	if errors.As(err, &code) {
		return int(code)
	}
	fmt.Fprintln(to, "aktsom:", err)
	return 1
}
