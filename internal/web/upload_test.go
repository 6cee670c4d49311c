package web_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"aktsom/internal/housetest"
)

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// scanned is a document of some size, as a browser sends it for a question.
func scanned(size int64) (kind string, body io.Reader) {
	const boundary = "a-line-that-stands-in-no-file"
	head := "--" + boundary + "\r\nContent-Disposition: form-data; name=\"question\"\r\n\r\npolicy\r\n" +
		"--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"report.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
	return "multipart/form-data; boundary=" + boundary, io.MultiReader(
		strings.NewReader(head), bytes.NewReader(pdf), io.LimitReader(zeros{}, size), strings.NewReader("\r\n--"+boundary+"--\r\n"))
}

// Not parallel: it looks at what the whole program has asked of memory.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	h := housetest.Build(t, housetest.Setup{MaxFile: 250})
	a := h.Invite(h.Publish(), 1)
	ola := h.Supplier(1)
	ola.Post(page(a, "embed"), url.Values{"q": {"policy"}, "a.policy": {"chain"}}).Leads(t)
	const size = 200 << 20
	kind, body := scanned(size)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v := ola.Send("/assessments/"+string(a.ID)+"/files", kind, body)
	runtime.ReadMemStats(&after)
	ola.Follow(v).Is(t, http.StatusOK).Sees(t, "report.pdf", "210 MB")
	if used := after.TotalAlloc - before.TotalAlloc; used > size/20 {
		t.Errorf("a file of 200 MB asks for %d MB of memory on its way in", used>>20)
	}
	h.WorkOnce(t.Context())
	file := ola.Open(page(a, "embed")).Value(t, ".file-line a", "href")
	if got := ola.Open(file).Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment;") {
		t.Errorf("the file is handed out as %q", got)
	}
}

func TestTheLimitOfAFileIsTheOneThatIsConfigured(t *testing.T) {
	t.Parallel()
	h := housetest.Build(t, housetest.Setup{MaxFile: 2})
	a := h.Invite(h.Publish(), 1)
	ola := h.Supplier(1)
	to := "/assessments/" + string(a.ID) + "/files"
	kind, body := scanned(1 << 20)
	ola.Send(to, kind, body).Is(t, http.StatusSeeOther)
	kind, body = scanned(2 << 20)
	ola.Send(to, kind, body).Is(t, http.StatusUnprocessableEntity).Sees(t, "større enn 2 MB")
}

func TestWhatCouldRunIsRefusedWhateverItIsCalled(t *testing.T) {
	t.Parallel()
	h, a := answered(t)
	ola := h.Supplier(1)
	for what, content := range map[string]string{
		"a web page":       "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
		"a half web page":  "\n  <script>alert(1)</script>",
		"a drawing":        `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"a drawing in XML": `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`,
		"a program":        string(program),
		"a Linux program":  "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 64),
		"a shell script":   "#!/bin/sh\nrm -rf /\n",
		"an archive":       "PK\x03\x04\x14\x00\x00\x00\x00\x00" + strings.Repeat("\x00", 20) + "x.exe",
	} {
		for _, name := range []string{"report.pdf", "report.png", "report.csv", "report.txt", "report.svg", "report.html", "report.exe"} {
			v := ola.Upload("/assessments/"+string(a.ID)+"/files", url.Values{"question": {"policy"}}, name, []byte(content))
			if v.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s called %s is answered %d, want 422", what, name, v.Status)
			}
		}
	}
	ola.Open(page(a, "embed")).Misses(t, "report.")
}
