package account

import (
	"context"
	"strings"

	"aktsom/internal/fault"
)

// Rename gives the actor another name and language and returns the actor with
// both. fault.Fields when one cannot be accepted.
func (s *Service) Rename(ctx context.Context, actor Actor, name, language string) (Actor, error) {
	name = strings.TrimSpace(name)
	var wrong fault.Fields
	checkName(&wrong, name)
	checkLanguage(&wrong, language)
	if err := wrong.OrNil(); err != nil {
		return actor, err
	}
	if err := s.Store.Rename(ctx, actor.Person, name, language, s.ownEvent(actor.Person, "member.renamed")); err != nil {
		return actor, err
	}
	actor.Name, actor.Language = name, language
	return actor, nil
}

// Sessions lists the browsers in which the actor is signed in, the one used
// last first.
func (s *Service) Sessions(ctx context.Context, actor Actor) ([]Session, error) {
	return s.Store.Sessions(ctx, actor.Person, s.Now())
}

// EndSession signs the actor out of one browser. Somebody else's session is
// fault.NotFound.
func (s *Service) EndSession(ctx context.Context, actor Actor, id string) error {
	return s.Store.EndSession(ctx, actor.Person, id, s.ownEvent(actor.Person, "member.session_ended"))
}

// EndOtherSessions signs the actor out everywhere but in the session kept.
func (s *Service) EndOtherSessions(ctx context.Context, actor Actor, kept string) error {
	return s.Store.EndOtherSessions(ctx, actor.Person, kept, s.ownEvent(actor.Person, "member.sessions_ended"))
}
