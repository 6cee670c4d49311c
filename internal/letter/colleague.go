package letter

import (
	"strings"

	"aktsom/internal/message"
)

// colleagueAsked asks somebody at the supplier to answer some of the questions,
// in the contact's name.
func colleagueAsked(f Facts, say *message.Printer) (string, []paragraph) {
	body := []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.colleague_asked_why", "name", f.By.Name, "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())},
		{Text: say.Say("letter.colleague_asked_pages", "count", len(f.Pages)), Items: f.Pages},
	}
	if f.Reason != "" {
		body = append(body, paragraph{Text: say.Say("letter.colleague_asked_message", "name", f.By.Name)}, paragraph{Lines: typedLines(f.Reason)})
	}
	return say.Say("letter.colleague_asked_subject", "name", f.By.Name, "date", say.Date(f.Closing.In(f.Zone))), append(body,
		paragraph{Text: say.Say("letter.colleague_asked_until", "at", say.Moment(f.Closing, f.Zone), "name", f.By.Name)},
		paragraph{Text: say.Say("letter.colleague_asked_open"), Link: LinkPlaceholder},
		paragraph{Text: say.Say("letter.link_is_yours")},
		paragraph{Text: say.Say("letter.contact", "name", f.By.Name, "email", f.By.Email)},
		paragraph{Text: say.Say("letter.colleague_asked_not_you")})
}

// colleagueDone tells the contact that a colleague has done their part.
func colleagueDone(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.colleague_done_subject", "name", f.By.Name), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.colleague_done_why", "name", f.By.Name, "email", f.By.Email, "buyer", f.Buyer, "title", f.titled())},
		{Text: say.Say("letter.colleague_done_next")},
		{Text: say.Say("letter.open_request"), Link: LinkPlaceholder},
	}
}

// typedLines are lines that somebody typed: in them no address becomes a link.
func typedLines(text string) [][]string {
	var lines [][]string
	for line := range strings.SplitSeq(trimmed(text), "\n") {
		lines = append(lines, cutAddresses(line))
	}
	return lines
}
