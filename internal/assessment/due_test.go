package assessment_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

func TestTheLaterOfTwoDueTimesCounts(t *testing.T) {
	closing, now := time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC), time.Date(2027, 1, 10, 8, 0, 0, 0, time.UTC)
	everybodys, given := now.Add(-48*time.Hour), now.Add(-24*time.Hour)
	for _, c := range []struct {
		name  string
		stage procurement.Stage
		due   time.Duration // from closing; 0: none
		want  time.Duration
		own   bool
	}{
		{"none of its own", procurement.Contract, 0, 0, false},
		{"later", procurement.Contract, time.Hour, time.Hour, true},
		{"overtaken", procurement.Contract, -time.Hour, 0, false},
		{"before bids all have the same", procurement.BeforeBids, time.Hour, 0, false},
		{"in a qualification all have the same", procurement.Qualification, time.Hour, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := procurement.Procurement{Stage: c.stage, State: procurement.Published, Closing: closing, Extended: &everybodys}
			due := closing.Add(c.due)
			a := assessment.Assessment{State: assessment.Open, Procurement: p}.WithDue(&due, &given)
			want, extended := closing.Add(c.want), everybodys
			if c.own {
				extended = given
			}
			if !a.Procurement.Closing.Equal(want) || !a.Procurement.Extended.Equal(extended) || (a.Due != nil) != c.own {
				t.Fatalf("due %s since %s, its own: %t", a.Procurement.Closing, a.Procurement.Extended, a.Due != nil)
			}
			if a.Late(want.Add(-time.Microsecond)) || !a.Late(want) {
				t.Error("it is late at another time than when it is due")
			}
			a.State, a.Submitted = assessment.Submitted, &want
			if !a.MayWithdraw(want.Add(-time.Microsecond)) || a.MayWithdraw(want) || !a.Late(want) {
				t.Error("a submission is judged by another time than when it is due")
			}
		})
	}
	if a := (assessment.Assessment{Procurement: procurement.Procurement{Closing: closing}}).WithDue(nil, nil); a.Due != nil || !a.Procurement.Closing.Equal(closing) {
		t.Errorf("nothing given became %v", a.Due)
	}
}

func TestMoreTimeMustBeMoreForEachOfThem(t *testing.T) {
	now := time.Date(2027, 1, 10, 8, 0, 0, 0, time.UTC)
	row := func(name string, days int) assessment.Row {
		return assessment.Row{Assessment: assessment.Assessment{
			Supplier: assessment.Supplier{Name: name}, Procurement: procurement.Procurement{Closing: now.AddDate(0, 0, days)},
		}}
	}
	chosen := assessment.Chosen{Rows: []assessment.Row{row("Tekstil", -3), row("Sko", 5), row("Tre", 1)}}
	for name, c := range map[string]struct {
		days   int
		reason string
		want   string // key of what is wrong
	}{
		"later than all":              {6, "De bad om det.", ""},
		"in the past":                 {-1, "", "procurement.closing_passed"},
		"not later than one has":      {5, "", "due.not_later"},
		"a reason that is no reason":  {6, strings.Repeat("å", 501), "procurement.too_long"},
		"a reason as long as allowed": {6, strings.Repeat("å", 500), ""},
	} {
		err := chosen.Check(assessment.MoreTime{Until: now.AddDate(0, 0, c.days), Reason: c.reason}, now)
		var wrong fault.Fields
		if errors.As(err, &wrong); c.want == "" && err != nil || c.want != "" && (len(wrong) != 1 || wrong[0].Key != c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := (assessment.Chosen{Left: chosen.Rows}).Check(assessment.MoreTime{Until: now.AddDate(1, 0, 0)}, now); !errors.Is(err, fault.Conflict) {
		t.Errorf("nobody to give time to: %v", err)
	}
}

// followUp is a published procurement in contract follow-up, with so many asked.
func followUp(t *testing.T, h *housetest.House, suppliers int) (procurement.Procurement, []assessment.ID) {
	t.Helper()
	p := h.Publish(func(p *procurement.Procurement) { p.Stage, p.Plan = procurement.Contract, []int{7, -3} })
	ids := make([]assessment.ID, suppliers)
	for i := range ids {
		ids[i] = h.Invite(p, i+1).ID
	}
	h.WorkOnce(t.Context())
	return p, ids
}

func TestWhoGetsMoreTimeIsRemindedByIt(t *testing.T) {
	h := housetest.New(t)
	p, ids := followUp(t, h, 2)
	until := p.Closing.AddDate(0, 0, 14)
	h.Clock.Set(p.Closing.AddDate(0, 0, -7))
	h.WorkOnce(t.Context())
	told, err := h.Assessments.GiveTime(t.Context(), h.Actor(account.Officer), p.ID, ids[:1], assessment.MoreTime{Until: until})
	if err != nil || told != 1 {
		t.Fatalf("told %d, %v", told, err)
	}
	count := func(at time.Time) [2]int {
		h.Clock.Set(at)
		for range 3 {
			h.WorkOnce(t.Context())
		}
		var reminders [2]int
		for _, l := range h.Tray.Letters() {
			for n := range reminders {
				if l.Kind == letter.Reminder && l.To == h.Contact(n+1).Email {
					reminders[n]++
				}
			}
		}
		return reminders
	}
	for _, c := range []struct {
		at   time.Time
		want [2]int
	}{
		{p.Closing.AddDate(0, 0, -6), [2]int{1, 1}}, // both before it was given
		{p.Closing.AddDate(0, 0, 4), [2]int{1, 2}},  // three days late is only who has no more time
		{until.AddDate(0, 0, -6), [2]int{2, 2}},     // the plan begins anew
		{until.AddDate(0, 0, 4), [2]int{3, 2}},
	} {
		if got := count(c.at); got != c.want {
			t.Errorf("at %s reminders %v, want %v", c.at, got, c.want)
		}
	}
}

func TestMovingClosingForAllLeavesWhoHasMoreTimeAlone(t *testing.T) {
	h := housetest.New(t)
	p, ids := followUp(t, h, 2)
	officer := h.Actor(account.Officer)
	if _, err := h.Assessments.GiveTime(t.Context(), officer, p.ID, ids[:1], assessment.MoreTime{Until: p.Closing.AddDate(0, 0, 14)}); err != nil {
		t.Fatal(err)
	}
	if err := h.Assessments.Extend(t.Context(), officer, p.ID, p.Closing.AddDate(0, 0, 7)); err != nil {
		t.Fatal(err)
	}
	h.WorkOnce(t.Context())
	for n := 1; n <= 2; n++ {
		letters := h.Tray.To(h.Contact(n).Email)
		if len(letters) != 2 || letters[1].Kind != letter.Moved {
			t.Fatalf("supplier %d has %d letters", n, len(letters))
		}
		if alone := strings.Contains(letters[1].Text, "har gitt Leverandør 1 AS mer tid"); alone != (n == 1) {
			t.Errorf("supplier %d is told of the time of others:\n%s", n, letters[1].Text)
		}
	}
}

func TestNobodyGetsMoreTimeWhereAllMustHaveTheSame(t *testing.T) {
	h := housetest.New(t)
	p := h.Publish() // before bids
	a := h.Invite(p, 1)
	more := assessment.MoreTime{Until: p.Closing.AddDate(0, 0, 7)}
	if _, err := h.Assessments.GiveTime(t.Context(), h.Actor(account.Officer), p.ID, []assessment.ID{a.ID}, more); !errors.Is(err, fault.Conflict) {
		t.Errorf("before bids: %v", err)
	}
	follow, ids := followUp(t, h, 1)
	for name, c := range map[string]struct {
		actor account.Actor
		ids   []assessment.ID
		want  fault.Kind
	}{
		"an evaluator":        {h.Actor(account.Evaluator), ids, fault.Denied},
		"another buyer":       {h.OtherActor(account.Officer), ids, fault.NotFound},
		"a supplier":          {h.Contact(1), ids, fault.NotFound},
		"another procurement": {h.Actor(account.Officer), []assessment.ID{ids[0], a.ID}, fault.NotFound},
	} {
		if _, err := h.Assessments.GiveTime(t.Context(), c.actor, follow.ID, c.ids, more); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
