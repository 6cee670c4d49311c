package assessment

import (
	"context"
	"fmt"
	"strconv"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// RemoveColleague ends what a colleague may do, at once. What they answered
// stays.
func (s *Service) RemoveColleague(ctx context.Context, actor account.Actor, id ID, person account.PersonID) error {
	return again(func() error { return s.removeOnce(ctx, actor, id, person) })
}

func (s *Service) removeOnce(ctx context.Context, actor account.Actor, id ID, person account.PersonID) error {
	desk, err := s.deskOfContact(ctx, actor, id)
	if err != nil {
		return err
	}
	c, err := desk.Colleague(person)
	if err != nil {
		return err
	}
	event := s.ownEvent(actor, desk.Assessment, "colleague.removed")
	event.Details["colleague"] = c.Email
	return meanwhile(s.Colleagues.RemoveColleague(ctx, desk.Assessment, person, event))
}

// KeepColleagues lets those go on whom an earlier contact asked: the one who
// answers now stands for it, and they are told who that is.
func (s *Service) KeepColleagues(ctx context.Context, actor account.Actor, id ID) error {
	return again(func() error { return s.keepOnce(ctx, actor, id) })
}

func (s *Service) keepOnce(ctx context.Context, actor account.Actor, id ID) error {
	desk, err := s.deskOfContact(ctx, actor, id)
	if err != nil {
		return err
	}
	paused := desk.Paused()
	if err := desk.takesAnswers(s.Now()); err != nil || len(paused) == 0 {
		return err
	}
	var words []letter.Letter
	for _, c := range paused {
		c.Message = "" // written by somebody else
		words = append(words, s.askingLetter(desk, c))
	}
	event := s.ownEvent(actor, desk.Assessment, "colleague.kept")
	event.Details["count"] = strconv.Itoa(len(paused))
	return meanwhile(s.Colleagues.KeepColleagues(ctx, desk.Assessment, words, event))
}

// Done tells the contact that a colleague has done their part. Saying it again
// does nothing. fault.Denied for the contact, who submits instead.
func (s *Service) Done(ctx context.Context, actor account.Actor, id ID) error {
	desk, err := s.desk(ctx, actor, id)
	if err != nil {
		return err
	}
	if desk.Helper == nil {
		return fault.New(fault.Denied, "colleague.only_colleagues")
	}
	if desk.Helper.Done != nil {
		return nil
	}
	if err := desk.takesAnswers(s.Now()); err != nil {
		return err
	}
	a, c, now := desk.Assessment, *desk.Helper, s.Now()
	c.Done = &now
	facts := s.colleagueFacts(a)
	facts.Key = fmt.Sprintf("colleague_done:%s:%s:%d", a.ID, c.Person, c.Asked.Unix())
	facts.By = letter.Named{Name: c.Name, Email: c.Email}
	event := s.ownEvent(actor, a, "colleague.done")
	return s.Colleagues.MarkColleague(ctx, id, c, []letter.Letter{s.Writer.Write(letter.ColleagueDone, facts)}, []audit.Event{event})
}
