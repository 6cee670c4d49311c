package letter

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"aktsom/internal/message"
)

// occasion is what a letter does to the reader's calendar: it puts a deadline
// there, moves it, or takes it out again.
type occasion struct {
	uid   string // the entry's; the same UID with a higher sequence moves it
	at    time.Time
	off   bool   // it is taken out
	title string // what the entry is called
	about string // what it is for
	until string // the deadline in words, and what it ends
}

// occasionOf is the deadline that a kind of letter is about; false for a letter
// that is about none. Answers, corrections and comments on a draft each have an
// entry of their own, so that one never moves another. Each time that questions
// are sent back is a new entry: the last one may have been taken out.
func occasionOf(kind Kind, f Facts, say *message.Printer) (occasion, bool) {
	switch kind {
	case Invitation, Moved, Withdrawn:
		return f.answering(kind == Withdrawn, say), true
	case Correction, CorrectionMoved, CorrectionOff, Reminder, Receipt:
		return f.correcting(kind == CorrectionOff || kind == Receipt, say), !f.SentBack.IsZero()
	case ResultDraft, Released:
		return f.commenting(kind == Released, say), !f.CommentBy.IsZero()
	default:
		return occasion{}, false
	}
}

func (f Facts) answering(off bool, say *message.Printer) occasion {
	o := occasion{
		uid: "assessment-" + f.Assessment, at: f.Closing, off: off, until: until(f, say),
		title: say.Say("letter.calendar_summary", "buyer", f.Buyer, "title", f.Title),
		about: say.Say("letter.calendar_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled()),
	}
	if off {
		o.about = say.Say("letter.withdrawn_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())
	}
	return o
}

func (f Facts) correcting(off bool, say *message.Printer) occasion {
	return occasion{
		uid: "correction-" + f.Assessment + "-" + strconv.FormatInt(f.SentBack.Unix(), 10), at: f.CorrectBy, off: off,
		until: say.Say("letter.correction_until", "at", say.Moment(f.CorrectBy, f.Zone)),
		title: say.Say("letter.calendar_correct", "buyer", f.Buyer, "title", f.Title),
		about: say.Say("letter.calendar_correct_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled()),
	}
}

func (f Facts) commenting(off bool, say *message.Printer) occasion {
	return occasion{
		uid: "draft-" + f.Assessment + "-" + strconv.Itoa(f.Round), at: f.CommentBy, off: off,
		until: say.Say("letter.result_draft_until", "at", say.Moment(f.CommentBy, f.Zone)),
		title: say.Say("letter.calendar_comment", "buyer", f.Buyer, "title", f.Title),
		about: say.Say("letter.calendar_comment_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled()),
	}
}

// calendarOf is the entry that goes along with a letter; empty for a letter
// that has none.
func (w *Writer) calendarOf(kind Kind, f Facts, say *message.Printer) string {
	o, has := occasionOf(kind, f, say)
	if !has || f.Assessment == "" {
		return ""
	}
	return w.entry(o, f, say)
}

// Calendar is the deadline that a kind of letter is about as a file for a
// calendar (RFC 5545), as it goes along with that letter; empty where the facts
// know none. It holds no personal link.
func (w *Writer) Calendar(kind Kind, f Facts) string {
	return w.calendarOf(kind, f, w.catalog.In(languageOf(f.Language)))
}

// entry writes one event. Its sequence grows whenever the deadline moves, so
// that a later file moves the entry instead of adding another one (RFC 5546,
// 2.1.4 and 3.2.1).
//
// It is written here and not by a library: the one that reads it back in the
// tests lets a carriage return through and escapes names in a way that the
// standard does not know.
func (w *Writer) entry(o occasion, f Facts, say *message.Printer) string {
	method, status, about := "PUBLISH", "CONFIRMED", []string{o.about}
	if o.off {
		method, status = "CANCEL", "CANCELLED"
	} else {
		about = append(about, o.until)
	}
	about = append(about, say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail))
	var c calendar
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Aktsom//Aktsom//"+strings.ToUpper(string(say.Lang())))
	c.line("METHOD", method)
	c.line("BEGIN", "VEVENT")
	c.line("UID", text(o.uid+"@"+w.host))
	c.line("SEQUENCE", strconv.FormatInt(f.Sequence, 10))
	c.line("DTSTAMP", stamp(f.Now))
	c.line("DTSTART", stamp(o.at))
	c.line(`ORGANIZER;CN="`+named(f.Buyer)+`"`, "mailto:"+named(f.ContactEmail))
	c.line("SUMMARY;LANGUAGE="+string(say.Lang()), text(o.title))
	c.line("DESCRIPTION;LANGUAGE="+string(say.Lang()), text(strings.Join(about, "\n\n")))
	c.line("STATUS", status)
	c.line("TRANSP", "TRANSPARENT")
	if status == "CONFIRMED" {
		c.line("BEGIN", "VALARM")
		c.line("ACTION", "DISPLAY")
		c.line("TRIGGER", "-P2D")
		c.line("DESCRIPTION", text(o.title))
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
