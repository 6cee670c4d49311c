package review_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

func TestWhatIsFoundOfARequirement(t *testing.T) {
	t.Parallel()
	level := func(declared, verified int, reason string) questionnaire.Level {
		return questionnaire.Level{Declared: declared, Verified: verified, Reason: reason}
	}
	one, two, three := 1, 2, 3
	for name, c := range map[string]struct {
		held    review.Held
		finding review.Finding
		ground  review.Ground
	}{
		"the answer suffices":                      {review.Held{Asked: true, Level: level(2, 2, "")}, review.Met, review.GroundAnswered},
		"the answer is better than it must be":     {review.Held{Asked: true, Level: level(4, 4, "")}, review.Met, review.GroundAnswered},
		"the answer is below the minimum":          {review.Held{Asked: true, Level: level(1, 1, "")}, review.NotMet, review.GroundBelow},
		"below, and a file waits":                  {review.Held{Asked: true, Waiting: true, Level: level(1, 1, "")}, review.NotMet, review.GroundBelow},
		"no answer":                                {review.Held{Asked: true}, review.NotMet, review.GroundBelow},
		"nothing proves it":                        {review.Held{Asked: true, Level: level(3, 1, "no_evidence")}, review.NeedsClarification, review.GroundNoEvidence},
		"the file is too old, and below":           {review.Held{Asked: true, Accepted: true, Level: level(4, 1, "stale_evidence")}, review.NeedsClarification, review.GroundStale},
		"a weak file leaves it above, unaccepted":  {review.Held{Asked: true, Level: level(4, 2, "weak_evidence")}, review.NeedsClarification, review.GroundWeak},
		"too old but accepted, and above":          {review.Held{Asked: true, Accepted: true, Level: level(4, 3, "stale_evidence")}, review.Met, review.GroundAnswered},
		"a file that nobody has looked at":         {review.Held{Asked: true, Waiting: true, Level: level(3, 3, "")}, review.Unread, review.GroundUnread},
		"an evaluator marked it at the minimum":    {review.Held{Asked: true, Mark: &two, Level: level(4, 2, "mark")}, review.Met, review.GroundMarked},
		"marked above what was declared":           {review.Held{Asked: true, Mark: &three, Level: level(1, 3, "mark")}, review.Met, review.GroundMarked},
		"an evaluator marked it below":             {review.Held{Asked: true, Mark: &one, Level: level(4, 1, "mark")}, review.NotMet, review.GroundMarked},
		"not relevant, says the supplier":          {review.Held{Asked: true, Skipped: true}, review.NeedsClarification, review.GroundSkipped},
		"not relevant, and an evaluator agrees":    {review.Held{Asked: true, Skipped: true, SkipAccepted: true}, review.Met, review.GroundSkipAllowed},
		"not relevant, but marked below":           {review.Held{Asked: true, Skipped: true, Mark: &one}, review.NotMet, review.GroundMarked},
		"never asked":                              {review.Held{}, review.NeedsClarification, review.GroundNotAsked},
		"decided against the rules: met":           {review.Held{Asked: true, Decided: review.Met, Level: level(0, 0, "")}, review.Met, review.GroundDecided},
		"decided against a mark: not met":          {review.Held{Asked: true, Decided: review.NotMet, Mark: &three}, review.NotMet, review.GroundDecided},
		"the evaluator wants it clarified":         {review.Held{Asked: true, Decided: review.NeedsClarification, Level: level(4, 4, "")}, review.NeedsClarification, review.GroundDecided},
		"never asked, and an evaluator decided it": {review.Held{Decided: review.Met}, review.Met, review.GroundDecided},
	} {
		c.held.Minimum = 2
		if finding, ground := c.held.Find(); finding != c.finding || ground != c.ground {
			t.Errorf("%s: %s because %s, want %s because %s", name, finding, ground, c.finding, c.ground)
		}
	}
}

func TestASupplierIsQualifiedOnlyWhenAllIsMet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		findings string
		want     review.Outcome
	}{
		{"met met", review.Qualified},
		{"met not_met", review.NotQualified},
		{"met needs_clarification", review.Undecided},
		{"not_met needs_clarification", review.Undecided},
		{"unread met", review.Undecided},
	} {
		var all []review.Judged
		for _, f := range strings.Fields(c.findings) {
			all = append(all, review.Judged{Finding: review.Finding(f)})
		}
		if got := review.OutcomeOf(all); got != c.want {
			t.Errorf("%s: %s, want %s", c.findings, got, c.want)
		}
	}
}

// qualifying is a closed qualification with so many submitted suppliers.
func qualifying(t *testing.T, suppliers int) (*scene, []assessment.ID) {
	t.Helper()
	h := housetest.New(t)
	s := &scene{House: h, t: t, evaluator: h.Actor(account.Officer)}
	s.p = h.Publish(func(p *procurement.Procurement) {
		p.Stage = procurement.Qualification
		p.Requirements = []procurement.Requirement{{Question: "rhythm", Level: 1}, {Question: "policy", Level: 1}}
	})
	var ids []assessment.ID
	for n := 1; n <= suppliers; n++ {
		ids = append(ids, s.submitted(n).ID)
	}
	h.Clock.Set(s.p.Closing.Add(time.Hour))
	return s, ids
}

func TestAQualificationIsFixedWhenItIsPublished(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	ctx, officer := t.Context(), h.Actor(account.Officer)
	draft := h.Procurements.Draft(officer)
	draft.Title, draft.Stage = "Kvalifisering", procurement.Qualification
	p, err := h.Procurements.Create(ctx, officer, draft)
	must(t, err)
	if err := h.Procurements.Publish(ctx, officer, p.ID); !errors.Is(err, fault.Invalid) {
		t.Errorf("publishing without a requirement: %v", err)
	}
	wrong := []procurement.Requirement{{Question: "policy", Level: 7}}
	if err := h.Procurements.Require(ctx, officer, p.ID, 1, wrong); !errors.Is(err, fault.Invalid) {
		t.Errorf("a level that is none: %v", err)
	}
	wrong[0] = procurement.Requirement{Question: "reassessed_on", Level: 1}
	if err := h.Procurements.Require(ctx, officer, p.ID, 1, wrong); !errors.Is(err, fault.Invalid) {
		t.Errorf("a question without levels: %v", err)
	}
	must(t, h.Procurements.Require(ctx, officer, p.ID, 1, []procurement.Requirement{{Question: "rhythm", Level: 2}, {Question: "policy", Level: 1, Text: " minst dette "}}))
	wantKey(t, "from a stale page", h.Procurements.Require(ctx, officer, p.ID, 1, nil), fault.Conflict, "qualification.changed_meanwhile")
	kept, err := h.Procurements.Load(ctx, officer, p.ID)
	must(t, err)
	if got := fmt.Sprint(kept.Requirements); got != "[{policy 1 minst dette} {rhythm 2 }]" {
		t.Errorf("kept: %s", got)
	}
	must(t, h.Procurements.Publish(ctx, officer, p.ID))
	wantKey(t, "after publishing", h.Procurements.Require(ctx, officer, p.ID, 3, nil), fault.Conflict, "qualification.fixed")
	kept, err = h.Procurements.Load(ctx, officer, p.ID)
	must(t, err)
	changed := kept
	changed.Requirements, changed.Title = nil, "Et annet navn"
	changed, err = h.Procurements.Edit(ctx, officer, changed)
	must(t, err)
	if len(changed.Requirements) != 2 {
		t.Error("editing a published plan lost its requirements")
	}
}

func TestClarificationIsOfferedToAllAlikeAndLogged(t *testing.T) {
	t.Parallel()
	s, ids := qualifying(t, 3)
	ctx := t.Context()
	for _, id := range ids {
		must(t, s.Reviews.Decide(ctx, s.evaluator, id, review.Decision{Question: "rhythm", Finding: review.NeedsClarification, Reason: "Når?"}))
	}
	offer := review.Offer{Text: "Hvilken måned?", Until: s.until(7), LeftOut: map[assessment.ID]string{ids[2]: " "}}
	if err := s.Reviews.Clarify(ctx, s.evaluator, s.p.ID, offer); !errors.Is(err, fault.Invalid) {
		t.Errorf("leaving one out without a reason: %v", err)
	}
	wantKey(t, "a reader", s.Reviews.Clarify(ctx, s.Actor(account.Reader), s.p.ID, offer), fault.Denied, "review.only_evaluators")
	if err := s.Reviews.Clarify(ctx, s.OtherActor(account.Officer), s.p.ID, offer); !errors.Is(err, fault.NotFound) {
		t.Errorf("another buyer: %v", err)
	}
	offer.LeftOut[ids[2]] = "Har trukket seg."
	must(t, s.Reviews.Clarify(ctx, s.evaluator, s.p.ID, offer))
	var deadlines []time.Time
	for n, id := range ids[:2] {
		desk, err := s.Assessments.Open(ctx, s.Contact(n+1), id)
		must(t, err)
		if said, there := desk.SentBack("rhythm"); !there || said.Text != offer.Text {
			t.Errorf("supplier %d reads %+v", n+1, said)
		}
		deadlines = append(deadlines, *desk.Assessment.CorrectBy)
	}
	if !deadlines[0].Equal(deadlines[1]) {
		t.Errorf("deadlines differ: %v", deadlines)
	}
	events, err := s.DB.Events().Events(ctx, string(s.p.Organisation), string(s.p.ID), audit.Wanted{Limit: 100})
	must(t, err)
	log := map[string]string{}
	for _, e := range events {
		log[e.Assessment+" "+e.Verb] = e.Details["text"] + e.Details["reason"]
	}
	for i, want := range []string{" correction.offered=Hvilken måned?", " correction.offered=Hvilken måned?", " correction.left_out=Har trukket seg."} {
		verb, text, _ := strings.Cut(want, "=")
		if log[string(ids[i])+verb] != text {
			t.Errorf("the log of supplier %d says %q at%s", i+1, log[string(ids[i])+verb], verb)
		}
	}
}

func TestAClarifiedRequirementIsJudgedAgain(t *testing.T) {
	t.Parallel()
	s, ids := qualifying(t, 1)
	ctx := t.Context()
	s.a.ID, s.ola = ids[0], s.Contact(1)
	decide := func(question string, f review.Finding) {
		t.Helper()
		must(t, s.Reviews.Decide(ctx, s.evaluator, ids[0], review.Decision{Question: question, Finding: f, Reason: "Slik står det."}))
	}
	decide("policy", review.Met)
	decide("rhythm", review.NeedsClarification)
	wantKey(t, "finishing what is not decided", s.Reviews.Finish(ctx, s.evaluator, ids[0]), fault.Conflict, "qualification.undecided")
	must(t, s.Reviews.Clarify(ctx, s.evaluator, s.p.ID, review.Offer{Text: "Når?", Until: s.until(7)}))
	must(t, s.answer("rhythm", "never"))
	_, err := s.Assessments.Submit(ctx, s.ola, ids[0], declared())
	must(t, err)
	desk := s.review()
	if j, _ := desk.Requirement("policy"); j.Finding != review.Met || j.Decision == nil || j.Decision.Carried != 1 {
		t.Errorf("the decision on the unchanged answer: %+v", j)
	}
	if j, _ := desk.Requirement("rhythm"); j.Decision != nil {
		t.Errorf("the changed answer still has the decision %+v", j.Decision)
	}
	decide("rhythm", review.Met)
	must(t, s.Reviews.Finish(ctx, s.evaluator, ids[0]))
	must(t, s.Reviews.Release(ctx, s.Actor(account.Officer), ids[0]))
	result, err := s.Reviews.Result(ctx, s.ola, ids[0])
	must(t, err)
	if all := result.Judged(); len(all) != 2 || review.OutcomeOf(all) != review.Qualified {
		t.Errorf("the released result: %+v", all)
	}
	if frozen := string(result.Submission.Canonical); !strings.Contains(frozen, `"requirements":[{"level":1,"question":"policy"},{"level":1,"question":"rhythm"}]`) {
		t.Errorf("the submission does not say what it was judged by:\n%s", frozen)
	}
}

func TestWithoutAnAnswerAnUnclearRequirementWaitsForTheEvaluator(t *testing.T) {
	t.Parallel()
	s, ids := qualifying(t, 1)
	ctx := t.Context()
	s.a.ID = ids[0]
	must(t, s.Reviews.Decide(ctx, s.evaluator, ids[0], review.Decision{Question: "rhythm", Finding: review.NeedsClarification, Reason: "Når?"}))
	must(t, s.Reviews.Clarify(ctx, s.evaluator, s.p.ID, review.Offer{Text: "Når?", Until: s.until(7)}))
	s.Clock.Pass(8 * 24 * time.Hour)
	if j, _ := s.review().Requirement("rhythm"); j.Finding != review.NeedsClarification {
		t.Errorf("after the deadline: %s", j.Finding)
	}
	must(t, s.Reviews.Decide(ctx, s.evaluator, ids[0], review.Decision{Question: "rhythm", Finding: review.NotMet, Reason: "Ingen svarte."}))
}
