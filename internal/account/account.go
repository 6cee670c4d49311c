// Package account knows people, the buyers they work for, and how they prove
// who they are: a password for a buyer's staff, a link by mail for suppliers.
package account

import (
	"net/mail"
	"strings"
	"time"
)

// OrganisationID names a buyer.
type OrganisationID string

// PersonID names a person.
type PersonID string

// Organisation is a buyer: a public body that plans procurements. Suppliers
// have no organisation of their own here, because a supplier's rights hang on
// person × assessment and never on a matching organisation number.
type Organisation struct {
	ID      OrganisationID
	Name    string
	Number  string // Norwegian organisation number, nine digits
	Created time.Time
}

// Person is somebody with an e-mail address. One address is one person,
// whatever the number of buyers who invited them.
type Person struct {
	ID       PersonID
	Name     string
	Email    string // as written by Address
	Language string // nb, nn or en
	Password string // argon2id hash; empty for one who has never set one
	Created  time.Time
}

// Address writes an e-mail address in the one way the portal compares it:
// without space around it, in lower case.
func Address(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// IsAddress reports whether email, as Address writes it, is an address and
// nothing else: "Kari <kari@example.org>" is one with a name before it.
func IsAddress(email string) bool {
	parsed, err := mail.ParseAddress(Address(email))
	return err == nil && parsed.Address == Address(email)
}

// Role is what a member may do for a buyer.
type Role string

// The roles, from the widest to the narrowest.
const (
	Administrator Role = "administrator" // people and roles, and all that an officer may
	Officer       Role = "officer"       // procurements, invitations, reviews, release
	Evaluator     Role = "evaluator"     // marks and judges, reads the rest
	Reader        Role = "reader"        // reads
)

// Roles lists every role, from the widest to the narrowest.
func Roles() []Role { return []Role{Administrator, Officer, Evaluator, Reader} }

// MayManage reports whether the role may change procurements and invitations.
func (r Role) MayManage() bool { return r == Administrator || r == Officer }

// MayReview reports whether the role may mark and judge.
func (r Role) MayReview() bool { return r.MayManage() || r == Evaluator }

// Member is a person in a role at a buyer.
type Member struct {
	Person       Person
	Organisation Organisation
	Role         Role
}

// Session is one browser in which a person is signed in.
type Session struct {
	ID      string
	Person  PersonID
	Begun   time.Time
	Seen    time.Time // to some minutes
	Browser string    // roughly, as far as the browser tells
}

// Actor is who acts in a request. It is kept in the session, so reading it
// costs no statement. A person who signed in with a link has no Organisation
// and no Role, even if they work for a buyer too: a buyer can never act as the
// supplier, nor the other way round.
type Actor struct {
	Person           PersonID
	Name             string
	Email            string
	Language         string
	Organisation     OrganisationID // empty for a supplier's person
	OrganisationName string
	Role             Role
}

// Buyer reports whether the actor acts for a buyer.
func (a Actor) Buyer() bool { return a.Organisation != "" }

// Supplier reports whether the actor acts for a supplier.
func (a Actor) Supplier() bool { return a.Person != "" && a.Organisation == "" }

// ActorOf returns the actor that a member becomes by signing in with a password.
func ActorOf(m Member) Actor {
	return Actor{
		Person: m.Person.ID, Name: m.Person.Name, Email: m.Person.Email, Language: m.Person.Language,
		Organisation: m.Organisation.ID, OrganisationName: m.Organisation.Name, Role: m.Role,
	}
}

// SupplierActor returns the actor that a person becomes by using a link.
func SupplierActor(p Person) Actor {
	return Actor{Person: p.ID, Name: p.Name, Email: p.Email, Language: p.Language}
}
