package browsertest_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"aktsom/internal/adapter/s3blob"
	"aktsom/internal/adapter/smtpmail"
	"aktsom/internal/adapter/sqlstore/pgtest"
	"aktsom/internal/housetest"
)

// serveForReal is serve over what a large portal stands on: PostgreSQL, S3 and
// a mail server, all of them real and run by the test.
func serveForReal(t *testing.T) *world {
	t.Helper()
	office := &postOffice{}
	carrier, err := smtpmail.New(smtpmail.Options{Address: "smtp://" + office.open(t), From: "Aktsom <aktsom@portal.example>"})
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := s3blob.Open(t.Context(), bucket(t))
	if err != nil {
		t.Fatal(err)
	}
	w := serve(t, housetest.Setup{Database: pgtest.Empty(t), Blobs: blobs, Carrier: carrier, MaxFile: 20})
	w.link = func(email string) string {
		t.Helper()
		return office.link(t, email)
	}
	return w
}

// bucket starts the S3 server that the Makefile builds, and returns the address
// of a bucket in it.
func bucket(t *testing.T) string {
	t.Helper()
	binary, err := filepath.Abs(filepath.Join("..", "..", ".cache", "bin", "versitygw"))
	if set := os.Getenv("AKTSOM_TEST_VERSITYGW"); set != "" {
		binary = set
	}
	if _, missing := os.Stat(binary); err != nil || missing != nil {
		t.Fatalf("a real S3 server is needed for this test: run make needs, which builds versitygw, or set AKTSOM_TEST_VERSITYGW to its path: %v", errors.Join(err, missing))
	}
	for range 3 { // somebody else may take the port between our asking and using it
		var address string
		if address, err = startS3(t, binary); err == nil {
			s3 := url.URL{Scheme: "s3", User: url.UserPassword("key", "secret"), Host: address, Path: "/evidence", RawQuery: "tls=false"}
			return s3.String()
		}
	}
	t.Fatal(err)
	return ""
}

func startS3(t *testing.T, binary string) (string, error) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	address := free.Addr().String()
	_ = free.Close()
	var output bytes.Buffer
	cmd := exec.Command(binary, "--quiet", "--port", address, "posix", t.TempDir())
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY=key", "ROOT_SECRET_KEY=secret")
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &output, &output, 5*time.Second
	if err := cmd.Start(); err != nil {
		return "", err
	}
	var failure error
	ended := make(chan struct{})
	go func() { failure = cmd.Wait(); close(ended) }()
	for giveUp := time.After(30 * time.Second); ; {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			t.Cleanup(func() {
				_ = cmd.Process.Kill() // it may have ended
				<-ended
			})
			return address, nil
		}
		select {
		case <-ended:
			return "", fmt.Errorf("start %s: %w\n%s", binary, failure, output.String())
		case <-giveUp:
			_ = cmd.Process.Kill()
			return "", errors.New("the S3 server does not listen")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// postOffice is a mail server that keeps what it is brought.
type postOffice struct {
	mu      sync.Mutex
	letters []*mail.Message
}

// open lets the office receive until the test is over, and returns its address.
func (o *postOffice) open(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return counter{o}, nil }))
	server.Domain = "mail.example"
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close(); _ = listener.Close(); <-done })
	return listener.Addr().String()
}

// counter is where one letter after the other is handed in.
type counter struct{ office *postOffice }

func (counter) Mail(string, *smtp.MailOptions) error { return nil }
func (counter) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (counter) Reset()                               {}
func (counter) Logout() error                        { return nil }

func (c counter) Data(r io.Reader) error {
	letter, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	content, err := io.ReadAll(letter.Body)
	letter.Body = bytes.NewReader(content)
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.office.letters = append(c.office.letters, letter)
	return err
}

var personalLink = regexp.MustCompile(`http://\S+/link/[A-Za-z0-9_-]+`)

// link opens the newest letter to an address and finds the link in its text.
func (o *postOffice) link(t *testing.T, email string) string {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := len(o.letters) - 1; i >= 0; i-- {
		if strings.Contains(o.letters[i].Header.Get("To"), email) {
			if link := personalLink.FindString(plainText(t, o.letters[i])); link != "" {
				return link
			}
			t.Fatalf("the newest letter to %s has no link", email)
		}
	}
	t.Fatalf("no letter has come to %s", email)
	return ""
}

// plainText is the part of a letter that is plain text, however deep it lies: a
// letter with an attachment has its words in a part of their own.
func plainText(t *testing.T, letter *mail.Message) string {
	t.Helper()
	text, found := plainPart(t, letter.Header.Get("Content-Type"), letter.Header.Get("Content-Transfer-Encoding"), letter.Body)
	if !found {
		t.Fatal("the letter has no plain text")
	}
	return text
}

func plainPart(t *testing.T, contentType, encoding string, body io.Reader) (text string, found bool) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	if kind == "text/plain" {
		if encoding == "quoted-printable" {
			body = quotedprintable.NewReader(body)
		}
		content, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		return string(content), true
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return "", false
	}
	for parts := multipart.NewReader(body, params["boundary"]); !found; {
		part, err := parts.NextRawPart()
		if err != nil {
			return "", false
		}
		text, found = plainPart(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
	}
	return text, found
}
