// Package clamav asks a ClamAV daemon whether bytes carry a virus.
//
// The daemon's own StreamMaxLength must be at least the portal's largest file
// (Debian ships 25 MB), and AlertExceedsMax should be on: otherwise the daemon
// calls clean what it has not looked at to the end.
package clamav

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

const (
	// scanTime bounds one file, from the first byte to the verdict: the daemon
	// itself gives up on a file after two minutes.
	scanTime = 5 * time.Minute
	// chunk is how much is sent at a time.
	chunk = 64 << 10
	// longestReply is more than any name of a virus.
	longestReply = 4 << 10
)

// Scanner implements evidence.Scanner with a daemon.
type Scanner struct{ network, address string }

var _ evidence.Scanner = Scanner{}

// New returns a scanner over clamd://HOST:PORT or, for a socket on this
// machine, clamd:///PATH. It does not connect yet: the portal runs on while the
// daemon is away, and files wait.
func New(address string) (Scanner, error) {
	u, err := url.Parse(address)
	switch {
	case err == nil && u.Scheme == "clamd" && u.Port() != "" && u.Path == "":
		return Scanner{network: "tcp", address: u.Host}, nil
	case err == nil && u.Scheme == "clamd" && u.Host == "" && u.Path != "":
		return Scanner{network: "unix", address: u.Path}, nil
	}
	return Scanner{}, fmt.Errorf("scanner %q is neither clamd://HOST:PORT nor clamd:///PATH", address)
}

// Scan sends the bytes with the command INSTREAM and reads the verdict.
func (s Scanner) Scan(ctx context.Context, r io.Reader) (evidence.Verdict, error) {
	ctx, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, s.network, s.address)
	if err != nil {
		return evidence.Verdict{}, fmt.Errorf("reach the virus scanner: %w: %w", fault.Unavailable, err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // wakes whoever waits for it
	defer stop()

	sendErr := send(conn, r)
	var source *sourceError
	if errors.As(sendErr, &source) {
		return evidence.Verdict{}, fmt.Errorf("read what is to be scanned: %w", source.cause)
	}
	// When the daemon hung up on us, its reason is waiting.
	reply, err := io.ReadAll(io.LimitReader(conn, longestReply))
	if len(reply) == 0 {
		return evidence.Verdict{}, fmt.Errorf("ask the virus scanner: no reply: %w", errors.Join(ctx.Err(), sendErr, err))
	}
	return verdict(strings.TrimRight(string(reply), "\x00\n"))
}

// sourceError is a failure of what we read, not of the daemon.
type sourceError struct{ cause error }

func (e *sourceError) Error() string { return e.cause.Error() }

// send writes the command, the bytes in chunks that begin with their length,
// and an empty chunk.
func send(to io.Writer, r io.Reader) error {
	if _, err := io.WriteString(to, "zINSTREAM\x00"); err != nil {
		return err
	}
	buffer := make([]byte, 4+chunk)
	for {
		n, err := io.ReadFull(r, buffer[4:])
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return &sourceError{err}
		}
		binary.BigEndian.PutUint32(buffer, uint32(n))
		if n > 0 {
			if _, err := to.Write(buffer[:4+n]); err != nil {
				return err
			}
		}
		if last {
			_, err := to.Write([]byte{0, 0, 0, 0})
			return err
		}
	}
}

// verdict reads "stream: OK" or "stream: NAME FOUND". A file that the daemon's
// limits kept it from reading to the end is neither clean nor infected.
func verdict(reply string) (evidence.Verdict, error) {
	found, ours := strings.CutPrefix(reply, "stream: ")
	threat, infected := strings.CutSuffix(found, " FOUND")
	switch {
	case ours && found == "OK":
		return evidence.Verdict{State: evidence.Clean}, nil
	case ours && infected && !strings.HasPrefix(threat, "Heuristics.Limits.Exceeded"):
		return evidence.Verdict{State: evidence.Infected, Threat: threat}, nil
	}
	return evidence.Verdict{}, fmt.Errorf("the virus scanner could not tell: %q", reply)
}
