package letter

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"aktsom/internal/message"
)

// calendar tells what a letter does to the reader's calendar: it puts the
// deadline there, moves it, or takes it out again.
func (k Kind) calendar() (method, status string) {
	switch k {
	case Invitation, Moved:
		return "PUBLISH", "CONFIRMED"
	case Withdrawn:
		return "CANCEL", "CANCELLED"
	default:
		return "", ""
	}
}

// calendarOf is the entry that goes along with a letter; empty for a letter
// that has none.
func (w *Writer) calendarOf(kind Kind, f Facts, say *message.Printer) string {
	method, status := kind.calendar()
	if method == "" || f.Assessment == "" {
		return ""
	}
	return w.entry(method, status, f, say)
}

// Calendar is the deadline as a file for a calendar (RFC 5545), as it goes
// along with an invitation. It holds no personal link.
func (w *Writer) Calendar(f Facts) string {
	method, status := Invitation.calendar()
	return w.entry(method, status, f, w.catalog.In(languageOf(f.Language)))
}

// entry writes one event. Its UID is the assessment's for ever, and its
// sequence grows with the procurement's revision, so that a later file moves
// the entry instead of adding another one (RFC 5546, 2.1.4 and 3.2.1).
//
// It is written here and not by a library: the one that reads it back in the
// tests lets a carriage return through and escapes names in a way that the
// standard does not know.
func (w *Writer) entry(method, status string, f Facts, say *message.Printer) string {
	about := []string{say.Say("letter.calendar_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled()), until(f, say)}
	if status == "CANCELLED" {
		about = []string{say.Say("letter.withdrawn_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())}
	}
	about = append(about, say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail))
	summary := say.Say("letter.calendar_summary", "buyer", f.Buyer, "title", f.Title)
	var c calendar
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Aktsom//Aktsom//"+strings.ToUpper(string(say.Lang())))
	c.line("METHOD", method)
	c.line("BEGIN", "VEVENT")
	c.line("UID", text("assessment-"+f.Assessment+"@"+w.host))
	c.line("SEQUENCE", strconv.FormatInt(f.Sequence, 10))
	c.line("DTSTAMP", stamp(f.Now))
	c.line("DTSTART", stamp(f.Closing))
	c.line(`ORGANIZER;CN="`+named(f.Buyer)+`"`, "mailto:"+named(f.ContactEmail))
	c.line("SUMMARY;LANGUAGE="+string(say.Lang()), text(summary))
	c.line("DESCRIPTION;LANGUAGE="+string(say.Lang()), text(strings.Join(about, "\n\n")))
	c.line("STATUS", status)
	c.line("TRANSP", "TRANSPARENT")
	if status == "CONFIRMED" {
		c.line("BEGIN", "VALARM")
		c.line("ACTION", "DISPLAY")
		c.line("TRIGGER", "-P2D")
		c.line("DESCRIPTION", text(summary))
		c.line("END", "VALARM")
	}
	c.line("END", "VEVENT")
	c.line("END", "VCALENDAR")
	return c.String()
}

// calendar is a file of content lines.
type calendar struct{ strings.Builder }

// octets is how long a line may be without its end (RFC 5545, 3.1).
const octets = 75

// line writes one content line, folded between letters where it is too long.
func (c *calendar) line(name, value string) {
	rest, room := name+":"+value, octets
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], octets-1 // the space counts
	}
	c.WriteString(rest + "\r\n")
}

// stamp is a moment in UTC: no calendar has to know the zone.
func stamp(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// text escapes what stands in a text value (RFC 5545, 3.3.11).
func text(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(printable(s))
}

// named is a parameter's value, which has no way to say a quotation mark.
func named(s string) string {
	return strings.NewReplacer(`"`, "'", "\n", " ").Replace(printable(s))
}

// printable leaves out the control characters that no line may hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}
