package audit

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
)

// Flaw is what is wrong with the chain at one place.
type Flaw string

// The flaws.
const (
	Changed    Flaw = "changed"    // an event is not what was chained
	Gone       Flaw = "gone"       // an event that was chained is not there
	Outside    Flaw = "outside"    // an event is in no batch, and waits for none
	Broken     Flaw = "broken"     // a batch's hash is not that of its entries
	Unjoined   Flaw = "unjoined"   // a batch does not follow the one before it
	Unsigned   Flaw = "unsigned"   // a batch has no signature, and none after it has one to vouch for it
	Forged     Flaw = "forged"     // a batch's signature is not by the key
	HeadAbsent Flaw = "headabsent" // the head that was noted earlier is not in the chain
)

// Finding is a flaw and where it is.
type Finding struct {
	Flaw  Flaw
	Batch int64  // 0 where it is about none
	Event string // id; empty where it is about none
}

// Report is what a look at the whole chain brought.
type Report struct {
	Batches  int
	Events   int // in the chain
	Waiting  int // recorded, and in no batch yet
	Head     Batch
	Findings []Finding // none: the log is what was recorded
}

// batchesAtOnce bounds what is in memory while a long chain is read.
const batchesAtOnce = 20

// Verify reads the whole chain and every event in it. With a key each batch
// must be signed by it; with a noted hash, a batch must have it: so a log whose
// end was cut off is told from a short one.
func Verify(ctx context.Context, store ChainStore, key ed25519.PublicKey, noted string) (Report, error) {
	v := verifier{key: key, noted: noted, seen: noted == ""}
	for {
		batches, err := store.Batches(ctx, v.report.Head.Number, batchesAtOnce)
		if err != nil {
			return v.report, err
		}
		if len(batches) == 0 {
			return v.end(ctx, store)
		}
		entries, err := store.Entries(ctx, batches[0].Number, batches[len(batches)-1].Number)
		if err != nil {
			return v.report, err
		}
		for _, b := range batches {
			n := 0
			for n < len(entries) && entries[n].Batch == b.Number {
				n++
			}
			if err := v.batch(b, entries[:n]); err != nil {
				return v.report, err
			}
			entries = entries[n:]
		}
	}
}

type verifier struct {
	key    ed25519.PublicKey
	noted  string
	seen   bool    // the noted head, if one was noted
	bare   []int64 // batches without a signature since the last that has one
	report Report
}

func (v *verifier) find(flaw Flaw, batch int64, event string) {
	v.report.Findings = append(v.report.Findings, Finding{flaw, batch, event})
}

func (v *verifier) batch(b Batch, entries []Entry) error {
	if b.Number != v.report.Head.Number+1 || b.Previous != v.report.Head.Hash {
		v.find(Unjoined, b.Number, "")
	}
	hash, err := b.hash(entries)
	if err != nil {
		return err
	}
	if hash != b.Hash {
		v.find(Broken, b.Number, "")
	}
	v.signature(b)
	for _, e := range entries {
		if err := v.entry(e); err != nil {
			return err
		}
	}
	v.seen = v.seen || b.Hash == v.noted
	v.report.Batches++
	v.report.Events += len(entries)
	v.report.Head = b
	return nil
}

func (v *verifier) signature(b Batch) {
	if v.key == nil {
		return
	}
	signature, err := hex.DecodeString(b.Signature)
	switch {
	case b.Signature == "":
		v.bare = append(v.bare, b.Number)
	case err != nil || !ed25519.Verify(v.key, []byte(b.Hash), signature):
		v.find(Forged, b.Number, "")
	default: // it vouches for every batch before
		v.bare = nil
	}
}

func (v *verifier) entry(e Entry) error {
	if e.Event == nil {
		v.find(Gone, e.Batch, e.ID)
		return nil
	}
	digest, err := e.Event.digest()
	if err != nil {
		return fmt.Errorf("verify event %s: %w", e.ID, err)
	}
	if digest != e.Digest {
		v.find(Changed, e.Batch, e.ID)
	}
	return nil
}

func (v *verifier) end(ctx context.Context, store ChainStore) (Report, error) {
	waiting, outside, err := store.Outside(ctx)
	if err != nil {
		return v.report, err
	}
	v.report.Waiting = waiting
	for _, number := range v.bare {
		v.find(Unsigned, number, "")
	}
	for _, id := range outside {
		v.find(Outside, 0, id)
	}
	if !v.seen {
		v.find(HeadAbsent, 0, "")
	}
	return v.report, nil
}
