package letter

import (
	"strings"

	"aktsom/internal/message"
)

// Said is what a letter tells of an enquiry or of a reply.
type Said struct {
	ID         string                   // of what it tells: one letter to each reader
	Topic      func(lang string) string // the page or question it is about; empty: none
	Wording    string                   // the enquiry, as the reader may know it; empty: nobody asked
	Text       string                   // the reply
	Only       bool                     // for this reader alone
	Correction bool                     // it takes the place of an earlier reply
	Corrects   int                      // whose number this is; 0: it has none
}

// exchanged is draft for the kinds about enquiries and replies.
func exchanged(kind Kind, f Facts, say *message.Printer) (subject string, body []paragraph) {
	switch kind {
	case Enquired:
		return enquired(f, say)
	case Replied:
		return replied(f, say)
	case RepliedOnly:
		return repliedOnly(f, say)
	case Announced:
		return announced(f, say)
	default:
		panic("letter: no such kind: " + string(kind))
	}
}

// enquired tells the buyer that a supplier asks something.
func enquired(f Facts, say *message.Printer) (string, []paragraph) {
	body := []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.enquired_why", "name", f.By.Name, "email", f.By.Email, "supplier", f.Supplier, "title", f.titled())},
	}
	body = append(body, f.topic(say)...)
	body = append(body, paragraph{Lines: quoted(f.Said.Wording)})
	if f.Seals {
		body = append(body, paragraph{Text: say.Say("letter.enquired_alike")})
	}
	return say.Say("letter.enquired_subject", "supplier", f.Supplier, "title", f.titled()), append(body,
		paragraph{Text: say.Say("letter.enquired_until", "at", say.Moment(f.Closing, f.Zone))},
		paragraph{Text: say.Say("letter.open_enquiry"), Link: LinkPlaceholder},
		paragraph{Text: say.Say("letter.you_are_contact")})
}

// replied tells every supplier what one of them asked, and the reply.
func replied(f Facts, say *message.Printer) (string, []paragraph) {
	why := say.Say("letter.replied_why", "buyer", f.Buyer, "title", f.titled())
	return say.Say("letter.replied_subject", "buyer", f.Buyer, "title", f.titled()), f.exchange(say, why)
}

// repliedOnly tells the supplier that asked, and nobody else.
func repliedOnly(f Facts, say *message.Printer) (string, []paragraph) {
	why := say.Say("letter.replied_only_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())
	return say.Say("letter.replied_only_subject", "buyer", f.Buyer, "title", f.titled()), f.exchange(say, why)
}

// announced tells every supplier what nobody asked.
func announced(f Facts, say *message.Printer) (string, []paragraph) {
	why := say.Say("letter.announced_why", "buyer", f.Buyer, "title", f.titled())
	return say.Say("letter.announced_subject", "buyer", f.Buyer, "title", f.titled()), f.exchange(say, why)
}

// exchange is a letter with an enquiry and its reply.
func (f Facts) exchange(say *message.Printer, why string) []paragraph {
	body := []paragraph{{Text: say.Say("letter.greeting", "name", f.Name)}, {Text: why}}
	switch {
	case f.Said.Correction && f.Said.Corrects > 0:
		body = append(body, paragraph{Text: say.Say("letter.reply_corrects", "number", f.Said.Corrects)})
	case f.Said.Correction:
		body = append(body, paragraph{Text: say.Say("letter.reply_corrects_yours")})
	}
	body = append(body, f.topic(say)...)
	if f.Said.Wording != "" {
		body = append(body, paragraph{Text: say.Say("letter.enquiry_is")}, paragraph{Lines: quoted(f.Said.Wording)}, paragraph{Text: say.Say("letter.reply_is")})
	}
	body = append(body, paragraph{Lines: quoted(f.Said.Text)})
	if f.Now.Before(f.Closing) {
		body = append(body, paragraph{Text: until(f, say)})
	}
	return append(body,
		paragraph{Text: say.Say("letter.open_enquiries"), Link: LinkPlaceholder},
		paragraph{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)})
}

// topic says what in the questionnaire it is about, if it is about a part of it.
func (f Facts) topic(say *message.Printer) []paragraph {
	if f.Said.Topic == nil {
		return nil
	}
	about := f.Said.Topic(string(say.Lang()))
	if about == "" {
		return nil
	}
	return []paragraph{{Text: say.Say("letter.enquiry_about", "topic", about)}}
}

// quoted is what somebody typed, line by line, cut where an address could be
// recognised. It cannot stand for the letter's own link.
func quoted(text string) [][]string {
	host := strings.TrimSuffix(strings.TrimPrefix(LinkPlaceholder, "https://"), "/")
	var lines [][]string
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		lines = append(lines, cutAddresses(strings.ReplaceAll(line, host, "…")))
	}
	return lines
}
