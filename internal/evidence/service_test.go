package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/adapter/diskblob"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/adapter/sqlstore/storetest"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// office is a buyer and a supplier with an open assessment, over the real
// store and a folder on disk.
type office struct {
	db       *sqlstore.DB
	blobs    evidence.Blobs
	scanner  *scanner
	now      time.Time
	numbers  atomic.Int64
	supplier account.Actor
	buyer    account.Actor
	asked    assessment.Assessment
	*evidence.Service
}

// scanner finds a virus in what says so, and is away when told.
type scanner struct {
	away  bool
	asked int
}

func (s *scanner) Scan(_ context.Context, r io.Reader) (evidence.Verdict, error) {
	s.asked++
	content, err := io.ReadAll(r)
	switch {
	case err != nil:
		return evidence.Verdict{}, err
	case s.away:
		return evidence.Verdict{}, fmt.Errorf("nobody answers: %w", fault.Unavailable)
	case bytes.Contains(content, []byte("puzzle")):
		return evidence.Verdict{}, errors.New("too deep")
	case bytes.Contains(content, []byte("virus")):
		return evidence.Verdict{State: evidence.Infected, Threat: "Test.Virus"}, nil
	}
	return evidence.Verdict{State: evidence.Clean}, nil
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{db: storetest.Memory(t), scanner: &scanner{}, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	blobs, err := diskblob.Open(t.TempDir())
	must(t, err)
	o.blobs = blobs
	o.Service = evidence.NewService(evidence.Parts{
		Store: o.db.Files(), Blobs: o.blobs, Scanner: o.scanner, MaxSize: 1 << 20,
		Now: func() time.Time { return o.now }, NewID: o.id,
	})
	o.ask(t)
	return o
}

func (o *office) id() string { return fmt.Sprintf("id-%03d", o.numbers.Add(1)) }

func (o *office) event() audit.Event { return audit.Event{ID: o.id(), At: o.now, Verb: "test"} }

// ask invites the supplier to a procurement that closes in a day.
func (o *office) ask(t *testing.T) {
	t.Helper()
	member := account.Member{
		Person:       account.Person{ID: "kari", Name: "Kari", Email: "kari@kommune.example", Language: "nb", Created: o.now},
		Organisation: account.Organisation{ID: "kommune", Name: "Lillevik", Created: o.now}, Role: account.Officer,
	}
	must(t, o.db.Accounts().AddMember(t.Context(), member, o.event()))
	p := procurement.Procurement{
		ID: "purchase", Organisation: "kommune", Title: "Arbeidstøy", Stage: procurement.Qualification,
		Closing: o.now.Add(24 * time.Hour), Zone: "Europe/Oslo", State: procurement.Published, Created: o.now,
	}
	must(t, o.db.Procurements().Add(t.Context(), p, o.event()))
	o.asked = assessment.Assessment{
		ID: "asked", Supplier: assessment.Supplier{Name: "Tekstil"}, State: assessment.Open, Version: 1, Invited: o.now, Procurement: p,
		Contact: assessment.Contact{Person: "siri", Name: "Siri", Email: "siri@tekstil.example", Language: "nb"},
	}
	invitation := letter.Letter{ID: o.id(), Key: "invitation", State: letter.Waiting, Created: o.now, NotBefore: o.now, NextTry: o.now}
	must(t, o.db.Assessments().Invite(t.Context(), o.asked, invitation, o.event()))
	o.supplier = account.Actor{Person: "siri", Name: "Siri"}
	o.buyer = account.ActorOf(member)
}

// submit submits the assessment as it is.
func (o *office) submit(t *testing.T) {
	t.Helper()
	sheet, err := o.db.Assessments().Sheet(t.Context(), "asked", "siri")
	must(t, err)
	var files []evidence.ID
	for _, f := range sheet.Files {
		if f.State.Counts() {
			files = append(files, f.ID)
		}
	}
	must(t, o.db.Assessments().Submit(t.Context(), sheet.Assessment.Version, assessment.Submission{
		Assessment: "asked", Round: 1, Person: "siri", At: o.now, Files: files,
	}, nil, o.event()))
}

func (o *office) give(t *testing.T, content string) (evidence.File, error) {
	t.Helper()
	return o.Receive(t.Context(), o.supplier, evidence.Upload{
		Assessment: "asked", Question: "policy",
		Details: evidence.Details{Name: `C:\docs\Policy.pdf`, Kind: "policy", Issuer: "Styret", Issued: "2026-01-31"},
	}, strings.NewReader(content))
}

// keys are the bytes that are kept.
func (o *office) keys(t *testing.T) (keys []string) {
	t.Helper()
	for key, err := range o.blobs.List(t.Context()) {
		must(t, err)
		keys = append(keys, key)
	}
	return keys
}

func (o *office) files(t *testing.T) []evidence.File {
	t.Helper()
	sheet, err := o.db.Assessments().Sheet(t.Context(), "asked", "siri")
	must(t, err)
	return sheet.Files
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

const pdf = "%PDF-1.7\n our policy"

func TestAGivenFileCountsAndIsOpenedOnceScanned(t *testing.T) {
	o := open(t)
	file, err := o.give(t, pdf)
	must(t, err)
	sum := sha256.Sum256([]byte(pdf))
	if file.State != evidence.Given || file.Size != int64(len(pdf)) || file.SHA256 != hex.EncodeToString(sum[:]) ||
		file.MediaType != "application/pdf" || file.Name != "Policy.pdf" {
		t.Errorf("given: %+v", file)
	}
	if kept := o.files(t); len(kept) != 1 || kept[0] != file {
		t.Errorf("kept: %+v, want %+v", kept, file)
	}
	_, _, err = o.Open(t.Context(), o.supplier, file.ID)
	wantKind(t, "before the scan", err, fault.Conflict)
	judged, err := o.Scan(t.Context())
	must(t, err)
	got, body, err := o.Open(t.Context(), o.supplier, file.ID)
	must(t, err)
	defer body.Close()
	content, err := io.ReadAll(body)
	must(t, err)
	if judged != 1 || got.State != evidence.Clean || string(content) != pdf {
		t.Errorf("judged %d; %s: %q", judged, got.State, content)
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	o := open(t)
	_, err := o.give(t, "MZ\x90\x00 a program")
	wantKind(t, "a program", err, fault.Invalid)
	_, err = o.give(t, "")
	wantKind(t, "nothing", err, fault.Invalid)
	_, err = o.give(t, pdf+strings.Repeat("x", 1<<20))
	wantKind(t, "a file over the limit", err, fault.TooLarge)
	_, err = o.give(t, pdf+strings.Repeat("x", 1<<20-len(pdf)))
	must(t, err) // exactly the limit
	if files, keys := o.files(t), o.keys(t); len(files) != 1 || len(keys) != 1 {
		t.Errorf("left: %d files, %d keys, want 1 of each", len(files), len(keys))
	}
}

func TestWrongDetailsAreRefused(t *testing.T) {
	o := open(t)
	file, err := o.give(t, pdf)
	must(t, err)
	for _, wrong := range []evidence.Details{
		{Kind: "novel"}, {Issued: "31.01.2026"}, {ValidUntil: "2026-02-30"}, {Issued: "2026-02-01", ValidUntil: "2026-01-31"}, {Issuer: strings.Repeat("å", 201)},
	} {
		_, err := o.Describe(t.Context(), o.supplier, file.ID, wrong)
		wantKind(t, fmt.Sprint(wrong), err, fault.Invalid)
	}
	right := evidence.Details{Kind: "report", Issuer: "DNV", Issued: "2026-01-31", ValidUntil: "2026-01-31"}
	got, err := o.Describe(t.Context(), o.supplier, file.ID, right)
	must(t, err)
	if kept := o.files(t)[0]; kept != got || kept.Kind != "report" || kept.ValidUntil != "2026-01-31" {
		t.Errorf("described: %+v", kept)
	}
}

func TestAnInfectedFileIsNoFile(t *testing.T) {
	o := open(t)
	file, err := o.give(t, pdf+" with a virus")
	must(t, err)
	_, err = o.Scan(t.Context())
	must(t, err)
	kept := o.files(t)[0]
	if kept.State != evidence.Infected || kept.State.Counts() {
		t.Errorf("the file is %s", kept.State)
	}
	_, _, err = o.Open(t.Context(), o.supplier, file.ID)
	wantKind(t, "opening it", err, fault.Conflict)
}

func TestAFileWaitsWhileTheScannerIsAway(t *testing.T) {
	o := open(t)
	_, err := o.give(t, pdf)
	must(t, err)
	_, err = o.give(t, pdf)
	must(t, err)
	o.scanner.away = true
	if judged, err := o.Scan(t.Context()); err == nil || judged != 0 || o.scanner.asked != 1 {
		t.Errorf("judged %d, asked %d times, %v; want to ask once", judged, o.scanner.asked, err)
	}
	if state := o.files(t)[0].State; state != evidence.Given || !state.Counts() {
		t.Errorf("the file is %s: scanning must not delay the supplier", state)
	}
	o.scanner.away = false
	if judged, err := o.Scan(t.Context()); err != nil || judged != 2 {
		t.Errorf("judged %d, %v", judged, err)
	}
}

func TestAFileThatCannotBeScannedKeepsNobodyWaiting(t *testing.T) {
	o := open(t)
	for _, content := range []string{pdf + " puzzle", pdf} {
		_, err := o.give(t, content)
		must(t, err)
		o.now = o.now.Add(time.Second)
	}
	judged, err := o.Scan(t.Context())
	if files := o.files(t); err == nil || judged != 1 || files[0].State != evidence.Given || files[1].State != evidence.Clean {
		t.Errorf("judged %d, %v: %+v", judged, err, files)
	}
}

func TestWithoutAScannerAFileSaysSo(t *testing.T) {
	verdict, err := evidence.NoScanner{}.Scan(t.Context(), strings.NewReader("virus"))
	if err != nil || verdict.State != evidence.Unchecked || !verdict.State.Opens() {
		t.Errorf("%+v, %v", verdict, err)
	}
}

func TestTheBuyerOpensAFileAfterClosingOnly(t *testing.T) {
	o := open(t)
	file, err := o.give(t, pdf)
	must(t, err)
	_, err = o.Scan(t.Context())
	must(t, err)
	_, _, err = o.Open(t.Context(), o.buyer, file.ID)
	wantKind(t, "an unsubmitted file", err, fault.NotFound)
	o.submit(t)
	_, _, err = o.Open(t.Context(), o.buyer, file.ID)
	wantKind(t, "a sealed file", err, fault.NotFound)
	o.now = o.now.Add(24 * time.Hour)
	_, body, err := o.Open(t.Context(), o.buyer, file.ID)
	must(t, err)
	must(t, body.Close())
}

func TestNobodyElseTouchesAFile(t *testing.T) {
	o := open(t)
	file, err := o.give(t, pdf)
	must(t, err)
	_, err = o.Scan(t.Context())
	must(t, err)
	for name, actor := range map[string]account.Actor{
		"nobody": {}, "another person": {Person: "kari"}, "the buyer": o.buyer,
		"another buyer": {Person: "ola", Organisation: "fylke", Role: account.Administrator},
	} {
		_, _, err := o.Open(t.Context(), actor, file.ID)
		wantKind(t, name+" opens", err, fault.NotFound)
		wantKind(t, name+" removes", o.Remove(t.Context(), actor, file.ID), fault.NotFound)
		_, err = o.Describe(t.Context(), actor, file.ID, evidence.Details{})
		wantKind(t, name+" describes", err, fault.NotFound)
		_, err = o.Receive(t.Context(), actor, evidence.Upload{Assessment: "asked"}, strings.NewReader(pdf))
		wantKind(t, name+" gives", err, fault.NotFound)
	}
	if files, keys := o.files(t), o.keys(t); len(files) != 1 || len(keys) != 1 {
		t.Errorf("left: %d files, %d keys", len(files), len(keys))
	}
}

func TestAFileThatComesTooLateIsForgotten(t *testing.T) {
	o := open(t)
	late := &closing{from: strings.NewReader(strings.Repeat("x", 200_000)), then: func() { o.submit(t) }}
	_, err := o.Receive(t.Context(), o.supplier, evidence.Upload{Assessment: "asked"}, io.MultiReader(strings.NewReader(pdf), late))
	wantKind(t, "submitted while the bytes came", err, fault.Conflict)
	if files, keys := o.files(t), o.keys(t); len(files) != 0 || len(keys) != 0 {
		t.Errorf("left: %v, %v", files, keys)
	}
}

// closing does something when its bytes end.
type closing struct {
	from io.Reader
	then func()
}

func (c *closing) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	if err != nil && c.then != nil {
		c.then()
		c.then = nil
	}
	return n, err
}

func TestAnAbandonedUploadLeavesNothing(t *testing.T) {
	o := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := o.Receive(ctx, o.supplier, evidence.Upload{Assessment: "asked"},
		io.MultiReader(strings.NewReader(pdf+strings.Repeat("x", 200_000)), &closing{from: strings.NewReader(""), then: cancel}, strings.NewReader("more")))
	if err == nil {
		t.Error("an abandoned upload was given")
	}
	if files, keys := o.files(t), o.keys(t); len(files) != 0 || len(keys) != 0 {
		t.Errorf("left: %v, %v", files, keys)
	}
}

func TestTheSweepRemovesBytesWithoutARow(t *testing.T) {
	o := open(t)
	keep, err := o.give(t, pdf)
	must(t, err)
	drop, err := o.give(t, pdf)
	must(t, err)
	must(t, o.Remove(t.Context(), o.supplier, drop.ID))
	for i := range 3 {
		_, err := o.blobs.Put(t.Context(), fmt.Sprintf("asked/orphan-%d", i), strings.NewReader("x"))
		must(t, err)
	}
	swept, err := o.Sweep(t.Context())
	must(t, err)
	if keys := o.keys(t); swept != 4 || len(keys) != 1 || keys[0] != keep.BlobKey {
		t.Errorf("swept %d, left %v; want 4 and %s", swept, keys, keep.BlobKey)
	}
	_, _, err = o.Open(t.Context(), o.supplier, drop.ID)
	wantKind(t, "a removed file", err, fault.NotFound)
}

func TestTheSweepGivesUpAnUploadThatNeverEnded(t *testing.T) {
	o := open(t)
	stuck := evidence.File{ID: "stuck", Assessment: "asked", BlobKey: "asked/stuck", State: evidence.Arriving, Person: "siri", At: o.now}
	must(t, o.db.Files().Arrive(t.Context(), stuck))
	_, err := o.blobs.Put(t.Context(), "asked/stuck", strings.NewReader("half"))
	must(t, err)
	_, err = o.Sweep(t.Context())
	must(t, err)
	if keys := o.keys(t); len(keys) != 1 {
		t.Errorf("an upload that is still coming was swept: %v", keys)
	}
	o.submit(t)
	o.now = o.now.Add(25 * time.Hour)
	_, err = o.Sweep(t.Context())
	must(t, err)
	if keys, files := o.keys(t), o.files(t); len(keys) != 0 || len(files) != 0 {
		t.Errorf("left: %v, %v", keys, files)
	}
}

func TestASweepThatCannotListSaysSo(t *testing.T) {
	o := open(t)
	parts := o.Parts
	parts.Blobs = unlisted{o.blobs}
	if _, err := evidence.NewService(parts).Sweep(t.Context()); err == nil {
		t.Error("a store that cannot be listed was swept")
	}
}

type unlisted struct{ evidence.Blobs }

func (unlisted) List(context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) { yield("", errors.New("the line went dead")) }
}
