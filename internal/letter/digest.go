package letter

import (
	"strconv"
	"strings"

	"aktsom/internal/message"
)

// digest reminds one person of several requests, the earliest deadline first.
func digest(f Facts, say *message.Printer) (string, []paragraph) {
	count := len(f.Together)
	subject := say.Say("letter.digest_subject", "count", count)
	if first := f.Together[0]; f.Now.Before(first.Closing) {
		subject = say.Say("letter.digest_subject_due", "count", count, "when", say.Relative(first.Closing, f.Now, first.Zone))
	}
	body := []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.digest_why", "count", count)},
	}
	for i, each := range f.Together {
		body = append(body, paragraph{Text: strconv.Itoa(i+1) + ". " + digestLine(each, say)})
	}
	return subject, append(body,
		paragraph{Text: say.Say("letter.saved_so_far")},
		paragraph{Text: say.Say("letter.digest_open"), Link: LinkPlaceholder},
		paragraph{Text: say.Say("letter.digest_not_you")})
}

// digestLine is one request: who asks, about what, until when, and what is left.
func digestLine(f Facts, say *message.Printer) string {
	left := say.Say("letter.digest_answered", "done", f.Answered, "all", f.Asked)
	switch {
	case f.ToCorrect > 0:
		left = say.Say("letter.digest_correct", "count", f.ToCorrect)
	case f.Asked == 0:
		left = say.Say("letter.digest_not_begun")
	}
	return strings.Join([]string{
		say.Say("letter.digest_request", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled()), until(f, say), left,
		say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail),
	}, " ")
}
