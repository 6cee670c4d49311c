package letter

import "aktsom/internal/message"

// draft returns the subject and the paragraphs of a letter. The first one says
// why the reader gets it; there is at most one link.
func draft(kind Kind, f Facts, say *message.Printer) (subject string, body []paragraph) {
	write, known := drafts()[kind]
	if !known {
		panic("letter: no such kind: " + string(kind))
	}
	return write(f, say)
}

// drafts are the letters, by kind.
func drafts() map[Kind]func(Facts, *message.Printer) (string, []paragraph) {
	return map[Kind]func(Facts, *message.Printer) (string, []paragraph){
		Invitation:      invitation,
		Reminder:        reminder,
		SignIn:          signIn,
		Receipt:         receipt,
		Moved:           moved,
		Withdrawn:       withdrawn,
		Released:        released,
		ResultDraft:     resultDraft,
		Infected:        infected,
		Colleague:       colleague,
		Password:        password,
		Correction:      correction,
		CorrectionMoved: correctionMoved,
		CorrectionOff:   correctionOff,
		Digest:          digest,
		WrongPerson:     wrongPerson,
		NotUs:           notUs,
		Reconsidered:    reconsidered,
		ColleagueAsked:  colleagueAsked,
		ColleagueDone:   colleagueDone,
		Enquired:        enquired,
		Replied:         replied,
		RepliedOnly:     repliedOnly,
		Announced:       announced,
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
		{Text: soFar(f, say)},
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
	why, rest := say.Say("letter.moved_why", "buyer", f.Buyer, "title", f.titled()), say.Say("letter.moved_all")
	if f.Alone {
		why, rest = say.Say("letter.moved_alone_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled()), soFar(f, say)
	}
	return say.Say("letter.moved_subject", "buyer", f.Buyer, "date", say.Date(f.Closing.In(f.Zone))), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: why},
		{Text: until(f, say)},
		{Text: rest},
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
	body := []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.released_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())},
	}
	if len(f.Requirements) > 0 {
		body[1].Text = say.Say("letter.released_requirements_why", "buyer", f.Buyer, "supplier", f.Supplier, "title", f.titled())
		body = append(body, qualified(f, say))
	}
	return say.Say("letter.released_subject", "buyer", f.Buyer), append(body,
		paragraph{Text: say.Say("letter.open_result"), Link: LinkPlaceholder},
		paragraph{Text: say.Say("letter.contact", "name", f.ContactName, "email", f.ContactEmail)})
}

// qualified says which requirements are met and which are not. It names no
// level and compares with nobody: whoever meets all is qualified.
func qualified(f Facts, say *message.Printer) paragraph {
	var met int
	items := make([]string, len(f.Requirements))
	for i, r := range f.Requirements {
		if items[i] = say.Say("letter.requirement_not_met", "requirement", r.Text); r.Met {
			items[i] = say.Say("letter.requirement_met", "requirement", r.Text)
			met++
		}
	}
	sentence := say.Say("letter.released_some_met", "met", met, "count", len(items))
	if met == len(items) {
		sentence = say.Say("letter.released_all_met", "count", met)
	}
	return paragraph{Text: sentence, Items: items}
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
	switch {
	case f.Seals:
		return say.Say("letter.closes", "at", at)
	case !f.Now.Before(f.Closing):
		return say.Say("letter.was_due", "at", at)
	default:
		return say.Say("letter.due", "at", at)
	}
}

// soFar says how much is answered, and that it is kept.
func soFar(f Facts, say *message.Printer) string {
	if f.Answered == 0 {
		return say.Say("letter.digest_not_begun")
	}
	return say.Say("letter.digest_answered", "done", f.Answered, "all", f.Asked) + " " + say.Say("letter.saved_so_far")
}

// titled is the procurement's title with the buyer's reference, if it has one.
func (f Facts) titled() string {
	if f.Reference == "" {
		return f.Title
	}
	return f.Title + " (" + f.Reference + ")"
}
