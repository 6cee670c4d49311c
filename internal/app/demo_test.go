package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"aktsom/internal/app"
)

// patience is far more than the demo needs to be ready, also where every test
// runs at once with the race detector.
const patience = 3 * time.Minute

// screen is an output that a test can read while the program writes.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// startDemo runs the demo until the test ends and returns what it printed.
func startDemo(t *testing.T, folder string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, complaints, ended := &screen{}, &screen{}, make(chan int, 1)
	go func() {
		ended <- app.Main(ctx, []string{"demo", "--port=0", "--folder", folder}, app.Streams{In: strings.NewReader(""), Out: out, Err: complaints})
	}()
	t.Cleanup(func() {
		stop()
		select {
		case status := <-ended:
			if status != 0 {
				t.Errorf("the demo ended with status %d:\n%s%s", status, out, complaints)
			}
		case <-time.After(patience):
			t.Error("the demo does not end")
		}
	})
	for deadline := time.Now().Add(patience); !strings.Contains(out.String(), "Ctrl-C"); {
		select {
		case status := <-ended:
			ended <- status
			t.Fatalf("the demo ended at once with status %d:\n%s%s", status, out, complaints)
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("the demo is not ready after %v:\n%s%s", patience, out, complaints)
		}
	}
	return out.String()
}

var (
	addressPattern = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	linkPattern    = regexp.MustCompile(`http://127\.0\.0\.1:\d+/link/[\w-]+`)
)

func get(t *testing.T, client *http.Client, url string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, client, request)
}

func send(t *testing.T, client *http.Client, request *http.Request) (int, string) {
	t.Helper()
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestTheDemoTellsWhoCanSignInAndLetsThem(t *testing.T) {
	t.Parallel()
	said := startDemo(t, filepath.Join(t.TempDir(), "demo"))
	url := addressPattern.FindString(said)
	for _, who := range []string{"erik@fjordvik.example", "sunniva@storelv.example", "amund@kontorpartner.example", "/outbox", "officer", "evaluator", "reader", "administrator"} {
		if !strings.Contains(said, who) {
			t.Errorf("it does not tell of %s:\n%s", who, said)
		}
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: patience}
	link := linkPattern.FindString(said)
	if status, page := get(t, client, link); status != http.StatusOK || !strings.Contains(page, "Ingrid Solberg") {
		t.Errorf("the first link shows %d:\n%s", status, page)
	}
	if status, page := get(t, client, url+"/outbox"); status != http.StatusOK || strings.Count(page, `href="/outbox/`) < 15 {
		t.Errorf("the outbox shows %d with %d letters", status, strings.Count(page, `href="/outbox/`))
	}
	lettersHaveLinksThatWork(t, client, url)
}

func lettersHaveLinksThatWork(t *testing.T, client *http.Client, url string) {
	t.Helper()
	_, list := get(t, client, url+"/outbox")
	letters := regexp.MustCompile(`href="(/outbox/[\w-]+)"`).FindAllStringSubmatch(list, -1)
	invitations := 0
	for _, each := range letters {
		_, page := get(t, client, url+each[1])
		link := linkPattern.FindString(page)
		if link == "" {
			continue // to a member, who signs in with a password
		}
		_, html := get(t, client, url+each[1]+"/html")
		if !strings.Contains(html, link) {
			t.Fatalf("the two halves of %s have different links", each[1])
		}
		if status, _ := get(t, client, link); status == http.StatusOK {
			invitations++
		}
	}
	if invitations == 0 {
		t.Errorf("none of the %d letters has a link that can still be used", len(letters))
	}
	if status, _ := get(t, client, url+"/outbox/no-such-letter"); status != http.StatusNotFound {
		t.Errorf("a letter that is not there answers %d", status)
	}
}

func TestTheDemoStartsTheSameEachTime(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "demo")
	var said [2]string
	for i := range said {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			text := startDemo(t, folder)
			said[i] = linkPattern.ReplaceAllString(text, "LINK")
			said[i] = addressPattern.ReplaceAllString(said[i], "URL")
		})
	}
	if said[0] != said[1] {
		t.Errorf("first\n%s\nthen\n%s", said[0], said[1])
	}
}

func TestTheDemoLeavesAFolderAloneThatItDidNotMake(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	mine := filepath.Join(folder, "thesis.odt")
	if err := os.WriteFile(mine, []byte("years of work"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, said := run(t, "demo", "--port=0", "--folder", folder)
	if status != 1 || !strings.Contains(said, "--folder") {
		t.Errorf("status %d, said %q", status, said)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

func TestATakenPortIsSaidWithAHint(t *testing.T) {
	t.Parallel()
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	status, said := run(t, "demo", fmt.Sprintf("--port=%d", port), "--folder", filepath.Join(t.TempDir(), "demo"))
	if status != 1 || !strings.Contains(said, "is taken") || !strings.Contains(said, "--port") {
		t.Errorf("status %d, said %q", status, said)
	}
}

// run runs a command that ends by itself and returns all it said.
func run(t *testing.T, args ...string) (status int, said string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var out bytes.Buffer
	status = app.Main(ctx, args, app.Streams{In: strings.NewReader(""), Out: &out, Err: &out})
	return status, out.String()
}
