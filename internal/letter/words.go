package letter

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"aktsom/internal/fault"
	"aktsom/internal/message"
)

// Own is what an organisation says in its own words in one kind of letter, in
// one language. An empty part is the portal's own. Own words come beside what a
// letter must say, never in its place: why, until when, the link and the contact
// stay.
type Own struct {
	Greeting  string `json:"greeting,omitempty"`
	Text      string `json:"text,omitempty"` // after the paragraph that says why
	Signature string `json:"signature,omitempty"`
}

// Words are an organisation's own words by kind and language.
type Words map[Kind]map[string]Own

// Of are the own words of a kind in a language; the zero Own where there are none.
func (w Words) Of(kind Kind, language string) Own { return w[kind][language] }

// With returns w with other words of a kind in a language. The zero Own takes
// them out.
func (w Words) With(kind Kind, language string, own Own) Words {
	changed := Words{}
	for k, languages := range w {
		changed[k] = map[string]Own{}
		for l, o := range languages {
			changed[k][l] = o
		}
	}
	if changed[kind] == nil {
		changed[kind] = map[string]Own{}
	}
	changed[kind][language] = own
	if own == (Own{}) {
		delete(changed[kind], language)
	}
	return changed
}

// Worded lists the kinds that can have own words, in the order of a procurement:
// those in which an organisation speaks to a supplier. Letters between a contact
// and its colleagues are the supplier's own, and the buyer has no say in them.
func Worded() []Kind {
	return []Kind{Invitation, Reminder, Moved, Receipt, Withdrawn, Correction, ResultDraft, Released, Replied, RepliedOnly, Announced}
}

// How long own words may be, in characters: a letter is read when it is short.
const (
	MaxGreeting  = 120
	MaxText      = 1000
	MaxSignature = 300
)

// placeholder is what own words may hold for something that differs from letter
// to letter.
var placeholder = regexp.MustCompile(`\{\{ *([^{}]*?) *\}\}`)

// Placeholders are the names that can stand between {{ and }}.
func Placeholders() []string { return []string{"name", "supplier", "buyer", "procurement", "deadline"} }

// values are what the placeholders stand for.
func (f Facts) values(say *message.Printer) map[string]string {
	return map[string]string{
		"name": f.Name, "supplier": f.Supplier, "buyer": f.Buyer, "procurement": f.titled(), "deadline": say.Moment(f.Closing, f.Zone),
	}
}

// Checked trims own words and says what in them cannot be written.
func (o Own) Checked() (Own, error) {
	var wrong fault.Fields
	o = Own{Greeting: oneLine(o.Greeting), Text: trimmed(o.Text), Signature: trimmed(o.Signature)}
	for _, part := range []struct {
		name, text string
		most       int
	}{{"greeting", o.Greeting, MaxGreeting}, {"text", o.Text, MaxText}, {"signature", o.Signature, MaxSignature}} {
		if utf8.RuneCountInString(part.text) > part.most {
			wrong.Add(part.name, "procurement.too_long", "most", part.most)
		}
		checkPlaceholders(&wrong, part.name, part.text)
		if MimicsLink(part.text) {
			wrong.Add(part.name, "words.no_link")
		}
	}
	return o, wrong.OrNil()
}

// checkPlaceholders finds the first placeholder that stands for nothing.
func checkPlaceholders(wrong *fault.Fields, field, text string) {
	known := Facts{}.names()
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		if !known[found[1]] {
			wrong.Add(field, "words.unknown_placeholder", "written", found[0], "known", "{{"+strings.Join(Placeholders(), "}}, {{")+"}}")
			return
		}
	}
	if rest := placeholder.ReplaceAllString(text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		wrong.Add(field, "words.open_placeholder", "known", "{{"+strings.Join(Placeholders(), "}}, {{")+"}}")
	}
}

func (Facts) names() map[string]bool {
	names := map[string]bool{}
	for _, name := range Placeholders() {
		names[name] = true
	}
	return names
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func trimmed(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
}

// spoken puts own words into a letter: in place of the greeting, after why it is
// written, and at its end.
func (o Own) spoken(f Facts, say *message.Printer, body []paragraph) []paragraph {
	values := f.values(say)
	if o.Greeting != "" {
		body[0] = paragraph{Lines: linesOf(o.Greeting, values)}
	}
	spoken := append([]paragraph{}, body[:2]...)
	for text := range strings.SplitSeq(o.Text, "\n\n") {
		if strings.TrimSpace(text) != "" {
			spoken = append(spoken, paragraph{Lines: linesOf(text, values)})
		}
	}
	spoken = append(spoken, body[2:]...)
	if o.Signature != "" {
		spoken = append(spoken, paragraph{Lines: linesOf(o.Signature, values)})
	}
	return spoken
}

// linesOf are the lines of own words, with the placeholders filled in.
func linesOf(text string, values map[string]string) [][]string {
	var lines [][]string
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		line = placeholder.ReplaceAllStringFunc(line, func(found string) string {
			return values[placeholder.FindStringSubmatch(found)[1]]
		})
		lines = append(lines, cutAddresses(line))
	}
	return lines
}

// cutAddresses cuts a line where an address could be recognised. In HTML a
// possible line break stands in each cut, so that a mail program makes no link
// of an address: the letter's own link is the only one to trust.
func cutAddresses(line string) []string {
	var cut []string
	from := 0
	for i := 0; i+1 < len(line); i++ {
		if strings.ContainsRune("./:@", rune(line[i])) && line[i+1] != ' ' {
			cut, from = append(cut, line[from:i+1]), i+1
		}
	}
	return append(cut, line[from:])
}
