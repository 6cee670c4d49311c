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
