package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

var accountTests = map[string]func(*testing.T, *world){
	"a person comes back as saved":                            loadsPerson,
	"a member comes back with person, organisation and role":  loadsMember,
	"adding a known member renews, and never adds twice":      renewsMember,
	"a link signs in once, of many at the same time":          usesLinkOnce,
	"a link is not used after its time":                       refusesOldLink,
	"a colleague comes with a letter, once, and to one buyer": invitesMember,
	"somebody always administers, whoever leaves at once":     keepsAdministrator,
	"a new password ends sessions and links":                  setsPassword,
	"another organisation's member is not there":              hidesMember,
}

func loadsPerson(t *testing.T, w *world) {
	got, err := w.db.Accounts().PersonByEmail(t.Context(), w.kari.Person.Email)
	must(t, err)
	same(t, "person", got, w.kari.Person)
	_, err = w.db.Accounts().PersonByEmail(t.Context(), "nobody@example.com")
	wantKind(t, "an unknown address", err, fault.NotFound)
}

func loadsMember(t *testing.T, w *world) {
	got, err := w.db.Accounts().MemberByEmail(t.Context(), w.ola.Person.Email)
	must(t, err)
	same(t, "member", got, w.ola)
	_, err = w.db.Accounts().MemberByEmail(t.Context(), "nobody@example.com")
	wantKind(t, "an unknown address", err, fault.NotFound)
}

func renewsMember(t *testing.T, w *world) {
	again := w.kari
	again.Person.ID, again.Organisation.ID = "another person", "another organisation"
	again.Person.Name, again.Person.Password, again.Role = "Kari Nordmann", "", account.Reader
	must(t, w.db.Accounts().AddMember(t.Context(), again, w.event("member.added")))
	got, err := w.db.Accounts().MemberByEmail(t.Context(), w.kari.Person.Email)
	must(t, err)
	want := w.kari
	want.Person.Name, want.Role = "Kari Nordmann", account.Reader
	same(t, "the renewed member", got, want)
}

// link is a sign-in link for Kari.
func (w *world) link(t *testing.T) account.Link {
	t.Helper()
	l := account.Link{
		Hash: account.NewToken().Hash(), Purpose: account.SignIn, Person: w.kari.Person.ID, Asker: "Lillevik kommune",
		About: "Arbeidstøy", Path: "/assessments", Created: kept(w.now), Expires: kept(w.now.Add(account.SignInLife)),
	}
	must(t, w.db.Accounts().AddLink(t.Context(), l))
	return l
}

func usesLinkOnce(t *testing.T, w *world) {
	l := w.link(t)
	got, person, err := w.db.Accounts().Link(t.Context(), l.Hash)
	must(t, err)
	same(t, "link", got, l)
	same(t, "its person", person, w.kari.Person)
	var all sync.WaitGroup
	var wins atomic.Int64
	for range 8 {
		all.Go(func() {
			if err := w.db.Accounts().UseLink(t.Context(), l.Hash, w.now); err != nil {
				wantKind(t, "the later ones", err, fault.Conflict)
				return
			}
			wins.Add(1)
		})
	}
	all.Wait()
	if wins.Load() != 1 {
		t.Errorf("%d used the link, want 1", wins.Load())
	}
	got, _, err = w.db.Accounts().Link(t.Context(), l.Hash)
	must(t, err)
	used := kept(w.now)
	l.Used = &used
	same(t, "the used link", got, l)
}

func refusesOldLink(t *testing.T, w *world) {
	l := w.link(t)
	wantKind(t, "at its end", w.db.Accounts().UseLink(t.Context(), l.Hash, l.Expires), fault.Conflict)
	wantKind(t, "an unknown one", w.db.Accounts().UseLink(t.Context(), "nothing", w.now), fault.Conflict)
	must(t, w.db.Accounts().UseLink(t.Context(), l.Hash, l.Expires.Add(-time.Microsecond)))
	_, _, err := w.db.Accounts().Link(t.Context(), "nothing")
	wantKind(t, "an unknown one", err, fault.NotFound)
}
