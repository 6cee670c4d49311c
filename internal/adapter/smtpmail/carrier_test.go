package smtpmail_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"aktsom/internal/adapter/smtpmail"
	"aktsom/internal/letter"
	"aktsom/internal/reminder"
)

// server is a mail server that takes letters, or refuses them as a test says.
type server struct {
	user     string // asks for a password when set
	mailErr  error
	rcptErr  error
	dataErr  error
	hangUp   bool // drops the connection in the middle of a letter
	silent   bool // never answers DATA
	implicit bool
	tls      bool

	perConn int // says 421 to more letters on one connection; 0: takes any number

	mu     sync.Mutex
	conns  int
	taken  []string
	secure []bool // whether each letter came encrypted
}

type session struct {
	of     *server
	conn   *smtp.Conn
	signed bool
	here   int // letters on this connection
}

func (s *session) AuthMechanisms() []string {
	if s.of.user == "" {
		return nil
	}
	return []string{"PLAIN"}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.of.user || password != "pass/word@1" {
			return smtp.ErrAuthFailed
		}
		s.signed = true
		return nil
	}), nil
}

func (s *session) Mail(string, *smtp.MailOptions) error {
	if s.of.user != "" && !s.signed {
		return smtp.ErrAuthRequired
	}
	if s.here++; s.of.perConn > 0 && s.here > s.of.perConn {
		return &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 7, 0}, Message: "too many letters on this connection"}
	}
	return s.of.mailErr
}

func (s *session) Rcpt(string, *smtp.RcptOptions) error {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	return s.of.rcptErr
}

func (s *session) Data(r io.Reader) error {
	if s.of.hangsUp() {
		return s.conn.Conn().Close()
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.of.silent {
		time.Sleep(time.Second)
	}
	if s.of.dataErr != nil {
		return s.of.dataErr
	}
	_, encrypted := s.conn.TLSConnectionState()
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	s.of.taken, s.of.secure = append(s.of.taken, string(content)), append(s.of.secure, encrypted)
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// start runs the server until the test is over and returns its address and the
// authority that signed its certificate.
func (s *server) start(t *testing.T) (string, *x509.CertPool) {
	t.Helper()
	certificate, pool := certificate(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.conns++
		return &session{of: s, conn: c}, nil
	}))
	srv.Domain, srv.AllowInsecureAuth, srv.ErrorLog = "mail.example", true, quiet{}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}}
	if s.tls {
		srv.TLSConfig = config
	}
	if s.implicit {
		listener = tls.NewListener(listener, config)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(listener) }()
	t.Cleanup(func() { srv.Close(); listener.Close(); <-done }) // Close before Serve has begun does not end it
	return listener.Addr().String(), pool
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.example"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func carrier(t *testing.T, address string, pool *x509.CertPool) *smtpmail.Carrier {
	t.Helper()
	c, err := smtpmail.New(smtpmail.Options{Address: address, From: "Aktsom <aktsom@portal.example>", TLS: &tls.Config{RootCAs: pool}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const link = "https://portal.example/link/dEadBeef-_0123456789"

func invitation() letter.Letter {
	return letter.Letter{
		ID: "letter-1", Kind: letter.Invitation, ToName: "Åse «Ås» Ødegård, innkjøp", To: "ase@supplier.example", Language: "nb",
		Subject: "Spørsmål om aktsomhet før tilbud: " + strings.Repeat("lang tittel ", 10),
		Text:    "Hei!\n\nSvar her:\n" + link + "\n", HTML: `<p>Hei!</p><p><a href="` + link + `">Svar her</a></p>`,
		LinkPurpose: "invitation", MessageID: "letter-1@portal.example",
		Created: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), NotBefore: time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC),
	}
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	s := &server{}
	address, pool := s.start(t)
	l := invitation()
	if err := carrier(t, "smtp://"+address, pool).Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if len(s.taken) != 1 {
		t.Fatalf("the server has %d letters, want 1", len(s.taken))
	}
	m, err := mail.ReadMessage(strings.NewReader(s.taken[0]))
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"From": `"Aktsom" <aktsom@portal.example>`, "Message-ID": "<letter-1@portal.example>", "Auto-Submitted": "auto-generated",
		"Content-Language": "nb", "Date": "Tue, 24 Nov 2026 07:00:00 +0000", "User-Agent": "", "X-Mailer": "",
	} {
		if got := m.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil || strings.TrimSpace(subject) != strings.TrimSpace(l.Subject) {
		t.Errorf("subject %q, %v", subject, err)
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != l.ToName || to[0].Address != l.To {
		t.Errorf("to %v, %v", to, err)
	}
	parts := partsOf(t, m)
	if text := strings.ReplaceAll(parts["text/plain"], "\r\n", "\n"); text != l.Text {
		t.Errorf("the text is %q, want %q", text, l.Text)
	}
	if parts["text/html"] != l.HTML {
		t.Errorf("the HTML is %q, want %q", parts["text/html"], l.HTML)
	}
}

// partsOf reads the forms of a message by their type.
func partsOf(t *testing.T, m *mail.Message) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the message is %q, %v", kind, err)
	}
	parts := map[string]string{}
	for reader := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		content, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		parts[kind] = string(content)
	}
}

func TestTheDeadlineGoesAlongAsAFileForTheCalendar(t *testing.T) {
	for method, want := range map[string]string{"PUBLISH": "PUBLISH", "CANCEL": "CANCEL"} {
		s := &server{}
		address, pool := s.start(t)
		l := invitation()
		l.Calendar = "BEGIN:VCALENDAR\r\nMETHOD:" + method + "\r\nSUMMARY:Frist for å svare: æøå\r\nEND:VCALENDAR\r\n"
		if err := carrier(t, "smtp://"+address, pool).Send(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		m, err := mail.ReadMessage(strings.NewReader(s.taken[0]))
		if err != nil {
			t.Fatal(err)
		}
		kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		if err != nil || kind != "multipart/mixed" {
			t.Fatalf("the message is %q, %v", kind, err)
		}
		mixed := multipart.NewReader(m.Body, params["boundary"])
		words, err := mixed.NextPart()
		if err != nil || !strings.HasPrefix(words.Header.Get("Content-Type"), "multipart/alternative") {
			t.Fatalf("first comes %v, %v", words.Header, err)
		}
		entry, err := mixed.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		kind, params, err = mime.ParseMediaType(entry.Header.Get("Content-Type"))
		if err != nil || kind != "text/calendar" || params["method"] != want || !strings.EqualFold(params["charset"], "utf-8") || entry.FileName() != "aktsom.ics" {
			t.Errorf("the entry is %q %v called %q, %v", kind, params, entry.FileName(), err)
		}
		content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, entry))
		if err != nil || string(content) != l.Calendar {
			t.Errorf("the entry reads %q, %v", content, err)
		}
	}
}

func TestALetterIsEncryptedWhereTheServerOffersIt(t *testing.T) {
	for name, c := range map[string]struct {
		s      *server
		scheme string
		want   bool
	}{
		"plain":               {&server{}, "smtp://", false},
		"starttls":            {&server{tls: true}, "smtp://", true},
		"starttls, signed in": {&server{tls: true, user: "portal"}, "smtp://portal:pass%2Fword%401@", true},
		"tls":                 {&server{implicit: true}, "smtps://", true},
		"tls, signed in":      {&server{implicit: true, user: "portal"}, "smtps://portal:pass%2Fword%401@", true},
	} {
		s := c.s
		address, pool := s.start(t)
		if err := carrier(t, c.scheme+address, pool).Send(t.Context(), invitation()); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if len(s.secure) != 1 || s.secure[0] != c.want {
			t.Errorf("%s: encrypted %v, want %v", name, s.secure, c.want)
		}
	}
}

func TestACertificateThatNobodyKnowsStopsTheLetter(t *testing.T) {
	for _, s := range []*server{{tls: true}, {implicit: true}} {
		address, _ := s.start(t)
		scheme := "smtp://"
		if s.implicit {
			scheme = "smtps://"
		}
		if err := carrier(t, scheme+address, x509.NewCertPool()).Send(t.Context(), invitation()); err == nil || len(s.taken) > 0 {
			t.Errorf("%s: the letter went to a stranger: %v", scheme, err)
		}
	}
}

func TestARefusalHasTheServersWords(t *testing.T) {
	no := func(code int, words string) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: words}
	}
	for name, c := range map[string]struct {
		s    *server
		user string
		want reminder.Refusal
	}{
		"no such addressee": {&server{rcptErr: no(550, "no such user")}, "", reminder.Refusal{Permanent: true, Words: "550 5.1.1 no such user"}},
		"try later":         {&server{rcptErr: no(451, "greylisted, try later")}, "", reminder.Refusal{Words: "451 4.1.1 greylisted, try later"}},
		"refused content":   {&server{dataErr: no(554, "looks like spam")}, "", reminder.Refusal{Permanent: true, Words: "554 5.1.1 looks like spam"}},
		"full":              {&server{dataErr: no(452, "mailbox full")}, "", reminder.Refusal{Words: "452 4.1.1 mailbox full"}},
		"our sender":        {&server{mailErr: no(550, "unknown sender")}, "", reminder.Refusal{Words: "550 5.1.1 unknown sender"}},
		"our password":      {&server{user: "portal"}, "portal:wrong@", reminder.Refusal{Words: "535 5.7.8 Authentication failed"}},
		"two lines":         {&server{rcptErr: no(550, "first\nsecond")}, "", reminder.Refusal{Permanent: true, Words: "550 first 5.1.1 second"}},
	} {
		address, pool := c.s.start(t)
		err := carrier(t, "smtp://"+c.user+address, pool).Send(t.Context(), invitation())
		var got *reminder.Refusal
		if !errors.As(err, &got) {
			t.Errorf("%s: %v is no refusal", name, err)
			continue
		}
		if *got != c.want {
			t.Errorf("%s: %+v, want %+v", name, *got, c.want)
		}
	}
}

func TestALineThatDropsIsTriedAgain(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	away := closed.Addr().String()
	closed.Close()
	s := &server{hangUp: true}
	dropping, pool := s.start(t)
	for _, address := range []string{away, dropping} {
		err := carrier(t, "smtp://"+address, pool).Send(t.Context(), invitation())
		var refusal *reminder.Refusal
		if err == nil || errors.As(err, &refusal) && refusal.Permanent {
			t.Errorf("%s: %v, want an error that is tried again", address, err)
		}
	}
}

func TestAServerThatNeverAnswersIsGivenUp(t *testing.T) {
	s := &server{silent: true}
	address, pool := s.start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if err := carrier(t, "smtp://"+address, pool).Send(ctx, invitation()); err == nil {
		t.Error("a letter that nobody accepted counts as sent")
	}
	// A carrier that did not heed the context would wait for sendTime, a minute.
	if took := time.Since(begun); took > 30*time.Second {
		t.Errorf("gave up after %s", took)
	}
}

func TestAHeaderCannotBeSmuggledIn(t *testing.T) {
	s := &server{}
	address, pool := s.start(t)
	l := invitation()
	l.Subject, l.ToName = "Hei\r\nBcc: spy@example.com", "Åse\r\nBcc: spy@example.com"
	if err := carrier(t, "smtp://"+address, pool).Send(t.Context(), l); err != nil {
		return // refusing is fine, too
	}
	m, err := mail.ReadMessage(strings.NewReader(s.taken[0]))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Header.Get("Bcc"); got != "" {
		t.Errorf("Bcc: %s", got)
	}
}

func TestAnAddressThatIsNoMailServerIsRefusedWithoutItsPassword(t *testing.T) {
	for _, address := range []string{"", "log:", "smtp:", "smtp://", "http://me:hush@host", "smtp://me:hush@host/path", "smtp://me:hush/x@host"} {
		_, err := smtpmail.New(smtpmail.Options{Address: address, From: "a@b.example"})
		if err == nil {
			t.Errorf("%q was taken", address)
		} else if strings.Contains(err.Error(), "hush") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
	if _, err := smtpmail.New(smtpmail.Options{Address: "smtp://host", From: "nobody"}); err == nil {
		t.Error("a sender without an address was taken")
	}
}

func TestAPasswordNeverLeavesTheMachineUnencrypted(t *testing.T) {
	s := &server{user: "portal"}
	address, pool := s.start(t)
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	// The unspecified address reaches this machine but is not known as it.
	err = carrier(t, "smtp://portal:pass%2Fword%401@0.0.0.0:"+port, pool).Send(t.Context(), invitation())
	if err == nil || !strings.Contains(err.Error(), "STARTTLS") || len(s.taken) > 0 {
		t.Errorf("%v; want that STARTTLS is missing", err)
	}
}

func TestTheLogHasTheLetterWithoutItsLink(t *testing.T) {
	var out bytes.Buffer
	l := invitation()
	if err := (smtpmail.Log{To: slog.New(slog.NewTextHandler(&out, nil))}).Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "dEadBeef") || !strings.Contains(got, "[personal link]") || !strings.Contains(got, l.To) {
		t.Errorf("the log reads %s", got)
	}
}

// run sends so many letters one after the other and rests.
func run(t *testing.T, c *smtpmail.Carrier, letters int) {
	t.Helper()
	for range letters {
		if err := c.Send(t.Context(), invitation()); err != nil {
			t.Fatal(err)
		}
	}
	c.Rest()
}

// now changes what the server does from here on.
func (s *server) now(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *server) hangsUp() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hangUp
}

// had fails the test unless the server has so many letters, over so many
// connections.
func (s *server) had(t *testing.T, letters, connections int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.taken) != letters || s.conns != connections {
		t.Errorf("%d letters over %d connections, want %d over %d", len(s.taken), s.conns, letters, connections)
	}
}

func TestTheLettersOfARunGoOverOneConnection(t *testing.T) {
	s := &server{}
	address, pool := s.start(t)
	c := carrier(t, "smtp://"+address, pool)
	run(t, c, 7)
	s.had(t, 7, 1)
	run(t, c, 1)
	s.had(t, 8, 2)
}

func TestOneConnectionCarriesNoMoreThanFifty(t *testing.T) {
	s := &server{}
	address, pool := s.start(t)
	run(t, carrier(t, "smtp://"+address, pool), 51)
	s.had(t, 51, 2)
}

func TestAServerThatHasHadEnoughLettersOnAConnectionGetsAnother(t *testing.T) {
	s := &server{perConn: 2}
	address, pool := s.start(t)
	run(t, carrier(t, "smtp://"+address, pool), 5)
	s.had(t, 5, 3)
}

func TestARefusedLetterLeavesTheConnectionToTheNext(t *testing.T) {
	s := &server{rcptErr: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}}
	address, pool := s.start(t)
	c := carrier(t, "smtp://"+address, pool)
	var refused *reminder.Refusal
	if err := c.Send(t.Context(), invitation()); !errors.As(err, &refused) || !refused.Permanent {
		t.Fatalf("the refusal is %v", err)
	}
	s.now(func() { s.rcptErr = nil })
	run(t, c, 1)
	s.had(t, 1, 1)
}

func TestAConnectionThatBrokeInALetterIsMadeAnew(t *testing.T) {
	s := &server{}
	address, pool := s.start(t)
	c := carrier(t, "smtp://"+address, pool)
	if err := c.Send(t.Context(), invitation()); err != nil {
		t.Fatal(err)
	}
	s.now(func() { s.hangUp = true })
	if err := c.Send(t.Context(), invitation()); err == nil {
		t.Fatal("a letter that broke off counts as sent")
	}
	s.now(func() { s.hangUp = false })
	run(t, c, 1)
	s.had(t, 2, 2)
}
