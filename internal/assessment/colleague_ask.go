package assessment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/questionnaire"
)

// maxMessage is how long a contact's message may be: a letter is no place for
// more.
const maxMessage = 1000

// AskedHelp is whom the contact asks to help, and with what.
type AskedHelp struct {
	NewContact

	Pages   []string
	Message string
}

// OpenAsContact is Open for what only the contact does: fault.Denied for a
// colleague, saying who does it.
func (s *Service) OpenAsContact(ctx context.Context, actor account.Actor, id ID) (Desk, error) {
	desk, err := s.Open(ctx, actor, id)
	if err == nil {
		err = desk.ContactOnly()
	}
	return desk, err
}

// deskOfContact is desk for what only the contact does.
func (s *Service) deskOfContact(ctx context.Context, actor account.Actor, id ID) (Desk, error) {
	desk, err := s.desk(ctx, actor, id)
	if err == nil {
		err = desk.ContactOnly()
	}
	return desk, err
}

// ContactOnly refuses a colleague what only the contact does.
func (d Desk) ContactOnly() error {
	if d.Helper == nil {
		return nil
	}
	return fault.New(fault.Denied, "colleague.contact_does_it", "name", d.Assessment.Contact.Name)
}

// AskColleague lets somebody help: they get a letter with a personal link, read
// everything and answer the pages. Asking the same address again changes what
// they answer, with a letter that says so. fault.Fields when something is missing;
// fault.Conflict when nothing can be answered any more.
func (s *Service) AskColleague(ctx context.Context, actor account.Actor, id ID, ask AskedHelp) error {
	return again(func() error { return s.askOnce(ctx, actor, id, ask) })
}

// again does something until no save came in between: others answer while the
// contact asks them.
func again(do func() error) error {
	for range saveTries {
		err := do()
		if !errors.Is(err, errMeanwhile) {
			return err
		}
	}
	return fault.New(fault.Conflict, "assessment.changed_meanwhile")
}

// meanwhile marks what a store refused since another save came first.
func meanwhile(err error) error {
	if errors.Is(err, fault.Conflict) {
		return errMeanwhile
	}
	return err
}

func (s *Service) askOnce(ctx context.Context, actor account.Actor, id ID, ask AskedHelp) error {
	desk, err := s.deskOfContact(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := desk.takesAnswers(s.Now()); err != nil {
		return err
	}
	ask, err = ask.checked(desk)
	if err != nil {
		return err
	}
	a, now := desk.Assessment, s.Now()
	c := Colleague{
		Person: account.PersonID(s.NewID()), Name: ask.Name, Email: ask.Email, Language: ask.Language,
		Pages: ask.Pages, Message: ask.Message, Asked: now,
	}
	event := s.ownEvent(actor, a, "colleague.asked")
	event.Details["colleague"], event.Details["pages"] = c.Email, strings.Join(c.Pages, " ")
	err = s.Colleagues.AskColleague(ctx, a, c, desk.questionsOn(c.Pages), s.askingLetter(desk, c), event)
	if errors.Is(err, fault.Denied) {
		return fault.Fields{{Name: "email", Key: "colleague.of_buyer", Args: []any{"buyer", a.Procurement.BuyerName}}}
	}
	return meanwhile(err)
}

// checked is what was typed, tidied, or what is wrong with it.
func (ask AskedHelp) checked(desk Desk) (AskedHelp, error) {
	var wrong fault.Fields
	ask.Name, ask.Email, ask.Message = strings.TrimSpace(ask.Name), account.Address(ask.Email), strings.TrimSpace(ask.Message)
	checkPerson(&wrong, ask.NewContact, "colleague.name_missing")
	if ask.Email == account.Address(desk.Assessment.Contact.Email) {
		wrong.Add("email", "colleague.is_you")
	}
	ask.Pages = slices.DeleteFunc(answerable(desk.Questionnaire), func(page string) bool { return !slices.Contains(ask.Pages, page) })
	if len(ask.Pages) == 0 {
		wrong.Add("page", "colleague.choose_page")
	}
	if utf8.RuneCountInString(ask.Message) > maxMessage {
		wrong.Add("message", "procurement.too_long", "most", maxMessage)
	}
	if letter.MimicsLink(ask.Message) {
		wrong.Add("message", "words.no_link")
	}
	others := 0
	for _, c := range desk.Colleagues {
		if c.Email != ask.Email {
			others++
		}
	}
	if others >= MaxColleagues {
		wrong.Add("email", "colleague.too_many", "most", MaxColleagues)
	}
	return ask, wrong.OrNil()
}

// answerable are the pages on which something can be answered, in order.
func answerable(q *questionnaire.Questionnaire) []string {
	var pages []string
	for _, page := range q.Definition().Pages {
		if slices.ContainsFunc(page.Questions, (*questionnaire.Question).TakesAnswer) || slices.ContainsFunc(page.Questions, givesFiles) {
			pages = append(pages, page.ID)
		}
	}
	return pages
}

func givesFiles(q *questionnaire.Question) bool { return q.Kind == "files" || q.Evidence != nil }

// questionsOn are the questions of pages.
func (d Desk) questionsOn(pages []string) []string {
	var ids []string
	for _, page := range d.Questionnaire.Definition().Pages {
		if !slices.Contains(pages, page.ID) {
			continue
		}
		for _, q := range page.Questions {
			ids = append(ids, q.ID)
		}
	}
	return ids
}

// askingLetter asks a colleague in the contact's name.
func (s *Service) askingLetter(desk Desk, c Colleague) letter.Letter {
	a := desk.Assessment
	facts := s.colleagueFacts(a)
	facts.Key = fmt.Sprintf("colleague_asked:%s:%s:%d", a.ID, c.Email, a.Version)
	facts.Person, facts.Name, facts.Email, facts.Language = string(c.Person), c.Name, c.Email, c.Language
	facts.By, facts.Reason = letter.Named{Name: a.Contact.Name, Email: a.Contact.Email}, c.Message
	for _, id := range c.Pages {
		if page, found := desk.Questionnaire.Page(id); found {
			facts.Pages = append(facts.Pages, questionnaire.Fill(page.Title.In(c.Language), func(string) string { return "…" }))
		}
	}
	return s.Writer.Write(letter.ColleagueAsked, facts)
}

// colleagueFacts are those of a letter between people of the supplier: whom the
// contact asks is no matter of the buyer's, so it stands among none of its letters.
func (s *Service) colleagueFacts(a Assessment) letter.Facts {
	facts := s.facts(a, nil)
	facts.Organisation, facts.Procurement = "", ""
	if a.Correcting(facts.Now) {
		facts.Closing = *a.CorrectBy
	}
	return facts
}

// ownEvent is an event of the supplier's own, which no buyer's log shows.
func (s *Service) ownEvent(actor account.Actor, a Assessment, verb string) audit.Event {
	event := s.event(actor, a, verb, s.Now())
	event.Organisation, event.Procurement = "", ""
	return event
}
