package enquiry

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"aktsom/internal/fault"
)

// checkTells refuses a text that tells who asked.
func (d drafting) checkTells(wrong *fault.Fields, asked Enquiry, field, text string) {
	if told, tells := d.tells(asked, text); tells {
		wrong.Add(field, "enquiry.tells_who", "told", told)
	}
}

// tells finds in a text what would tell the other suppliers who asked: the
// supplier's name or number, or the name or address of its contact or of whoever
// asked. It is a net for what a tired eye misses, and no proof that a text tells
// nothing.
func (d drafting) tells(asked Enquiry, text string) (string, bool) {
	names := []string{asked.Supplier, asked.PersonName}
	if a, is := d.reader(asked.Assessment); is {
		names = append(names, a.Supplier.Number, a.Contact.Name, a.Contact.Email)
	}
	for _, name := range names {
		if mentions(text, name) {
			return name, true
		}
	}
	return "", false
}

// mentions reports whether a text has a name as whole words. A name of one word
// may be an ordinary one, so it must be written the same.
func mentions(text, name string) bool {
	name = strings.Join(strings.Fields(name), " ")
	text = strings.Join(strings.Fields(text), " ")
	if name == "" {
		return false
	}
	if strings.ContainsAny(name, " @") {
		name, text = strings.ToLower(name), strings.ToLower(text)
	}
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 {
			return false
		}
		begin, end := from+at, from+at+len(name)
		if !endsInWord(text[:begin]) && !beginsWithWord(text[end:]) {
			return true
		}
		from = end
	}
}

func endsInWord(text string) bool {
	last, size := utf8.DecodeLastRuneInString(text)
	return size > 0 && inWord(last)
}

func beginsWithWord(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	return size > 0 && inWord(first)
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
