package browsertest_test

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/housetest"
)

// stumble is a line that breaks within the first of each kind of piece: after so
// many bytes of the body nothing more comes, and no answer goes back.
type stumble struct {
	portal http.Handler
	after  int64
	broken atomic.Int64
	times  int64
}

func (s *stumble) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPatch || s.broken.Add(1) > s.times {
		s.portal.ServeHTTP(w, r)
		return
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(io.LimitReader(r.Body, s.after), dead{}), r.Body}
	s.portal.ServeHTTP(discard{http.Header{}}, r)
	panic(http.ErrAbortHandler)
}

// discard is an answer that nobody reads.
type discard struct{ header http.Header }

func (d discard) Header() http.Header       { return d.header }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}

type dead struct{}

func (dead) Read([]byte) (int, error) { return 0, errors.New("the line went dead") }

func TestAnUploadGoesOnWhereTheLineBroke(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) *world{
		"on disk": func(t *testing.T) *world { return serve(t, housetest.Setup{MaxFile: 20}) },
		"on S3":   serveForReal,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			line := &stumble{portal: w.Site, after: 700_000, times: 3}
			w.wire.through(line)
			a := w.Invite(w.Publish(), 1)
			_, err := w.Assessments.Answer(t.Context(), w.Contact(1), a.ID, []assessment.Given{{Question: "policy", Value: "chain"}})
			if err != nil {
				t.Fatal(err)
			}
			ola := reader(t, w, a, "supplier", window{width: 1280})
			ola.fast(10)
			ola.open("/assessments/" + string(a.ID) + "/pages/embed")
			report := "%PDF-1.4\n" + strings.Repeat("0123456789", 600_000) // six megabytes: two pieces
			folder := t.TempDir()
			var paths []string
			for file, content := range map[string]string{"rapport.pdf": report, "liste.csv": "a;b\n1;2\n", "virus.pdf": "MZ\x90\x00" + strings.Repeat("\x00", 100_000)} {
				paths = append(paths, filepath.Join(folder, file))
				if err := os.WriteFile(paths[len(paths)-1], []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			ola.do("choose three files", chromedp.SetUploadFiles("#file-policy", paths))
			ola.until("two are in the list", `document.querySelectorAll(".evidence__file[data-file]").length === 2`)
			ola.until("the third says why not", `document.querySelector("[data-failed]")?.textContent.includes("virus.pdf: Vi tar ikke imot")`)
			if line.broken.Load() < 4 {
				t.Errorf("the line broke only %d times", line.broken.Load())
			}
			holds(t, w, a, report)
			ola.until("all are ready", `document.querySelectorAll('[data-file][data-state="unchecked"]').length === 2`)
			ola.do("choose it once more", chromedp.SetUploadFiles("#file-policy", []string{filepath.Join(folder, "rapport.pdf")}))
			ola.until("it is known", `document.querySelector("[data-failed]")?.textContent.includes("ligger her allerede")`)
		})
	}
}

// holds fails the test unless the portal has the report, byte by byte, and
// nothing that nobody needs.
func holds(t *testing.T, w *world, a assessment.Assessment, report string) {
	t.Helper()
	w.WorkOnce(t.Context())
	desk, err := w.Assessments.Open(t.Context(), w.Contact(1), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range desk.Files {
		if f.Name != "rapport.pdf" || f.State != evidence.Unchecked {
			continue
		}
		_, body, err := w.Evidence.Open(t.Context(), w.Contact(1), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(body)
		_ = body.Close()
		found = err == nil && string(content) == report
	}
	keys := 0
	for _, err := range w.Blobs.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		keys++
	}
	if !found || keys != 2 {
		t.Errorf("the report came whole: %v; %d stored, want 2: %+v", found, keys, desk.Files)
	}
}
