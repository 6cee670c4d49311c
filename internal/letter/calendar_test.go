package letter_test

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"aktsom/internal/letter"
	"aktsom/internal/message"
)

// entryOf reads a letter's entry back with a library that is not ours.
func entryOf(t *testing.T, file string) (*ics.Calendar, *ics.VEvent) {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(file))
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	if len(c.Events()) != 1 {
		t.Fatalf("%d events in\n%s", len(c.Events()), file)
	}
	return c, c.Events()[0]
}

func value(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func method(c *ics.Calendar) string {
	for _, p := range c.CalendarProperties {
		if p.IANAToken == string(ics.PropertyMethod) {
			return p.Value
		}
	}
	return ""
}

func TestAnInvitationPutsTheDeadlineIntoTheCalendar(t *testing.T) {
	t.Parallel()
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	for _, lang := range message.Langs() {
		f := facts(string(lang))
		f.Title = `Klær; sko, hansker \ "verneutstyr"` + strings.Repeat(" – på bestilling", 9)
		c, e := entryOf(t, writer.Write(letter.Invitation, f).Calendar)
		if method(c) != "PUBLISH" || e.Id() != "assessment-0190a@aktsom.example" || value(e, ics.ComponentPropertySequence) != "2" {
			t.Errorf("%s: %s of %s, sequence %s", lang, method(c), e.Id(), value(e, ics.ComponentPropertySequence))
		}
		if at, err := e.GetStartAt(); err != nil || !at.Equal(f.Closing) {
			t.Errorf("%s: the entry is at %v, %v; the deadline is %v", lang, at, err, f.Closing)
		}
		if summary := value(e, ics.ComponentPropertySummary); !strings.Contains(summary, f.Title) || !strings.Contains(summary, f.Buyer) {
			t.Errorf("%s: the summary reads %q", lang, summary)
		}
		if why := value(e, ics.ComponentPropertyDescription); !strings.Contains(why, f.ContactEmail) || !strings.Contains(why, "12") {
			t.Errorf("%s: the description reads %q", lang, why)
		}
		if alarms := e.Alarms(); len(alarms) != 1 {
			t.Errorf("%s: %d alarms, want one", lang, len(alarms))
		}
	}
}

func TestAMovedDeadlineMovesTheEntryAndAWithdrawnInvitationTakesItOut(t *testing.T) {
	t.Parallel()
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	f := facts("nb")
	_, first := entryOf(t, writer.Write(letter.Invitation, f).Calendar)
	f.Closing, f.Sequence = f.Closing.Add(7*24*time.Hour), 3
	_, moved := entryOf(t, writer.Write(letter.Moved, f).Calendar)
	if moved.Id() != first.Id() || value(moved, ics.ComponentPropertySequence) != "3" {
		t.Errorf("the moved entry is %s, sequence %s", moved.Id(), value(moved, ics.ComponentPropertySequence))
	}
	f.Sequence = 4
	c, gone := entryOf(t, writer.Write(letter.Withdrawn, f).Calendar)
	if method(c) != "CANCEL" || gone.Id() != first.Id() || value(gone, ics.ComponentPropertyStatus) != "CANCELLED" || len(gone.Alarms()) != 0 {
		t.Errorf("%s of %s: %s with %d alarms", method(c), gone.Id(), value(gone, ics.ComponentPropertyStatus), len(gone.Alarms()))
	}
}

// A buyer's words must not be able to add lines to the file.
func TestNobodyCanAddLinesToAnEntry(t *testing.T) {
	t.Parallel()
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	f := facts("en")
	f.Buyer = "Fjord\"vik\r\nATTENDEE:mailto:x@example.org\rkommune\x00"
	f.Title, f.ContactEmail = "Æ\nURL:https://evil.example\r", "ola@fjordvik.example\r\nX-EVIL:1"
	file := writer.Calendar(f)
	for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n\x00") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
		if strings.HasPrefix(line, "ATTENDEE") || strings.HasPrefix(line, "URL") || strings.HasPrefix(line, "X-") {
			t.Errorf("a line that a buyer wrote: %q", line)
		}
	}
	entryOf(t, file)
}

func TestNoOtherLetterHasAnEntryAndNoneHasALink(t *testing.T) {
	t.Parallel()
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	for _, kind := range kinds(t) {
		l := writer.Write(kind, facts("nb"))
		wants := kind == letter.Invitation || kind == letter.Moved || kind == letter.Withdrawn
		if (l.Calendar != "") != wants {
			t.Errorf("%s: an entry is there: %v", kind, l.Calendar != "")
		}
		if strings.Contains(l.Calendar, letter.LinkPlaceholder) {
			t.Errorf("%s: the entry has the personal link", kind)
		}
	}
}
