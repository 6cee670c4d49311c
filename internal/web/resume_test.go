package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/housetest"
)

// toldOfUpload is what a script is told of a file on its way.
type toldOfUpload struct {
	ID     string
	Offset int64
	Done   bool
	Same   *struct {
		ID, Question string
		Here         bool
	}
}

func upload(t *testing.T, v *housetest.View) (told toldOfUpload) {
	t.Helper()
	if err := json.Unmarshal([]byte(v.Body), &told); err != nil {
		t.Fatalf("%d: %v: %s", v.Status, err, v.Body)
	}
	return told
}

// announce tells the portal of a file for a question.
func announce(t *testing.T, p *housetest.Person, a assessment.Assessment, question, name string, content []byte) *housetest.View {
	t.Helper()
	sum := sha256.Sum256(content)
	return p.PostJSON("/assessments/"+string(a.ID)+"/uploads",
		fmt.Sprintf(`{"question":%q,"name":%q,"size":%d,"sha256":%q}`, question, name, len(content), hex.EncodeToString(sum[:])))
}

// dropped is a line that breaks when its bytes are through.
type dropped struct{ io.Reader }

func (d dropped) Read(p []byte) (int, error) {
	n, err := d.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func TestAFileWhoseLineBreaksGoesOnWhereItStood(t *testing.T) {
	t.Parallel()
	h, a := answered(t)
	ola := h.Supplier(1)
	report := append(append([]byte(nil), pdf...), strings.Repeat("0123456789", 60_000)...)
	v := announce(t, ola, a, "policy", "rapport.pdf", report).Is(t, http.StatusCreated)
	at, cut := "/uploads/"+upload(t, v).ID, len(report)*8/10+1
	ola.Patch(at, 0, dropped{strings.NewReader(string(report[:cut]))})
	v = ola.Open(at).Is(t, http.StatusOK)
	if got := v.Header.Get("Upload-Offset"); got != strconv.Itoa(cut) {
		t.Fatalf("after 80 per cent the file stands at %s of %d", got, len(report))
	}
	ola.Open(page(a, "embed")).Sees(t, "rapport.pdf er ikke kommet helt fram: 80 % ligger her").Misses(t, "Om dokumentet")
	ola.Patch(at, 0, strings.NewReader(string(report))).Is(t, http.StatusConflict)
	again := upload(t, announce(t, ola, a, "policy", "rapport.pdf", report).Is(t, http.StatusOK))
	if "/uploads/"+again.ID != at || again.Offset != int64(cut) {
		t.Errorf("chosen again after a reload it begins anew: %+v", again)
	}
	v = ola.Patch(at, int64(cut), strings.NewReader(string(report[cut:]))).Is(t, http.StatusOK)
	if !upload(t, v).Done || v.Statements > 16 {
		t.Errorf("the last piece: %s in %d statements", v.Body, v.Statements)
	}
	h.WorkOnce(t.Context())
	file := ola.Open(page(a, "embed")).Misses(t, "ikke kommet helt fram").Value(t, ".file-line a", "href")
	if got := ola.Open(file); got.Body != string(report) {
		t.Errorf("%d bytes came of %d", len(got.Body), len(report))
	}
}

func TestAPieceTakesTheSameFewStatementsHoweverFarTheFileIs(t *testing.T) {
	t.Parallel()
	h, a := answered(t)
	ola := h.Supplier(1)
	report := []byte(string(pdf) + strings.Repeat("x", 10_000))
	at := "/uploads/" + upload(t, announce(t, ola, a, "policy", "rapport.pdf", report)).ID
	for i := range 20 {
		v := ola.Patch(at, int64(i*500), strings.NewReader(string(report[i*500:(i+1)*500]))).Is(t, http.StatusOK)
		if v.Statements > 6 {
			t.Fatalf("piece %d takes %d statements:\n%s", i+1, v.Statements, v.SQL)
		}
	}
}

func TestTheSameFileIsKnownAndUsedAgainButNeverAnothers(t *testing.T) {
	t.Parallel()
	h, a := answered(t)
	other := h.Invite(h.Publish(), 2)
	ola, eva := h.Supplier(1), h.Supplier(2)
	ola.Upload("/assessments/"+string(a.ID)+"/files", url.Values{"question": {"policy"}}, "Retningslinjer.pdf", pdf).Leads(t)
	told := upload(t, announce(t, ola, a, "oversight", "kopi.pdf", pdf).Is(t, http.StatusOK))
	if told.Same == nil || told.Same.Here || !strings.Contains(told.Same.Question, "?") {
		t.Fatalf("the same file at another question: %+v", told)
	}
	if here := upload(t, announce(t, ola, a, "policy", "kopi.pdf", pdf)); here.Same == nil || !here.Same.Here {
		t.Errorf("the same file at the same question: %+v", here)
	}
	if theirs := upload(t, announce(t, eva, other, "policy", "kopi.pdf", pdf).Is(t, http.StatusCreated)); theirs.Same != nil {
		t.Errorf("another supplier is told of it: %+v", theirs)
	}
	eva.Post("/files/"+told.Same.ID+"/use", url.Values{"question": {"policy"}}).Is(t, http.StatusNotFound)
	ola.Follow(ola.Post("/files/"+told.Same.ID+"/use", url.Values{"question": {"oversight"}}))
	desk, err := h.Assessments.Open(t.Context(), h.Contact(1), a.ID)
	if err != nil || len(desk.Files) != 2 || desk.Files[0].BlobKey != desk.Files[1].BlobKey {
		t.Fatalf("used again: %+v, %v", desk.Files, err)
	}
}

func TestAFileIsUsedAgainRenamedAndGivenUpWithoutAScript(t *testing.T) {
	t.Parallel()
	h, a, ola := asked(t, "nb")
	ola.Open(page(a, "embed"))
	ola.Choose(optionOf(t, ola, "policy", "chain"))
	ola.Choose(optionOf(t, ola, "oversight", "named"))
	ola.Press("Lagre og fortsett")
	ola.Attach("Velg filer, eller slipp dem her", "Retningslinjer.pdf", pdf)
	ola.Press("Last opp")
	ola.Fill("Navn på filen", "Etiske retningslinjer 2026")
	ola.Fill("Dato på dokumentet", "2026-01-31")
	ola.Press("Lagre og fortsett")
	ola.Open(page(a, "embed"))
	ola.See("Etiske retningslinjer 2026.pdf", "31. jan. 2026")
	desk, err := h.Assessments.Open(t.Context(), h.Contact(1), a.ID)
	if err != nil || desk.Files[0].Name != "Etiske retningslinjer 2026.pdf" {
		t.Fatalf("renamed: %+v, %v", desk.Files, err)
	}
	ola.Open(page(a, "track"))
	ola.Choose(optionOf(t, ola, "rhythm", "triggered"))
	ola.Press("Lagre og fortsett")
	ola.See("Bruk en fil dere har gitt før (1)", "gitt på «")
	ola.Press("Bruk her: Etiske retningslinjer 2026.pdf")
	ola.See("Samme fil ligger også på: ")
	ola.NotSee("Bruk en fil dere har gitt før")

	up := evidence.Upload{Assessment: a.ID, Question: "rhythm", Details: evidence.Details{Name: "halv.pdf"}}
	if _, err := h.Evidence.Begin(t.Context(), h.Contact(1), up, 1000, ""); err != nil {
		t.Fatal(err)
	}
	ola.Open(page(a, "track"))
	ola.See("halv.pdf er ikke kommet helt fram")
	ola.Press("Gi opp filen: halv.pdf")
	ola.NotSee("halv.pdf")
}

func TestAPhoneIsOfferedItsCameraAndTheChooserOnlyWhatIsTaken(t *testing.T) {
	t.Parallel()
	h, a := answered(t)
	v := h.Supplier(1).Open(page(a, "embed"))
	camera := v.Value(t, `input[capture="environment"]`, "accept")
	if camera != "image/png,image/jpeg,image/heic" {
		t.Errorf("the camera may bring %q", camera)
	}
	chosen := v.Value(t, "#file-policy", "accept")
	for _, wanted := range []string{".pdf", ".heic", ".jpg", "image/jpeg", "image/heic"} {
		if !strings.Contains(chosen, wanted) {
			t.Errorf("the chooser does not offer %s: %q", wanted, chosen)
		}
	}
	for name, content := range map[string]string{
		"IMG_0001.HEIC": "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "IMG_0002.JPG": "\xff\xd8\xff\xe0\x00\x10JFIF\x00",
	} {
		h.Supplier(1).Upload("/assessments/"+string(a.ID)+"/files", url.Values{"question": {"policy"}}, name, []byte(content)).Leads(t)
	}
}

func TestSomebodyWhoAnnouncesFilesLikeAMachineIsSlowedDown(t *testing.T) {
	t.Parallel()
	h, a := answered(t)
	ola, status := h.Supplier(1), 0
	for i := 0; i < 200 && status != http.StatusTooManyRequests; i++ {
		content := append([]byte(nil), pdf...)
		v := announce(t, ola, a, "policy", "x.pdf", append(content, byte(i)))
		if status = v.Status; status == http.StatusCreated {
			ola.Post("/uploads/"+upload(t, v).ID+"/cancel", nil)
		}
	}
	if status != http.StatusTooManyRequests {
		t.Errorf("two hundred files in a row end with %d", status)
	}
	h.Clock.Pass(time.Minute)
	announce(t, ola, a, "policy", "x.pdf", pdf).Is(t, http.StatusCreated)
}
