package reminder

import "time"

// hour is when reminders go, in the procurement's zone: at the start of a
// working day, so that there is a day left to act.
const hour = 8

// Due returns the planned time of the reminder that a candidate is due for at
// now, if there is one. Who has said that they will not answer gets none. Days
// are counted in the procurement's calendar. What
// was planned before the invitation, or before the latest extension, is
// dropped; of several missed ones only the latest is due; where the stage
// seals nothing is due from closing on. Where questions were sent back their
// own deadline counts, with a plan of its own.
func Due(c Candidate, now time.Time) (planned time.Time, due bool) {
	p := c.Procurement
	if c.Correcting(now) {
		return c.dueToCorrect(now)
	}
	if !c.TakesAnswers(now) || c.Declines() {
		return time.Time{}, false
	}
	from := c.Invited
	if p.Extended != nil && p.Extended.After(from) {
		from = *p.Extended
	}
	for _, days := range p.Plan {
		at := Planned(p.Closing, days, p.Location())
		switch {
		case at.Before(from), at.After(now), at.Before(planned):
		case p.Stage.Seals() && !at.Before(p.Closing):
		default:
			planned, due = at, true
		}
	}
	if c.RemindedFor != nil && !planned.After(*c.RemindedFor) {
		return time.Time{}, false
	}
	return planned, due
}

// correctionPlan is short, as the time is: two days before, and on the day.
var correctionPlan = [...]int{2, 0}

// dueToCorrect is Due for questions that were sent back.
func (c Candidate) dueToCorrect(now time.Time) (planned time.Time, due bool) {
	for _, days := range correctionPlan {
		at := Planned(*c.CorrectBy, days, c.Procurement.Location())
		if !at.After(now) && at.Before(*c.CorrectBy) && (c.SentBackAt == nil || !at.Before(*c.SentBackAt)) && at.After(planned) {
			planned, due = at, true
		}
	}
	if c.RemindedFor != nil && !planned.After(*c.RemindedFor) {
		return time.Time{}, false
	}
	return planned, due
}

// Planned returns when the reminder so many calendar days before closing goes:
// at 08:00 in the zone. A negative number lies after closing.
func Planned(closing time.Time, days int, zone *time.Location) time.Time {
	local := closing.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()-days, hour, 0, 0, 0, zone).UTC()
}
