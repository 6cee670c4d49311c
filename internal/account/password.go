package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/alexedwards/argon2id"

	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// ForgotPassword sends a letter with a link to set a new password, if a
// buyer's member has the address. It never tells whether one does.
func (s *Service) ForgotPassword(ctx context.Context, email string) error {
	if !IsAddress(email) {
		return fault.Fields{{Name: "email", Key: "account.not_an_address"}}
	}
	member, err := s.Store.MemberByEmail(ctx, Address(email))
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find member by address: %w", err)
	}
	return s.sendLink(ctx, letter.Password, member.Person, "", "", "/procurements")
}

// SetPassword uses a link up to set its person's password, which ends all their
// sessions, and returns whom they sign in as and where to. fault.Fields when
// the password is too short; fault.Gone when the link cannot be used, or its
// person works for nobody here any more.
func (s *Service) SetPassword(ctx context.Context, token Token, password string) (Actor, string, error) {
	link, person, err := s.ShowLink(ctx, token)
	if err != nil {
		return Actor{}, "", err
	}
	var wrong fault.Fields
	checkPassword(&wrong, "password", password)
	if err := wrong.OrNil(); err != nil {
		return Actor{}, "", err
	}
	member, err := s.Store.MemberByEmail(ctx, person.Email)
	if errors.Is(err, fault.NotFound) || err == nil && !link.Purpose.SetsPassword() {
		return Actor{}, "", fault.New(fault.Gone, "account.link_unknown")
	}
	if err != nil {
		return Actor{}, "", fmt.Errorf("find member by address: %w", err)
	}
	hash, err := hashed(password)
	if err != nil {
		return Actor{}, "", err
	}
	err = s.Store.SetPassword(ctx, person.ID, hash, link.Hash, s.ownEvent(person.ID, "member.password_set"))
	if errors.Is(err, fault.Conflict) {
		return Actor{}, "", fault.New(fault.Gone, "account.link_used_up")
	}
	if err != nil {
		return Actor{}, "", fmt.Errorf("set password: %w", err)
	}
	return ActorOf(member), link.Path, nil
}

// ChangePassword gives the actor a new password in place of the old one, which
// must be known, and ends all their sessions: the page signs them in again.
func (s *Service) ChangePassword(ctx context.Context, actor Actor, old, password string) error {
	member, err := s.Store.Member(ctx, actor.Organisation, actor.Person)
	if err != nil {
		return fmt.Errorf("find own member: %w", err)
	}
	match, err := matches(old, member.Person.Password)
	if err != nil {
		return err
	}
	var wrong fault.Fields
	if !match {
		wrong.Add("old", "people.wrong_old_password")
	}
	checkPassword(&wrong, "password", password)
	if err := wrong.OrNil(); err != nil {
		return err
	}
	hash, err := hashed(password)
	if err != nil {
		return err
	}
	return s.Store.SetPassword(ctx, actor.Person, hash, "", s.ownEvent(actor.Person, "member.password_changed"))
}

func checkPassword(wrong *fault.Fields, field, password string) {
	if len([]rune(password)) < MinPassword {
		wrong.Add(field, "account.short_password", "least", MinPassword)
	}
}

func hashed(password string) (string, error) {
	hash, err := argon2id.CreateHash(password, argon2id.DefaultParams)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

func matches(password, hash string) (bool, error) {
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return match, nil
}
