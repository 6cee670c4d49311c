package storetest

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/review"
)

var draftTests = map[string]func(*testing.T, *world){
	"a draft is read with what was said of it":              readsDraft,
	"a draft is sent of a finished review only":             sendsFinished,
	"nothing is said of a draft that is closed or replaced": refusesLateRemarks,
	"the last remark there is room for is taken once":       fillsDraft,
	"the board, the list and the supplier are told of it":   tellsOfDraft,
	"a draft of an earlier submission is nobody's to read":  hidesOldDraft,
}

// drafted is a finished review of which a draft was sent.
func (w *world) drafted(t *testing.T) (assessment.Assessment, review.Review, review.Draft) {
	t.Helper()
	a, v := w.reviewed(t)
	now := kept(w.now)
	v.Finished, v.Card = &now, []byte(`{"overall":{}}`)
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.finished")))
	v.Version = 2
	d := review.Draft{
		Assessment: a.ID, Round: 1, Card: []byte(`{"sheet":{}}`), Sent: kept(w.now), CommentBy: kept(w.now.Add(time.Hour)), Person: w.kari.Person.ID,
	}
	must(t, w.db.Reviews().SendDraft(t.Context(), v, d, w.letter(letter.ResultDraft, a), w.event("review.draft_sent")))
	v.Version = 3
	return a, v, d
}

func (w *world) remark(a assessment.Assessment, question string, at time.Time) review.Remark {
	return review.Remark{
		ID: w.id("remark"), Assessment: a.ID, Round: 1, Question: question, Text: "Vedtaket «kom» i mars.",
		Person: a.Contact.Person, PersonName: a.Contact.Name, At: kept(at),
	}
}

func readsDraft(t *testing.T, w *world) {
	a, _, d := w.drafted(t)
	if none, err := w.db.Reviews().Draft(t.Context(), "nothing"); none != nil || err != nil {
		t.Errorf("a draft that was not sent: %v, %v", none, err)
	}
	d.Remarks = []review.Remark{w.remark(a, "policy", w.now), w.remark(a, "", w.now.Add(time.Minute))}
	for _, r := range d.Remarks {
		must(t, w.db.Reviews().AddRemark(t.Context(), d, r, w.event("review.remarked")))
	}
	ctx, sent := sqlstore.CountStatements(t.Context())
	got, err := w.db.Reviews().Draft(ctx, a.ID)
	must(t, err)
	same(t, "draft", *got, d)
	if sent.Count() != 1 {
		t.Errorf("a draft took %d statements, want 1:\n%s", sent.Count(), sent)
	}
	c, read, err := w.db.Reviews().DraftCase(t.Context(), a.Contact.Person, a.ID)
	must(t, err)
	same(t, "draft", read, d)
	if c.Submission.Round != 1 || c.Review.Version != 0 {
		t.Errorf("the supplier's case: round %d, review %+v", c.Submission.Round, c.Review)
	}
	_, _, err = w.db.Reviews().DraftCase(t.Context(), w.kari.Person.ID, a.ID)
	wantKind(t, "somebody without a right", err, fault.NotFound)
}

func sendsFinished(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	d := review.Draft{Assessment: a.ID, Round: 1, Card: []byte(`{}`), Sent: w.now, CommentBy: w.now.Add(time.Hour), Person: w.kari.Person.ID}
	send := func() error {
		return w.db.Reviews().SendDraft(t.Context(), v, d, w.letter(letter.ResultDraft, a), w.event("x"))
	}
	wantKind(t, "a review that goes on", send(), fault.Conflict)
	now := kept(w.now)
	v.Finished = &now
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.finished")))
	wantKind(t, "a version that is another by now", send(), fault.Conflict)
	if states := w.letterStates(t, a.Procurement); len(states) != 1 {
		t.Errorf("a refused draft wrote letters: %v", states)
	}
	v.Version = 2
	must(t, send())
	v.Version, v.Released = 3, &now
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.released")))
	v.Version = 4
	wantKind(t, "a released result", send(), fault.Conflict)
}

func refusesLateRemarks(t *testing.T, w *world) {
	a, v, d := w.drafted(t)
	say := func(of review.Draft, at time.Time) error {
		return w.db.Reviews().AddRemark(t.Context(), of, w.remark(a, "", at), w.event("x"))
	}
	wantKind(t, "a remark when the time is out", say(d, d.CommentBy), fault.Conflict)
	again := d
	again.Sent = kept(w.now.Add(time.Minute))
	must(t, w.db.Reviews().SendDraft(t.Context(), v, again, w.letter(letter.ResultDraft, a), w.event("review.draft_sent")))
	wantKind(t, "a remark on the draft before", say(d, w.now), fault.Conflict)
	must(t, say(again, w.now))
	now := kept(w.now)
	v.Version, v.Released = 4, &now
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.released")))
	wantKind(t, "a remark on what is final", say(again, w.now), fault.Conflict)
	if got, err := w.db.Reviews().Draft(t.Context(), a.ID); err != nil || len(got.Remarks) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func fillsDraft(t *testing.T, w *world) {
	a, _, d := w.drafted(t)
	_, err := w.db.SQL().ExecContext(t.Context(), "UPDATE drafts SET remarks = 199")
	must(t, err)
	var all sync.WaitGroup
	var taken atomic.Int64
	for range 4 {
		r, event := w.remark(a, "", w.now), w.event("review.remarked")
		all.Go(func() {
			switch err := w.db.Reviews().AddRemark(t.Context(), d, r, event); {
			case err == nil:
				taken.Add(1)
			case !errors.Is(err, fault.Conflict):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if taken.Load() != 1 {
		t.Errorf("%d remarks were taken where there was room for one", taken.Load())
	}
}

func tellsOfDraft(t *testing.T, w *world) {
	a, v, d := w.drafted(t)
	told := func() (until *time.Time, remarks, listed int) {
		row, err := w.db.Assessments().Row(t.Context(), a.Procurement.Organisation, a.ID)
		must(t, err)
		requests, err := w.db.Assessments().Requests(t.Context(), a.Contact.Person)
		must(t, err)
		same(t, "what the supplier is told", requests[0].DraftUntil, row.DraftUntil)
		list, err := w.db.Procurements().List(t.Context(), a.Procurement.Organisation)
		must(t, err)
		return row.DraftUntil, row.Remarks, list[0].Remarked
	}
	if until, remarks, listed := told(); until == nil || !until.Equal(d.CommentBy) || remarks != 0 || listed != 0 {
		t.Errorf("a draft without remarks: %v, %d, %d", until, remarks, listed)
	}
	for range 2 {
		must(t, w.db.Reviews().AddRemark(t.Context(), d, w.remark(a, "", w.now), w.event("x")))
	}
	if _, remarks, listed := told(); remarks != 2 || listed != 1 {
		t.Errorf("two remarks on one draft: %d, %d", remarks, listed)
	}
	now := kept(w.now)
	v.Released = &now
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.released")))
	if _, _, listed := told(); listed != 0 {
		t.Error("a released result waits still")
	}
}

func hidesOldDraft(t *testing.T, w *world) {
	a, _, _ := w.drafted(t)
	_, err := w.db.SQL().ExecContext(t.Context(), "UPDATE assessments SET round = 2")
	must(t, err)
	_, _, err = w.db.Reviews().DraftCase(t.Context(), a.Contact.Person, a.ID)
	wantKind(t, "the draft of an earlier submission", err, fault.NotFound)
}
