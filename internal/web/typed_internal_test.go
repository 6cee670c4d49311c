package web

import (
	"slices"
	"testing"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

func TestAnAmountIsReadAsNorwegiansAndTheEnglishWriteIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"": 0, "0": 0, "5000000": 5e6, "5 000 000": 5e6, "5\u00a0000\u202f000": 5e6, "5.000.000": 5e6, "5,000,000": 5e6,
		"5.000": 5000, "5,000": 5000, "1 200,5": 1200.5, "1,200.50": 1200.5, "1.200,50": 1200.5, "12,5": 12.5, "12.50": 12.5,
		"kr 5 000 000,-": 5e6, "NOK 750 000": 750000, "750 000 kr": 750000, "kr. 99,90": 99.9, "1'000'000": 1e6, "1234.567.890": -1,
		"5,00,000": -1, "fem": -1, "5 mill": -1, "-5": -1, "1,2,3": -1, ",5": -1, "1.2.3,4": -1, "12e3": -1, "0x10": -1, "NaN": -1, "٥": -1,
	} {
		got, ok := readAmount(text)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q is read as %v, %v; want %v", text, got, ok, want)
		}
	}
}

func TestATimeIsReadInItsZoneAndOneTheClockSkipsIsRefused(t *testing.T) {
	t.Parallel()
	oslo, err := time.LoadLocation(procurement.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ day, clock, want string }{
		{"2027-01-15", "12:00", "2027-01-15T11:00:00Z"},
		{"2027-07-15", "12:00", "2027-07-15T10:00:00Z"},
		{"15.1.2027", "12.00", "2027-01-15T11:00:00Z"},
		{" 2027-01-15 ", "8", "2027-01-15T07:00:00Z"},
		{"2027-03-28", "01:59", "2027-03-28T00:59:00Z"},
		{"2027-03-28", "03:00", "2027-03-28T01:00:00Z"},
		{"2027-10-31", "02:30", "2027-10-31T01:30:00Z"}, // the second of the two
		{"2027-10-31", "01:59", "2027-10-30T23:59:00Z"},
		{"2027-10-31", "03:00", "2027-10-31T02:00:00Z"},
	} {
		at, ok, real := readMoment(c.day, c.clock, oslo)
		if got := at.Format(time.RFC3339); !ok || !real || got != c.want {
			t.Errorf("%s %s is %s, %v, %v; want %s", c.day, c.clock, got, ok, real, c.want)
		}
	}
	if _, ok, real := readMoment("2027-03-28", "02:30", oslo); ok || real {
		t.Error("a time that the clock skips is taken")
	}
	for _, c := range [][2]string{{"", "12:00"}, {"2027-02-30", "12:00"}, {"2027-01-15", ""}, {"2027-01-15", "25:00"}, {"i morgen", "12"}} {
		if _, ok, real := readMoment(c[0], c[1], oslo); ok || !real {
			t.Errorf("%v is taken, or blamed on the clock", c)
		}
	}
}

func TestAReminderPlanIsAListOfDays(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]int{
		"14, 7, 2, 0, -3": {14, 7, 2, 0, -3}, "14 7;2": {14, 7, 2}, "": {}, " , ": {}, "−3": {-3}, "–3": {-3}, "14, snart": nil, "1.5": nil,
	} {
		got, ok := readDays(text)
		if ok != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%q is read as %v, %v; want %v", text, got, ok, want)
		}
	}
	if got, _ := readDays(writeDays([]int{14, 0, -3})); !slices.Equal(got, []int{14, 0, -3}) {
		t.Errorf("a plan comes back as %v", got)
	}
}

func TestALineTellsTheMostUrgentOfWhatIsTrueOfIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)
	earlier := now.Add(-time.Hour)
	row := func(closing time.Time, change func(*assessment.Row)) assessment.Row {
		r := assessment.Row{Letter: letter.Sent}
		r.State, r.Procurement = assessment.Open, procurement.Procurement{State: procurement.Published, Stage: procurement.Contract, Closing: closing}
		change(&r)
		return r
	}
	opened := func(r *assessment.Row) { r.Opened = &earlier }
	for name, c := range map[string]struct {
		closing time.Time
		change  func(*assessment.Row)
		want    lineState
	}{
		"sent":             {now.Add(1), func(*assessment.Row) {}, lineSent},
		"waiting":          {now.Add(1), func(r *assessment.Row) { r.Letter = letter.Waiting }, lineWaiting},
		"being sent":       {now.Add(1), func(r *assessment.Row) { r.Letter = letter.Sending }, lineWaiting},
		"no letter":        {now.Add(1), func(r *assessment.Row) { r.Letter = letter.Cancelled }, lineInvited},
		"refused":          {now.Add(1), func(r *assessment.Row) { r.Letter = letter.Failed }, lineRefused},
		"refused, overdue": {now, func(r *assessment.Row) { r.Letter = letter.Failed }, lineRefused},
		"refused, but in":  {now.Add(1), func(r *assessment.Row) { r.Letter = letter.Failed; opened(r) }, lineOpened},
		"opened":           {now.Add(1), opened, lineOpened},
		"answering":        {now.Add(1), func(r *assessment.Row) { opened(r); r.Progress = assessment.Progress{Asked: 3, Answered: 1} }, lineAnswering},
		"overdue":          {now, opened, lineOverdue},
		"submitted late":   {earlier, func(r *assessment.Row) { r.State, r.Submitted = assessment.Submitted, &now }, lineSubmitted},
		"withdrawn":        {earlier, func(r *assessment.Row) { r.State = assessment.Withdrawn }, lineWithdrawn},
	} {
		if got := stateOf(row(c.closing, c.change), now); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
