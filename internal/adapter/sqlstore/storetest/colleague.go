package storetest

import (
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

var colleagueTests = map[string]func(*testing.T, *world){
	"a colleague reads the sheet, in one statement, and stands on its list": asksColleague,
	"somebody else's colleague finds nothing":                               hidesFromColleagues,
	"asking the same address again changes what they answer":                asksAgain,
	"the contact and the buyer's people are no colleagues":                  refusesColleagues,
	"a colleague gives files for the questions they were asked, only":       boundsFiles,
	"removing ends every right at once, and answers stay":                   removesColleague,
	"an upload ends when the colleague is removed meanwhile":                refusesRemovedUpload,
	"a colleague's answer never lands after the removal":                    racesSaveAgainstRemoval,
	"a file never arrives after the removal":                                racesFileAgainstRemoval,
	"another contact must keep colleagues before they go on":                pausesColleagues,
	"a colleague who becomes the contact leaves the list":                   promotesColleague,
	"withdrawing the invitation takes back letters to colleagues":           cancelsColleagueLetters,
	"nobody is asked to help once there is nothing to answer":               cancelsPointlessAsking,
	"looking and being done are noted once":                                 marksColleague,
	"requests say whose colleague one is":                                   listsHelp,
	"what a colleague may read is no earlier answer of their own":           keepsEarlierApart,
}

// helper is a colleague of the contact of a, asked to answer the questions.
func (w *world) helper(t testing.TB, a assessment.Assessment, email string, questions ...string) assessment.Colleague {
	t.Helper()
	must(t, w.ask(t, a, email, questions...))
	for _, c := range w.sheet(t, a).Colleagues {
		if c.Email == email {
			return c
		}
	}
	t.Fatalf("%s is not among the colleagues", email)
	return assessment.Colleague{}
}

func (w *world) ask(t testing.TB, a assessment.Assessment, email string, questions ...string) error {
	t.Helper()
	c := assessment.Colleague{
		Person: account.PersonID(w.id("person")), Name: "Per " + email[:3], Email: email, Language: "nb",
		Pages: []string{"embed"}, Message: "Kan du svare?", Asked: kept(w.now),
	}
	word := w.letter(letter.ColleagueAsked, a)
	word.Person, word.To, word.Organisation, word.Procurement = string(c.Person), email, "", ""
	return w.db.Assessments().AskColleague(t.Context(), w.sheet(t, a).Assessment, c, questions, word, w.event("colleague.asked"))
}

// lettersTo counts the letters to an address that wait.
func (w *world) lettersTo(t testing.TB, email string) int {
	t.Helper()
	var count int
	must(t, w.db.SQL().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM letters WHERE to_email = '"+email+"' AND state = 'waiting'").Scan(&count))
	return count
}

func asksColleague(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	second := w.helper(t, a, "liv@supplier.example", "sites")
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{
		Assessment: a.ID, Version: 3, Answers: []assessment.Answer{w.answer(a, "policy", "chain"), w.answer(a, "sites", 3.0)}, At: w.now,
	}))
	w.given(t, a, "policy")
	ctx, sent := sqlstore.CountStatements(t.Context())
	read, err := w.db.Assessments().Sheet(ctx, a.ID, c.Person)
	must(t, err)
	if sent.Count() != 1 {
		t.Errorf("a colleague's sheet took %d statements, want 1:\n%s", sent.Count(), sent)
	}
	if read.Helper == nil || len(read.Answers) != 2 || len(read.Files) != 1 {
		t.Fatalf("the colleague reads %+v", read)
	}
	want := assessment.Colleague{
		Person: c.Person, Name: "Per per", Email: "per@supplier.example", Language: "nb", Pages: []string{"embed"},
		Message: "Kan du svare?", Asked: kept(w.now), Active: true,
	}
	same(t, "the colleague who reads", *read.Helper, want)
	same(t, "the list", read.Colleagues, []assessment.Colleague{want, second})
	contact := w.sheet(t, a)
	if contact.Helper != nil || contact.Assessment.Version != read.Assessment.Version {
		t.Errorf("the contact reads as %+v", contact.Helper)
	}
	same(t, "letters", w.lettersTo(t, "per@supplier.example"), 1)
	if states := w.letterStates(t, a.Procurement); len(states) != 1 {
		t.Errorf("the buyer sees a letter to a colleague: %v", states)
	}
}

func hidesFromColleagues(t *testing.T, w *world) {
	p := w.purchase(t)
	a, other := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	c := w.helper(t, a, "per@supplier.example", "policy")
	theirs := w.given(t, other, "policy")
	_, err := w.db.Assessments().Sheet(t.Context(), other.ID, c.Person)
	wantKind(t, "another assessment's sheet", err, fault.NotFound)
	_, err = w.db.Files().File(t.Context(), theirs.ID, c.Person)
	wantKind(t, "another assessment's file", err, fault.NotFound)
	f := w.file(other, "policy")
	f.Person = c.Person
	wantKind(t, "a file for another assessment", w.db.Files().Arrive(t.Context(), f), fault.NotFound)
	wantKind(t, "removing another's colleague", w.remove(t, other, c.Person), fault.NotFound)
	if len(w.sheet(t, a).Colleagues) != 1 {
		t.Error("the colleague of one assessment was removed through another")
	}
}

func asksAgain(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	done := c
	at := kept(w.now)
	done.Done = &at
	must(t, w.db.Assessments().MarkColleague(t.Context(), a.ID, done, nil, nil))
	again := w.helper(t, a, "per@supplier.example", "sites")
	if again.Person != c.Person || again.Done != nil || len(w.sheet(t, a).Colleagues) != 1 {
		t.Errorf("asked again: %+v", again)
	}
	same(t, "letters that wait", w.lettersTo(t, "per@supplier.example"), 1)
	f := w.file(a, "policy")
	f.Person = c.Person
	wantKind(t, "a file for what they answer no more", w.db.Files().Arrive(t.Context(), f), fault.Denied)
	f.Question = "sites"
	must(t, w.db.Files().Arrive(t.Context(), f))
	stale := w.sheet(t, a).Assessment
	stale.Version--
	wantKind(t, "a stale version", w.db.Assessments().AskColleague(t.Context(), stale, c, nil, w.letter(letter.ColleagueAsked, a), w.event("colleague.asked")), fault.Conflict)
}

func refusesColleagues(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	wantKind(t, "the contact", w.ask(t, a, a.Contact.Email, "policy"), fault.Denied)
	wantKind(t, "the buyer's officer", w.ask(t, a, w.kari.Person.Email, "policy"), fault.Denied)
	must(t, w.ask(t, a, w.ola.Person.Email, "policy")) // works for another buyer
	if got := w.sheet(t, a); len(got.Colleagues) != 1 || got.Assessment.Version != 2 || got.Helper != nil {
		t.Errorf("after two refusals: %+v", got.Colleagues)
	}
	_, err := w.db.Assessments().Sheet(t.Context(), a.ID, w.kari.Person.ID)
	wantKind(t, "the officer's reading", err, fault.NotFound)
}

func boundsFiles(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	theirs, contacts := w.file(a, "policy"), w.given(t, a, "sites")
	theirs.Person = c.Person
	must(t, w.db.Files().Arrive(t.Context(), theirs))
	theirs.State, theirs.Size, theirs.SHA256 = evidence.Given, 12, "beef"
	event := w.event("file.given")
	event.Person = string(c.Person)
	must(t, w.db.Files().Update(t.Context(), theirs, event))
	_, err := w.db.Files().File(t.Context(), contacts.ID, c.Person)
	must(t, err) // a colleague reads everything
	contacts.State = evidence.Removed
	event = w.event("file.removed")
	event.Person = string(c.Person)
	wantKind(t, "removing a file of another page", w.db.Files().Update(t.Context(), contacts, event), fault.Denied)
	used := w.file(a, "sites")
	used.Person, used.BlobKey, used.State = c.Person, theirs.BlobKey, evidence.Given
	wantKind(t, "using a file on another page", w.db.Files().Use(t.Context(), theirs.ID, used, w.event("file.used")), fault.Denied)
	_, err = w.db.Files().Carry(t.Context(), a.ID, []evidence.Carried{{From: theirs.ID, ID: "new", Question: "policy", Person: c.Person, At: w.now, Event: w.event("file.given")}})
	wantKind(t, "carrying earlier files", err, fault.Denied)
	same(t, "files", len(w.sheet(t, a).Files), 2)
}

// racesSaveAgainstRemoval lets both go at once, many times: an answer that was
// judged before the removal is not written after it.
func marksColleague(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	c := w.helper(t, a, "per@supplier.example", "policy")
	first, later := kept(w.now), kept(w.now.Add(time.Hour))
	for _, at := range []time.Time{first, later} {
		looked := c
		looked.Opened = &at
		must(t, w.db.Assessments().MarkColleague(t.Context(), a.ID, looked, nil, nil))
	}
	word := w.letter(letter.ColleagueDone, a)
	for _, at := range []time.Time{first, later} {
		done := c
		done.Done = &at
		must(t, w.db.Assessments().MarkColleague(t.Context(), a.ID, done, []letter.Letter{word}, nil))
	}
	c.Opened, c.Done = &first, &first
	now := w.sheet(t, a)
	same(t, "the list", now.Colleagues, []assessment.Colleague{c})
	same(t, "the version", now.Assessment.Version, int64(2))
	if now.Assessment.Opened != nil {
		t.Error("that a colleague looked counts as the contact's looking")
	}
	must(t, w.remove(t, a, c.Person))
	late := w.letter(letter.ColleagueDone, a)
	must(t, w.db.Assessments().MarkColleague(t.Context(), a.ID, c, []letter.Letter{late}, nil))
	if states := w.letterStates(t, a.Procurement); len(states) != 2 {
		t.Errorf("somebody who was removed wrote a letter: %v", states)
	}
}

func listsHelp(t *testing.T, w *world) {
	a, b := w.invited(t, w.purchase(t), "Tekstil"), w.invited(t, w.purchase(t), "Sko")
	must(t, w.ask(t, a, b.Contact.Email, "policy"))
	list, err := w.db.Assessments().Requests(t.Context(), b.Contact.Person)
	must(t, err)
	helping := map[assessment.ID]bool{}
	for _, each := range list {
		helping[each.ID] = each.Helping
	}
	same(t, "whom they help", helping, map[assessment.ID]bool{a.ID: true, b.ID: false})
}

func keepsEarlierApart(t *testing.T, w *world) {
	helped, own := w.invited(t, w.purchase(t), "Tekstil"), w.invited(t, w.purchase(t), "Sko")
	must(t, w.ask(t, helped, own.Contact.Email, "policy"))
	w.submitted(t, helped)
	got, err := w.db.Assessments().Earlier(t.Context(), own.ID, own.Contact.Person)
	must(t, err)
	same(t, "what they helped with", got, []assessment.Submission{})
	third := w.invited(t, w.purchase(t), "Tekstil")
	must(t, w.ask(t, third, own.Contact.Email, "policy"))
	w.submitted(t, own)
	got, err = w.db.Assessments().Earlier(t.Context(), third.ID, own.Contact.Person)
	must(t, err)
	same(t, "their own, for what they help with", got, []assessment.Submission{})
}
