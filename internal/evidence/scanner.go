package evidence

import (
	"context"
	"io"

	"aktsom/internal/letter"
)

// Scanner says whether bytes carry a virus.
type Scanner interface {
	// Scan reads r and returns its verdict. An error means that nobody knows:
	// the file is scanned again later. fault.Unavailable when the scanner itself
	// is away.
	Scan(ctx context.Context, r io.Reader) (Verdict, error)
}

// Verdict is what a scanner found.
type Verdict struct {
	State  State  // Clean, Infected, or Unchecked where nothing scans
	Threat string // the scanner's name for what it found
}

// Alarm writes the letters that tell of a file with a virus.
type Alarm interface {
	Infected(ctx context.Context, file File) ([]letter.Letter, error)
}

// NoScanner lets every file through and has it say that nobody checked it.
type NoScanner struct{}

// Scan reads nothing.
func (NoScanner) Scan(context.Context, io.Reader) (Verdict, error) {
	return Verdict{State: Unchecked}, nil
}
