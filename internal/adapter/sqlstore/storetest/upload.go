package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

func appendsParts(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	f := w.file(a, "policy")
	f.Length = 100
	must(t, w.db.Files().Arrive(t.Context(), f))
	add := func(start int64, key string, most int) error {
		part := evidence.Part{File: f.ID, Start: start, Size: 30, SHA256: "beef", BlobKey: key}
		return w.db.Files().Append(t.Context(), f, part, most)
	}
	f.At = kept(f.At.Add(time.Minute))
	must(t, add(0, "parts/f/0", 9))
	wantKind(t, "the first piece again", add(0, "parts/f/0-again", 9), fault.Conflict)
	wantKind(t, "a piece after a hole", add(60, "parts/f/60", 9), fault.Conflict)
	wantKind(t, "a piece too many", add(30, "parts/f/30", 1), fault.TooMany)

	var won atomic.Int64
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			if add(30, fmt.Sprintf("parts/f/30-%d", i), 9) == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	parts, err := w.db.Files().Parts(t.Context(), f.ID)
	must(t, err)
	if won.Load() != 1 || len(parts) != 2 || parts[0].BlobKey != "parts/f/0" || parts[1].Start != 30 {
		t.Errorf("%d of four passed with the same piece: %+v", won.Load(), parts)
	}
	got, err := w.db.Files().File(t.Context(), f.ID, f.Person)
	must(t, err)
	f.Size = 60
	same(t, "the file so far", got, f)

	open, err := w.db.Files().Arrivals(t.Context(), f.Person)
	must(t, err)
	arriving, err := w.db.Files().StillArriving(t.Context(), []evidence.ID{f.ID, "nothing"})
	must(t, err)
	same(t, "under way", open, 1)
	same(t, "still arriving", arriving, map[evidence.ID]bool{f.ID: true})
	f.State = evidence.Removed
	must(t, w.db.Files().Update(t.Context(), f, w.event("file.broken")))
	wantKind(t, "a piece of a file that was given up", add(60, "parts/f/60", 9), fault.Conflict)
	open, err = w.db.Files().Arrivals(t.Context(), f.Person)
	must(t, err)
	same(t, "under way after giving up", open, 0)
}

func usesFile(t *testing.T, w *world) {
	p := w.purchase(t)
	a, other := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	f := w.given(t, a, "policy")
	version := w.sheet(t, a).Assessment.Version
	used := f
	used.ID, used.Question = w.file(a, "sites").ID, "sites"
	must(t, w.db.Files().Use(t.Context(), f.ID, used, w.event("file.used")))
	got, err := w.db.Files().File(t.Context(), used.ID, used.Person)
	must(t, err)
	same(t, "the file at the other question", got, used)
	if now := w.sheet(t, a).Assessment.Version; now == version {
		t.Error("nobody who submits is told of the new file")
	}
	intruder := used
	intruder.ID, intruder.Person = w.file(a, "x").ID, other.Contact.Person
	wantKind(t, "somebody else", w.db.Files().Use(t.Context(), f.ID, intruder, w.event("x")), fault.NotFound)
	intruder.Assessment = other.ID
	wantKind(t, "a file of another assessment", w.db.Files().Use(t.Context(), f.ID, intruder, w.event("x")), fault.Conflict)

	f.State = evidence.Removed
	must(t, w.db.Files().Update(t.Context(), f, w.event("file.removed")))
	again := used
	again.ID = w.file(a, "x").ID
	wantKind(t, "a removed file", w.db.Files().Use(t.Context(), f.ID, again, w.event("x")), fault.Conflict)
	keys, err := w.db.Files().Kept(t.Context(), []string{f.BlobKey})
	must(t, err)
	same(t, "bytes that one of two files still stands on", keys, map[string]bool{f.BlobKey: true})
	w.submitted(t, a)
	again.ID = w.file(a, "x").ID
	wantKind(t, "after the submission", w.db.Files().Use(t.Context(), used.ID, again, w.event("x")), fault.Conflict)
}

func carriesFiles(t *testing.T, w *world) {
	again := func() assessment.Assessment { return w.invited(t, w.purchase(t), "Tekstil") } // the same person each time
	before, now, stranger := again(), again(), w.invited(t, w.purchase(t), "Sko")
	f, theirs := w.given(t, before, "policy"), w.given(t, stranger, "policy")
	carry := func(from evidence.ID, to assessment.Assessment) (int, error) {
		return w.db.Files().Carry(t.Context(), to.ID, []evidence.Carried{{
			From: from, ID: w.file(to, "x").ID, Question: "rules", Person: now.Contact.Person, At: kept(w.now), Event: w.event("file.used"),
		}})
	}
	wantCarried := func(what string, from evidence.ID, want int) {
		t.Helper()
		got, err := carry(from, now)
		must(t, err)
		same(t, what, got, want)
	}
	wantCarried("a file of an assessment that is not submitted", f.ID, 0)
	w.submitted(t, before)
	w.submitted(t, stranger)
	wantCarried("somebody else's file", theirs.ID, 0)
	wantCarried("one's own", f.ID, 1)
	wantCarried("the same again", f.ID, 0)
	sheet := w.sheet(t, now)
	if len(sheet.Files) != 1 || sheet.Files[0].Question != "rules" || sheet.Files[0].BlobKey != f.BlobKey || sheet.Files[0].SHA256 != f.SHA256 {
		t.Errorf("the files are %+v, want the bytes of %+v", sheet.Files, f)
	}
	_, err := carry(f.ID, stranger)
	wantKind(t, "to somebody else's assessment", err, fault.NotFound)
	w.submitted(t, now)
	_, err = carry(f.ID, now)
	wantKind(t, "after the submission", err, fault.Conflict)
}
