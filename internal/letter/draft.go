package letter

import "aktsom/internal/message"

// draft returns the subject and the paragraphs of a letter. The first one says
// why the reader gets it; there is at most one link.
func draft(kind Kind, f Facts, say *message.Printer) (subject string, body []paragraph) {
	switch kind {
	case Invitation:
		return invitation(f, say)
	case Reminder:
		return reminder(f, say)
	case SignIn:
		return signIn(f, say)
	case Receipt:
		return receipt(f, say)
	case Moved:
		return moved(f, say)
	case Withdrawn:
		return withdrawn(f, say)
	case Released:
		return released(f, say)
	case ResultDraft:
		return resultDraft(f, say)
	case Infected:
		return infected(f, say)
	case Colleague:
		return colleague(f, say)
	case Password:
		return password(f, say)
	case Correction:
		return correction(f, say)
	case CorrectionMoved:
		return correctionMoved(f, say)
	case CorrectionOff:
		return correctionOff(f, say)
	case Digest:
		return digest(f, say)
	case WrongPerson:
		return wrongPerson(f, say)
	case NotUs:
		return notUs(f, say)
	case Reconsidered:
		return reconsidered(f, say)
	default:
		return exchanged(kind, f, say)
	}
}

func invitation(f Facts, say *message.Printer) (string, []paragraph) {
	subject := say.Say("letter.invitation_subject", "buyer", f.Buyer, "date", say.Date(f.Closing.In(f.Zone)))
	body := []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.invitation_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())},
	}
	if f.Purpose != "" {
		body = append(body, paragraph{Text: f.Purpose})
	}
	body = append(body,
		paragraph{Text: say.Say("letter.invitation_length", "count", f.Questions, "minutes", f.Minutes)},
		paragraph{Text: until(f, say)},
		paragraph{Text: say.Say("letter.open_request"), Link: LinkPlaceholder},
		paragraph{Text: say.Say("letter.link_is_yours")},
		paragraph{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
		paragraph{Text: say.Say("letter.not_you")},
	)
	return subject, body
}

func reminder(f Facts, say *message.Printer) (string, []paragraph) {
	if f.ToCorrect > 0 {
		return correctionReminder(f, say)
	}
	late := !f.Now.Before(f.Closing)
	when := say.Relative(f.Closing, f.Now, f.Zone)
	subject := say.Say("letter.reminder_subject", "buyer", f.Buyer, "when", when)
	why := say.Say("letter.reminder_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())
	if late {
		subject = say.Say("letter.overdue_subject", "buyer", f.Buyer)
		why = say.Say("letter.overdue_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())
	}
	return subject, []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: why},
		{Text: until(f, say)},
		{Text: say.Say("letter.saved_so_far")},
		{Text: say.Say("letter.open_request"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
		{Text: say.Say("letter.not_you")},
	}
}

func signIn(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.sign_in_subject"), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.sign_in_why")},
		{Text: say.Say("letter.sign_in_open"), Link: LinkPlaceholder},
		{Text: say.Say("letter.sign_in_not_you")},
	}
}

func receipt(f Facts, say *message.Printer) (string, []paragraph) {
	at := say.Moment(f.Submitted, f.Zone)
	body := []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.receipt_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled(), "at", at)},
		{Text: say.Say("letter.receipt_proof", "round", f.Round, "hash", f.SHA256)},
	}
	if len(f.Files) > 0 {
		body = append(body, paragraph{Text: say.Say("letter.receipt_files", "count", len(f.Files)), Items: f.Files})
	}
	if f.Now.Before(f.Closing) && f.ToCorrect == 0 {
		body = append(body, paragraph{Text: say.Say("letter.receipt_change", "at", say.Moment(f.Closing, f.Zone))})
	}
	return say.Say("letter.receipt_subject", "buyer", f.Buyer), append(body,
		paragraph{Text: say.Say("letter.open_receipt"), Link: LinkPlaceholder},
		paragraph{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)})
}

func moved(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.moved_subject", "buyer", f.Buyer, "date", say.Date(f.Closing.In(f.Zone))), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.moved_why", "buyer", f.Buyer, "title", f.titled())},
		{Text: until(f, say)},
		{Text: say.Say("letter.moved_all")},
		{Text: say.Say("letter.open_request"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}

func withdrawn(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.withdrawn_subject", "buyer", f.Buyer), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.withdrawn_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}

func released(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.released_subject", "buyer", f.Buyer), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.released_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())},
		{Text: say.Say("letter.open_result"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}

func infected(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.infected_subject", "buyer", f.Buyer), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.infected_why", "file", f.File, "buyer", f.Buyer, "title", f.titled())},
		{Text: say.Say("letter.infected_do")},
		{Text: say.Say("letter.open_request"), Link: LinkPlaceholder},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}

func colleague(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.colleague_subject", "buyer", f.Buyer), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.colleague_why", "buyer", f.Buyer, "name", f.ContactName)},
		{Text: say.Say("letter.colleague_open"), Link: LinkPlaceholder},
		{Text: say.Say("letter.colleague_life")},
		{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)},
	}
}

func password(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.password_subject"), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.password_why")},
		{Text: say.Say("letter.password_open"), Link: LinkPlaceholder},
		{Text: say.Say("letter.password_not_you")},
	}
}

// until says when answers are due, with the time zone, and what happens then.
func until(f Facts, say *message.Printer) string {
	at := say.Moment(f.Closing, f.Zone)
	if f.Seals {
		return say.Say("letter.closes", "at", at)
	}
	return say.Say("letter.due", "at", at)
}

// titled is the procurement's title with the buyer's reference, if it has one.
func (f Facts) titled() string {
	if f.Reference == "" {
		return f.Title
	}
	return f.Title + " (" + f.Reference + ")"
}
