package assessment_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// caseAnswers reads the answers of a case of oecd-short.
func caseAnswers(t *testing.T, name string) map[string]any {
	t.Helper()
	raw, err := os.ReadFile("../../questionnaires/oecd-short/1.0/cases/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := questionnaire.ReadSheet(raw)
	if err != nil {
		t.Fatal(err)
	}
	return sheet.Answers
}

// fill answers everything in one save, as a page of many questions would.
func fill(t *testing.T, h *housetest.House, n int, id assessment.ID, answers map[string]any) assessment.Outcome {
	t.Helper()
	actor := h.Contact(n)
	desk, err := h.Assessments.Open(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	var given []assessment.Given
	for q, v := range answers {
		given = append(given, assessment.Given{Question: q, Value: v, Base: desk.Answers[q].Revision})
	}
	out, err := h.Assessments.Answer(t.Context(), actor, id, given)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func declaration() assessment.Declaration {
	return assessment.Declaration{Name: "Ola Nordmann", Role: "Daglig leder", Confirmed: true}
}

func TestAnAnswerComesBackAsItWasGiven(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	answers := caseAnswers(t, "small-shop")
	fill(t, h, 1, a.ID, answers)
	desk, err := h.Assessments.Open(t.Context(), h.Contact(1), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	for q, want := range answers {
		got, _ := json.Marshal(desk.Answers[q].Value)
		if w, _ := json.Marshal(want); string(got) != string(w) {
			t.Errorf("%s: %s, want %s", q, got, w)
		}
	}
	if p := desk.Assessment.Progress; p.Answered == 0 || p.Asked < p.Answered {
		t.Errorf("stored progress %+v", p)
	}
}

func TestTheSameSaveTwiceIsOneRevision(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	ola := h.Contact(1)
	given := []assessment.Given{{Question: "policy", Value: "none", SaveID: "s1"}}
	for range 2 {
		out, err := h.Assessments.Answer(t.Context(), ola, a.ID, given)
		if err != nil || len(out.Collisions) > 0 || out.Answers["policy"].Revision != 1 {
			t.Fatalf("revision %d, collisions %v, %v", out.Answers["policy"].Revision, out.Collisions, err)
		}
	}
}

func TestOnTheSameQuestionTheSecondSeesBoth(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	ola := h.Contact(1)
	if _, err := h.Assessments.Answer(t.Context(), ola, a.ID, []assessment.Given{{Question: "policy", Value: "none", SaveID: "s1"}}); err != nil {
		t.Fatal(err)
	}
	out, err := h.Assessments.Answer(t.Context(), ola, a.ID, []assessment.Given{{Question: "policy", Value: "spoken", SaveID: "s2", Base: 0}})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Collisions) != 1 || out.Collisions[0].Theirs.Value != "none" || out.Collisions[0].Yours.Value != "spoken" {
		t.Fatalf("collisions %+v", out.Collisions)
	}
	if out.Answers["policy"].Value != "none" {
		t.Fatalf("the first answer was lost: %v", out.Answers["policy"].Value)
	}
}

func TestColleaguesAnswerDifferentQuestionsAtOnce(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	ola := h.Contact(1)
	questions := []string{"policy", "oversight", "responsible", "routine"}
	desk, err := h.Assessments.Open(t.Context(), ola, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	failed := make(chan error, 16)
	asked := 0
	for _, q := range questions {
		if _, found := desk.Questionnaire.Question(q); !found {
			continue
		}
		asked++
		all.Go(func() {
			if _, err := h.Assessments.Answer(t.Context(), ola, a.ID, []assessment.Given{{Question: q, Value: "none", SaveID: q}}); err != nil {
				failed <- fmt.Errorf("%s: %w", q, err)
			}
		})
	}
	all.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	desk, err = h.Assessments.Open(t.Context(), ola, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(desk.Answers) != asked || desk.Assessment.Progress.Answered != asked {
		t.Fatalf("%d answers, progress %+v, want %d", len(desk.Answers), desk.Assessment.Progress, asked)
	}
}

func TestNothingIsSavedFromClosingOn(t *testing.T) {
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	ola := h.Contact(1)
	given := []assessment.Given{{Question: "policy", Value: "none"}}
	h.Clock.Set(p.Closing.Add(-time.Microsecond))
	if _, err := h.Assessments.Answer(t.Context(), ola, a.ID, given); err != nil {
		t.Fatalf("a microsecond before closing: %v", err)
	}
	h.Clock.Set(p.Closing)
	given[0].Value, given[0].Base = "spoken", 1
	if _, err := h.Assessments.Answer(t.Context(), ola, a.ID, given); !errors.Is(err, fault.Conflict) {
		t.Fatalf("at closing: %v", err)
	}
	if _, err := h.Assessments.Submit(t.Context(), ola, a.ID, declaration()); !errors.Is(err, fault.Conflict) {
		t.Fatalf("submitting at closing: %v", err)
	}
}

func TestSubmittingFreezesWhatWasGiven(t *testing.T) {
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	ola := h.Contact(1)
	if _, err := h.Assessments.Submit(t.Context(), ola, a.ID, declaration()); !errors.Is(err, fault.Conflict) {
		t.Fatalf("with questions left: %v", err)
	}
	fill(t, h, 1, a.ID, caseAnswers(t, "small-shop"))
	if _, err := h.Assessments.Submit(t.Context(), ola, a.ID, assessment.Declaration{}); !errors.Is(err, fault.Invalid) {
		t.Fatalf("without a declaration: %v", err)
	}
	sub, err := h.Assessments.Submit(t.Context(), ola, a.ID, declaration())
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(sub.Canonical)); got != sub.SHA256 {
		t.Errorf("the hash is %s, the content's %s", sub.SHA256, got)
	}
	frozen, err := sub.Thaw()
	if err != nil || frozen.Answers["policy"] == nil || frozen.Declared.Role != "Daglig leder" || frozen.Questionnaire.SHA256 == "" {
		t.Errorf("frozen %+v, %v", frozen, err)
	}
	if _, err := h.Assessments.Answer(t.Context(), ola, a.ID, []assessment.Given{{Question: "policy", Value: "spoken", Base: 1}}); !errors.Is(err, fault.Conflict) {
		t.Errorf("saving after submission: %v", err)
	}
	h.WorkOnce(t.Context())
	letters := h.Tray.To("ola1@leverandor.example")
	if last := letters[len(letters)-1]; last.Kind != letter.Receipt {
		t.Errorf("the last letter is a %s", last.Kind)
	}
}

func TestAWithdrawnSubmissionKeepsItsReceipt(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	ola := h.Contact(1)
	fill(t, h, 1, a.ID, caseAnswers(t, "small-shop"))
	for round := 1; round <= 2; round++ {
		sub, err := h.Assessments.Submit(t.Context(), ola, a.ID, declaration())
		if err != nil || sub.Round != round {
			t.Fatalf("round %d: %+v, %v", round, sub, err)
		}
		if round == 1 {
			if err := h.Assessments.Withdraw(t.Context(), ola, a.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	all, err := h.Assessments.Submissions(t.Context(), ola, a.ID)
	if err != nil || len(all) != 2 || all[0].Withdrawn != nil || all[1].Withdrawn == nil {
		t.Fatalf("submissions %+v, %v", all, err)
	}
}

func TestABuyerCannotReachUnsubmittedAnswersThroughANewContact(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	officer := h.Actor(account.Officer)
	mine := assessment.NewContact{Name: "Kari", Email: "kari@fjord.example", Language: "nb"}
	fill(t, h, 1, a.ID, map[string]any{"policy": "none"})
	if err := h.Assessments.ChangeContact(t.Context(), officer, a.ID, mine); !errors.Is(err, fault.Conflict) {
		t.Fatalf("the contact was changed: %v", err)
	}
	if err := h.Assessments.HandOver(t.Context(), h.Contact(1), a.ID, mine); err != nil {
		t.Fatalf("the contact's own consent: %v", err)
	}
	if _, err := h.Assessments.Open(t.Context(), h.Contact(1), a.ID); !errors.Is(err, fault.NotFound) {
		t.Fatalf("the old contact still gets in: %v", err)
	}
}

func TestAnExtensionTellsEverybodyAndIsNeverEarlier(t *testing.T) {
	h := housetest.New(t)
	p := h.Publish()
	h.Invite(p, 1)
	h.Invite(p, 2)
	h.WorkOnce(t.Context())
	officer := h.Actor(account.Officer)
	if err := h.Assessments.Extend(t.Context(), officer, p.ID, p.Closing.Add(-time.Hour)); !errors.Is(err, fault.Invalid) {
		t.Fatalf("earlier: %v", err)
	}
	if err := h.Assessments.Extend(t.Context(), officer, p.ID, p.Closing.Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	h.WorkOnce(t.Context())
	for n := 1; n <= 2; n++ {
		letters := h.Tray.To(fmt.Sprintf("ola%d@leverandor.example", n))
		if len(letters) != 2 || letters[1].Kind != letter.Moved {
			t.Errorf("letters to %d: %d", n, len(letters))
		}
	}
	h.Clock.Set(p.Closing.Add(49 * time.Hour))
	if err := h.Assessments.Extend(t.Context(), officer, p.ID, p.Closing.Add(96*time.Hour)); !errors.Is(err, fault.Conflict) {
		t.Fatalf("after closing: %v", err)
	}
}

func TestRemindersGoToThoseWhoHaveNotSubmitted(t *testing.T) {
	h := housetest.New(t)
	p := h.Publish(func(p *procurement.Procurement) { p.Plan = []int{14, 7} })
	a := h.Invite(p, 1)
	h.Invite(p, 2)
	h.WorkOnce(t.Context())
	fill(t, h, 1, a.ID, caseAnswers(t, "small-shop"))
	if _, err := h.Assessments.Submit(t.Context(), h.Contact(1), a.ID, declaration()); err != nil {
		t.Fatal(err)
	}
	h.Clock.Set(p.Closing.AddDate(0, 0, -7))
	for range 3 {
		h.WorkOnce(t.Context())
	}
	count := map[string]int{}
	for _, l := range h.Tray.Letters() {
		if l.Kind == letter.Reminder {
			count[l.To]++
		}
	}
	if count["ola1@leverandor.example"] != 0 || count["ola2@leverandor.example"] != 1 {
		t.Errorf("reminders %v", count)
	}
}

func TestTheContactIsToldOfAVirusAndTheBuyerIsNot(t *testing.T) {
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	letters, err := h.Assessments.Infected(t.Context(), evidence.File{ID: "f1", Assessment: a.ID, Name: "policy.pdf"})
	if err != nil || len(letters) != 1 {
		t.Fatalf("letters %v, %v", letters, err)
	}
	l := letters[0]
	if l.To != "ola1@leverandor.example" || !strings.Contains(l.Text, "policy.pdf") {
		t.Errorf("the letter to %s says\n%s", l.To, l.Text)
	}
	if l.Organisation != "" || l.Procurement != "" {
		t.Error("the buyer could read which files were given")
	}
}
