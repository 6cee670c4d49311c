package letter_test

import (
	"errors"
	"strings"
	"testing"

	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/message"
)

func TestOwnWordsComeBesideWhatALetterMustSay(t *testing.T) {
	t.Parallel()
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	own := letter.Own{
		Greeting: "God dag, {{name}} hos {{ supplier }}!", Text: "Vi ser fram til svarene.\n\nFrist: {{deadline}}",
		Signature: "Vennlig hilsen\n{{buyer}}",
	}
	for _, lang := range message.Langs() {
		for _, kind := range letter.Worded() {
			plain := writer.Write(kind, facts(string(lang)))
			f := facts(string(lang))
			f.Words = letter.Words{}.With(kind, string(lang), own)
			l := writer.Write(kind, f)
			for _, want := range []string{"God dag, Kari Nordmann hos Tråd & Søm AS!", "Vi ser fram til svarene.", "Vennlig hilsen\nFjordvik kommune\n"} {
				if !strings.Contains(l.Text, want) {
					t.Errorf("%s in %s does not say %q:\n%s", kind, lang, want, l.Text)
				}
			}
			for i, paragraph := range strings.Split(strings.TrimSpace(plain.Text), "\n\n") {
				if i > 0 && !strings.Contains(l.Text, paragraph) {
					t.Errorf("%s in %s has lost:\n%s", kind, lang, paragraph)
				}
			}
			if l.Subject != plain.Subject || l.Calendar != plain.Calendar {
				t.Errorf("%s in %s: own words changed the subject or the entry", kind, lang)
			}
		}
	}
}

func TestOwnWordsAreEscapedAndMakeNoLinks(t *testing.T) {
	t.Parallel()
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	f := facts("nb")
	f.Words = letter.Words{}.With(letter.Reminder, "nb", letter.Own{Text: `<a href="https://evil.example/x">Klikk</a> https://evil.example/login www.evil.example`})
	l := writer.Write(letter.Reminder, f)
	if links := strings.Count(l.HTML, "<a "); links != 1 {
		t.Errorf("the letter has %d links:\n%s", links, l.HTML)
	}
	if strings.Contains(l.HTML, "evil.example") || strings.Contains(l.HTML, "https://e") {
		t.Errorf("a mail program would make a link of this:\n%s", l.HTML)
	}
	if !strings.Contains(l.Text, "https://evil.example/login") {
		t.Errorf("the text is not as typed:\n%s", l.Text)
	}
}

func TestWhatCannotBeWrittenIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		own        letter.Own
		field, key string
	}{
		"unknown":  {letter.Own{Text: "Frist: {{frist}}"}, "text", "words.unknown_placeholder"},
		"open":     {letter.Own{Greeting: "Hei {{name}"}, "greeting", "words.open_placeholder"},
		"link":     {letter.Own{Signature: letter.LinkPlaceholder}, "signature", "words.no_link"},
		"too long": {letter.Own{Greeting: strings.Repeat("æ", letter.MaxGreeting+1)}, "greeting", "procurement.too_long"},
	} {
		_, err := c.own.Checked()
		var fields fault.Fields
		if !errors.As(err, &fields) || len(fields) != 1 || fields[0].Name != c.field || fields[0].Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	own, err := letter.Own{Greeting: " Hei\n{{name}} ", Text: "a\r\nb", Signature: " x "}.Checked()
	if err != nil || own != (letter.Own{Greeting: "Hei {{name}}", Text: "a\nb", Signature: "x"}) {
		t.Errorf("%+v, %v", own, err)
	}
}
