package letter

import "aktsom/internal/message"

func correction(f Facts, say *message.Printer) (string, []paragraph) {
	date := say.Date(f.Closing.In(f.Zone))
	return say.Say("letter.correction_subject", "buyer", f.Buyer, "count", f.ToCorrect, "date", date), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.correction_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled(), "count", f.ToCorrect)},
		{Text: say.Say("letter.correction_these"), Items: f.Corrections},
		{Text: say.Say("letter.correction_until", "at", say.Moment(f.Closing, f.Zone))},
		{Text: say.Say("letter.correction_else")},
		{Text: say.Say("letter.correction_open"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}

func correctionReminder(f Facts, say *message.Printer) (string, []paragraph) {
	when := say.Relative(f.Closing, f.Now, f.Zone)
	return say.Say("letter.correction_reminder_subject", "buyer", f.Buyer, "when", when), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.correction_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled(), "count", f.ToCorrect)},
		{Text: say.Say("letter.correction_until", "at", say.Moment(f.Closing, f.Zone))},
		{Text: say.Say("letter.correction_else")},
		{Text: say.Say("letter.correction_open"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}

func correctionMoved(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.correction_moved_subject", "buyer", f.Buyer, "date", say.Date(f.Closing.In(f.Zone))), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.correction_moved_why", "buyer", f.Buyer, "title", f.titled())},
		{Text: say.Say("letter.correction_until", "at", say.Moment(f.Closing, f.Zone))},
		{Text: say.Say("letter.correction_open"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}

func correctionOff(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.correction_off_subject", "buyer", f.Buyer), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.correction_off_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())},
		{Text: say.Say("letter.open_request"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}
