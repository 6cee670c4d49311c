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

// The three deadlines that a supplier can have stand side by side in a calendar:
// none of them moves another, and each can be moved and taken out.
func TestCorrectionsAndDraftsHaveEntriesOfTheirOwn(t *testing.T) {
	t.Parallel()
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	answers := writer.Write(letter.Invitation, facts("nb"))
	_, first := entryOf(t, answers.Calendar)
	for name, c := range map[string]struct {
		facts          letter.Facts
		put, move, off letter.Kind
		shift          func(*letter.Facts, time.Duration)
		at             func(letter.Facts) time.Time
		word           string
	}{
		"corrections": {
			factsOf(letter.Correction, "nb"), letter.Correction, letter.CorrectionMoved, letter.CorrectionOff,
			func(f *letter.Facts, d time.Duration) { f.CorrectBy = f.CorrectBy.Add(d) },
			func(f letter.Facts) time.Time { return f.CorrectBy }, "rett svar",
		},
		"corrections that are reminded of and come in": {
			factsOf(letter.Correction, "nb"), letter.Correction, letter.Reminder, letter.Receipt,
			func(*letter.Facts, time.Duration) {}, func(f letter.Facts) time.Time { return f.CorrectBy }, "rett svar",
		},
		"a draft": {
			factsOf(letter.ResultDraft, "nb"), letter.ResultDraft, letter.ResultDraft, letter.Released,
			func(f *letter.Facts, d time.Duration) { f.CommentBy = f.CommentBy.Add(d) },
			func(f letter.Facts) time.Time { return f.CommentBy }, "kommenter utkastet",
		},
	} {
		f := c.facts
		put, entry := entryOf(t, writer.Write(c.put, f).Calendar)
		at, err := entry.GetStartAt()
		if method(put) != "PUBLISH" || entry.Id() == first.Id() || err != nil || !at.Equal(c.at(f)) || len(entry.Alarms()) != 1 {
			t.Errorf("%s: %s of %s at %v, %v", name, method(put), entry.Id(), at, err)
		}
		if summary := value(entry, ics.ComponentPropertySummary); !strings.Contains(summary, c.word) || !strings.Contains(summary, f.Buyer) {
			t.Errorf("%s: the summary reads %q", name, summary)
		}
		c.shift(&f, 48*time.Hour)
		f.Sequence++
		_, moved := entryOf(t, writer.Write(c.move, f).Calendar)
		at, err = moved.GetStartAt()
		if moved.Id() != entry.Id() || err != nil || !at.Equal(c.at(f)) || value(moved, ics.ComponentPropertySequence) != "3" {
			t.Errorf("%s: moved to %s of %v, sequence %s", name, moved.Id(), at, value(moved, ics.ComponentPropertySequence))
		}
		f.Sequence++
		off, gone := entryOf(t, writer.Write(c.off, f).Calendar)
		if method(off) != "CANCEL" || gone.Id() != entry.Id() || value(gone, ics.ComponentPropertyStatus) != "CANCELLED" || len(gone.Alarms()) != 0 {
			t.Errorf("%s: %s of %s", name, method(off), gone.Id())
		}
		f.SentBack, f.Round = f.SentBack.AddDate(0, 0, 9), f.Round+1
		if _, next := entryOf(t, writer.Write(c.put, f).Calendar); next.Id() == entry.Id() {
			t.Errorf("%s: the next one revives an entry that was taken out", name)
		}
	}
}

// A buyer's words must not be able to add lines to the file.
func TestNobodyCanAddLinesToAnEntry(t *testing.T) {
	t.Parallel()
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	f := facts("en")
	f.Buyer = "Fjord\"vik\r\nATTENDEE:mailto:x@example.org\rkommune\x00"
	f.Title, f.ContactEmail = "Æ\nURL:https://evil.example\r", "ola@fjordvik.example\r\nX-EVIL:1"
	file := writer.Calendar(letter.Invitation, f)
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
		l := writer.Write(kind, facts("nb")) // nothing is sent back, and there is no draft
		wants := kind == letter.Invitation || kind == letter.Moved || kind == letter.Withdrawn
		if (l.Calendar != "") != wants {
			t.Errorf("%s: an entry is there: %v", kind, l.Calendar != "")
		}
		if strings.Contains(l.Calendar, letter.LinkPlaceholder) {
			t.Errorf("%s: the entry has the personal link", kind)
		}
	}
}
