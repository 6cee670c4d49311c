package app

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/audit"
)

// auditCommands look at the log as a whole.
type auditCommands struct {
	Verify auditVerifyCommand `cmd:"" help:"Verify that every recorded event is what it was, in its place, and that none is missing. Exits 1 when something is wrong."`
}

type auditVerifyCommand struct {
	Config `embed:""`

	Head string `placeholder:"HASH" help:"A head that was noted earlier: it must still be in the chain, or the end of the log was cut off."`
	Key  string `placeholder:"HEX" help:"The public key that batches must be signed with, for one who does not have the secret."`
}

// Run reads the whole chain, changes nothing, and prints what it found.
func (c auditVerifyCommand) Run(ctx context.Context, std Streams) error {
	key, err := c.key()
	if err != nil {
		return err
	}
	db, err := sqlstore.Open(ctx, c.Database, slog.New(slog.NewTextHandler(std.Err, nil)))
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	report, err := audit.Verify(ctx, db.Events(), key, c.Head)
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("verify the log: %w", err)
	}
	tell(std.Out, report, key)
	if len(report.Findings) > 0 {
		return exitCode(1)
	}
	return nil
}

// key is the public key to verify with; nil where there is none.
func (c auditVerifyCommand) key() (ed25519.PublicKey, error) {
	if c.Key != "" {
		key, err := hex.DecodeString(c.Key)
		if err != nil || len(key) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("--key must be %d hexadecimal digits, as an earlier aktsom audit verify printed them", 2*ed25519.PublicKeySize)
		}
		return key, nil
	}
	private, err := c.signingKey()
	if err != nil || private == nil {
		return nil, err
	}
	return private.Public().(ed25519.PublicKey), nil
}

// flawSentences say what a finding means.
var flawSentences = map[audit.Flaw]string{
	audit.Changed:    "batch %d: event %s is not what was recorded",
	audit.Gone:       "batch %d: event %s is missing",
	audit.Outside:    "event %[2]s is in no batch and waits for none: the portal did not record it",
	audit.Broken:     "batch %d: its hash is not that of its events: some were left out, put in or moved",
	audit.Unjoined:   "batch %d does not follow the one before it",
	audit.Unsigned:   "batch %d is not signed",
	audit.Forged:     "batch %d is not signed with the key",
	audit.HeadAbsent: "the head that was noted is not in the chain: the end of the log was cut off, or it is another log",
}

// tell prints a report: what was read, the head to note, and each finding.
func tell(to io.Writer, r audit.Report, key ed25519.PublicKey) {
	fmt.Fprintf(to, "%d events in %d batches; %d wait for the next batch.\n", r.Events, r.Batches, r.Waiting)
	if key == nil {
		fmt.Fprintln(to, "Signatures were not looked at: there is no AKTSOM_SECRET and no --key.")
	} else {
		fmt.Fprintf(to, "Key   %x\n", []byte(key))
	}
	if r.Head.Number > 0 {
		fmt.Fprintf(to, "Head  %s (batch %d, %s). Note it elsewhere, and give it as --head next time.\n", r.Head.Hash, r.Head.Number, r.Head.At.Format("2006-01-02 15:04 UTC"))
	}
	for _, f := range r.Findings {
		fmt.Fprintln(to, "WRONG", sentence(f))
	}
	if len(r.Findings) == 0 {
		fmt.Fprintln(to, "Nothing is wrong: each event is what was recorded, and none is missing.")
	}
}

func sentence(f audit.Finding) string {
	switch said := flawSentences[f.Flaw]; {
	case f.Event != "":
		return fmt.Sprintf(said, f.Batch, f.Event)
	case f.Batch > 0:
		return fmt.Sprintf(said, f.Batch)
	default:
		return said
	}
}
