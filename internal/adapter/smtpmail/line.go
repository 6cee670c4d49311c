package smtpmail

import (
	"context"
	"errors"
	"net"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"aktsom/internal/reminder"
)

// perLine is how many letters one connection carries: servers that count give
// up at a hundred or so.
const perLine = 50

// line is a connection to the mail server, signed in and ready for a letter.
type line struct {
	client  *smtp.Client
	conn    net.Conn
	greeted func() // from then on no longer bound to the letter it was made for
	carried int    // letters, refused ones included
}

// cut ends the connection at once, whatever is on its way.
func (l *line) cut() { _ = l.conn.Close() }

// ready makes sure that a connection is open. One that has carried letters is
// reset and kept (RFC 5321, 4.1.1.5), unless it has carried enough or the
// server has gone meanwhile; reused tells which.
func (c *Carrier) ready(ctx context.Context) (reused bool, err error) {
	if c.open != nil {
		stop := context.AfterFunc(ctx, c.open.cut)
		kept := c.open.carried < perLine && c.open.client.UpdateDeadline(sendTime) == nil && c.open.client.Reset() == nil
		if stop() && kept {
			return true, nil
		}
		c.drop()
	}
	c.open, err = c.dial(ctx)
	return false, err
}

// hand gives a letter to the server over the open connection. After anything
// but a clear yes or no the connection is not used again.
func (c *Carrier) hand(ctx context.Context, message *gomail.Msg, to string) error {
	stop := context.AfterFunc(ctx, c.open.cut)
	err := c.deliver(c.open.client, message, to)
	c.open.carried++
	var said *reminder.Refusal
	if !stop() || fullUp(err) || err != nil && !errors.As(err, &said) {
		c.drop()
	}
	return err
}

// fullUp tells whether the server closes the connection: 421 comes before
// anything is accepted.
func fullUp(err error) bool {
	var said *reminder.Refusal
	return errors.As(err, &said) && strings.HasPrefix(said.Words, "421")
}

// drop forgets the connection without waiting for the server.
func (c *Carrier) drop() {
	if c.open != nil {
		c.open.cut()
	}
	c.open = nil
}

// Rest implements reminder.Rester: it says goodbye to the server until the next
// letter.
func (c *Carrier) Rest() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open != nil {
		_ = c.open.client.Quit() // all that was carried is accepted already
	}
	c.drop()
}

// Close rests for good.
func (c *Carrier) Close() error {
	c.Rest()
	return nil
}
