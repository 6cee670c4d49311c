// Package smtpmail brings letters to a mail server, or, where there is none,
// to the log.
package smtpmail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"aktsom/internal/letter"
	"aktsom/internal/reminder"
)

// sendTime bounds one letter, from the connection to the server's acceptance.
// Servers that look into letters take their time; a lease is longer.
const sendTime = time.Minute

// The ports of the two ways to a server.
const (
	submissionPort = 587 // smtp://, STARTTLS
	tlsPort        = 465 // smtps://
)

// Options are how letters are carried.
type Options struct {
	Address string // smtp://USER:PASSWORD@HOST:PORT or smtps://…
	From    string // "Aktsom <aktsom@example.com>"
	TLS     *tls.Config
}

// Carrier implements reminder.Carrier over SMTP.
type Carrier struct {
	host     string
	port     int
	implicit bool // TLS from the first byte
	user     *url.Userinfo
	from     *mail.Address
	tls      *tls.Config

	mu   sync.Mutex
	open *line // nil: none
}

var _ reminder.Carrier = (*Carrier)(nil)

// New returns a carrier. It does not connect: letters wait while the server is
// away.
//
// With smtp:// the connection is encrypted where the server offers it. With a
// password it must be, unless the server is on this machine.
func New(o Options) (*Carrier, error) {
	u, err := url.Parse(o.Address)
	if err != nil {
		return nil, errors.New("mail server: the address cannot be read; write smtp://USER:PASSWORD@HOST:PORT, with / @ : in PASSWORD as %2F %40 %3A")
	}
	if u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("mail server %s is neither smtp://USER:PASSWORD@HOST:PORT nor smtps://…", u.Redacted())
	}
	from, err := mail.ParseAddress(o.From)
	if err != nil {
		return nil, fmt.Errorf("sender of letters %q: %w", o.From, err)
	}
	c := &Carrier{host: u.Hostname(), port: submissionPort, implicit: u.Scheme == "smtps", user: u.User, from: from, tls: o.TLS}
	if c.implicit {
		c.port = tlsPort
	}
	if u.Port() != "" {
		c.port, _ = strconv.Atoi(u.Port()) // url.Parse lets digits through only
	}
	if c.tls == nil {
		c.tls = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	c.tls = c.tls.Clone()
	c.tls.ServerName = c.host
	return c, nil
}

// Send implements reminder.Carrier. What the server refused is a
// *reminder.Refusal with its words. It is permanent only when the addressee or
// the letter was refused for good: a password that is wrong today is our
// mistake, and the letter waits until it is mended.
//
// The connection stays open for the next letter, until Rest.
func (c *Carrier) Send(ctx context.Context, l letter.Letter) error {
	message, err := c.compose(l)
	if err != nil {
		return fmt.Errorf("compose letter %s: %w", l.ID, err)
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	reused, err := c.ready(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail server %s: %w", c.host, refusal(err, false))
	}
	err = c.hand(ctx, message, l.To)
	if reused && fullUp(err) { // of letters on one connection: a new one takes it
		if _, err = c.ready(ctx); err != nil {
			return fmt.Errorf("reach the mail server %s again: %w", c.host, refusal(err, false))
		}
		err = c.hand(ctx, message, l.To)
	}
	if err != nil {
		return fmt.Errorf("send letter %s: %w", l.ID, err)
	}
	return nil
}

// dial connects, encrypts and signs in, unless ctx ends first.
func (c *Carrier) dial(ctx context.Context) (*line, error) {
	made := &line{}
	options := []gomail.Option{
		gomail.WithPort(c.port), gomail.WithTimeout(sendTime), gomail.WithTLSConfig(c.tls), gomail.WithTLSPolicy(c.policy()),
		gomail.WithDialContextFunc(func(dialling context.Context, network, address string) (net.Conn, error) {
			conn, err := c.connect(dialling, network, address)
			if err == nil {
				made.conn = conn
				stop := context.AfterFunc(ctx, made.cut)
				made.greeted = func() { stop() }
			}
			return conn, err
		}),
	}
	if c.user != nil {
		password, _ := c.user.Password()
		options = append(options, gomail.WithUsername(c.user.Username()), gomail.WithPassword(password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	client, err := gomail.NewClient(c.host, options...)
	if err != nil {
		return nil, err
	}
	if made.client, err = client.DialToSMTPClientWithContext(ctx); err != nil {
		return nil, err
	}
	made.greeted()
	return made, nil
}

func (c *Carrier) connect(ctx context.Context, network, address string) (net.Conn, error) {
	if c.implicit {
		return (&tls.Dialer{Config: c.tls}).DialContext(ctx, network, address)
	}
	return new(net.Dialer).DialContext(ctx, network, address)
}

// policy says whether the letter may go unencrypted.
func (c *Carrier) policy() gomail.TLSPolicy {
	ip := net.ParseIP(c.host)
	here := c.host == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case c.implicit:
		return gomail.NoTLS // it is inside TLS already
	case c.user != nil && !here:
		return gomail.TLSMandatory
	default:
		return gomail.TLSOpportunistic
	}
}

// deliver hands the letter over. Once the server has accepted it nothing that
// follows is an error: trying again would bring it twice.
func (c *Carrier) deliver(client *smtp.Client, message *gomail.Msg, to string) error {
	if err := client.Mail(c.from.Address); err != nil {
		return refusal(err, false) // the sender is ours
	}
	if err := client.Rcpt(to); err != nil {
		return refusal(err, true)
	}
	body, err := client.Data()
	if err != nil {
		return refusal(err, true)
	}
	if _, err := message.WriteTo(body); err != nil {
		return err
	}
	if err := body.Close(); err != nil {
		return refusal(err, true)
	}
	return nil
}

// Codes by which a server asks us, and not the addressee, to change something.
var ours = map[int]bool{530: true, 534: true, 535: true, 538: true}

// refusal turns a server's no into its words; forGood is whether a 5xx at this
// point is about the letter.
func refusal(err error, forGood bool) error {
	var said *textproto.Error
	if !errors.As(err, &said) {
		return err
	}
	words := strings.Join(strings.Fields(strconv.Itoa(said.Code)+" "+said.Msg), " ")
	return &reminder.Refusal{Permanent: forGood && said.Code >= 500 && !ours[said.Code], Words: words}
}
