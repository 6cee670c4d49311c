package letter

import "aktsom/internal/message"

func resultDraft(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.result_draft_subject", "buyer", f.Buyer, "date", say.Date(f.CommentBy.In(f.Zone))), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.result_draft_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())},
		{Text: say.Say("letter.result_draft_until", "at", say.Moment(f.CommentBy, f.Zone))},
		{Text: say.Say("letter.result_draft_open"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}
