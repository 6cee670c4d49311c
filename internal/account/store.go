package account

import (
	"context"
	"time"

	"aktsom/internal/audit"
	"aktsom/internal/letter"
)

// Store keeps people, members and links.
type Store interface {
	// PersonByEmail returns the person with the address, as written by Address.
	// fault.NotFound when there is none.
	PersonByEmail(ctx context.Context, email string) (Person, error)

	// MemberByEmail returns the member with the address; of several buyers the
	// one they joined first by organisation name. fault.NotFound when there is none.
	MemberByEmail(ctx context.Context, email string) (Member, error)

	// AddMember adds the organisation (matched by name), the person (matched by
	// address; their name, language and a non-empty password are renewed) and
	// the role in one transaction.
	AddMember(ctx context.Context, member Member, event audit.Event) error

	// Members lists an organisation's members by name.
	Members(ctx context.Context, organisation OrganisationID) ([]Member, error)

	// Member returns one of an organisation's members. fault.NotFound when the
	// person is not among them.
	Member(ctx context.Context, organisation OrganisationID, person PersonID) (Member, error)

	// InviteMember adds the person (matched by address; one who is known keeps
	// name, language and password), the role and the letter in one transaction.
	// fault.Conflict when the person is a member already, here or of another
	// organisation: one signs in to one, and no buyer moves another's people.
	InviteMember(ctx context.Context, member Member, invitation letter.Letter, event audit.Event) error

	// ChangeRole gives a member another role and ends the person's sessions.
	// fault.NotFound when there is no such member; fault.Conflict when nobody
	// would administer the organisation any more, whoever else tries at once.
	ChangeRole(ctx context.Context, member Member, role Role, event audit.Event) error

	// RemoveMember takes a member out and ends the person's sessions. It
	// refuses what ChangeRole refuses.
	RemoveMember(ctx context.Context, member Member, event audit.Event) error

	// SetPassword keeps a new password hash, uses up the person's links that
	// could set another one and ends all sessions of the person. With a link's
	// hash it uses that link: fault.Conflict, and nothing happens, when somebody
	// did already or it has expired.
	SetPassword(ctx context.Context, person PersonID, password, link string, event audit.Event) error

	// Rename gives a person another name and language.
	Rename(ctx context.Context, person PersonID, name, language string, event audit.Event) error

	// Sessions lists the person's sessions that are not over at now, the one
	// used last first.
	Sessions(ctx context.Context, person PersonID, now time.Time) ([]Session, error)

	// EndSession ends one of the person's sessions. fault.NotFound when there is
	// no such session of this person.
	EndSession(ctx context.Context, person PersonID, id string, event audit.Event) error

	// EndOtherSessions ends all sessions of the person but one.
	EndOtherSessions(ctx context.Context, person PersonID, kept string, event audit.Event) error

	// AddLink keeps a new link. Only its hash is known here.
	AddLink(ctx context.Context, link Link) error

	// Link returns a link by its hash, with its person. fault.NotFound when
	// there is none.
	Link(ctx context.Context, hash string) (Link, Person, error)

	// UseLink marks the link used. fault.Conflict when somebody did already or
	// it has expired: of two at once, one wins.
	UseLink(ctx context.Context, hash string, now time.Time) error
}

// Outbox takes letters that no other change goes along with.
type Outbox interface {
	// Post adds letters. One whose Key is there already is left out, silently:
	// the same cause never writes twice.
	Post(ctx context.Context, letters ...letter.Letter) error
}
