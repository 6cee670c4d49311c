package storetest

import (
	"testing"
	"time"

	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

var fileTests = map[string]func(*testing.T, *world){
	"a file comes back as saved":                               loadsFile,
	"nobody else finds it":                                     hidesFile,
	"no file arrives after a submission or closing":            refusesLateFile,
	"a file that counts is seen before submitting":             raisesVersion,
	"a verdict passes after a submission":                      judgesAfterSubmission,
	"nothing comes back from removed or infected":              staysRemoved,
	"the buyer finds it after opening only":                    opensFile,
	"the oldest waits first":                                   listsFilesInState,
	"a file comes in pieces, each once":                        appendsParts,
	"a file is used for another question":                      usesFile,
	"files of an earlier assessment are given again":           carriesFiles,
	"bytes are kept for files, and for removed ones submitted": keepsBytes,
}

func loadsFile(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	f := w.file(a, "policy")
	f.Length = 1 << 40
	must(t, w.db.Files().Arrive(t.Context(), f))
	got, err := w.db.Files().File(t.Context(), f.ID, a.Contact.Person)
	must(t, err)
	same(t, "an arriving file", got, f)
	f.State, f.Size, f.SHA256, f.Name, f.Issuer, f.ValidUntil, f.BlobKey, f.At = evidence.Given, 1<<40, "beef", "Ny.pdf", "", "", "parts/x/y", kept(w.now.Add(time.Minute))
	must(t, w.db.Files().Update(t.Context(), f, w.event("file.given")))
	got, err = w.db.Files().File(t.Context(), f.ID, a.Contact.Person)
	must(t, err)
	same(t, "a given file", got, f)
	wantKind(t, "the same file again", w.db.Files().Arrive(t.Context(), f), fault.Conflict)
}

func hidesFile(t *testing.T, w *world) {
	p := w.purchase(t)
	a, other := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	f := w.given(t, a, "policy")
	_, err := w.db.Files().File(t.Context(), f.ID, other.Contact.Person)
	wantKind(t, "another supplier", err, fault.NotFound)
	_, err = w.db.Files().File(t.Context(), "nothing", a.Contact.Person)
	wantKind(t, "an unknown file", err, fault.NotFound)
	intruder := w.file(a, "policy")
	intruder.Person = other.Contact.Person
	wantKind(t, "giving to another's assessment", w.db.Files().Arrive(t.Context(), intruder), fault.NotFound)
	moved := f
	moved.Assessment = other.ID
	wantKind(t, "moving to another assessment", w.db.Files().Update(t.Context(), moved, w.event("file.described")), fault.NotFound)
}

func refusesLateFile(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	late, half := w.file(a, "policy"), w.file(a, "policy")
	late.At = a.Procurement.Closing
	wantKind(t, "at closing", w.db.Files().Arrive(t.Context(), late), fault.Conflict)
	must(t, w.db.Files().Arrive(t.Context(), half))
	w.submitted(t, a)
	wantKind(t, "after the submission", w.db.Files().Arrive(t.Context(), w.file(a, "policy")), fault.Conflict)
	half.State = evidence.Given
	wantKind(t, "a file whose last byte came after the submission", w.db.Files().Update(t.Context(), half, w.event("file.given")), fault.Conflict)
	half.State = evidence.Removed
	must(t, w.db.Files().Update(t.Context(), half, w.event("file.broken")))

	due := w.purchase(t)
	due.Stage = procurement.Contract
	must(t, w.db.Procurements().Update(t.Context(), due, w.event("procurement.changed")))
	b := w.invited(t, due, "Sko")
	late = w.file(b, "policy")
	late.At = kept(due.Closing.Add(time.Hour))
	must(t, w.db.Files().Arrive(t.Context(), late)) // a due time lets late ones in
}

func raisesVersion(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	f := w.given(t, a, "policy")
	wantKind(t, "submitting what was seen before the file", w.db.Assessments().Submit(t.Context(), a.Version, w.submission(a), nil, w.event("x")), fault.Conflict)
	version := w.sheet(t, a).Assessment.Version
	f.State = evidence.Infected
	told := w.letter(letter.Infected, a)
	must(t, w.db.Files().Update(t.Context(), f, w.event("file.infected"), told))
	got, err := w.db.Letters().Letter(t.Context(), a.Procurement.Organisation, told.ID)
	must(t, err)
	same(t, "letter of the verdict", got, told)
	wantKind(t, "submitting what was seen before the verdict", w.db.Assessments().Submit(t.Context(), version, w.submission(a), nil, w.event("x")), fault.Conflict)
	w.submitted(t, a)
}

func judgesAfterSubmission(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	f := w.given(t, a, "policy")
	w.submitted(t, a)
	version := w.sheet(t, a).Assessment.Version
	f.State = evidence.Clean
	must(t, w.db.Files().Update(t.Context(), f, w.event("file.clean")))
	f.Issuer = "Noen andre"
	wantKind(t, "describing after the submission", w.db.Files().Update(t.Context(), f, w.event("file.described")), fault.Conflict)
	f.Issuer, f.State = "Styret", evidence.Removed
	wantKind(t, "removing after the submission", w.db.Files().Update(t.Context(), f, w.event("file.removed")), fault.Conflict)
	f.State = evidence.Infected
	must(t, w.db.Files().Update(t.Context(), f, w.event("file.infected")))
	sheet := w.sheet(t, a)
	if len(sheet.Files) != 1 || sheet.Files[0].State != evidence.Infected || sheet.Assessment.Version != version {
		t.Errorf("after the verdicts: %+v", sheet)
	}
}

func staysRemoved(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	for _, end := range []evidence.State{evidence.Removed, evidence.Infected} {
		f := w.given(t, a, "policy")
		f.State = end
		must(t, w.db.Files().Update(t.Context(), f, w.event("file."+string(end))))
		for _, back := range []evidence.State{evidence.Arriving, evidence.Given, evidence.Clean, evidence.Unchecked} {
			f.State = back
			wantKind(t, string(end)+" to "+string(back), w.db.Files().Update(t.Context(), f, w.event("file."+string(back))), fault.Conflict)
		}
	}
}

func opensFile(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	f := w.given(t, a, "policy")
	org, closing := a.Procurement.Organisation, a.Procurement.Closing
	_, err := w.db.Files().BuyerFile(t.Context(), f.ID, org, closing)
	wantKind(t, "an unsubmitted one", err, fault.NotFound)
	w.submitted(t, a)
	_, err = w.db.Files().BuyerFile(t.Context(), f.ID, org, closing.Add(-time.Microsecond))
	wantKind(t, "a sealed one", err, fault.NotFound)
	_, err = w.db.Files().BuyerFile(t.Context(), f.ID, w.ola.Organisation.ID, closing)
	wantKind(t, "another buyer", err, fault.NotFound)
	got, err := w.db.Files().BuyerFile(t.Context(), f.ID, org, closing)
	must(t, err)
	same(t, "at closing", got, f)
	must(t, w.db.Assessments().Withdraw(t.Context(), a.ID, w.sheet(t, a).Assessment.Version, w.now, w.event("x")))
	_, err = w.db.Files().BuyerFile(t.Context(), f.ID, org, closing)
	wantKind(t, "a withdrawn one", err, fault.NotFound)
}

func listsFilesInState(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	start := w.now
	var want []evidence.File
	for i := range 3 {
		w.now = start.Add(time.Duration(i) * time.Minute)
		want = append(want, w.given(t, a, "policy"))
	}
	must(t, w.db.Files().Arrive(t.Context(), w.file(a, "policy")))
	got, err := w.db.Files().InState(t.Context(), evidence.Given, w.now, 2)
	must(t, err)
	same(t, "the two oldest", got, want[:2])
	got, err = w.db.Files().InState(t.Context(), evidence.Given, start, 9)
	must(t, err)
	same(t, "those before", got, want[:1])
}

func keepsBytes(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	keep, drop, arriving, frozen := w.given(t, a, "a"), w.given(t, a, "b"), w.file(a, "c"), w.given(t, a, "d")
	drop.State = evidence.Removed
	must(t, w.db.Files().Update(t.Context(), drop, w.event("file.removed")))
	must(t, w.db.Files().Arrive(t.Context(), arriving))
	keys := []string{keep.BlobKey, drop.BlobKey, arriving.BlobKey, frozen.BlobKey, "no/row"}
	got, err := w.db.Files().Kept(t.Context(), keys)
	must(t, err)
	want := map[string]bool{keep.BlobKey: true, arriving.BlobKey: true, frozen.BlobKey: true}
	same(t, "before the submission", got, want)
	w.submitted(t, a)
	must(t, w.db.Assessments().Withdraw(t.Context(), a.ID, w.sheet(t, a).Assessment.Version, w.now, w.event("x")))
	frozen.State = evidence.Removed
	must(t, w.db.Files().Update(t.Context(), frozen, w.event("file.removed")))
	got, err = w.db.Files().Kept(t.Context(), keys)
	must(t, err)
	want[drop.BlobKey] = true // was taken back before, but a submission is newer than the file: rather keep too much
	same(t, "after a submission that stands on one", got, want)
	got, err = w.db.Files().Kept(t.Context(), nil)
	must(t, err)
	same(t, "of no keys", got, map[string]bool{})
}
