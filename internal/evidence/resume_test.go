package evidence_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

func sumOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// begin announces a file that will come in pieces.
func (o *office) begin(t *testing.T, content, sum string) evidence.File {
	t.Helper()
	up := evidence.Upload{Assessment: "asked", Question: "policy", Details: evidence.Details{Name: `C:\docs\Policy.exe`}}
	file, err := o.Begin(t.Context(), o.supplier, up, int64(len(content)), sum)
	must(t, err)
	return file
}

func (o *office) append(t *testing.T, file evidence.File, offset int, from io.Reader) (evidence.File, error) {
	t.Helper()
	return o.Append(t.Context(), o.supplier, file.ID, int64(offset), from)
}

func (o *office) read(t *testing.T, file evidence.File) string {
	t.Helper()
	_, err := o.Scan(t.Context())
	must(t, err)
	_, body, err := o.Open(t.Context(), o.supplier, file.ID)
	must(t, err)
	defer body.Close()
	content, err := io.ReadAll(body)
	must(t, err)
	return string(content)
}

var errLine = errors.New("the line went dead")

// broken is a line that goes dead after some bytes.
func broken(content string) io.Reader {
	return io.MultiReader(strings.NewReader(content), deadLine{})
}

type deadLine struct{}

func (deadLine) Read([]byte) (int, error) { return 0, errLine }

var long = pdf + strings.Repeat("0123456789", 50_000)

func TestAFileGoesOnWhereTheLineBroke(t *testing.T) {
	o := open(t)
	file, cut := o.begin(t, long, sumOf(long)), len(long)*8/10
	got, err := o.append(t, file, 0, broken(long[:cut]))
	if !errors.Is(err, errLine) || got.Size != int64(cut) || got.State != evidence.Arriving {
		t.Fatalf("after 80 per cent: %+v, %v", got, err)
	}
	if files := o.files(t); len(files) != 1 || files[0].State.Counts() {
		t.Errorf("half a file counts: %+v", files)
	}
	_, err = o.append(t, file, 0, strings.NewReader(long))
	wantKind(t, "the beginning once more", err, fault.Conflict)
	now, err := o.Arriving(t.Context(), o.supplier, file.ID)
	must(t, err)
	got, err = o.append(t, file, int(now.Size), strings.NewReader(long[now.Size:]))
	must(t, err)
	if got.State != evidence.Given || got.SHA256 != sumOf(long) || got.Name != "Policy.exe.pdf" || got.MediaType != "application/pdf" {
		t.Errorf("the whole file: %+v", got)
	}
	again, err := o.append(t, file, len(long), strings.NewReader(""))
	if err != nil || again.ID != got.ID {
		t.Errorf("asking again after a lost answer: %+v, %v", again, err)
	}
	swept, err := o.Sweep(t.Context())
	must(t, err)
	if keys := o.keys(t); swept != 2 || len(keys) != 1 || o.read(t, file) != long {
		t.Errorf("swept %d, left %v: the pieces go and the whole stays", swept, keys)
	}
}

func TestAFileOfOnePieceLiesWhereItCame(t *testing.T) {
	o := open(t)
	file := o.begin(t, long, "")
	_, err := o.append(t, file, 0, strings.NewReader(long+"and more that nobody announced"))
	must(t, err)
	swept, err := o.Sweep(t.Context())
	must(t, err)
	if swept != 0 || len(o.keys(t)) != 1 || o.read(t, file) != long {
		t.Errorf("swept %d, left %v", swept, o.keys(t))
	}
}

func TestPiecesOfAnUploadUnderWayAreKeptAndThoseOfAnAbandonedOneSwept(t *testing.T) {
	o := open(t)
	file := o.begin(t, long, "")
	for _, at := range []int{0, 1000, 2000} {
		_, err := o.append(t, file, at, broken(long[at:at+1000]))
		if !errors.Is(err, errLine) {
			t.Fatal(err)
		}
		o.now = o.now.Add(10 * time.Hour) // each piece is a sign of life
	}
	_, err := o.Sweep(t.Context())
	must(t, err)
	if keys := o.keys(t); len(keys) != 3 {
		t.Fatalf("pieces of an upload under way were swept: %v are left", keys)
	}
	o.now = o.now.Add(15 * time.Hour)
	_, err = o.Sweep(t.Context())
	must(t, err)
	if keys, files := o.keys(t), o.files(t); len(keys) != 0 || len(files) != 0 {
		t.Errorf("after a day without a sign: %v, %+v", keys, files)
	}
	_, err = o.append(t, file, 3000, strings.NewReader(long[3000:]))
	wantKind(t, "going on with what was given up", err, fault.NotFound)
}

func TestWhatIsRefusedInPiecesLeavesNothing(t *testing.T) {
	o := open(t)
	program := "MZ\x90\x00" + strings.Repeat("x", 200_000)
	for what, c := range map[string]struct{ content, sum string }{
		"a program, at its beginning": {program, ""},
		"a short program":             {program[:100], ""},
		"a file that arrived altered": {long, sumOf("something else")},
	} {
		file := o.begin(t, c.content, c.sum)
		_, err := o.append(t, file, 0, strings.NewReader(c.content))
		wantKind(t, what, err, fault.Invalid)
	}
	up := evidence.Upload{Assessment: "asked"}
	for what, length := range map[string]int64{"nothing": 0, "less than nothing": -1} {
		_, err := o.Begin(t.Context(), o.supplier, up, length, "")
		wantKind(t, what, err, fault.Invalid)
	}
	_, err := o.Begin(t.Context(), o.supplier, up, 1<<20+1, "")
	wantKind(t, "a file over the limit", err, fault.TooLarge)
	_, err = o.Begin(t.Context(), o.supplier, up, 10, "no hash")
	wantKind(t, "a hash that is none", err, fault.Invalid)
	cancelled := o.begin(t, long, "")
	_, err = o.append(t, cancelled, 0, broken(long[:70_000]))
	if !errors.Is(err, errLine) {
		t.Error(err)
	}
	must(t, o.Cancel(t.Context(), o.supplier, cancelled.ID))
	_, err = o.Sweep(t.Context())
	must(t, err)
	if files, keys := o.files(t), o.keys(t); len(files) != 0 || len(keys) != 0 {
		t.Errorf("left: %+v, %v", files, keys)
	}
}

func TestAProgramIsRefusedBeforeItsLastByte(t *testing.T) {
	o := open(t)
	program := "MZ\x90\x00" + strings.Repeat("x", 900_000)
	file, rest := o.begin(t, program, ""), strings.NewReader(program)
	_, err := o.append(t, file, 0, rest)
	wantKind(t, "a program", err, fault.Invalid)
	if rest.Len() < 500_000 {
		t.Errorf("it was read on until %d bytes were left", rest.Len())
	}
}

func TestNobodyElseGoesOnWithAnUpload(t *testing.T) {
	o := open(t)
	file := o.begin(t, long, "")
	for name, actor := range map[string]account.Actor{"nobody": {}, "another person": {Person: "kari"}, "the buyer": o.buyer} {
		_, err := o.Append(t.Context(), actor, file.ID, 0, strings.NewReader(long))
		wantKind(t, name+" appends", err, fault.NotFound)
		_, err = o.Arriving(t.Context(), actor, file.ID)
		wantKind(t, name+" asks", err, fault.NotFound)
		wantKind(t, name+" cancels", o.Cancel(t.Context(), actor, file.ID), fault.NotFound)
		_, err = o.Begin(t.Context(), actor, evidence.Upload{Assessment: "asked"}, 10, "")
		wantKind(t, name+" begins", err, fault.NotFound)
	}
}

func TestSomebodyWithFortyUploadsUnderWayWaits(t *testing.T) {
	o := open(t)
	var last evidence.File
	for range 40 {
		last = o.begin(t, long, "")
	}
	up := evidence.Upload{Assessment: "asked"}
	_, err := o.Begin(t.Context(), o.supplier, up, 10, "")
	wantKind(t, "one more", err, fault.TooMany)
	must(t, o.Cancel(t.Context(), o.supplier, last.ID))
	_, err = o.Begin(t.Context(), o.supplier, up, 10, "")
	must(t, err)
}

func TestAnUploadThatEndsTooLateIsForgotten(t *testing.T) {
	o := open(t)
	file, last := o.begin(t, long, ""), len(long)-1
	_, err := o.append(t, file, 0, broken(long[:last]))
	if !errors.Is(err, errLine) {
		t.Fatal(err)
	}
	o.submit(t)
	_, err = o.append(t, file, last, strings.NewReader(long[last:]))
	wantKind(t, "the last byte after the submission", err, fault.Conflict)
	_, err = o.Sweep(t.Context())
	must(t, err)
	if files, keys := o.files(t), o.keys(t); len(files) != 0 || len(keys) != 0 {
		t.Errorf("left: %+v, %v", files, keys)
	}
}

func TestOneFileProvesSeveralAnswers(t *testing.T) {
	o := open(t)
	first, err := o.give(t, pdf)
	must(t, err)
	_, err = o.Scan(t.Context())
	must(t, err)
	second, err := o.Use(t.Context(), o.supplier, first.ID, "sites")
	must(t, err)
	if files := o.files(t); len(files) != 2 || files[1] != second || second.State != evidence.Clean || second.Issuer != "Styret" ||
		second.Question != "sites" || second.BlobKey != first.BlobKey {
		t.Fatalf("after using it again: %+v", files)
	}
	_, err = o.Describe(t.Context(), o.supplier, second.ID, evidence.Details{Name: "Anlegg 2026.exe", Issued: "2026-02-01"})
	must(t, err)
	if files := o.files(t); files[0].Name != "Policy.pdf" || files[1].Name != "Anlegg 2026.exe.pdf" || files[1].Issued != "2026-02-01" {
		t.Errorf("each is described for itself: %+v", files)
	}
	must(t, o.Remove(t.Context(), o.supplier, first.ID))
	_, err = o.Sweep(t.Context())
	must(t, err)
	if o.read(t, second) != pdf {
		t.Error("the bytes went with the first")
	}
	must(t, o.Remove(t.Context(), o.supplier, second.ID))
	_, err = o.Sweep(t.Context())
	must(t, err)
	if keys := o.keys(t); len(keys) != 0 {
		t.Errorf("nobody needs %v any more", keys)
	}
	_, err = o.Use(t.Context(), o.supplier, second.ID, "policy")
	wantKind(t, "using a removed file", err, fault.NotFound)
	_, err = o.Use(t.Context(), account.Actor{Person: "kari"}, first.ID, "policy")
	wantKind(t, "using another's file", err, fault.NotFound)
}

func TestTheSameFileIsKnownByItsBytes(t *testing.T) {
	o := open(t)
	file, err := o.give(t, pdf)
	must(t, err)
	if same, found := evidence.SameBytes(o.files(t), sumOf(pdf), "sites"); !found || same.ID != file.ID {
		t.Errorf("found %+v, %v", same, found)
	}
	if _, found := evidence.SameBytes(o.files(t), sumOf(long), "sites"); found {
		t.Error("other bytes are taken for the same")
	}
	half := o.begin(t, long, sumOf(long))
	if _, found := evidence.SameBytes(o.files(t), sumOf(long), "policy"); found {
		t.Error("a claim is taken for bytes")
	}
	got, found := evidence.Unfinished(o.files(t), "siri", "policy", sumOf(long), int64(len(long)))
	if !found || got.ID != half.ID {
		t.Errorf("the upload that was broken off is not found again: %+v", got)
	}
	if _, found := evidence.Unfinished(o.files(t), "kari", "policy", sumOf(long), int64(len(long))); found {
		t.Error("somebody else goes on with it")
	}
}
