package smtpmail

import (
	"strings"

	gomail "github.com/wneessen/go-mail"

	"aktsom/internal/letter"
)

// compose writes the letter as a message of two forms, text first. Its
// Message-ID and date are those of the letter, the same in every attempt, so
// that a letter that comes twice is seen as one.
func (c *Carrier) compose(l letter.Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(c.from)
	if err := m.AddToFormat(l.ToName, l.To); err != nil {
		return nil, err
	}
	written := l.Created
	if l.NotBefore.After(written) {
		written = l.NotBefore
	}
	m.SetDateWithValue(written)
	m.SetMessageIDWithValue(l.MessageID)
	m.Subject(l.Subject)
	// Nobody's holiday notice should answer a portal (RFC 3834).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	m.SetGenHeader("Content-Language", l.Language)
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	if l.Calendar != "" {
		return m, m.AttachReader(calendarName, strings.NewReader(l.Calendar), gomail.WithFileContentType(calendarType(l.Calendar)))
	}
	return m, nil
}

// calendarName is what the entry is called in the reader's list of attachments.
const calendarName = "aktsom.ics"

// calendarType names the entry's method, as mail programs want it (RFC 6047,
// 2.4).
func calendarType(entry string) gomail.ContentType {
	method := "PUBLISH"
	if strings.Contains(entry, "\r\nMETHOD:CANCEL\r\n") {
		method = "CANCEL"
	}
	return gomail.ContentType("text/calendar; charset=utf-8; method=" + method)
}
