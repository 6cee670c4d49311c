package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/enquiry"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

var enquiryTests = map[string]func(*testing.T, *world){
	"an enquiry waits until it is replied to":                        keepsEnquiry,
	"another supplier reads the reply and never who asked":           hidesAsker,
	"a reply to one is read by no other":                             repliesToOne,
	"only who may act on the assessment asks, before closing":        refusesEnquiry,
	"an enquiry does not pass a withdrawn invitation":                racesEnquiryAgainstWithdrawal,
	"the same form sent again changes nothing":                       takesFormOnce,
	"replies are numbered one after the other":                       numbersReplies,
	"an enquiry is replied to once":                                  repliesOnce,
	"another buyer neither reads nor replies":                        hidesExchange,
	"a reply to four hundred takes few statements":                   repliesToMany,
	"enquiries and replies cannot be changed":                        guardsExchange,
	"an enquiry of one who is no longer asked does not wait":         leavesWithdrawn,
	"nothing of an enquiry stays when its event cannot be kept":      asksAllOrNothing,
	"what a reply names must be part of its procurement":             refusesForeign,
	"those who are told are those who are asked":                     listsRecipients,
	"nothing of a reply stays when its event cannot be kept":         repliesAllOrNothing,
	"how many enquiries wait is counted with the procurement itself": countsEnquiries,
}

// enquiry is one by the contact of a.
func (w *world) enquiry(a assessment.Assessment, text string) enquiry.Enquiry {
	return enquiry.Enquiry{
		ID: enquiry.ID(w.id("enquiry")), Procurement: a.Procurement.ID, Assessment: a.ID, Supplier: a.Supplier.Name, Person: a.Contact.Person,
		PersonName: a.Contact.Name, Topic: enquiry.PageTopic("embed"), Text: text, Sending: w.id("form"), At: kept(w.now),
	}
}

// toBuyer is the letter about an enquiry of a.
func (w *world) toBuyer(a assessment.Assessment) letter.Letter {
	word := w.letter(letter.Enquired, a)
	word.Person, word.ToName, word.To = w.id("person"), "Postmottak", "post@kommune.example"
	return word
}

// asks lets the contact of a ask something.
func (w *world) asks(t testing.TB, a assessment.Assessment, text string) enquiry.Enquiry {
	t.Helper()
	e := w.enquiry(a, text)
	must(t, w.db.Enquiries().Ask(t.Context(), e, w.toBuyer(a), w.event("enquiry.asked")))
	return e
}

// reply is one to all in p, by the municipality's officer.
func (w *world) reply(p procurement.Procurement, to enquiry.ID) enquiry.Reply {
	return enquiry.Reply{
		ID: enquiry.ReplyID(w.id("reply")), Procurement: p.ID, Enquiry: to, Wording: "Gjelder det også underleverandører?", Text: "Ja.",
		Person: w.kari.Person.ID, PersonName: w.kari.Person.Name, Sending: w.id("form"), At: kept(w.now.Add(time.Hour)),
	}
}

// replies gives a reply and returns it as it is kept.
func (w *world) replies(t testing.TB, p procurement.Procurement, r enquiry.Reply, letters ...letter.Letter) enquiry.Reply {
	t.Helper()
	must(t, w.db.Enquiries().Reply(t.Context(), p.Organisation, r, letters, w.event("enquiry.replied")))
	got, there := w.exchange(t, p).Reply(r.ID)
	if !there {
		t.Fatalf("the reply %s is not kept", r.ID)
	}
	return got
}

func (w *world) exchange(t testing.TB, p procurement.Procurement) enquiry.Exchange {
	t.Helper()
	x, err := w.db.Enquiries().Exchange(t.Context(), p.Organisation, p.ID)
	must(t, err)
	return x
}

// reads is what the contact of a may know.
func (w *world) reads(t testing.TB, a assessment.Assessment) enquiry.Exchange {
	t.Helper()
	x, err := w.db.Enquiries().Read(t.Context(), a.ID, a.Contact.Person)
	must(t, err)
	return x
}

func keepsEnquiry(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	same(t, "before anything", w.exchange(t, p), enquiry.Exchange{})
	first, second := w.asks(t, a, "Gjelder det oss?"), w.asks(t, a, "Og «Sko & søm»?")
	ctx, sent := sqlstore.CountStatements(t.Context())
	x, err := w.db.Enquiries().Exchange(ctx, p.Organisation, p.ID)
	must(t, err)
	same(t, "to the buyer", x, enquiry.Exchange{Enquiries: []enquiry.Enquiry{first, second}})
	same(t, "waiting", x.Waiting(), []enquiry.Enquiry{first, second})
	own, err := w.db.Enquiries().Read(ctx, a.ID, a.Contact.Person)
	must(t, err)
	same(t, "to the supplier", own.Enquiries, x.Enquiries)
	if sent.Count() != 2 {
		t.Errorf("reading twice took %d statements, want 2:\n%s", sent.Count(), sent)
	}
	if state := w.letterStates(t, p)["enquiry post@kommune.example"]; state != letter.Waiting {
		t.Errorf("the letter to the buyer is %q", state)
	}
	r := w.reply(p, first.ID)
	got := w.replies(t, p, r)
	r.Number = 1
	same(t, "the reply", got, r)
	same(t, "still waiting", w.exchange(t, p).Waiting(), []enquiry.Enquiry{second})
}

func hidesAsker(t *testing.T, w *world) {
	p := w.purchase(t)
	asker, other := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	e := w.asks(t, asker, "Vi i Tekstil lurer på dette.")
	same(t, "before the reply", w.reads(t, other), enquiry.Exchange{})
	r := w.replies(t, p, w.reply(p, e.ID))
	theirs := r
	theirs.Enquiry, theirs.Person, theirs.PersonName, theirs.Sending = "", "", "", ""
	same(t, "to the other", w.reads(t, other), enquiry.Exchange{Replies: []enquiry.Reply{theirs}})
	mine := theirs
	mine.Enquiry = e.ID
	same(t, "to the one who asked", w.reads(t, asker), enquiry.Exchange{Enquiries: []enquiry.Enquiry{e}, Replies: []enquiry.Reply{mine}})
	_, err := w.db.Enquiries().Read(t.Context(), asker.ID, other.Contact.Person)
	wantKind(t, "another's assessment", err, fault.NotFound)
	elsewhere := w.invited(t, w.purchase(t), "Annet")
	same(t, "in another procurement", w.reads(t, elsewhere), enquiry.Exchange{})
}

func refusesEnquiry(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	ask := func(e enquiry.Enquiry) error {
		return w.db.Enquiries().Ask(t.Context(), e, w.toBuyer(a), w.event("enquiry.asked"))
	}
	stranger := w.enquiry(a, "?")
	stranger.Person = w.invited(t, p, "Sko").Contact.Person
	wantKind(t, "who has no right", ask(stranger), fault.NotFound)
	late := w.enquiry(a, "?")
	late.At = p.Closing
	wantKind(t, "at closing", ask(late), fault.Conflict)
	late.At = p.Closing.Add(-time.Second)
	must(t, ask(late))
	w.submitted(t, a)
	must(t, ask(w.enquiry(a, "etter levering"))) // a submission may still be taken back
	elsewhere := w.enquiry(a, "?")
	elsewhere.Procurement = w.purchase(t).ID
	wantKind(t, "in another procurement", ask(elsewhere), fault.Conflict)

	contract := w.purchase(t)
	contract.Stage = procurement.Contract
	must(t, w.db.Procurements().Update(t.Context(), contract, w.event("procurement.edited")))
	overdue := w.enquiry(w.invited(t, contract, "Sko"), "?")
	overdue.At = contract.Closing.Add(time.Hour)
	must(t, ask(overdue))
}

// racesEnquiryAgainstWithdrawal lets both go at once: whichever wins, nobody asks
// once the invitation is taken back.
func racesEnquiryAgainstWithdrawal(t *testing.T, w *world) {
	p := w.purchase(t)
	for i := range 12 {
		a := w.invited(t, p, fmt.Sprintf("Supplier%d", i))
		e, word, asked := w.enquiry(a, "?"), w.toBuyer(a), w.event("enquiry.asked")
		farewell, withdrawn := w.letter(letter.Withdrawn, a), w.event("supplier.withdrawn")
		var both sync.WaitGroup
		var refused, left error
		both.Go(func() { refused = w.db.Enquiries().Ask(t.Context(), e, word, asked) })
		both.Go(func() { left = w.db.Assessments().WithdrawInvitation(t.Context(), a, farewell, withdrawn) })
		both.Wait()
		must(t, left)
		if refused != nil && !errors.Is(refused, fault.Conflict) {
			t.Errorf("asking: %v", refused)
		}
		if _, there := w.exchange(t, p).Enquiry(e.ID); there != (refused == nil) {
			t.Errorf("the enquiry is there: %t, after %v", there, refused)
		}
		again := w.enquiry(a, "?")
		wantKind(t, "asking afterwards", w.db.Enquiries().Ask(t.Context(), again, w.toBuyer(a), w.event("enquiry.asked")), fault.Conflict)
	}
}

func takesFormOnce(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	e := w.asks(t, a, "Gjelder det oss?")
	again := e
	again.ID = enquiry.ID(w.id("enquiry"))
	must(t, w.db.Enquiries().Ask(t.Context(), again, w.toBuyer(a), w.event("enquiry.asked")))
	other := w.invited(t, p, "Sko")
	theirs := w.enquiry(other, "Det samme")
	theirs.Sending = e.Sending
	must(t, w.db.Enquiries().Ask(t.Context(), theirs, w.toBuyer(other), w.event("enquiry.asked")))
	same(t, "enquiries", w.exchange(t, p).Enquiries, []enquiry.Enquiry{e, theirs})

	r := w.reply(p, e.ID)
	r = w.replies(t, p, r, w.letter(letter.Replied, other))
	twice := r
	twice.ID = enquiry.ReplyID(w.id("reply"))
	must(t, w.db.Enquiries().Reply(t.Context(), p.Organisation, twice, []letter.Letter{w.letter(letter.Replied, a)}, w.event("enquiry.replied")))
	same(t, "replies", w.exchange(t, p).Replies, []enquiry.Reply{r})
	if _, there := w.letterStates(t, p)["reply "+a.Contact.Email]; there {
		t.Error("the same form wrote letters twice")
	}
}

func hidesExchange(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	e, other := w.asks(t, a, "Gjelder det oss?"), w.ola.Organisation.ID
	_, err := w.db.Enquiries().Exchange(t.Context(), other, p.ID)
	wantKind(t, "another buyer reads", err, fault.NotFound)
	err = w.db.Enquiries().Reply(t.Context(), other, w.reply(p, e.ID), nil, w.event("enquiry.replied"))
	wantKind(t, "another buyer replies", err, fault.NotFound)
	list, err := w.db.Enquiries().Recipients(t.Context(), other, p.ID)
	must(t, err)
	if len(list) != 0 {
		t.Errorf("another buyer learns of %d suppliers", len(list))
	}
}

func guardsExchange(t *testing.T, w *world) {
	p := w.purchase(t)
	e := w.asks(t, w.invited(t, p, "Tekstil"), "Gjelder det oss?")
	w.replies(t, p, w.reply(p, e.ID))
	for _, forgery := range []string{"UPDATE enquiries SET text = ''", "DELETE FROM replies", "UPDATE replies SET text = ''", "DELETE FROM enquiries"} {
		if _, err := w.db.SQL().ExecContext(t.Context(), forgery); err == nil {
			t.Errorf("%s: succeeded", forgery)
		}
	}
}

func leavesWithdrawn(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	e := w.asks(t, a, "Gjelder det oss?")
	must(t, w.db.Assessments().WithdrawInvitation(t.Context(), a, w.letter(letter.Withdrawn, a), w.event("supplier.withdrawn")))
	e.Withdrawn = true
	x := w.exchange(t, p)
	same(t, "waiting", x.Waiting(), []enquiry.Enquiry(nil))
	same(t, "left", x.Left(), []enquiry.Enquiry{e})
	w.wantWaiting(t, p, 0)
}

func asksAllOrNothing(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	event := w.event("enquiry.asked")
	must(t, w.db.Procurements().Add(t.Context(), w.draft(), event)) // the event's id is taken
	if err := w.db.Enquiries().Ask(t.Context(), w.enquiry(a, "?"), w.toBuyer(a), event); err == nil {
		t.Fatal("an enquiry was kept without its event")
	}
	if _, there := w.letterStates(t, p)["enquiry post@kommune.example"]; there || len(w.exchange(t, p).Enquiries) != 0 {
		t.Error("half an enquiry stayed")
	}
}

func refusesForeign(t *testing.T, w *world) {
	p, elsewhere := w.purchase(t), w.purchase(t)
	a := w.invited(t, elsewhere, "Tekstil")
	e := w.asks(t, a, "Gjelder det oss?")
	there := w.replies(t, elsewhere, w.reply(elsewhere, ""))
	toOther, correctsOther, onlyOther := w.reply(p, e.ID), w.reply(p, ""), w.reply(p, "")
	correctsOther.Corrects, onlyOther.Only = there.ID, a.ID
	for what, r := range map[string]enquiry.Reply{"an enquiry": toOther, "a reply": correctsOther, "an assessment": onlyOther} {
		err := w.db.Enquiries().Reply(t.Context(), p.Organisation, r, nil, w.event("enquiry.replied"))
		wantKind(t, what+" of another procurement", err, fault.NotFound)
	}
}

func countsEnquiries(t *testing.T, w *world) {
	p := w.purchase(t)
	a := w.invited(t, p, "Tekstil")
	w.wantWaiting(t, p, 0)
	first := w.asks(t, a, "Gjelder det oss?")
	w.asks(t, a, "Når?")
	w.wantWaiting(t, p, 2)
	w.replies(t, p, w.reply(p, first.ID))
	w.wantWaiting(t, p, 1)
}

// wantWaiting asks the procurement and the list of procurements.
func (w *world) wantWaiting(t *testing.T, p procurement.Procurement, want int) {
	t.Helper()
	one, err := w.db.Procurements().Load(t.Context(), p.Organisation, p.ID)
	must(t, err)
	list, err := w.db.Procurements().List(t.Context(), p.Organisation)
	must(t, err)
	if one.Enquiries != want || list[0].Enquiries != want {
		t.Errorf("%d wait in the procurement and %d in the list, want %d", one.Enquiries, list[0].Enquiries, want)
	}
}
