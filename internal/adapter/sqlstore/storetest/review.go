package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/review"
)

var reviewTests = map[string]func(*testing.T, *world){
	"a decision stands until the review is finished":            keepsDecisions,
	"a case has everything, in a constant number of statements": loadsCase,
	"an unsubmitted assessment shows neither answer nor file":   hidesUnsubmitted,
	"another buyer finds nothing":                               hidesReview,
	"a review begins once":                                      beginsOnce,
	"marks on different questions are all kept":                 marksAtOnce,
	"a finished review takes no mark":                           refusesLateMark,
	"nobody finishes on marks they have not seen":               refusesStaleClose,
	"the supplier reads the result after its release only":      releases,
	"a file of another assessment is not judged":                judgesOwnFiles,
}

// reviewed is a review that Kari has begun of a submitted assessment.
func (w *world) reviewed(t *testing.T) (assessment.Assessment, review.Review) {
	t.Helper()
	a := w.invited(t, w.purchase(t), "Tekstil")
	w.submitted(t, a)
	v := review.Review{
		Assessment: a.ID, Round: 1, Evaluator: w.kari.Person.ID, BegunBy: w.kari.Person.Name, Started: kept(w.now), Version: 1,
		Marks: map[string]review.Mark{}, Judgements: map[evidence.ID]review.Judgement{},
	}
	must(t, w.db.Reviews().Begin(t.Context(), v, w.event("review.begun")))
	return a, v
}

// mark is a level that Kari gives.
func (w *world) mark(question string, level int) review.Mark {
	return review.Mark{
		Question: question, Level: &level, Reason: "Dekker bare egne ansatte.", Person: w.kari.Person.ID,
		PersonName: w.kari.Person.Name, At: kept(w.now),
	}
}

func (w *world) loadCase(t *testing.T, a assessment.Assessment) review.Case {
	t.Helper()
	c, err := w.db.Reviews().Load(t.Context(), a.Procurement.Organisation, a.ID)
	must(t, err)
	return c
}

func loadsCase(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	file, infected := w.given(t, a, "policy"), w.given(t, a, "policy")
	sub := w.submitted(t, a)
	infected.State = evidence.Infected
	must(t, w.db.Files().Update(t.Context(), infected, w.event("file.infected")))
	want := review.Case{Assessment: w.sheet(t, a).Assessment, Submission: sub, Files: []evidence.File{file, infected}}
	got := w.loadCase(t, a)
	if got.Review.Version != 0 {
		t.Errorf("a review that nobody began has version %d", got.Review.Version)
	}
	want.Review = review.Review{
		Assessment: a.ID, Round: 1, Evaluator: w.kari.Person.ID, BegunBy: w.kari.Person.Name, Started: kept(w.now), Version: 5,
		Marks:      map[string]review.Mark{"policy": w.mark("policy", 2), "agents": {Question: "agents", AcceptSkip: true, Person: w.kari.Person.ID, PersonName: w.kari.Person.Name, At: kept(w.now)}},
		Judgements: map[evidence.ID]review.Judgement{file.ID: {File: file.ID, Verdict: review.NotCovering, Reason: "Gjelder Norge.", Person: w.kari.Person.ID, PersonName: w.kari.Person.Name, At: kept(w.now)}},
	}
	stores, v := w.db.Reviews(), want.Review
	v.Version = 1
	must(t, stores.Begin(t.Context(), v, w.event("review.begun")))
	must(t, stores.Mark(t.Context(), v, w.mark("policy", 4), w.event("review.marked")))
	must(t, stores.Mark(t.Context(), v, w.mark("policy", 2), w.event("review.marked")))
	must(t, stores.Mark(t.Context(), v, v.Marks["agents"], w.event("review.marked")))
	must(t, stores.Judge(t.Context(), v, v.Judgements[file.ID], w.event("review.judged")))
	ctx, sent := sqlstore.CountStatements(t.Context())
	got, err := stores.Load(ctx, a.Procurement.Organisation, a.ID)
	must(t, err)
	if sent.Count() != 7 {
		t.Errorf("a case took %d statements, want 7:\n%s", sent.Count(), sent)
	}
	same(t, "case", got, want)
}

func hidesUnsubmitted(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	w.given(t, a, "policy")
	w.submitted(t, a)
	must(t, w.db.Assessments().Withdraw(t.Context(), a.ID, w.sheet(t, a).Assessment.Version, w.now, w.event("x")))
	same(t, "case", w.loadCase(t, a), review.Case{Assessment: w.sheet(t, a).Assessment})
}

func hidesReview(t *testing.T, w *world) {
	a, _ := w.reviewed(t)
	_, err := w.db.Reviews().Load(t.Context(), w.ola.Organisation.ID, a.ID)
	wantKind(t, "another buyer", err, fault.NotFound)
	_, err = w.db.Reviews().Load(t.Context(), a.Procurement.Organisation, "nothing")
	wantKind(t, "an unknown assessment", err, fault.NotFound)
}

func beginsOnce(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	again := v
	again.Evaluator = w.ola.Person.ID
	must(t, w.db.Reviews().Begin(t.Context(), again, w.event("review.begun")))
	same(t, "review", w.loadCase(t, a).Review, v)
	again.Round = 2
	wantKind(t, "a round that nobody submitted", w.db.Reviews().Begin(t.Context(), again, w.event("review.begun")), fault.Conflict)
}

func marksAtOnce(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	var all sync.WaitGroup
	for i := range 6 {
		mark, event := w.mark(fmt.Sprintf("q%d", i), i%5), w.event("review.marked")
		all.Go(func() {
			if err := w.db.Reviews().Mark(t.Context(), v, mark, event); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := w.loadCase(t, a).Review; len(got.Marks) != 6 || got.Version != 7 {
		t.Errorf("%d marks at version %d, want 6 at 7", len(got.Marks), got.Version)
	}
}

func refusesLateMark(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	file := w.fileOf(t, a)
	now := kept(w.now)
	v.Finished, v.Card = &now, []byte(`{"overall":{"declared":75}}`)
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.finished")))
	wantKind(t, "a mark", w.db.Reviews().Mark(t.Context(), v, w.mark("policy", 1), w.event("x")), fault.Conflict)
	judgement := review.Judgement{File: file, Verdict: review.Refused, Person: w.kari.Person.ID, At: w.now}
	wantKind(t, "a judgement", w.db.Reviews().Judge(t.Context(), v, judgement, w.event("x")), fault.Conflict)
	v.Version = 2
	same(t, "review", w.loadCase(t, a).Review, v)
}

// fileOf puts a file into a submitted assessment by withdrawing and submitting
// it once more; the review stays with the first round.
func (w *world) fileOf(t *testing.T, a assessment.Assessment) evidence.ID {
	t.Helper()
	_, err := w.db.SQL().ExecContext(t.Context(), "UPDATE assessments SET state = 'open'")
	must(t, err)
	f := w.given(t, a, "policy")
	_, err = w.db.SQL().ExecContext(t.Context(), "UPDATE assessments SET state = 'submitted'")
	must(t, err)
	return f.ID
}

func refusesStaleClose(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	must(t, w.db.Reviews().Mark(t.Context(), v, w.mark("policy", 1), w.event("review.marked")))
	now := kept(w.now)
	v.Finished, v.Card = &now, []byte(`{}`)
	say := w.letter(letter.Released, a)
	wantKind(t, "closing at the version before the mark", w.db.Reviews().Close(t.Context(), v, []letter.Letter{say}, w.event("x")), fault.Conflict)
	if states := w.letterStates(t, a.Procurement); len(states) != 1 {
		t.Errorf("a refused closing wrote letters: %v", states)
	}
	v.Version = 2
	must(t, w.db.Reviews().Close(t.Context(), v, []letter.Letter{say}, w.event("x")))
	if states := w.letterStates(t, a.Procurement); states["released "+a.Contact.Email] != letter.Waiting {
		t.Errorf("letters after closing: %v", states)
	}
}

func releases(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	read := func(person account.PersonID) (review.Case, error) {
		return w.db.Reviews().Released(t.Context(), person, a.ID)
	}
	_, err := read(a.Contact.Person)
	wantKind(t, "a review that goes on", err, fault.NotFound)
	now := kept(w.now)
	v.Finished, v.Card = &now, []byte(`{"overall":{}}`)
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.finished")))
	_, err = read(a.Contact.Person)
	wantKind(t, "a finished review", err, fault.NotFound)
	later := kept(w.now.Add(time.Hour))
	v.Released, v.Version = &later, 2
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.released")))
	got, err := read(a.Contact.Person)
	must(t, err)
	v.Version = 3
	same(t, "review", got.Review, v)
	_, err = read(w.kari.Person.ID)
	wantKind(t, "somebody without a right", err, fault.NotFound)
	row, err := w.db.Assessments().Row(t.Context(), a.Procurement.Organisation, a.ID)
	must(t, err)
	if !row.Reviewed || !row.Released {
		t.Errorf("the board says reviewed %v, released %v", row.Reviewed, row.Released)
	}
	requests, err := w.db.Assessments().Requests(t.Context(), a.Contact.Person)
	must(t, err)
	if len(requests) != 1 || !requests[0].Released {
		t.Errorf("the supplier's list does not say that the result is released: %+v", requests)
	}
}

func judgesOwnFiles(t *testing.T, w *world) {
	_, v := w.reviewed(t)
	other := w.given(t, w.invited(t, w.purchase(t), "Sko"), "policy")
	judgement := review.Judgement{File: other.ID, Verdict: review.Accepted, Person: w.kari.Person.ID, At: w.now}
	wantKind(t, "another's file", w.db.Reviews().Judge(t.Context(), v, judgement, w.event("x")), fault.NotFound)
}

func keepsDecisions(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	d := review.Decision{Question: "policy", Finding: review.NotMet, Reason: "Uten dato.", Person: w.kari.Person.ID, PersonName: w.kari.Person.Name, At: kept(w.now)}
	must(t, w.db.Reviews().Decide(t.Context(), v, d, w.event("review.decided")))
	d.Finding, d.Reason = review.Met, "Datoen kom."
	must(t, w.db.Reviews().Decide(t.Context(), v, d, w.event("review.decided")))
	want := map[string]review.Decision{"policy": d}
	c := w.loadCase(t, a)
	same(t, "the later of two", c.Review.Decisions, want)
	_, all, err := w.db.Reviews().Cases(t.Context(), a.Procurement.Organisation, a.Procurement.ID)
	must(t, err)
	same(t, "beside the others", all[0].Review.Decisions, want)
	finished := kept(w.now)
	c.Review.Finished, c.Review.Card = &finished, []byte("{}")
	must(t, w.db.Reviews().Close(t.Context(), c.Review, nil, w.event("review.finished")))
	wantKind(t, "after finishing", w.db.Reviews().Decide(t.Context(), c.Review, d, w.event("review.decided")), fault.Conflict)
}
