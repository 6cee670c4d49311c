package review_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// scene is a submitted, opened assessment with an evaluator before it.
type scene struct {
	*housetest.House
	t         *testing.T
	p         procurement.Procurement
	a         assessment.Assessment
	evaluator account.Actor
	ola       account.Actor
}

func newScene(t *testing.T) *scene {
	t.Helper()
	h := housetest.New(t)
	s := &scene{House: h, t: t, p: h.Publish(), evaluator: h.Actor(account.Evaluator)}
	s.a = s.submitted(1)
	s.ola = h.Contact(1)
	h.Clock.Set(s.p.Closing.Add(time.Hour))
	return s
}

// submitted is the n-th supplier's assessment, answered as a small shop would.
func (s *scene) submitted(n int) assessment.Assessment {
	s.t.Helper()
	a := s.Invite(s.p, n)
	raw, err := os.ReadFile("../../questionnaires/oecd-short/1.0/cases/small-shop.json")
	must(s.t, err)
	sheet, err := questionnaire.ReadSheet(raw)
	must(s.t, err)
	actor := s.Contact(n)
	var given []assessment.Given
	for q, v := range sheet.Answers {
		given = append(given, assessment.Given{Question: q, Value: v})
	}
	_, err = s.Assessments.Answer(s.t.Context(), actor, a.ID, given)
	must(s.t, err)
	_, err = s.Assessments.Submit(s.t.Context(), actor, a.ID, declared())
	must(s.t, err)
	return a
}

func declared() assessment.Declaration {
	return assessment.Declaration{Name: "Ola Nordmann", Role: "Daglig leder", Confirmed: true}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKey(t *testing.T, what string, err error, kind fault.Kind, want string) {
	t.Helper()
	if key, _, _ := fault.Key(err); !errors.Is(err, kind) || key != want {
		t.Errorf("%s: %v, want %v: %s", what, err, kind, want)
	}
}

func (s *scene) ask(question, text string) {
	s.t.Helper()
	must(s.t, s.Reviews.AskCorrection(s.t.Context(), s.evaluator, s.a.ID, question, text))
}

// until is a deadline for corrections, in days.
func (s *scene) until(days int) time.Time {
	return s.Clock.Now().Add(time.Duration(days) * 24 * time.Hour)
}

func (s *scene) send() {
	s.t.Helper()
	must(s.t, s.Reviews.SendCorrections(s.t.Context(), s.evaluator, s.a.ID, s.until(7)))
}

func (s *scene) desk() assessment.Desk {
	s.t.Helper()
	desk, err := s.Assessments.Open(s.t.Context(), s.ola, s.a.ID)
	must(s.t, err)
	return desk
}

func (s *scene) answer(question string, value any) error {
	_, err := s.Assessments.Answer(s.t.Context(), s.ola, s.a.ID, []assessment.Given{
		{Question: question, Value: value, Base: s.desk().Answers[question].Revision},
	})
	return err
}

func (s *scene) review() review.Desk {
	s.t.Helper()
	desk, err := s.Reviews.Open(s.t.Context(), s.evaluator, s.a.ID)
	must(s.t, err)
	return desk
}

func (s *scene) mark(question string, level int) {
	s.t.Helper()
	must(s.t, s.Reviews.Mark(s.t.Context(), s.evaluator, s.a.ID, review.Mark{Question: question, Level: &level, Reason: "Slik står det."}))
}

func TestOnlyTheQuestionsSentBackAreOpenAndWhatTheirAnswersAskFor(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.ask("rhythm", "Når på året gjør dere det?")
	if s.desk().TakesAnswers(s.Clock.Now()) {
		t.Fatal("listing alone opened something")
	}
	s.send()
	if open := strings.Join(s.desk().Correcting(), " "); open != "rhythm" {
		t.Fatalf("open are %q", open)
	}
	wantKey(t, "another question", s.answer("policy", "none"), fault.Conflict, "assessment.not_sent_back")
	must(t, s.answer("rhythm", "yearly")) // asks when they last did it
	if open := strings.Join(s.desk().Correcting(), " "); open != "rhythm reassessed_on" {
		t.Fatalf("after the answer open are %q", open)
	}
	if left := s.desk().Left(); left != 1 {
		t.Errorf("%d things are left, want the date", left)
	}
	_, err := s.Assessments.Submit(t.Context(), s.ola, s.a.ID, declared())
	wantKey(t, "submitting without the date", err, fault.Conflict, "assessment.questions_left")
	if got := s.review().Frozen.Answers["rhythm"]; got != "when_asked" {
		t.Errorf("the buyer reads %v before the supplier stands by it", got)
	}
	must(t, s.answer("reassessed_on", "2026-10-01"))
	sub, err := s.Assessments.Submit(t.Context(), s.ola, s.a.ID, declared())
	must(t, err)
	frozen, err := sub.Thaw()
	must(t, err)
	if sub.Round != 2 || frozen.Corrects != 1 || frozen.Answers["rhythm"] != "yearly" || frozen.Answers["policy"] != "own_staff" {
		t.Errorf("round %d corrects %d with %v", sub.Round, frozen.Corrects, frozen.Answers)
	}
	if got := s.review().Frozen.Answers["rhythm"]; got != "yearly" {
		t.Errorf("the buyer reads %v after the correction", got)
	}
	all, err := s.Assessments.Submissions(t.Context(), s.ola, s.a.ID)
	must(t, err)
	if len(all) != 2 || all[1].Withdrawn != nil {
		t.Errorf("receipts: %+v", all)
	}
	wantKey(t, "saving afterwards", s.answer("rhythm", "never"), fault.Conflict, "assessment.already_submitted")
	wantKey(t, "withdrawing a correction", s.Assessments.Withdraw(t.Context(), s.ola, s.a.ID), fault.Conflict, "assessment.too_late_to_withdraw")
}

func TestTheReviewOfACorrectionKeepsWhatWasFoundOfUnchangedAnswers(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.mark("policy", 1)
	s.mark("rhythm", 0)
	s.ask("rhythm", "Når?")
	s.send()
	must(t, s.answer("rhythm", "on_paper"))
	shown := s.review().Submission.Round
	_, err := s.Assessments.Submit(t.Context(), s.ola, s.a.ID, declared())
	must(t, err)
	desk := s.review()
	if m := desk.Review.Marks["policy"]; m.Level == nil || *m.Level != 1 || m.Carried != 1 {
		t.Errorf("the mark of the unchanged answer: %+v", m)
	}
	if m, there := desk.Review.Marks["rhythm"]; there {
		t.Errorf("the changed answer still has the mark %+v", m)
	}
	level := 2
	err = s.Reviews.Mark(t.Context(), s.evaluator, s.a.ID, review.Mark{Question: "rhythm", Level: &level, Shown: shown})
	wantKey(t, "a mark from a page of the first round", err, fault.Conflict, "review.new_round")
	s.mark("rhythm", 2)
	if row, err := s.Assessments.Invited(t.Context(), s.evaluator, s.a.ID); err != nil || !row.CorrectionsBack() || row.Late(s.Clock.Now()) {
		t.Errorf("the board: %+v, %v", row, err)
	}
}

func TestWithoutACorrectionTheEarlierSubmissionStands(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.ask("rhythm", "Når?")
	s.send()
	must(t, s.answer("rhythm", "yearly"))
	s.Clock.Set(*s.desk().Assessment.CorrectBy)
	wantKey(t, "at the deadline", s.answer("rhythm", "never"), fault.Conflict, "assessment.correction_over")
	if desk := s.desk(); desk.Answers["rhythm"].Value != "when_asked" || len(desk.Correcting()) != 0 {
		t.Errorf("the supplier's page shows %v", desk.Answers["rhythm"].Value)
	}
	err := s.Reviews.ExtendCorrections(t.Context(), s.evaluator, s.a.ID, s.Clock.Now().Add(-time.Hour))
	if !errors.Is(err, fault.Invalid) {
		t.Errorf("an earlier deadline: %v", err)
	}
	must(t, s.Reviews.ExtendCorrections(t.Context(), s.evaluator, s.a.ID, s.until(2)))
	if desk := s.desk(); desk.Answers["rhythm"].Value != "yearly" {
		t.Error("with more time the supplier does not find what they had begun")
	}
	must(t, s.Reviews.TakeBackCorrections(t.Context(), s.evaluator, s.a.ID))
	if desk := s.desk(); desk.Answers["rhythm"].Value != "when_asked" || desk.TakesAnswers(s.Clock.Now()) {
		t.Error("what was taken back is still open")
	}
	s.WorkOnce(t.Context())
	var kinds []string
	for _, l := range s.Tray.To("ola1@leverandor.example") {
		kinds = append(kinds, string(l.Kind))
	}
	if got := strings.Join(kinds, " "); !strings.HasSuffix(got, "receipt correction correction_moved correction_off") {
		t.Errorf("letters: %s", got)
	}
	// A draft of a question that is not sent back again is no part of the next round.
	must(t, s.Reviews.DropCorrection(t.Context(), s.evaluator, s.a.ID, "rhythm"))
	s.ask("policy", "Send siste versjon.")
	s.send()
	sub, err := s.Assessments.Submit(t.Context(), s.ola, s.a.ID, declared())
	must(t, err)
	if frozen, _ := sub.Thaw(); frozen.Answers["rhythm"] != "when_asked" {
		t.Errorf("the next round says %v to a question that was not open", frozen.Answers["rhythm"])
	}
}

func TestTheLetterNamesTheQuestionsAndRemindersStopWithTheCorrection(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.ask("rhythm", "Hvilken måned?")
	s.send()
	s.WorkOnce(t.Context())
	letters := s.Tray.To("ola1@leverandor.example")
	sent := letters[len(letters)-1]
	if sent.Kind != letter.Correction || !strings.Contains(sent.Text, "Hvilken måned?") || !strings.Contains(sent.Subject, "rette ett svar") {
		t.Fatalf("%s\n%s", sent.Subject, sent.Text)
	}
	count := func() (n int) {
		for _, l := range s.Tray.To("ola1@leverandor.example") {
			if l.Kind == letter.Reminder && strings.Contains(l.Subject, "rettede svar") {
				n++
			}
		}
		return n
	}
	s.Clock.Set(s.desk().Assessment.CorrectBy.Add(-36 * time.Hour))
	s.WorkOnce(t.Context())
	if count() != 1 {
		t.Fatalf("%d reminders two days before", count())
	}
	_, err := s.Assessments.Submit(t.Context(), s.ola, s.a.ID, declared()) // they stand by the answer
	must(t, err)
	s.Clock.Pass(48 * time.Hour)
	s.WorkOnce(t.Context())
	if count() != 1 {
		t.Errorf("%d reminders, one of them after the correction", count())
	}
}

func TestQuestionsAreSentBackOnlyFromAnOpenReview(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	wantKey(t, "nothing listed", s.Reviews.SendCorrections(ctx, s.evaluator, s.a.ID, s.until(7)), fault.Conflict, "review.nothing_listed")
	if err := s.Reviews.AskCorrection(ctx, s.evaluator, s.a.ID, "rhythm", "  "); !errors.Is(err, fault.Invalid) {
		t.Errorf("without a text: %v", err)
	}
	wantKey(t, "a question that is not asked", s.Reviews.AskCorrection(ctx, s.evaluator, s.a.ID, "reassessed_on", "x"), fault.NotFound, "assessment.no_such_question")
	wantKey(t, "a reader", s.Reviews.AskCorrection(ctx, s.Actor(account.Reader), s.a.ID, "rhythm", "x"), fault.Denied, "review.only_evaluators")
	if err := s.Reviews.AskCorrection(ctx, s.OtherActor(account.Officer), s.a.ID, "rhythm", "x"); !errors.Is(err, fault.NotFound) {
		t.Errorf("another buyer: %v", err)
	}
	s.ask("rhythm", "Når?")
	for _, until := range []time.Time{{}, s.Clock.Now(), s.until(400)} {
		if err := s.Reviews.SendCorrections(ctx, s.evaluator, s.a.ID, until); !errors.Is(err, fault.Invalid) {
			t.Errorf("until %v: %v", until, err)
		}
	}
	must(t, s.Reviews.Finish(ctx, s.evaluator, s.a.ID))
	wantKey(t, "a finished review", s.Reviews.SendCorrections(ctx, s.evaluator, s.a.ID, s.until(7)), fault.Conflict, "review.reopen_first")
	must(t, s.Reviews.Reopen(ctx, s.evaluator, s.a.ID))
	s.send()
	wantKey(t, "finishing while they correct", s.Reviews.Finish(ctx, s.evaluator, s.a.ID), fault.Conflict, "review.corrections_out")
	wantKey(t, "asking while they correct", s.Reviews.AskCorrection(ctx, s.evaluator, s.a.ID, "policy", "x"), fault.Conflict, "review.sent_back_already")
	wantKey(t, "sending twice", s.Reviews.SendCorrections(ctx, s.evaluator, s.a.ID, s.until(7)), fault.Conflict, "review.sent_back_already")
}

func TestTheSameIsAskedOfManyOrOfNobody(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	s := &scene{House: h, t: t, p: h.Publish(), evaluator: h.Actor(account.Officer)}
	var all []review.SendBack
	for n := 1; n <= 3; n++ {
		a := s.submitted(n)
		all = append(all, review.SendBack{Assessment: a.ID, Questions: []assessment.Correction{{Question: "policy", Text: "Hvilken dato?"}}})
	}
	sealed := s.Reviews.SendBackAll(t.Context(), s.evaluator, all, s.p.Closing.Add(48*time.Hour))
	wantKey(t, "before opening", sealed, fault.Conflict, "review.not_open")
	h.Clock.Set(s.p.Closing)
	stranger := append([]review.SendBack{{Assessment: "nothing", Questions: all[0].Questions}}, all...)
	if err := s.Reviews.SendBackAll(t.Context(), s.evaluator, stranger, s.until(7)); !errors.Is(err, fault.NotFound) {
		t.Fatalf("with one unknown: %v", err)
	}
	must(t, s.Reviews.SendBackAll(t.Context(), s.evaluator, all, s.until(7)))
	for n := 1; n <= 3; n++ {
		desk, err := h.Assessments.Open(t.Context(), h.Contact(n), all[n-1].Assessment)
		must(t, err)
		if said, there := desk.SentBack("policy"); !there || said.Text != "Hvilken dato?" {
			t.Errorf("supplier %d reads %+v", n, said)
		}
	}
}

func TestANewContactCannotReadBegunCorrections(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.ask("rhythm", "Når?")
	s.send()
	s.Clock.Pass(time.Minute)
	must(t, s.answer("rhythm", "yearly"))
	err := s.Assessments.ChangeContact(t.Context(), s.Actor(account.Officer), s.a.ID, assessment.NewContact{
		Name: "Kari", Email: "kari@fjord.example", Language: "nb",
	})
	if !errors.Is(err, fault.Conflict) {
		t.Errorf("the buyer could put itself in the contact's place: %v", err)
	}
}
