package message_test

import (
	"strings"
	"testing"
	"time"

	"aktsom/internal/message"
)

// spaces makes the no-break spaces of numbers visible as ordinary ones.
func spaces(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func oslo(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestAMomentCannotBeTakenForAnother(t *testing.T) {
	t.Parallel()
	at := time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)
	for lang, want := range map[message.Lang]string{
		message.Bokmal:  "fredag 15. januar 2027 kl. 12.00 (norsk tid)",
		message.Nynorsk: "fredag 15. januar 2027 kl. 12.00 (norsk tid)",
		message.English: "Friday 15 January 2027 at 12:00 (Norwegian time)",
	} {
		if got := message.New(nil).In(lang).Moment(at, oslo(t)); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got, want := message.New(nil).In(message.English).Moment(at, time.UTC), "Friday 15 January 2027 at 11:00 (UTC)"; got != want {
		t.Errorf("in UTC: %q, want %q", got, want)
	}
}

func TestDaysAreCountedByTheCalendarOfTheZone(t *testing.T) {
	t.Parallel()
	zone := oslo(t)
	now := time.Date(2027, 1, 10, 23, 30, 0, 0, zone)
	for _, c := range []struct {
		at         time.Time
		nb, nn, en string
	}{
		{now.Add(20 * time.Minute), "i dag", "i dag", "today"},
		{now.Add(40 * time.Minute), "i morgen", "i morgon", "tomorrow"},
		{now.AddDate(0, 0, -1), "i går", "i går", "yesterday"},
		{now.AddDate(0, 0, 5), "om 5 dager", "om 5 dagar", "in 5 days"},
		{now.AddDate(0, 0, -3), "for 3 dager siden", "for 3 dagar sidan", "3 days ago"},
	} {
		for lang, want := range map[message.Lang]string{message.Bokmal: c.nb, message.Nynorsk: c.nn, message.English: c.en} {
			if got := message.New(nil).In(lang).Relative(c.at, now, zone); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
}

func TestADayWithAnHourLessIsStillADay(t *testing.T) {
	t.Parallel()
	zone := oslo(t) // clocks go forward in the night to 28 March 2027
	from := time.Date(2027, 3, 27, 12, 0, 0, 0, zone)
	if got := message.DaysBetween(from, time.Date(2027, 3, 29, 0, 0, 0, 0, zone), zone); got != 2 {
		t.Errorf("from Saturday noon to Monday midnight are %d days, want 2", got)
	}
	if got := message.DaysBetween(from, time.Date(2027, 3, 26, 23, 59, 0, 0, zone), zone); got != -1 {
		t.Errorf("the evening before is %d days away, want -1", got)
	}
}

func TestNumbersAreWrittenAsTheLanguageWritesThem(t *testing.T) {
	t.Parallel()
	catalog := message.New(nil)
	nb, nn, en := catalog.In(message.Bokmal), catalog.In(message.Nynorsk), catalog.In(message.English)
	for _, c := range [][2]string{
		{nb.Number(1234.5, 1), "1 234,5"},
		{nn.Number(1234.5, 1), "1 234,5"},
		{en.Number(1234.5, 1), "1,234.5"},
		{nb.Score(75), "75,0"},
		{en.Score(62.5), "62.5"},
		{nb.Percent(40), "40 %"},
		{en.Percent(40), "40%"},
		{nb.Money(5e6, "NOK"), "NOK 5 000 000"},
		{en.Money(5e6, "NOK"), "NOK 5,000,000"},
		{nb.Size(999), "999 B"},
		{nb.Size(1_400_000), "1,4 MB"},
		{en.Size(1_400_000), "1.4 MB"},
		{nb.Size(100_000_000), "100 MB"},
		{nb.Size(999_900), "1 MB"},
		{nb.Size(3_000_000_000_000_000), "3 000 TB"},
		{nb.List([]string{"a", "b", "c"}), "a, b og c"},
		{en.List([]string{"a", "b"}), "a and b"},
		{nb.List(nil), ""},
		{nb.List([]string{"a"}), "a"},
	} {
		if got := spaces(c[0]); got != c[1] {
			t.Errorf("%q, want %q", got, c[1])
		}
	}
}

func TestOneIsNotMany(t *testing.T) {
	t.Parallel()
	nb := message.New(nil).In(message.Bokmal)
	if got := nb.Say("time.days_ago", "count", 1); got != "for 1 dag siden" {
		t.Errorf("%q", got)
	}
}

func TestTheLanguageIsTheOneTheBrowserAsksFor(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]message.Lang{
		"": message.Bokmal, "nn-NO,nn;q=0.9,nb;q=0.8": message.Nynorsk, "no": message.Bokmal,
		"en-GB,en;q=0.9": message.English, "sv-SE": message.Bokmal, "de-DE": message.English,
		"de,nb;q=0.5": message.Bokmal, "!!": message.Bokmal,
	} {
		if got := message.Match(header); got != want {
			t.Errorf("Accept-Language %q gives %s, want %s", header, got, want)
		}
	}
}
