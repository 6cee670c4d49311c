// Package blobtest is the definition of evidence.Blobs: what it promises, as
// tests that every store of bytes runs.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

// Run holds a store to its promises. open returns a new and empty one.
func Run(t *testing.T, open func(t *testing.T) evidence.Blobs) {
	t.Run("what was put is opened, with its size and hash told", func(t *testing.T) { gives(t, open(t)) })
	t.Run("an empty file is a file", func(t *testing.T) { putAndCheck(t, open(t), "a/empty", nil) })
	t.Run("what was never put is not found", func(t *testing.T) { missing(t, open(t)) })
	t.Run("a deleted file is not found, and deleting again is success", func(t *testing.T) { deletes(t, open(t)) })
	t.Run("a broken upload leaves nothing", func(t *testing.T) { breaks(t, open(t)) })
	t.Run("an abandoned upload leaves nothing", func(t *testing.T) { abandons(t, open(t)) })
	t.Run("keys that are no keys are refused", func(t *testing.T) { refusesKeys(t, open(t)) })
	t.Run("every key is listed once", func(t *testing.T) { lists(t, open(t)) })
	t.Run("many uploads at once do not mix", func(t *testing.T) { atOnce(t, open(t)) })
	t.Run("memory does not grow with the file", func(t *testing.T) { boundsMemory(t, open(t)) })
}

func putAndCheck(t *testing.T, blobs evidence.Blobs, key string, content []byte) {
	t.Helper()
	stored, err := blobs.Put(t.Context(), key, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	if want := (evidence.Stored{Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}); stored != want {
		t.Errorf("Put told %+v, want %+v", stored, want)
	}
	if got := read(t, blobs, key); !bytes.Equal(got, content) {
		t.Errorf("%s came back as %d bytes, want %d", key, len(got), len(content))
	}
}

func read(t *testing.T, blobs evidence.Blobs, key string) []byte {
	t.Helper()
	body, err := blobs.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	content, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func gives(t *testing.T, blobs evidence.Blobs) {
	putAndCheck(t, blobs, "a/one", []byte("a policy"))
	putAndCheck(t, blobs, "a/two", bytes.Repeat([]byte("0123456789abcdef"), 1<<16))
	putAndCheck(t, blobs, "a/one", []byte("a newer policy")) // over the old one
}

func wantMissing(t *testing.T, blobs evidence.Blobs, key string) {
	t.Helper()
	body, err := blobs.Open(t.Context(), key)
	if err == nil {
		body.Close()
	}
	if !errors.Is(err, fault.NotFound) {
		t.Errorf("opening %s: %v, want not found", key, err)
	}
}

func missing(t *testing.T, blobs evidence.Blobs) {
	wantMissing(t, blobs, "a/never")
	putAndCheck(t, blobs, "a/one", []byte("x"))
	wantMissing(t, blobs, "a")
}

func deletes(t *testing.T, blobs evidence.Blobs) {
	putAndCheck(t, blobs, "a/one", []byte("x"))
	for range 2 {
		if err := blobs.Delete(t.Context(), "a/one"); err != nil {
			t.Fatal(err)
		}
		wantMissing(t, blobs, "a/one")
	}
}

// errBroken is a line that went dead in the middle of a file.
var errBroken = errors.New("the line went dead")

type broken struct{ from io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if errors.Is(err, io.EOF) {
		err = errBroken
	}
	return n, err
}

func breaks(t *testing.T, blobs evidence.Blobs) {
	for _, size := range []int{10, 12 << 20} {
		_, err := blobs.Put(t.Context(), "a/broken", broken{strings.NewReader(strings.Repeat("x", size))})
		if !errors.Is(err, errBroken) {
			t.Errorf("Put after %d bytes: %v, want the reader's error", size, err)
		}
		wantMissing(t, blobs, "a/broken")
	}
	if keys := list(t, blobs); len(keys) != 0 {
		t.Errorf("listed after broken uploads: %q", keys)
	}
}

// cancelling ends the upload's context after some bytes.
type cancelling struct {
	from   io.Reader
	cancel context.CancelFunc
}

func (c cancelling) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	if err != nil {
		c.cancel()
	}
	return n, err
}

func abandons(t *testing.T, blobs evidence.Blobs) {
	ctx, cancel := context.WithCancel(t.Context())
	head := cancelling{strings.NewReader(strings.Repeat("x", 6<<20)), cancel}
	_, err := blobs.Put(ctx, "a/gone", io.MultiReader(head, strings.NewReader(strings.Repeat("y", 12<<20))))
	if err == nil {
		t.Error("an upload whose context ended was kept")
	}
	wantMissing(t, blobs, "a/gone")
}

func refusesKeys(t *testing.T, blobs evidence.Blobs) {
	for _, key := range []string{"", ".", "..", "../x", "a/../b", "/a", "a/", "a//b", ".arriving/x", "A", "a b", "a\x00", `a\b`, strings.Repeat("a", 201)} {
		if _, err := blobs.Put(t.Context(), key, strings.NewReader("x")); !errors.Is(err, fault.Invalid) {
			t.Errorf("Put %q: %v, want invalid", key, err)
		}
		if _, err := blobs.Open(t.Context(), key); !errors.Is(err, fault.Invalid) {
			t.Errorf("Open %q: %v, want invalid", key, err)
		}
		if err := blobs.Delete(t.Context(), key); !errors.Is(err, fault.Invalid) {
			t.Errorf("Delete %q: %v, want invalid", key, err)
		}
	}
}

func list(t *testing.T, blobs evidence.Blobs) []string {
	t.Helper()
	var keys []string
	for key, err := range blobs.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func lists(t *testing.T, blobs evidence.Blobs) {
	if keys := list(t, blobs); len(keys) != 0 {
		t.Errorf("a new store lists %q", keys)
	}
	want := []string{"a/one", "a/two", "b/c/three", "four"}
	for _, key := range want {
		putAndCheck(t, blobs, key, []byte(key))
	}
	if keys := list(t, blobs); !slices.Equal(keys, want) {
		t.Errorf("listed %q, want %q", keys, want)
	}
	for _, err := range blobs.List(t.Context()) {
		if err != nil {
			t.Errorf("list: %v", err)
		}
		break // stopping early is allowed
	}
}

func atOnce(t *testing.T, blobs evidence.Blobs) {
	var all sync.WaitGroup
	for _, letter := range []string{"a", "b", "c", "d", "e", "f"} {
		all.Go(func() {
			content := []byte(strings.Repeat(letter, 100_000))
			if _, err := blobs.Put(t.Context(), "at-once/"+letter, bytes.NewReader(content)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, letter := range []string{"a", "b", "c", "d", "e", "f"} {
		if got := read(t, blobs, "at-once/"+letter); string(got) != strings.Repeat(letter, 100_000) {
			t.Errorf("%s holds something else", letter)
		}
	}
}

// endless yields zeros and watches the heap while a store reads on.
type endless struct {
	left int64
	peak uint64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), e.left)
	if e.left>>23 != (e.left-n)>>23 { // every 8 MB
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		e.peak = max(e.peak, m.HeapAlloc)
	}
	clear(p[:n])
	e.left -= n
	return int(n), nil
}

func boundsMemory(t *testing.T, blobs evidence.Blobs) {
	const size, most = 96 << 20, 40 << 20
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	content := &endless{left: size}
	stored, err := blobs.Put(t.Context(), "big", content)
	if err != nil || stored.Size != size {
		t.Fatalf("put %d bytes, %v; want %d", stored.Size, err, size)
	}
	if grown := int64(content.peak) - int64(before.HeapAlloc); grown > most {
		t.Errorf("the heap grew by %d MB for a file of %d MB; at most %d MB is allowed", grown>>20, size>>20, most>>20)
	}
}
