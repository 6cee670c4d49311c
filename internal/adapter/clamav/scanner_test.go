package clamav_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/adapter/clamav"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

// daemon speaks the protocol of clamd, and fails where a test wants it to.
type daemon struct {
	limit int  // of the stream; 0 = none
	mute  bool // takes everything and never replies
	reply func(content []byte) string
}

// listen runs the daemon until the test is over and returns its address.
func (d daemon) listen(t *testing.T, network, address string) string {
	t.Helper()
	listener, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go d.serve(conn)
		}
	}()
	return listener.Addr().String()
}

func (d daemon) serve(conn net.Conn) {
	defer conn.Close()
	command := make([]byte, len("zINSTREAM\x00"))
	if _, err := io.ReadFull(conn, command); err != nil || string(command) != "zINSTREAM\x00" {
		_, _ = io.WriteString(conn, "UNKNOWN COMMAND\x00")
		return
	}
	var content bytes.Buffer
	for {
		var length uint32
		if err := binary.Read(conn, binary.BigEndian, &length); err != nil {
			return
		}
		if length == 0 {
			break
		}
		if d.limit > 0 && content.Len()+int(length) > d.limit {
			_, _ = io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
		if _, err := io.CopyN(&content, conn, int64(length)); err != nil {
			return
		}
	}
	if d.mute {
		_, _ = io.Copy(io.Discard, conn)
		return
	}
	_, _ = io.WriteString(conn, d.reply(content.Bytes())+"\x00")
}

// virus finds the word "virus" in what it has been sent.
func virus(content []byte) string {
	if bytes.Contains(content, []byte("virus")) {
		return "stream: Test.Virus FOUND"
	}
	return "stream: OK"
}

func scanner(t *testing.T, d daemon) clamav.Scanner {
	t.Helper()
	s, err := clamav.New("clamd://" + d.listen(t, "tcp", "127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAVerdictIsTheDaemons(t *testing.T) {
	s := scanner(t, daemon{reply: virus})
	big := strings.Repeat("x", 300_000)
	for content, want := range map[string]evidence.Verdict{
		"":              {State: evidence.Clean},
		"a policy":      {State: evidence.Clean},
		big:             {State: evidence.Clean},
		big + "virus":   {State: evidence.Infected, Threat: "Test.Virus"},
		"virus" + big:   {State: evidence.Infected, Threat: "Test.Virus"},
		"a small virus": {State: evidence.Infected, Threat: "Test.Virus"},
	} {
		got, err := s.Scan(t.Context(), strings.NewReader(content))
		if err != nil || got != want {
			t.Errorf("%d bytes: %+v, %v; want %+v", len(content), got, err, want)
		}
	}
}

func TestADaemonOnTheSameMachineIsReachedThroughItsSocket(t *testing.T) {
	path := daemon{reply: virus}.listen(t, "unix", filepath.Join(t.TempDir(), "clamd.ctl"))
	s, err := clamav.New("clamd://" + path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Scan(t.Context(), strings.NewReader("virus")); err != nil || got.State != evidence.Infected {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhatTheDaemonCouldNotReadToTheEndIsNotClean(t *testing.T) {
	for why, d := range map[string]daemon{
		"over its stream limit": {limit: 100_000, reply: virus},
		"over its file limit":   {reply: func([]byte) string { return "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND" }},
		"its own error":         {reply: func([]byte) string { return "stream: Can't allocate memory ERROR" }},
		"no protocol we know":   {reply: func([]byte) string { return "HTTP/1.1 400 Bad Request" }},
		"an empty reply":        {reply: func([]byte) string { return "" }},
	} {
		got, err := scanner(t, d).Scan(t.Context(), strings.NewReader(strings.Repeat("x", 3_000_000)))
		if err == nil {
			t.Errorf("%s: the verdict is %+v, want an error", why, got)
		}
	}
}

func TestADaemonThatNeverRepliesIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if got, err := scanner(t, daemon{mute: true}).Scan(ctx, strings.NewReader("x")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%+v, %v; want the deadline", got, err)
	}
}

func TestADaemonThatIsAwayIsAnError(t *testing.T) {
	s, err := clamav.New("clamd://" + filepath.Join(t.TempDir(), "nobody"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Scan(t.Context(), strings.NewReader("x")); !errors.Is(err, fault.Unavailable) {
		t.Errorf("%+v, %v; want that it is unavailable", got, err)
	}
}

type broken struct{ reads atomic.Int64 }

func (b *broken) Read(p []byte) (int, error) {
	if b.reads.Add(1) > 3 {
		return 0, errDisk
	}
	return len(p), nil
}

var errDisk = errors.New("the disk went away")

func TestHalfAFileIsNotJudged(t *testing.T) {
	if got, err := scanner(t, daemon{reply: virus}).Scan(t.Context(), &broken{}); !errors.Is(err, errDisk) {
		t.Errorf("%+v, %v; want the reader's error", got, err)
	}
}

func TestAnAddressThatIsNoDaemonIsRefused(t *testing.T) {
	for _, address := range []string{"", "clamd:", "clamd://", "clamd://host", "http://host:3310", "host:3310", "clamd://host:3310/x"} {
		if _, err := clamav.New(address); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
}
