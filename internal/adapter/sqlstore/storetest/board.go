package storetest

import (
	"testing"
	"time"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

var boardTests = map[string]func(*testing.T, *world){
	"the board tells how far each supplier is, in one statement": loadsBoard,
	"another buyer finds nothing":                                hidesBoard,
	"a supplier is invited once":                                 invitesOnce,
	"a known address keeps its person":                           invitesKnownPerson,
	"many are invited at once, in few statements":                invitesMany,
	"two lists at once invite a supplier once":                   invitesManyAtOnce,
	"of many, all are invited or nobody":                         invitesAllOrNobody,
	"a new contact takes over, and the old one finds nothing":    changesContact,
	"an invitation is taken back":                                withdrawsInvitation,
	"closing moves for all at once, and everybody is told":       extends,
}

func loadsBoard(t *testing.T, w *world) {
	p := w.purchase(t)
	empty, err := w.db.Assessments().Board(t.Context(), p.Organisation, p.ID)
	must(t, err)
	same(t, "an empty board", empty, []assessment.Row{})

	zeta, alfa := w.invited(t, p, "Zeta"), w.invited(t, p, "Alfa")
	refused := w.lease(t, zeta, letter.Invitation)
	refused.State, refused.Answer, refused.Attempts = letter.Failed, "550 no such user", 1
	must(t, w.db.Letters().Done(t.Context(), refused))
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{
		Assessment: alfa.ID, Version: 1, Progress: assessment.Progress{Asked: 4, Answered: 1, Left: 3},
		Answers: []assessment.Answer{w.answer(alfa, "policy", "chain")}, At: w.now,
	}))
	ctx, sent := sqlstore.CountStatements(t.Context())
	board, err := w.db.Assessments().Board(ctx, p.Organisation, p.ID)
	must(t, err)
	if sent.Count() != 1 {
		t.Errorf("a board took %d statements, want 1:\n%s", sent.Count(), sent)
	}
	now := kept(w.now)
	alfa.Version, alfa.Active, alfa.Progress = 2, &now, assessment.Progress{Asked: 4, Answered: 1, Left: 3}
	same(t, "board", board, []assessment.Row{
		{Assessment: alfa, Letter: letter.Sending, HasAnswers: true},
		{Assessment: zeta, Letter: letter.Failed, LetterAnswer: "550 no such user"},
	})
	row, err := w.db.Assessments().Row(t.Context(), p.Organisation, zeta.ID)
	must(t, err)
	same(t, "one row", row, board[1])
}

func hidesBoard(t *testing.T, w *world) {
	p, other, stores := w.purchase(t), w.ola.Organisation.ID, w.db.Assessments()
	a := w.invited(t, p, "Tekstil")
	_, err := stores.Board(t.Context(), other, p.ID)
	wantKind(t, "board", err, fault.NotFound)
	_, err = stores.Row(t.Context(), other, a.ID)
	wantKind(t, "row", err, fault.NotFound)
	foreign := a
	foreign.Procurement.Organisation = other
	say := func() letter.Letter { return w.letter(letter.Invitation, a) }
	wantKind(t, "invite", stores.Invite(t.Context(), w.newcomer(foreign.Procurement, "Sko"), say(), w.event("x")), fault.NotFound)
	wantKind(t, "change contact", stores.ChangeContact(t.Context(), foreign, say(), w.event("x")), fault.NotFound)
	wantKind(t, "withdraw", stores.WithdrawInvitation(t.Context(), foreign, say(), w.event("x")), fault.NotFound)
	wantKind(t, "extend", stores.Extend(t.Context(), foreign.Procurement, nil, w.event("x")), fault.NotFound)
	// Naming a procurement of one's own opens no door to another's assessment.
	mine := w.draft()
	mine.Organisation = other
	must(t, w.db.Procurements().Add(t.Context(), mine, w.event("x")))
	foreign.Procurement = mine
	wantKind(t, "change contact through another procurement", stores.ChangeContact(t.Context(), foreign, say(), w.event("x")), fault.NotFound)
	wantKind(t, "withdraw through another procurement", stores.WithdrawInvitation(t.Context(), foreign, say(), w.event("x")), fault.NotFound)
	same(t, "assessment", w.sheet(t, a).Assessment, a)
}

func invitesOnce(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	again := w.newcomer(p, "Tekstil igjen")
	again.Supplier.Number = a.Supplier.Number
	invite := func(a assessment.Assessment) error {
		return w.db.Assessments().Invite(t.Context(), a, w.letter(letter.Invitation, a), w.event("supplier.invited"))
	}
	wantKind(t, "the same number", invite(again), fault.Conflict)
	again.Supplier.Number = ""
	must(t, invite(again))
	third := w.newcomer(p, "Utenlandsk")
	third.Supplier.Number = ""
	must(t, invite(third))
	must(t, w.db.Assessments().WithdrawInvitation(t.Context(), a, w.letter(letter.Withdrawn, a), w.event("supplier.withdrawn")))
	fourth := w.newcomer(p, "Tekstil på nytt")
	fourth.Supplier.Number = a.Supplier.Number
	must(t, invite(fourth))
	list, err := w.db.Procurements().List(t.Context(), p.Organisation)
	must(t, err)
	same(t, "counts", list, []procurement.Listed{{Procurement: p, Invited: 3}})
}

func invitesKnownPerson(t *testing.T, w *world) {
	a := w.newcomer(w.purchase(t), "Tekstil")
	a.Contact.Email, a.Contact.Name, a.Contact.Language = " KARI@kommune.example ", "Fru Nordmann", "en"
	must(t, w.db.Assessments().Invite(t.Context(), a, w.letter(letter.Invitation, a), w.event("supplier.invited")))
	row, err := w.db.Assessments().Row(t.Context(), a.Procurement.Organisation, a.ID)
	must(t, err)
	if row.Contact.Person != w.kari.Person.ID || row.Contact.Name != "Fru Nordmann" || row.Contact.Email != "kari@kommune.example" {
		t.Errorf("the contact is %+v", row.Contact)
	}
	if l := w.lease(t, row.Assessment, letter.Invitation); l.Person != string(w.kari.Person.ID) {
		t.Errorf("the letter's link is for %s, want %s", l.Person, w.kari.Person.ID)
	}
	person, err := w.db.Accounts().PersonByEmail(t.Context(), "kari@kommune.example")
	must(t, err)
	same(t, "what a person calls themselves", person, w.kari.Person)
}

func changesContact(t *testing.T, w *world) {
	old := w.invited(t, w.purchase(t), "Tekstil")
	changed := old
	changed.Contact = assessment.Contact{Person: "person-new", Name: "Per", Email: "per@supplier.example", Language: "en"}
	changed.Invited = kept(w.now.Add(time.Hour))
	stale := changed
	stale.Version = 7
	wantKind(t, "a stale version", w.db.Assessments().ChangeContact(t.Context(), stale, w.letter(letter.Invitation, stale), w.event("contact.changed")), fault.Conflict)
	must(t, w.db.Assessments().ChangeContact(t.Context(), changed, w.letter(letter.Invitation, changed), w.event("contact.changed")))
	_, err := w.db.Assessments().Sheet(t.Context(), old.ID, old.Contact.Person)
	wantKind(t, "the old contact", err, fault.NotFound)
	changed.Version = 2
	same(t, "the new contact's assessment", w.sheet(t, changed).Assessment, changed)
	same(t, "letters", w.letterStates(t, old.Procurement), map[string]letter.State{
		"invitation " + old.Contact.Email: letter.Cancelled, "invitation per@supplier.example": letter.Waiting,
	})
}

func withdrawsInvitation(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	stale := a
	stale.Version = 7
	withdraw := func(a assessment.Assessment) error {
		return w.db.Assessments().WithdrawInvitation(t.Context(), a, w.letter(letter.Withdrawn, a), w.event("supplier.withdrawn"))
	}
	wantKind(t, "a stale version", withdraw(stale), fault.Conflict)
	must(t, withdraw(a))
	a.State, a.Version = assessment.Withdrawn, 2
	wantKind(t, "withdrawing again", withdraw(a), fault.Conflict)
	same(t, "assessment", w.sheet(t, a).Assessment, a)
	wantKind(t, "saving after it", w.db.Assessments().Save(t.Context(), assessment.Save{Assessment: a.ID, Version: 2, At: w.now}), fault.Conflict)
	same(t, "letters", w.letterStates(t, a.Procurement), map[string]letter.State{
		"invitation " + a.Contact.Email: letter.Cancelled, "withdrawn " + a.Contact.Email: letter.Waiting,
	})
}

func extends(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	moved := p
	now := kept(w.now)
	moved.Closing, moved.Extended = kept(p.Closing.Add(48*time.Hour)), &now
	must(t, w.db.Assessments().Extend(t.Context(), moved, []letter.Letter{w.letter(letter.Moved, a)}, w.event("procurement.extended")))
	wantKind(t, "the later of two", w.db.Assessments().Extend(t.Context(), moved, nil, w.event("procurement.extended")), fault.Conflict)
	moved.Revision = 2
	got, err := w.db.Procurements().Load(t.Context(), p.Organisation, p.ID)
	must(t, err)
	same(t, "procurement", got, moved)
	same(t, "letters", w.letterStates(t, p), map[string]letter.State{
		"invitation " + a.Contact.Email: letter.Waiting, "reminder " + a.Contact.Email: letter.Cancelled, "moved " + a.Contact.Email: letter.Waiting,
	})
}
