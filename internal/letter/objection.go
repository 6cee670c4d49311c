package letter

import "aktsom/internal/message"

// wrongPerson tells the buyer that somebody else should be asked.
func wrongPerson(f Facts, say *message.Printer) (string, []paragraph) {
	todo := paragraph{Text: say.Say("letter.wrong_person_unnamed")}
	if f.Right.Email != "" {
		todo.Text = say.Say("letter.wrong_person_named", "name", f.Right.Name, "email", f.Right.Email)
	}
	return say.Say("letter.wrong_person_subject", "supplier", f.Supplier), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.wrong_person_why", "name", f.By.Name, "email", f.By.Email, "supplier", f.Supplier, "title", f.titled())},
		todo,
		{Text: say.Say("letter.wrong_person_until", "name", f.By.Name)},
		{Text: say.Say("letter.open_supplier"), Link: LinkPlaceholder},
		{Text: say.Say("letter.you_are_contact")},
	}
}

// notUs tells the buyer that the supplier will not answer, and why.
func notUs(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.not_us_subject", "supplier", f.Supplier), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.not_us_why", "name", f.By.Name, "email", f.By.Email, "supplier", f.Supplier, "title", f.titled())},
		{Text: say.Say("letter.not_us_reason", "reason", f.Reason)},
		{Text: say.Say("letter.not_us_do")},
		{Text: say.Say("letter.open_supplier"), Link: LinkPlaceholder},
		{Text: say.Say("letter.you_are_contact")},
	}
}

// reconsidered tells the buyer that the contact takes the objection back.
func reconsidered(f Facts, say *message.Printer) (string, []paragraph) {
	return say.Say("letter.reconsidered_subject", "supplier", f.Supplier), []paragraph{
		{Text: say.Say("letter.greeting", "name", f.Name)},
		{Text: say.Say("letter.reconsidered_why", "name", f.By.Name, "email", f.By.Email, "supplier", f.Supplier, "title", f.titled())},
		{Text: say.Say("letter.open_supplier"), Link: LinkPlaceholder},
		{Text: say.Say("letter.you_are_contact")},
	}
}
