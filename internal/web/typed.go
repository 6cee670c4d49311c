package web

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// readMoment reads a day and a time of day in a zone. real is false for a time
// that the clock skips when summer time begins; of the two that it repeats in
// autumn the later one is meant, which is the one that gives suppliers longer.
func readMoment(day, clock string, zone *time.Location) (at time.Time, ok, real bool) {
	date, dayOK := readDay(day)
	hour, minute, clockOK := readClock(clock)
	if !dayOK || !clockOK {
		return time.Time{}, false, true
	}
	at = time.Date(date.Year(), date.Month(), date.Day(), hour, minute, 0, 0, zone)
	if at.Hour() != hour || at.Minute() != minute {
		return time.Time{}, false, false
	}
	if again := at.Add(time.Hour); again.Hour() == hour && again.Minute() == minute {
		at = again
	}
	return at.UTC(), true, true
}

// readDay reads what a date input sends, and what people type where the browser
// shows a plain field: 2027-01-15 or 15.1.2027.
func readDay(text string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "2.1.2006", "2/1/2006"} {
		if day, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return day, true
		}
	}
	return time.Time{}, false
}

// readClock reads 12:00, 12.00, 12:00:00 or 12.
func readClock(text string) (hour, minute int, ok bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ".", ":")
	for _, layout := range []string{"15:04", "15:04:05", "15"} {
		if clock, err := time.Parse(layout, text); err == nil {
			return clock.Hour(), clock.Minute(), true
		}
	}
	return 0, 0, false
}

// readAmount reads an amount as Norwegians and the English write it: 5 000 000,
// 5.000.000, 5,000,000.50, 1 200,5, kr 5 000 000,-. Nothing is 0. A lone mark with
// exactly three digits after it parts thousands: nobody writes thousandths of a
// krone.
func readAmount(text string) (amount float64, ok bool) {
	text = bareNumber(text)
	if text == "" {
		return 0, true
	}
	whole, decimals := text, ""
	if i := decimalMark(text); i >= 0 {
		whole, decimals = text[:i], text[i+1:]
	}
	whole, ok = ungrouped(whole)
	if !ok || whole == "" || strings.ContainsAny(decimals, ".,") {
		return 0, false
	}
	amount, err := strconv.ParseFloat(whole+"."+decimals+"0", 64)
	return amount, err == nil && onlyDigits(whole+decimals)
}

// bareNumber takes away what stands around and between the digits.
func bareNumber(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, name := range []string{"nok", "kr."} {
		text = strings.TrimSuffix(strings.TrimPrefix(text, name), name)
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, "kr"), "kr")
	text = strings.TrimRight(strings.TrimSpace(text), "-–—")
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, strings.TrimRight(text, ",."))
}

// decimalMark finds the mark before the decimals: the last one, unless it parts
// thousands. -1 when there is none.
func decimalMark(text string) int {
	last := strings.LastIndexAny(text, ".,")
	if last < 0 {
		return -1
	}
	same, other := text[last:last+1], "."
	if same == "." {
		other = ","
	}
	mixed := strings.Contains(text[:last], other)
	if strings.Contains(text[:last], same) || !mixed && len(text)-last-1 == 3 {
		return -1
	}
	return last
}

// ungrouped takes the marks out of 5.000.000. ok is false where they part
// anything but threes, or where two sorts are mixed.
func ungrouped(whole string) (digits string, ok bool) {
	mark := strings.IndexAny(whole, ".,")
	if mark < 0 {
		return whole, true
	}
	groups := strings.Split(whole, whole[mark:mark+1])
	for i, group := range groups {
		if !onlyDigits(group) || i > 0 && len(group) != 3 || i == 0 && (group == "" || len(group) > 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func onlyDigits(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// readDays reads a list of days such as 14, 7, 2, 0, -3. ok is false when
// anything in it is no whole number. Nothing is an empty list.
func readDays(text string) (days []int, ok bool) {
	days = []int{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool {
		return r == ',' || r == ';' || unicode.IsSpace(r)
	}) {
		n, err := strconv.Atoi(strings.ReplaceAll(strings.ReplaceAll(part, "−", "-"), "–", "-"))
		if err != nil {
			return nil, false
		}
		days = append(days, n)
	}
	return days, true
}

// writeDays writes a list that readDays reads back.
func writeDays(days []int) string {
	parts := make([]string, len(days))
	for i, n := range days {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ", ")
}
