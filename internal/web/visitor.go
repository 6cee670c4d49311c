package web

import (
	"crypto/rand"
	"encoding/json"
	"fmt"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

const actorKey = "actor"

// actorOf is who makes the request; the zero Actor is somebody not signed in.
func actorOf(c *gin.Context) account.Actor {
	actor, _ := c.Value(actorKey).(account.Actor)
	return actor
}

// visitorOf is who makes the request, as the pages' header shows it.
func visitorOf(c *gin.Context) Visitor {
	actor := actorOf(c)
	return Visitor{Person: actor.Person, Name: actor.Name, Organisation: actor.OrganisationName, Buyer: actor.Buyer()}
}

// readActor takes the actor out of the session: no statement of its own.
func (s *Site) readActor(c *gin.Context) error {
	text := s.sessions.GetString(c.Request.Context(), sessionActor)
	if text == "" {
		return nil
	}
	var actor account.Actor
	if err := json.Unmarshal([]byte(text), &actor); err != nil {
		return fmt.Errorf("read actor from session: %w", err)
	}
	c.Set(actorKey, actor)
	owned(c, account.Session{ID: s.sessions.GetString(c.Request.Context(), sessionID), Person: actor.Person})
	return nil
}

// signIn makes the session the actor's. Whatever it held before, somebody
// else's perhaps, is gone, and so is the token that somebody may have planted.
func (s *Site) signIn(c *gin.Context, actor account.Actor) error {
	ctx := c.Request.Context()
	if err := s.sessions.Clear(ctx); err != nil {
		return fmt.Errorf("clear session: %w", err)
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("renew session: %w", err)
	}
	now, id := s.options.Clock(), rand.Text()
	s.sessions.Put(ctx, sessionID, id)
	s.sessions.Put(ctx, sessionSeenAt, now.Unix())
	s.sessions.Put(ctx, sessionBegunAt, now.Unix())
	owned(c, account.Session{
		ID: id, Person: actor.Person, Begun: now, Seen: now, Browser: browserOf(c.Request.UserAgent()),
	})
	return s.keepActor(c, actor)
}

// keepActor writes the actor into the session.
func (s *Site) keepActor(c *gin.Context, actor account.Actor) error {
	text, err := json.Marshal(actor)
	if err != nil {
		return fmt.Errorf("write actor to session: %w", err)
	}
	s.sessions.Put(c.Request.Context(), sessionActor, string(text))
	c.Set(actorKey, actor)
	return nil
}

// signedInOnly lets everybody pass who has signed in.
func (s *Site) signedInOnly(c *gin.Context) {
	if actorOf(c).Person == "" {
		s.refuse(c, fault.SignIn)
	}
}

// suppliersOnly lets suppliers' people pass. A buyer's staff are told so: they
// can never act as the supplier.
func (s *Site) suppliersOnly(c *gin.Context) {
	switch actor := actorOf(c); {
	case actor.Supplier():
	case actor.Buyer():
		s.refuse(c, fault.New(fault.Denied, "fault.suppliers_only"))
	default:
		s.refuse(c, fault.SignIn)
	}
}

// buyersOnly lets a buyer's staff pass, whatever their role. For suppliers the
// buyers' pages are not there, and the page that says so says why.
func (s *Site) buyersOnly(c *gin.Context) {
	switch actor := actorOf(c); {
	case actor.Buyer():
	case actor.Supplier():
		s.refuse(c, fault.New(fault.NotFound, "fault.buyers_only"))
	default:
		s.refuse(c, fault.SignIn)
	}
}

// homeOf is the page where the actor's work begins.
func homeOf(actor account.Actor) string {
	switch {
	case actor.Buyer():
		return "/procurements"
	case actor.Supplier():
		return "/requests"
	default:
		return "/"
	}
}
