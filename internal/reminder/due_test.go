package reminder_test

import (
	"testing"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
	"aktsom/internal/reminder"
)

// oslo reads a time as it stands on a wall in Oslo.
func oslo(t *testing.T, wall string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

func TestAReminderIsDueAtEightInTheProcurementsZone(t *testing.T) {
	const none = ""
	for _, c := range []struct {
		name, stage               string
		invited, extended, before string // before = planned time of the newest reminder
		closing, now              string
		want                      string
	}{
		{"a minute before eight nothing is due", "before_bids", "2026-11-01 10:00", "", "", "2027-01-15 12:00", "2027-01-01 07:59", none},
		{"fourteen days before at eight", "before_bids", "2026-11-01 10:00", "", "", "2027-01-15 12:00", "2027-01-01 08:00", "2027-01-01 08:00"},
		{"once written it is not due again", "before_bids", "2026-11-01 10:00", "", "2027-01-01 08:00", "2027-01-15 12:00", "2027-01-02 09:00", none},
		{"after downtime only the latest missed one", "before_bids", "2026-11-01 10:00", "", "", "2027-01-15 12:00", "2027-01-14 09:00", "2027-01-13 08:00"},
		{"on the day", "before_bids", "2026-11-01 10:00", "", "2027-01-13 08:00", "2027-01-15 12:00", "2027-01-15 08:30", "2027-01-15 08:00"},
		{"closing before eight leaves the day out", "before_bids", "2026-11-01 10:00", "", "2027-01-13 08:00", "2027-01-15 07:00", "2027-01-15 06:59", none},
		{"nothing from closing on", "before_bids", "2026-11-01 10:00", "", "", "2027-01-15 12:00", "2027-01-15 12:00", none},
		{"what lies before the invitation is dropped", "before_bids", "2027-01-02 09:00", "", "", "2027-01-15 12:00", "2027-01-02 10:00", none},
		{"an extension restarts the plan", "before_bids", "2026-11-01 10:00", "2027-01-14 10:00", "2027-01-13 08:00", "2027-01-29 12:00", "2027-01-22 08:00", "2027-01-22 08:00"},
		{"before the extension nothing counts", "before_bids", "2026-11-01 10:00", "2027-01-16 10:00", "2027-01-13 08:00", "2027-01-29 12:00", "2027-01-16 11:00", none},
		{"three days after a due date", "contract_follow_up", "2026-11-01 10:00", "", "2027-01-15 08:00", "2027-01-15 12:00", "2027-01-18 08:00", "2027-01-18 08:00"},
		{"eight stays eight over the change to summer time", "before_bids", "2027-01-01 10:00", "", "", "2027-03-30 12:00", "2027-03-28 08:00", "2027-03-28 08:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := procurement.Procurement{
				Stage: procurement.Stage(c.stage), State: procurement.Published, Closing: oslo(t, c.closing), Zone: "Europe/Oslo",
				Plan: procurement.DefaultPlan(procurement.Stage(c.stage)),
			}
			if c.extended != "" {
				at := oslo(t, c.extended)
				p.Extended = &at
			}
			candidate := reminder.Candidate{Assessment: assessment.Assessment{
				State: assessment.Open, Invited: oslo(t, c.invited), Procurement: p,
			}}
			if c.before != "" {
				at := oslo(t, c.before)
				candidate.RemindedFor = &at
			}
			planned, due := reminder.Due(candidate, oslo(t, c.now))
			if c.want == none {
				if due {
					t.Fatalf("due at %s, want nothing", planned)
				}
				return
			}
			if want := oslo(t, c.want); !due || !planned.Equal(want) {
				t.Fatalf("planned %s (due %t), want %s", planned, due, want)
			}
		})
	}
}

func TestNobodyWhoSubmittedIsReminded(t *testing.T) {
	p := procurement.Procurement{
		Stage: procurement.Contract, State: procurement.Published, Closing: oslo(t, "2027-01-15 12:00"),
		Zone: "Europe/Oslo", Plan: procurement.DefaultPlan(procurement.Contract),
	}
	for _, state := range []assessment.State{assessment.Submitted, assessment.Withdrawn} {
		c := reminder.Candidate{Assessment: assessment.Assessment{State: state, Invited: oslo(t, "2026-11-01 10:00"), Procurement: p}}
		if planned, due := reminder.Due(c, oslo(t, "2027-01-13 09:00")); due {
			t.Errorf("a %s assessment is reminded of %s", state, planned)
		}
	}
}

func TestPausesGrowAndEnd(t *testing.T) {
	last := time.Duration(0)
	for attempts := 1; ; attempts++ {
		pause, again := reminder.Pause(attempts)
		if !again {
			if attempts < 5 {
				t.Fatalf("given up after %d attempts", attempts-1)
			}
			return
		}
		if pause < last {
			t.Fatalf("pause %d is %s, shorter than %s before it", attempts, pause, last)
		}
		last = pause
		if attempts > 20 {
			t.Fatal("never given up")
		}
	}
}

// A due time of one's own has a plan of its own, from when it was given.
func TestRemindersCountFromTheDueTimeThatHolds(t *testing.T) {
	closing, given := oslo(t, "2027-01-15 12:00"), oslo(t, "2027-01-14 10:00")
	reminded := oslo(t, "2027-01-13 08:00")
	for _, c := range []struct{ name, due, now, want string }{
		{"fourteen days before its own, and not three late", "2027-01-29 12:00", "2027-01-18 09:00", "2027-01-15 08:00"},
		{"seven days before its own", "2027-01-29 12:00", "2027-01-22 08:00", "2027-01-22 08:00"},
		{"three days after its own", "2027-01-29 12:00", "2027-02-01 08:00", "2027-02-01 08:00"},
		{"what lay before it was given is dropped", "2027-01-16 12:00", "2027-01-14 11:00", ""},
		{"an earlier one does not count", "2027-01-14 12:00", "2027-01-15 09:00", "2027-01-15 08:00"},
	} {
		due := oslo(t, c.due)
		a := assessment.Assessment{State: assessment.Open, Invited: oslo(t, "2026-11-01 10:00"), Procurement: procurement.Procurement{
			Stage: procurement.Contract, State: procurement.Published, Closing: closing, Zone: "Europe/Oslo",
			Plan: procurement.DefaultPlan(procurement.Contract),
		}}
		planned, is := reminder.Due(reminder.Candidate{Assessment: a.WithDue(&due, &given), RemindedFor: &reminded}, oslo(t, c.now))
		if c.want == "" && is || c.want != "" && (!is || !planned.Equal(oslo(t, c.want))) {
			t.Errorf("%s: due %t at %s, want %q", c.name, is, planned, c.want)
		}
	}
}
