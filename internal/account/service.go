package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// Deps is what a Service is made of.
type Deps struct {
	Store  Store
	Outbox Outbox
	Writer *letter.Writer
	Now    func() time.Time
	NewID  func() string
}

// Service is what people do to get in.
type Service struct {
	Deps
	decoy string // compared with when the address is unknown, so that both take as long
}

// NewService returns a Service over deps.
func NewService(deps Deps) *Service {
	decoy, err := argon2id.CreateHash(deps.NewID(), argon2id.DefaultParams)
	if err != nil {
		panic(fmt.Errorf("hash with the default parameters: %w", err))
	}
	return &Service{Deps: deps, decoy: decoy}
}

// RequestLink sends a sign-in letter to the address, if somebody has it. It
// never tells whether somebody does. Within one minute only one letter goes.
// path is where the link leads.
func (s *Service) RequestLink(ctx context.Context, email, path string) error {
	if !IsAddress(email) {
		return fault.Fields{{Name: "email", Key: "account.not_an_address"}}
	}
	person, err := s.Store.PersonByEmail(ctx, Address(email))
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find person by address: %w", err)
	}
	return s.sendLink(ctx, letter.SignIn, person, "", "", path)
}

func (s *Service) sendLink(ctx context.Context, kind letter.Kind, p Person, asker, about, path string) error {
	now := s.Now()
	return s.Outbox.Post(ctx, s.Writer.Write(kind, letter.Facts{
		ID: s.NewID(), Key: fmt.Sprintf("%s:%s:%d", kind, p.ID, now.Unix()/60),
		Person: string(p.ID), Name: p.Name, Email: p.Email, Language: p.Language,
		Buyer: asker, Title: about, Path: path, Now: now, Zone: time.UTC,
	}))
}

// MakeLink makes the link that a letter carries, while the letter is being
// sent, and returns its token: the only place where the token is ever known.
func (s *Service) MakeLink(ctx context.Context, l letter.Letter) (Token, error) {
	now, token, purpose := s.Now(), NewToken(), Purpose(l.LinkPurpose)
	if l.Kind == letter.ColleagueAsked {
		l.Assessment = "" // whether the supplier answers at all is for its contact to say
	}
	err := s.Store.AddLink(ctx, Link{
		Hash: token.Hash(), Purpose: purpose, Person: PersonID(l.Person), Asker: l.Asker, About: l.About,
		Assessment: l.Assessment, Path: l.LinkPath, Created: now, Expires: now.Add(purpose.Life()),
	})
	if err != nil {
		return "", fmt.Errorf("keep link of letter %s: %w", l.ID, err)
	}
	return token, nil
}

// ShowLink returns the link a token belongs to and whose it is, without using
// it: mail scanners follow links. fault.Gone when it is used, old or unknown.
func (s *Service) ShowLink(ctx context.Context, token Token) (Link, Person, error) {
	link, person, err := s.Store.Link(ctx, token.Hash())
	if errors.Is(err, fault.NotFound) {
		return Link{}, Person{}, fault.New(fault.Gone, "account.link_unknown")
	}
	if err != nil {
		return Link{}, Person{}, fmt.Errorf("find link: %w", err)
	}
	if !link.Usable(s.Now()) {
		return link, person, fault.New(fault.Gone, "account.link_used_up")
	}
	return link, person, nil
}

// UseLink uses a token up and returns who signed in and where the link leads.
// fault.Gone when it is used, old or unknown, or made to set a password with.
func (s *Service) UseLink(ctx context.Context, token Token) (Actor, string, error) {
	link, person, err := s.ShowLink(ctx, token)
	if err != nil {
		return Actor{}, "", err
	}
	if link.Purpose.SetsPassword() {
		return Actor{}, "", fault.New(fault.Gone, "account.link_unknown")
	}
	if err := s.Store.UseLink(ctx, link.Hash, s.Now()); errors.Is(err, fault.Conflict) {
		return Actor{}, "", fault.New(fault.Gone, "account.link_used_up")
	} else if err != nil {
		return Actor{}, "", fmt.Errorf("use link: %w", err)
	}
	return SupplierActor(person), link.Path, nil
}

// RenewLink sends a fresh letter in place of a used or old link, to the same
// person and the same place. An unknown token does nothing and says nothing.
func (s *Service) RenewLink(ctx context.Context, token Token) error {
	link, person, err := s.Store.Link(ctx, token.Hash())
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find link: %w", err)
	}
	kind := letter.SignIn
	if link.Purpose.SetsPassword() {
		kind = letter.Password // an invited colleague gets the same: the page is one
	}
	return s.sendLink(ctx, kind, person, link.Asker, link.About, link.Path)
}

// SignIn returns the member with the address and the password. fault.Invalid,
// the same in words and time, when either is wrong.
func (s *Service) SignIn(ctx context.Context, email, password string) (Actor, error) {
	member, err := s.Store.MemberByEmail(ctx, Address(email))
	if err != nil && !errors.Is(err, fault.NotFound) {
		return Actor{}, fmt.Errorf("find member by address: %w", err)
	}
	hash, known := member.Person.Password, err == nil && member.Person.Password != ""
	if !known {
		hash = s.decoy
	}
	match, err := matches(password, hash)
	if err != nil {
		return Actor{}, err
	}
	if !match || !known {
		return Actor{}, fault.New(fault.Invalid, "account.wrong_password")
	}
	return ActorOf(member), nil
}

// MinPassword is the shortest password that is taken (NIST SP 800-63B-4 asks
// for 15 where the password is the only factor).
const MinPassword = 15

// AddMember adds a person in a role to a buyer, or renews them. fault.Fields
// when the address, the role or the password cannot be accepted.
func (s *Service) AddMember(ctx context.Context, m Member, password string) error {
	var wrong fault.Fields
	if !IsAddress(m.Person.Email) {
		wrong.Add("email", "account.not_an_address")
	}
	if password != "" {
		checkPassword(&wrong, "password", password)
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	if password != "" {
		hash, err := hashed(password)
		if err != nil {
			return err
		}
		m.Person.Password = hash
	}
	m.Person.Email, m.Person.Created, m.Organisation.Created = Address(m.Person.Email), s.Now(), s.Now()
	if m.Person.ID == "" {
		m.Person.ID = PersonID(s.NewID())
	}
	if m.Organisation.ID == "" {
		m.Organisation.ID = OrganisationID(s.NewID())
	}
	return s.Store.AddMember(ctx, m, audit.Event{
		ID: s.NewID(), At: s.Now(), Verb: "member.added",
		Details: map[string]string{"email": m.Person.Email, "role": string(m.Role)},
	})
}

// PrintLink makes a sign-in link for an operator to hand over where no mail
// server is configured. fault.NotFound when nobody has the address.
func (s *Service) PrintLink(ctx context.Context, email string) (Token, error) {
	person, err := s.Store.PersonByEmail(ctx, Address(email))
	if err != nil {
		return "", fmt.Errorf("find person by address: %w", err)
	}
	return s.MakeLink(ctx, letter.Letter{ID: "printed", Person: string(person.ID), LinkPurpose: string(SignIn), LinkPath: "/requests"})
}
