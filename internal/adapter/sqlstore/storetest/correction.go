package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/review"
)

var correctionTests = map[string]func(*testing.T, *world){
	"questions of many suppliers are sent back at once, or none":     sendsBackTogether,
	"a correction is saved until its time is out":                    savesCorrection,
	"an answer never lands after a correction is taken back":         racesSaveAgainstTakingBack,
	"only questions sent back take files, until the time is out":     takesCorrectedFiles,
	"the buyer sees the file of the round, not of what is to come":   showsFilesOfRounds,
	"what was found of unchanged answers is there in the next round": carriesFindings,
	"a mark on the earlier round comes too late":                     refusesSupersededMark,
	"a finished review sends nothing back":                           keepsFinished,
	"the supplier reads what was said to it, and only that":          hidesInternalComments,
	"reminders of corrections go while they are out":                 remindsOfCorrections,
	"a list is rewritten, taken from, and there again":               listsCorrections,
}

// sending sends questions of a, as it is now, back for a week.
func (w *world) sending(t *testing.T, a assessment.Assessment, questions ...string) review.Sending {
	t.Helper()
	now := w.sheet(t, a).Assessment
	at, until := kept(w.now), kept(w.now.Add(7*24*time.Hour))
	now.SentBack, now.SentBackAt, now.ToCorrect, now.CorrectBy = now.Round, &at, len(questions), &until
	s := review.Sending{Assessment: now, Letter: w.letter(letter.Correction, a), Event: w.event("correction.sent")}
	for _, q := range questions {
		s.Corrections = append(s.Corrections, w.correction(now.Round, q, &at))
	}
	return s
}

func (w *world) correction(round int, question string, sent *time.Time) assessment.Correction {
	return assessment.Correction{
		Round: round, Question: question, Text: "Skriv hvem som har vedtatt dem.", Person: w.kari.Person.ID,
		PersonName: w.kari.Person.Name, At: kept(w.now), Sent: sent,
	}
}

func (w *world) sentBack(t *testing.T, a assessment.Assessment, questions ...string) assessment.Assessment {
	t.Helper()
	must(t, w.db.Reviews().SendBack(t.Context(), []review.Sending{w.sending(t, a, questions...)}, w.now))
	return w.sheet(t, a).Assessment
}

// corrected submits the next round of a.
func (w *world) corrected(t *testing.T, a assessment.Assessment, changed ...string) assessment.Submission {
	t.Helper()
	now := w.sheet(t, a)
	sub := w.submission(now.Assessment)
	sub.Corrects, sub.Changed = now.Assessment.Round, changed
	for _, f := range now.Files {
		if !f.Dropped {
			sub.Files = append(sub.Files, f.ID)
		}
	}
	must(t, w.db.Assessments().Submit(t.Context(), now.Assessment.Version, sub, nil, w.event("assessment.corrected")))
	return sub
}

func sendsBackTogether(t *testing.T, w *world) {
	p := w.purchase(t)
	var all []review.Sending
	var invited []assessment.Assessment
	for i := range 3 {
		a := w.invited(t, p, fmt.Sprintf("Supplier%d", i))
		w.submitted(t, a)
		invited = append(invited, a)
		all = append(all, w.sending(t, a, []string{"policy", "sites"}[:1+i%2]...))
	}
	stale := append([]review.Sending{}, all...)
	stale[2].Assessment.Version--
	wantKind(t, "one of them stale", w.db.Reviews().SendBack(t.Context(), stale, w.now), fault.Conflict)
	if w.sheet(t, invited[0]).Assessment.SentBack != 0 || len(w.letterStates(t, p)) != 3 {
		t.Error("a part of what was refused was sent")
	}
	ctx, sent := sqlstore.CountStatements(t.Context())
	must(t, w.db.Reviews().SendBack(ctx, all, w.now))
	if sent.Count() != 8 {
		t.Errorf("three took %d statements, want 8 for any number:\n%s", sent.Count(), sent)
	}
	for i, a := range invited {
		sheet := w.sheet(t, a)
		same(t, "corrections", sheet.Corrections, all[i].Corrections)
		want := all[i].Assessment
		want.Version++
		same(t, "assessment", sheet.Assessment, want)
		if sheet.Standing == nil || sheet.Standing.Round != 1 {
			t.Errorf("the submission that stands: %+v", sheet.Standing)
		}
	}
	wantKind(t, "what is out already", w.db.Reviews().SendBack(t.Context(), []review.Sending{w.sending(t, invited[0], "policy")}, w.now), fault.Conflict)
	found, err := w.db.Reviews().Standing(t.Context(), w.ola.Organisation.ID, []assessment.ID{invited[0].ID})
	must(t, err)
	if len(found) != 0 {
		t.Error("another buyer finds the assessment")
	}
}

func savesCorrection(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	w.submitted(t, a)
	a = w.sentBack(t, a, "policy")
	save := func(version, revision int64, at time.Time) error {
		answer := w.answer(a, "policy", "chain")
		answer.Revision = revision
		return w.db.Assessments().Save(t.Context(), assessment.Save{
			Assessment: a.ID, Version: version, Answers: []assessment.Answer{answer}, At: at,
			Corrects: 1, FollowUps: []string{"sites"}, Person: a.Contact.Person,
		})
	}
	must(t, save(a.Version, 1, a.CorrectBy.Add(-time.Microsecond)))
	must(t, save(a.Version+1, 2, a.CorrectBy.Add(-time.Microsecond))) // its follow-up is known already
	wantKind(t, "at its end", save(a.Version+2, 3, *a.CorrectBy), fault.Conflict)
	wantKind(t, "as if it were open", w.db.Assessments().Save(t.Context(), assessment.Save{
		Assessment: a.ID, Version: a.Version + 2, Answers: nil, At: w.now,
	}), fault.Conflict)
	late := w.submission(a)
	late.Corrects, late.At = 1, *a.CorrectBy
	wantKind(t, "submitting at its end", w.db.Assessments().Submit(t.Context(), a.Version+2, late, nil, w.event("x")), fault.Conflict)
	w.corrected(t, a)
	now := w.sheet(t, a).Assessment
	if now.Round != 2 || now.CorrectBy != nil || now.Corrected == nil || !now.CorrectionsBack() || !now.Submitted.Equal(*a.Submitted) {
		t.Errorf("after the correction: %+v", now)
	}
	wantKind(t, "saving after it", save(now.Version, 3, w.now), fault.Conflict)
}

// racesSaveAgainstTakingBack lets both go at once: whichever wins, the other
// one is refused.
func racesSaveAgainstTakingBack(t *testing.T, w *world) {
	p := w.purchase(t)
	var saved, taken atomic.Int64
	for i := range 12 {
		a := w.invited(t, p, fmt.Sprintf("Supplier%d", i))
		w.submitted(t, a)
		a = w.sentBack(t, a, "policy")
		answer, told, event := w.answer(a, "policy", "chain"), w.letter(letter.CorrectionOff, a), w.event("correction.taken_back")
		var both sync.WaitGroup
		both.Go(func() {
			if w.db.Assessments().Save(t.Context(), assessment.Save{
				Assessment: a.ID, Version: a.Version, Answers: []assessment.Answer{answer}, At: w.now, Corrects: 1, Person: a.Contact.Person,
			}) == nil {
				saved.Add(1)
			}
		})
		both.Go(func() {
			back := a
			back.CorrectBy = nil
			if w.db.Reviews().Move(t.Context(), review.Sending{Assessment: back, Letter: told, Event: event}) == nil {
				taken.Add(1)
			}
		})
		both.Wait()
		if sheet := w.sheet(t, a); (sheet.Assessment.CorrectBy == nil) == (len(sheet.Answers) > 0) {
			t.Errorf("until %v with %d answers: exactly one of both must win", sheet.Assessment.CorrectBy, len(sheet.Answers))
		}
	}
	if saved.Load()+taken.Load() != 12 {
		t.Errorf("%d saves and %d taken back of 12 races", saved.Load(), taken.Load())
	}
}

func takesCorrectedFiles(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	w.submitted(t, a)
	wantKind(t, "before", w.db.Files().Arrive(t.Context(), w.file(a, "policy")), fault.Conflict)
	a = w.sentBack(t, a, "policy")
	w.given(t, a, "policy")
	wantKind(t, "another question", w.db.Files().Arrive(t.Context(), w.file(a, "sites")), fault.Conflict)
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{
		Assessment: a.ID, Version: w.sheet(t, a).Assessment.Version, At: w.now, Corrects: 1, FollowUps: []string{"sites"}, Person: a.Contact.Person,
	}))
	w.given(t, a, "sites")
	late := w.file(a, "policy")
	late.At = *a.CorrectBy
	wantKind(t, "at its end", w.db.Files().Arrive(t.Context(), late), fault.Conflict)
}

func showsFilesOfRounds(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	first := w.given(t, a, "policy")
	w.submitted(t, a)
	a = w.sentBack(t, a, "policy")
	second := w.given(t, a, "policy")
	gone := first
	gone.State = evidence.Removed
	must(t, w.db.Files().Update(t.Context(), gone, w.event("file.removed")))
	at := a.Procurement.Closing
	_, err := w.db.Files().BuyerFile(t.Context(), second.ID, a.Procurement.Organisation, at)
	wantKind(t, "one that is not submitted", err, fault.NotFound)
	if files := w.loadCase(t, a).Files; len(files) != 1 || files[0].ID != first.ID || files[0].State != evidence.Given {
		t.Errorf("the buyer sees %+v before the correction comes", files)
	}
	sheet := w.sheet(t, a)
	if len(sheet.Files) != 2 || !sheet.Files[0].Dropped || sheet.Files[1].Dropped {
		t.Errorf("the supplier's files: %+v", sheet.Files)
	}
	w.corrected(t, a, "policy")
	for _, f := range []evidence.File{first, second} {
		_, err = w.db.Files().BuyerFile(t.Context(), f.ID, a.Procurement.Organisation, at)
		must(t, err)
	}
}

func carriesFindings(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	same1, other := w.given(t, a, "sites"), w.given(t, a, "policy")
	w.submitted(t, a)
	v := review.Review{Assessment: a.ID, Round: 1, Evaluator: w.kari.Person.ID, Started: kept(w.now), Version: 1}
	stores := w.db.Reviews()
	must(t, stores.Begin(t.Context(), v, w.event("review.begun")))
	must(t, stores.Mark(t.Context(), v, w.mark("sites", 2), w.event("review.marked")))
	must(t, stores.Mark(t.Context(), v, w.mark("policy", 1), w.event("review.marked")))
	for _, f := range []evidence.File{same1, other} {
		j := review.Judgement{File: f.ID, Verdict: review.Generic, Reason: "For generell.", Person: w.kari.Person.ID, At: kept(w.now)}
		must(t, stores.Judge(t.Context(), v, j, w.event("review.judged")))
	}
	a = w.sentBack(t, a, "policy")
	first := w.loadCase(t, a).Submission
	w.corrected(t, a, "policy")
	c := w.loadCase(t, a)
	mark := w.mark("sites", 2)
	mark.Carried = 1
	same(t, "marks", c.Review.Marks, map[string]review.Mark{"sites": mark})
	if len(c.Review.Judgements) != 1 || c.Review.Judgements[same1.ID].Carried != 1 || c.Review.Round != 2 || c.Review.Finished != nil {
		t.Errorf("the review of the second round: %+v", c.Review)
	}
	if c.Earlier == nil || c.Earlier.Round != 1 || string(c.Earlier.Canonical) != string(first.Canonical) {
		t.Errorf("the earlier submission: %+v", c.Earlier)
	}
	a = w.sentBack(t, a, "other")
	w.corrected(t, a, "other")
	if got := w.loadCase(t, a).Review.Marks["sites"]; got.Carried != 1 {
		t.Errorf("carried over twice, the mark says round %d", got.Carried)
	}
}

func refusesSupersededMark(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	a = w.sentBack(t, a, "policy")
	must(t, w.db.Reviews().Mark(t.Context(), v, w.mark("policy", 1), w.event("review.marked"))) // still the newest
	w.corrected(t, a, "policy")
	wantKind(t, "a mark", w.db.Reviews().Mark(t.Context(), v, w.mark("policy", 1), w.event("x")), fault.Conflict)
	now := kept(w.now)
	v.Finished, v.Card, v.Version = &now, []byte(`{}`), 4
	wantKind(t, "finishing", w.db.Reviews().Close(t.Context(), v, nil, w.event("x")), fault.Conflict)
}

func keepsFinished(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	now := kept(w.now)
	v.Finished, v.Card = &now, []byte(`{}`)
	must(t, w.db.Reviews().Close(t.Context(), v, nil, w.event("review.finished")))
	wantKind(t, "sending back", w.db.Reviews().SendBack(t.Context(), []review.Sending{w.sending(t, a, "policy")}, w.now), fault.Conflict)
	found, err := w.db.Reviews().Standing(t.Context(), a.Procurement.Organisation, []assessment.ID{a.ID})
	must(t, err)
	if len(found) != 1 || !found[0].Finished {
		t.Errorf("standing: %+v", found)
	}
}

func hidesInternalComments(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	stores := w.db.Reviews()
	say := func(question string, audience review.Audience, text string) review.Comment {
		c := review.Comment{
			ID: w.id("comment"), Round: 1, Question: question, Audience: audience, Text: text,
			Person: w.kari.Person.ID, PersonName: w.kari.Person.Name, At: kept(w.now),
		}
		must(t, stores.Say(t.Context(), v, c, w.event("review.commented")))
		return c
	}
	inside, told, later := say("policy", review.Internal, "Tviler."), say("policy", review.ToSupplier, "Godt skrevet."), say("sites", review.ToSupplier, "Fin liste.")
	mistake := say("sites", review.Internal, "Feil fil.")
	wantKind(t, "another's comment", stores.Unsay(t.Context(), v, mistake.ID, w.ola.Person.ID, w.event("x")), fault.NotFound)
	must(t, stores.Unsay(t.Context(), v, mistake.ID, w.kari.Person.ID, w.event("review.comment_removed")))
	same(t, "comments to the buyer", w.loadCase(t, a).Comments, []review.Comment{inside, told, later})
	a = w.sentBack(t, a, "policy")
	same(t, "remarks with the correction", w.sheet(t, a).Remarks, []assessment.Remark{
		{Question: "policy", Text: told.Text, PersonName: told.PersonName, At: told.At},
	})
	wantKind(t, "taking back what was shown", stores.Unsay(t.Context(), v, told.ID, w.kari.Person.ID, w.event("x")), fault.NotFound)
	w.corrected(t, a)
	v = w.loadCase(t, a).Review
	now := kept(w.now)
	v.Finished, v.Released, v.Card = &now, &now, []byte(`{}`)
	must(t, stores.Close(t.Context(), v, nil, w.event("review.released")))
	c, err := stores.Released(t.Context(), a.Contact.Person, a.ID)
	must(t, err)
	told.Shown, later.Shown = &now, &now
	same(t, "comments with the result", c.Comments, []review.Comment{told, later})
}

func remindsOfCorrections(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	w.submitted(t, a)
	a = w.sentBack(t, a, "policy")
	candidates, err := w.db.Letters().Candidates(t.Context(), w.now, w.now.Add(30*24*time.Hour))
	must(t, err)
	if len(candidates) != 1 || !candidates[0].Correcting(w.now) {
		t.Fatalf("candidates: %+v", candidates)
	}
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	w.lease(t, a, letter.Reminder)
	w.now = w.now.Add(time.Hour)
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	w.corrected(t, a)
	wantKind(t, "after the correction", w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now), fault.Conflict)
	letters, err := w.db.Letters().Letters(t.Context(), a.Procurement.Organisation, a.Procurement.ID)
	must(t, err)
	cancelled := 0
	for _, l := range letters {
		if l.Kind == letter.Reminder && l.State == letter.Cancelled {
			cancelled++
		}
	}
	if cancelled != 1 {
		t.Errorf("%d waiting reminders are cancelled by the correction, want 1", cancelled)
	}
}

func listsCorrections(t *testing.T, w *world) {
	a, v := w.reviewed(t)
	stores := w.db.Reviews()
	list := func(text string) error {
		c := w.correction(1, "policy", nil)
		c.Text = text
		return stores.List(t.Context(), v, c, w.event("correction.listed"))
	}
	must(t, list("Først"))
	must(t, list("Så"))
	if got := w.loadCase(t, a).Corrections; len(got) != 1 || got[0].Text != "Så" || got[0].Sent != nil {
		t.Errorf("listed: %+v", got)
	}
	must(t, stores.Unlist(t.Context(), v, "policy", w.event("correction.dropped")))
	wantKind(t, "what is not listed", stores.Unlist(t.Context(), v, "policy", w.event("x")), fault.NotFound)
	a = w.sentBack(t, a, "policy")
	wantKind(t, "rewriting what is sent", list("For sent"), fault.Conflict)
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{
		Assessment: a.ID, Version: a.Version, At: w.now, Corrects: 1, FollowUps: []string{"sites"}, Person: a.Contact.Person,
	}))
	a = w.sheet(t, a).Assessment
	a.CorrectBy = nil
	must(t, stores.Move(t.Context(), review.Sending{Assessment: a, Letter: w.letter(letter.CorrectionOff, a), Event: w.event("correction.taken_back")}))
	if got := w.loadCase(t, a).Corrections; len(got) != 1 || got[0].Question != "policy" || got[0].Sent != nil {
		t.Errorf("listed again: %+v", got)
	}
	found, err := stores.Standing(t.Context(), a.Procurement.Organisation, []assessment.ID{a.ID})
	must(t, err)
	if len(found) != 1 || len(found[0].Listed) != 1 {
		t.Errorf("standing: %+v", found)
	}
}
