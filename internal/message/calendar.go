package message

import (
	"strconv"
	"time"
)

// A calendar is how a language names days and months.
type calendar struct {
	weekdays [7]string // Sunday first, as package time counts
	months   [12]string
	short    [12]string
}

func (l Lang) calendar() calendar {
	norwegian := [12]string{
		"januar", "februar", "mars", "april", "mai", "juni",
		"juli", "august", "september", "oktober", "november", "desember",
	}
	short := [12]string{"jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."}
	switch l {
	case English:
		return calendar{
			weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
			months: [12]string{
				"January", "February", "March", "April", "May", "June",
				"July", "August", "September", "October", "November", "December",
			},
			short: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		}
	case Nynorsk:
		return calendar{
			weekdays: [7]string{"sundag", "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag"},
			months:   norwegian, short: short,
		}
	default:
		return calendar{
			weekdays: [7]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
			months:   norwegian, short: short,
		}
	}
}

// Date writes a day in full: 15. januar 2027 or 15 January 2027. The day is the
// one the time has in its own location.
func (p *Printer) Date(day time.Time) string {
	return p.dayMonth(day, p.lang.calendar().months) + " " + strconv.Itoa(day.Year())
}

// ShortDate writes a day for a narrow column: 15. jan. 2027 or 15 Jan 2027.
func (p *Printer) ShortDate(day time.Time) string {
	return p.dayMonth(day, p.lang.calendar().short) + " " + strconv.Itoa(day.Year())
}

func (p *Printer) dayMonth(day time.Time, months [12]string) string {
	name := months[day.Month()-1]
	if p.lang == English {
		return strconv.Itoa(day.Day()) + " " + name
	}
	return strconv.Itoa(day.Day()) + ". " + name
}

// Clock writes a time of day: 14.02 or 14:02.
func (p *Printer) Clock(at time.Time, zone *time.Location) string {
	if p.lang == English {
		return at.In(zone).Format("15:04")
	}
	return at.In(zone).Format("15.04")
}

// ShortMoment writes a day and a time for a narrow column: 15. jan. 2027 kl. 12.00.
func (p *Printer) ShortMoment(at time.Time, zone *time.Location) string {
	return p.Say("time.short_moment", "date", p.ShortDate(at.In(zone)), "clock", p.Clock(at, zone))
}

// Moment writes a moment so that nobody can take it for another:
// «fredag 15. januar 2027 kl. 12.00 (norsk tid)».
func (p *Printer) Moment(at time.Time, zone *time.Location) string {
	local := at.In(zone)
	return p.Say("time.moment",
		"weekday", p.lang.calendar().weekdays[local.Weekday()],
		"date", p.Date(local), "clock", p.Clock(at, zone), "zone", p.zoneName(local))
}

func (p *Printer) zoneName(local time.Time) string {
	if local.Location().String() == "Europe/Oslo" {
		return p.Say("time.norwegian_time")
	}
	name, _ := local.Zone()
	return name
}

// Relative says how far a moment is from now in calendar days of the zone: «i
// dag», «i morgen», «om 5 dager», «for 3 dager siden».
func (p *Printer) Relative(at, now time.Time, zone *time.Location) string {
	switch days := DaysBetween(now, at, zone); {
	case days == 0:
		return p.Say("time.today")
	case days == 1:
		return p.Say("time.tomorrow")
	case days == -1:
		return p.Say("time.yesterday")
	case days > 1:
		return p.Say("time.in_days", "count", days)
	default:
		return p.Say("time.days_ago", "count", -days)
	}
}

// DaysBetween counts the midnights of the zone between two moments; it is
// negative when to lies before from. A day of 23 or 25 hours counts as one.
func DaysBetween(from, to time.Time, zone *time.Location) int {
	return int(midnight(to.In(zone)).Sub(midnight(from.In(zone))) / (24 * time.Hour))
}

func midnight(local time.Time) time.Time {
	year, month, day := local.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
