package audit

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gowebpki/jcs"
)

// Batch is a link of the chain that the recorded events form: its hash stands
// for its events and, through Previous, for every batch before it. What is
// changed, left out or put in between afterwards no longer fits.
type Batch struct {
	Number    int64 // from 1, without gaps
	Previous  string
	At        time.Time // when it was made
	Hash      string    // SHA-256, hex; see docs/operating.md for what it is taken of
	Signature string    // Ed25519 over Hash as it is written, hex; empty when there was no key
}

// Entry is an event's place in a batch.
type Entry struct {
	Batch  int64
	ID     string // the event's
	Digest string // of the event as it was when it was chained
	Event  *Event // as it is kept now; nil when it is gone. Only read back, never appended
}

// ChainStore keeps the chain beside the events.
type ChainStore interface {
	// Head returns the newest batch; the zero Batch when there is none.
	Head(ctx context.Context) (Batch, error)

	// Loose lists events that are in no batch yet, the oldest first, limit at most.
	Loose(ctx context.Context, limit int) ([]Event, error)

	// Append adds the batch with its entries, in their order, in one transaction.
	// It reports false, and adds nothing, when there is a batch of that number.
	Append(ctx context.Context, b Batch, entries []Entry) (bool, error)

	// Batches lists batches above a number in their order, limit at most.
	Batches(ctx context.Context, above int64, limit int) ([]Batch, error)

	// Entries lists the entries of the batches from first to last in their order.
	Entries(ctx context.Context, first, last int64) ([]Entry, error)

	// Outside counts the events that wait for a batch, and lists the ids of those
	// that are in none and wait for none: they were not recorded by the portal.
	Outside(ctx context.Context) (waiting int, ids []string, err error)
}

// batchSize is how many events are chained at once: few enough for one
// statement, and a batch is read whole to be verified.
const batchSize = 500

// Chain adds recorded events to the chain.
type Chain struct {
	Store ChainStore
	Key   ed25519.PrivateKey // signs each batch; nil: batches are not signed
	Now   func() time.Time
}

// Extend chains all events that are in no batch yet and returns how many.
// Another worker that does the same meanwhile is left to it.
func (c Chain) Extend(ctx context.Context) (int, error) {
	for sum := 0; ; {
		loose, err := c.Store.Loose(ctx, batchSize)
		if err != nil || len(loose) == 0 {
			return sum, err
		}
		added, err := c.add(ctx, loose)
		if err != nil || !added {
			return sum, err
		}
		if sum += len(loose); len(loose) < batchSize {
			return sum, nil
		}
	}
}

func (c Chain) add(ctx context.Context, events []Event) (bool, error) {
	head, err := c.Store.Head(ctx)
	if err != nil {
		return false, err
	}
	entries := make([]Entry, len(events))
	batch := Batch{Number: head.Number + 1, Previous: head.Hash, At: c.Now()}
	for i, e := range events {
		digest, err := e.digest()
		if err != nil {
			return false, err
		}
		entries[i] = Entry{Batch: batch.Number, ID: e.ID, Digest: digest}
	}
	if batch.Hash, err = batch.hash(entries); err != nil {
		return false, err
	}
	if c.Key != nil {
		batch.Signature = hex.EncodeToString(ed25519.Sign(c.Key, []byte(batch.Hash)))
	}
	return c.Store.Append(ctx, batch, entries)
}

// chainedEvent is what an event's digest is taken of.
type chainedEvent struct {
	ID           string            `json:"id"`
	At           time.Time         `json:"at"`
	Person       string            `json:"person"`
	Organisation string            `json:"organisation"`
	Procurement  string            `json:"procurement"`
	Assessment   string            `json:"assessment"`
	Verb         string            `json:"verb"`
	Details      map[string]string `json:"details"`
}

// digest is the SHA-256 of the event's canonical JSON, in hex.
func (e Event) digest() (string, error) {
	if e.Details == nil {
		e.Details = map[string]string{}
	}
	e.At = e.At.UTC()
	return canonicalHash(chainedEvent(e))
}

// hash is the SHA-256 of the batch's canonical JSON: all but hash and signature.
func (b Batch) hash(entries []Entry) (string, error) {
	digests := make([]string, len(entries))
	for i, e := range entries {
		digests[i] = e.Digest
	}
	return canonicalHash(struct {
		Format   string    `json:"format"`
		Number   int64     `json:"number"`
		Previous string    `json:"previous"`
		At       time.Time `json:"at"`
		Events   []string  `json:"events"`
	}{"aktsom-events-1", b.Number, b.Previous, b.At.UTC(), digests})
}

// canonicalHash is the SHA-256, in hex, of a value's JSON by RFC 8785.
func canonicalHash(value any) (string, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("write %T as JSON: %w", value, err)
	}
	canonical, err := jcs.Transform(raw)
	if err != nil {
		return "", fmt.Errorf("bring %T into its canonical form: %w", value, err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
