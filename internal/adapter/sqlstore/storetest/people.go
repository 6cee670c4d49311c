package storetest

import (
	"sync"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// invite makes somebody a member of Kari's municipality.
func (w *world) invite(t *testing.T, email string, role account.Role) error {
	t.Helper()
	m := account.Member{
		Person:       account.Person{ID: account.PersonID(w.id("person")), Name: "Nina", Email: email, Language: "nn", Created: kept(w.now)},
		Organisation: w.kari.Organisation, Role: role,
	}
	id := w.id("letter")
	mail := letter.Letter{
		ID: id, Key: id, Kind: letter.Colleague, Person: "whoever has the address", ToName: "Nina", To: email, Language: "nn",
		LinkPurpose: string(account.Colleague), State: letter.Waiting, Created: w.now, NotBefore: w.now, NextTry: w.now, MessageID: id,
	}
	return w.db.Accounts().InviteMember(t.Context(), m, mail, w.event("member.invited"))
}

func invitesMember(t *testing.T, w *world) {
	supplier := w.invited(t, w.purchase(t), "Bakeri").Contact
	must(t, w.invite(t, supplier.Email, account.Reader))
	got, err := w.db.Accounts().Member(t.Context(), w.kari.Organisation.ID, supplier.Person)
	must(t, err)
	if got.Person.Name != supplier.Name || got.Role != account.Reader {
		t.Errorf("a known person became %+v", got)
	}
	letters, err := w.db.Letters().Lease(t.Context(), w.now, time.Minute, 100)
	must(t, err)
	found := false
	for _, l := range letters {
		found = found || l.Kind == letter.Colleague && l.Person == string(supplier.Person)
	}
	if !found {
		t.Errorf("no letter to the person who has the address among %d", len(letters))
	}
	wantKind(t, "the same again", w.invite(t, supplier.Email, account.Officer), fault.Conflict)
	wantKind(t, "another buyer's", w.invite(t, w.ola.Person.Email, account.Officer), fault.Conflict)
	members, err := w.db.Accounts().Members(t.Context(), w.kari.Organisation.ID)
	must(t, err)
	if len(members) != 2 {
		t.Errorf("the municipality has %d people, want 2", len(members))
	}
}

func keepsAdministrator(t *testing.T, w *world) {
	accounts := w.db.Accounts()
	wantKind(t, "the only one, demoted", accounts.ChangeRole(t.Context(), w.ola, account.Reader, w.event("x")), fault.Conflict)
	wantKind(t, "the only one, removed", accounts.RemoveMember(t.Context(), w.ola, w.event("x")), fault.Conflict)
	second := w.member(t, "per@fylke.example", w.ola.Organisation.Name, account.Administrator)
	second.Organisation = w.ola.Organisation
	w.session(t, "pers", second.Person.ID, w.now)
	var all sync.WaitGroup
	results := make([]error, 2)
	all.Go(func() { results[0] = accounts.RemoveMember(t.Context(), w.ola, w.event("x")) })
	all.Go(func() { results[1] = accounts.ChangeRole(t.Context(), second, account.Reader, w.event("x")) })
	all.Wait()
	if (results[0] == nil) == (results[1] == nil) {
		t.Errorf("of two who leave at once: %v, %v; want one refused", results[0], results[1])
	}
	if results[1] == nil {
		w.wantSessions(t, second.Person.ID)
	}
	for _, err := range results {
		if err != nil {
			wantKind(t, "the later one", err, fault.Conflict)
		}
	}
}

func setsPassword(t *testing.T, w *world) {
	accounts, kari := w.db.Accounts(), w.kari.Person.ID
	link := func(purpose account.Purpose) string {
		l := account.Link{Hash: account.NewToken().Hash(), Purpose: purpose, Person: kari, Path: "/", Created: w.now, Expires: w.now.Add(time.Hour)}
		must(t, accounts.AddLink(t.Context(), l))
		return l.Hash
	}
	one, other, plain := link(account.Password), link(account.Colleague), link(account.SignIn)
	w.session(t, "karis", kari, w.now)
	must(t, accounts.SetPassword(t.Context(), kari, "new hash", one, w.event("x")))
	person, err := accounts.PersonByEmail(t.Context(), w.kari.Person.Email)
	must(t, err)
	same(t, "password", person.Password, "new hash")
	w.wantSessions(t, kari)
	for _, used := range []string{one, other} {
		wantKind(t, "a used link", accounts.SetPassword(t.Context(), kari, "newer", used, w.event("x")), fault.Conflict)
	}
	must(t, accounts.UseLink(t.Context(), plain, w.now))
	person, err = accounts.PersonByEmail(t.Context(), w.kari.Person.Email)
	must(t, err)
	same(t, "password after refusals", person.Password, "new hash")
	must(t, accounts.Rename(t.Context(), kari, "Kari Ny", "en", w.event("x")))
	person, err = accounts.PersonByEmail(t.Context(), w.kari.Person.Email)
	must(t, err)
	same(t, "name and language", person.Name+" "+person.Language, "Kari Ny en")
}

func hidesMember(t *testing.T, w *world) {
	accounts := w.db.Accounts()
	_, err := accounts.Member(t.Context(), w.kari.Organisation.ID, w.ola.Person.ID)
	wantKind(t, "read", err, fault.NotFound)
	stranger := w.ola
	stranger.Organisation = w.kari.Organisation
	wantKind(t, "demoted", accounts.ChangeRole(t.Context(), stranger, account.Reader, w.event("x")), fault.NotFound)
	wantKind(t, "removed", accounts.RemoveMember(t.Context(), stranger, w.event("x")), fault.NotFound)
}
