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
)

var supplierTests = map[string]func(*testing.T, *world){
	"a sheet has assessment, answers and files, in one statement": loadsSheet,
	"every kind of answer comes back as typed":                    keepsValues,
	"a version grows with every save and is found alone":          tellsVersion,
	"a person without a right finds nothing":                      hidesAssessment,
	"the list of requests is the person's own":                    listsRequests,
	"looking is noted once":                                       marksOpened,
	"a page of ten answers is one statement":                      savesPageAtOnce,
	"the history of answers and events cannot be changed":         guardsHistory,
	"every revision is kept":                                      keepsRevisions,
	"a stale save changes nothing":                                refusesStaleSave,
	"colleagues who retry both have their answers saved":          savesColleagues,
	"a submission freezes what was given, and cancels reminders":  submits,
	"an answer never lands after a submission":                    racesSaveAgainstSubmit,
	"a submission is withdrawn, and its receipt stays":            withdrawsSubmission,
	"only the person's own earlier submissions are found":         findsEarlier,
	"nothing is half done when a submission cannot be kept":       submitsAllOrNothing,
}

func tellsVersion(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	before, err := w.db.Assessments().Version(t.Context(), a.ID, a.Contact.Person)
	must(t, err)
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{
		Assessment: a.ID, Version: a.Version, Answers: []assessment.Answer{w.answer(a, "policy", "chain")}, At: w.now,
	}))
	after, err := w.db.Assessments().Version(t.Context(), a.ID, a.Contact.Person)
	must(t, err)
	same(t, "the version after a save", after, before+1)
	same(t, "the version of the sheet", w.sheet(t, a).Assessment.Version, after)
	_, err = w.db.Assessments().Version(t.Context(), a.ID, "somebody")
	wantKind(t, "somebody else", err, fault.NotFound)
}

func loadsSheet(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	ctx, sent := sqlstore.CountStatements(t.Context())
	empty, err := w.db.Assessments().Sheet(ctx, a.ID, a.Contact.Person)
	must(t, err)
	same(t, "an empty sheet", empty, assessment.Sheet{Assessment: a, Answers: map[string]assessment.Answer{}, Files: []evidence.File{}})

	first, second := w.answer(a, "policy", "chain"), w.answer(a, "sites", 3.0)
	a.Progress, a.Version = assessment.Progress{Asked: 5, Answered: 2, Left: 3}, 2
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{
		Assessment: a.ID, Version: 1, Progress: a.Progress, Answers: []assessment.Answer{first, second}, At: w.now,
	}))
	one, two := w.given(t, a, "policy"), w.given(t, a, "policy")
	removed := w.given(t, a, "policy")
	removed.State = evidence.Removed
	must(t, w.db.Files().Update(t.Context(), removed, w.event("file.removed")))
	sent.Reset()
	got, err := w.db.Assessments().Sheet(ctx, a.ID, a.Contact.Person)
	must(t, err)
	if sent.Count() != 1 {
		t.Errorf("a sheet took %d statements, want 1:\n%s", sent.Count(), sent)
	}
	now := kept(w.now)
	a.Active, a.Version = &now, got.Assessment.Version
	same(t, "a full sheet", got, assessment.Sheet{
		Assessment: a, Answers: map[string]assessment.Answer{"policy": first, "sites": second}, Files: []evidence.File{one, two},
	})
}

func keepsValues(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	values := []any{
		nil, "", "æøå «€» 'a' \"b\" \x01 \u2028 {}", true, false, 0.0, 40.5, -1e300,
		[]any{},
		[]any{"ilo", "ungp"},
		map[string]any{"own": "yes"},
		[]any{map[string]any{"name": "A", "audited": true, "n": 1.0}},
	}
	want := map[string]assessment.Answer{}
	var answers []assessment.Answer
	for i, value := range values {
		answer := w.answer(a, fmt.Sprintf("q%d", i), value)
		answer.Skipped, answer.Comment = fmt.Sprintf("fordi %d", i), "ja?"
		answers, want[answer.Question] = append(answers, answer), answer
	}
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{Assessment: a.ID, Version: 1, Answers: answers, At: w.now}))
	same(t, "answers", w.sheet(t, a).Answers, want)
}

func hidesAssessment(t *testing.T, w *world) {
	p := w.purchase(t)
	a, other := w.invited(t, p, "Tekstil"), w.invited(t, p, "Sko")
	stores := w.db.Assessments()
	_, err := stores.Sheet(t.Context(), a.ID, other.Contact.Person)
	wantKind(t, "another supplier's sheet", err, fault.NotFound)
	_, err = stores.Submissions(t.Context(), a.ID, other.Contact.Person)
	wantKind(t, "another supplier's receipts", err, fault.NotFound)
	_, err = stores.Sheet(t.Context(), "nothing", a.Contact.Person)
	wantKind(t, "an unknown sheet", err, fault.NotFound)
	_, err = stores.Sheet(t.Context(), a.ID, w.kari.Person.ID)
	wantKind(t, "the buyer as the supplier", err, fault.NotFound)
}

func listsRequests(t *testing.T, w *world) {
	late, soon := w.purchase(t), w.purchase(t)
	soon.Closing = kept(w.now.Add(3600))
	must(t, w.db.Procurements().Update(t.Context(), soon, w.event("procurement.changed")))
	soon.Revision = 2
	a, b := w.invited(t, late, "Tekstil"), w.newcomer(soon, "Tekstil")
	must(t, w.db.Assessments().Invite(t.Context(), b, w.letter(letter.Invitation, b), w.event("supplier.invited")))
	b.Contact.Person = a.Contact.Person // one address is one person
	gone := w.invited(t, w.purchase(t), "Tekstil")
	must(t, w.db.Assessments().WithdrawInvitation(t.Context(), gone, w.letter(letter.Withdrawn, gone), w.event("supplier.withdrawn")))
	w.invited(t, late, "Sko")
	got, err := w.db.Assessments().Requests(t.Context(), a.Contact.Person)
	must(t, err)
	same(t, "requests", got, []assessment.Assessment{b, a})
}

func marksOpened(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	must(t, w.db.Assessments().MarkOpened(t.Context(), a.ID, w.now))
	must(t, w.db.Assessments().MarkOpened(t.Context(), a.ID, w.now.Add(3600)))
	opened := kept(w.now)
	a.Opened = &opened
	same(t, "assessment", w.sheet(t, a).Assessment, a)
}

func savesPageAtOnce(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	var page []assessment.Answer
	for i := range 10 {
		page = append(page, w.answer(a, fmt.Sprintf("q%d", i), "ja"))
	}
	ctx, sent := sqlstore.CountStatements(t.Context())
	must(t, w.db.Assessments().Save(ctx, assessment.Save{Assessment: a.ID, Version: 1, Answers: page, At: w.now}))
	if sent.Count() != 2 {
		t.Errorf("saving ten answers took %d statements, want 2:\n%s", sent.Count(), sent)
	}
	if got := len(w.sheet(t, a).Answers); got != 10 {
		t.Errorf("%d answers are saved, want 10", got)
	}
}

func keepsRevisions(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	for revision, value := range []string{"none", "draft", "chain"} {
		answer := w.answer(a, "policy", value)
		answer.Revision = int64(revision + 1)
		must(t, w.db.Assessments().Save(t.Context(), assessment.Save{
			Assessment: a.ID, Version: int64(revision + 1), Answers: []assessment.Answer{answer}, At: w.now,
		}))
	}
	rows, err := w.db.SQL().QueryContext(t.Context(), "SELECT question, revision, value FROM answer_revisions ORDER BY revision")
	must(t, err)
	defer rows.Close()
	var history []string
	for rows.Next() {
		var question, value string
		var revision int
		must(t, rows.Scan(&question, &revision, &value))
		history = append(history, fmt.Sprint(question, " ", revision, " ", value))
	}
	must(t, rows.Err())
	same(t, "history", history, []string{`policy 1 "none"`, `policy 2 "draft"`, `policy 3 "chain"`})
}

func guardsHistory(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	must(t, w.db.Assessments().Save(t.Context(), assessment.Save{
		Assessment: a.ID, Version: 1, Answers: []assessment.Answer{w.answer(a, "policy", "none")}, At: w.now,
	}))
	for _, forgery := range []string{
		"UPDATE answer_revisions SET value = '1'", "DELETE FROM answer_revisions", "UPDATE events SET verb = ''", "DELETE FROM events",
	} {
		if _, err := w.db.SQL().ExecContext(t.Context(), forgery); err == nil {
			t.Errorf("%s: succeeded", forgery)
		}
	}
}

func refusesStaleSave(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	save := func(version, revision int64, value string) error {
		answer := w.answer(a, "policy", value)
		answer.Revision = revision
		return w.db.Assessments().Save(t.Context(), assessment.Save{
			Assessment: a.ID, Version: version, Progress: assessment.Progress{Asked: 9}, Answers: []assessment.Answer{w.answer(a, "other", 1.0), answer}[1:], At: w.now,
		})
	}
	must(t, save(1, 1, "first"))
	wantKind(t, "another version", save(1, 2, "stale"), fault.Conflict)
	wantKind(t, "the same revision", save(2, 1, "stale"), fault.Conflict)
	wantKind(t, "a revision too far", save(2, 3, "stale"), fault.Conflict)
	before := w.sheet(t, a)
	if before.Answers["policy"].Value != "first" || before.Assessment.Version != 2 {
		t.Errorf("after refused saves: %+v", before)
	}
	wantKind(t, "an unknown assessment", w.db.Assessments().Save(t.Context(), assessment.Save{Assessment: "nothing", Version: 1, At: w.now}), fault.Conflict)
}

// savesColleagues does what the service does: load, and save again with the
// new version when somebody else was first.
func savesColleagues(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			answer := w.answer(a, fmt.Sprintf("q%d", i), "ja")
			for {
				sheet, err := w.db.Assessments().Sheet(t.Context(), a.ID, a.Contact.Person)
				if err == nil {
					err = w.db.Assessments().Save(t.Context(), assessment.Save{
						Assessment: a.ID, Version: sheet.Assessment.Version, Answers: []assessment.Answer{answer}, At: w.now,
					})
				}
				if err == nil {
					return
				}
				if kind, ok := fault.KindOf(err); !ok || kind != fault.Conflict {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if sheet := w.sheet(t, a); len(sheet.Answers) != 6 || sheet.Assessment.Version != 7 {
		t.Errorf("%d answers at version %d, want 6 at 7", len(sheet.Answers), sheet.Assessment.Version)
	}
}

func submits(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, a), w.now))
	other := w.invited(t, a.Procurement, "Sko")
	must(t, w.db.Letters().Remind(t.Context(), w.letter(letter.Reminder, other), w.now))
	sub, receipt := w.submission(a), w.letter(letter.Receipt, a)
	must(t, w.db.Assessments().Submit(t.Context(), 1, sub, []letter.Letter{receipt}, w.event("assessment.submitted")))
	wantKind(t, "submitting again", w.db.Assessments().Submit(t.Context(), 1, sub, nil, w.event("assessment.submitted")), fault.Conflict)
	wantKind(t, "saving after it", w.db.Assessments().Save(t.Context(), assessment.Save{Assessment: a.ID, Version: 2, At: w.now}), fault.Conflict)
	now := kept(w.now)
	a.State, a.Round, a.Version, a.Submitted = assessment.Submitted, 1, 2, &now
	same(t, "assessment", w.sheet(t, a).Assessment, a)
	receipts, err := w.db.Assessments().Submissions(t.Context(), a.ID, a.Contact.Person)
	must(t, err)
	same(t, "receipts", receipts, []assessment.Submission{sub})
	states := w.letterStates(t, a.Procurement)
	want := map[string]letter.State{
		"reminder " + a.Contact.Email: letter.Cancelled, "reminder " + other.Contact.Email: letter.Waiting,
		"receipt " + a.Contact.Email: letter.Waiting, "invitation " + a.Contact.Email: letter.Waiting, "invitation " + other.Contact.Email: letter.Waiting,
	}
	same(t, "letters", states, want)
}

// racesSaveAgainstSubmit lets both go at once, many times: whichever wins, no
// answer is newer than the submission.
func racesSaveAgainstSubmit(t *testing.T, w *world) {
	p := w.purchase(t)
	var saved, submitted atomic.Int64
	for i := range 12 {
		a := w.invited(t, p, fmt.Sprintf("Supplier%d", i))
		sub, answer, event := w.submission(a), w.answer(a, "policy", "chain"), w.event("assessment.submitted")
		var both sync.WaitGroup
		both.Go(func() {
			if w.db.Assessments().Save(t.Context(), assessment.Save{Assessment: a.ID, Version: 1, Answers: []assessment.Answer{answer}, At: w.now}) == nil {
				saved.Add(1)
			}
		})
		both.Go(func() {
			if w.db.Assessments().Submit(t.Context(), 1, sub, nil, event) == nil {
				submitted.Add(1)
			}
		})
		both.Wait()
		sheet := w.sheet(t, a)
		if (sheet.Assessment.State == assessment.Submitted) == (len(sheet.Answers) > 0) {
			t.Errorf("%s with %d answers: exactly one of both must win", sheet.Assessment.State, len(sheet.Answers))
		}
	}
	if saved.Load()+submitted.Load() != 12 {
		t.Errorf("%d saves and %d submissions succeeded of 12 races", saved.Load(), submitted.Load())
	}
}

func withdrawsSubmission(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	first := w.submitted(t, a)
	stores := w.db.Assessments()
	wantKind(t, "a stale version", stores.Withdraw(t.Context(), a.ID, 1, w.now, w.event("assessment.withdrawn")), fault.Conflict)
	must(t, stores.Withdraw(t.Context(), a.ID, 2, w.now, w.event("assessment.withdrawn")))
	wantKind(t, "withdrawing again", stores.Withdraw(t.Context(), a.ID, 3, w.now, w.event("assessment.withdrawn")), fault.Conflict)
	now := w.sheet(t, a).Assessment
	if now.State != assessment.Open || now.Submitted != nil || now.Round != 1 || now.Version != 3 {
		t.Errorf("after withdrawing: %+v", now)
	}
	second := w.submitted(t, a)
	receipts, err := stores.Submissions(t.Context(), a.ID, a.Contact.Person)
	must(t, err)
	withdrawn := kept(w.now)
	first.Withdrawn = &withdrawn
	same(t, "receipts", receipts, []assessment.Submission{second, first})
}

func submitsAllOrNothing(t *testing.T, w *world) {
	a := w.invited(t, w.purchase(t), "Tekstil")
	event := w.event("assessment.submitted")
	must(t, w.db.Procurements().Add(t.Context(), w.draft(), event)) // the event's id is taken
	if err := w.db.Assessments().Submit(t.Context(), 1, w.submission(a), []letter.Letter{w.letter(letter.Receipt, a)}, event); err == nil {
		t.Fatal("a submission was kept without its event")
	}
	same(t, "assessment", w.sheet(t, a).Assessment, a)
	receipts, err := w.db.Assessments().Submissions(t.Context(), a.ID, a.Contact.Person)
	must(t, err)
	if states := w.letterStates(t, a.Procurement); len(receipts) != 0 || len(states) != 1 {
		t.Errorf("half a submission stayed: %v, %v", receipts, states)
	}
}

func findsEarlier(t *testing.T, w *world) {
	again := func() assessment.Assessment { return w.invited(t, w.purchase(t), "Tekstil") } // the same person each time
	first, second, now := again(), again(), again()
	w.submitted(t, w.invited(t, w.purchase(t), "Sko")) // somebody else's
	w.submitted(t, first)
	a := w.sheet(t, first).Assessment
	must(t, w.db.Assessments().Withdraw(t.Context(), a.ID, a.Version, w.now, w.event("assessment.withdrawn")))
	got, err := w.db.Assessments().Earlier(t.Context(), now.ID, now.Contact.Person)
	must(t, err)
	same(t, "a submission that was taken back", got, []assessment.Submission{})

	newest := w.submitted(t, first)
	w.now = w.now.Add(time.Hour)
	newer := w.submitted(t, second)
	got, err = w.db.Assessments().Earlier(t.Context(), now.ID, now.Contact.Person)
	must(t, err)
	same(t, "earlier submissions", got, []assessment.Submission{newer, newest})
	got, err = w.db.Assessments().Earlier(t.Context(), now.ID, w.kari.Person.ID)
	must(t, err)
	same(t, "somebody else's", got, []assessment.Submission{})
}
