package questionnaire

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// parseNumber reads a number as a Norwegian or an Englishman writes it:
// "1 234,5", "1,234.5", "40,5 %", "−3". Where both point and comma stand, the
// later one is the decimal mark; one that is repeated groups thousands. A lone
// mark before exactly three digits is a decimal mark unless the question's
// own decimals leave no room for three.
func parseNumber(typed string, decimals *int) (float64, bool) {
	s := strings.TrimSuffix(plain(typed), "%")
	sign := 1.0
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		sign, s = -1, rest
	}
	digits, fraction, ok := splitDecimal(s, decimals)
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(digits+"."+fraction+"0", 64)
	return sign * f, err == nil && !math.IsInf(f, 0)
}

// plain drops spaces and invisible marks, and makes full-width digits and
// typographic minus signs ordinary.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '−' || r == '–':
			return '-'
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), r == '\'', r == '’':
			return -1
		}
		return r
	}, s)
}

// splitDecimal takes grouping out and separates whole from fraction.
func splitDecimal(s string, decimals *int) (whole, fraction string, ok bool) {
	mark := strings.LastIndexAny(s, ".,")
	if mark < 0 {
		return s, "", allDigits(s)
	}
	whole, fraction = s[:mark], s[mark+1:]
	group := "."
	if s[mark] == '.' {
		group = ","
	}
	switch {
	case strings.Contains(whole, s[mark:mark+1]), // 1.234.567
		!strings.Contains(whole, group) && grouped(s, s[mark:mark+1]) && decimals != nil && *decimals < 3:
		if !grouped(s, s[mark:mark+1]) {
			return "", "", false
		}
		return strings.ReplaceAll(s, s[mark:mark+1], ""), "", true
	case strings.Contains(whole, group):
		if !grouped(whole, group) {
			return "", "", false
		}
		whole = strings.ReplaceAll(whole, group, "")
	}
	return whole, fraction, allDigits(whole) && (fraction == "" || allDigits(fraction))
}

// grouped reports whether marks cut s into one to three digits and then threes.
func grouped(s, mark string) bool {
	groups := strings.Split(s, mark)
	if !allDigits(groups[0]) || len(groups[0]) > 3 {
		return false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 || !allDigits(g) {
			return false
		}
	}
	return true
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// parseDate reads 2026-01-31, and 31.01.2026, 31/1/2026, 31. januar 2026 or
// January 31, 2026 as Norwegians and Englishmen write it, and returns the first
// form.
func parseDate(typed string) (string, bool) {
	s := strings.ToLower(plain(typed))
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("./-", r) })
	if named := dayInWords.FindStringSubmatch(s); named != nil {
		parts = []string{named[1] + named[4], monthNumber(named[2] + named[3]), named[5]}
	}
	switch {
	case len(parts) != 3:
	case len(parts[0]) <= 2 && len(parts[2]) == 4:
		s = parts[2] + "-" + twoDigits(parts[1]) + "-" + twoDigits(parts[0])
	case len(parts[0]) == 4 && len(parts[2]) <= 2:
		s = parts[0] + "-" + twoDigits(parts[1]) + "-" + twoDigits(parts[2])
	}
	_, ok := isoDate(s)
	return s, ok
}

// dayInWords is a day with the name of its month, without spaces: day and
// month, or month and day, and then the year.
var dayInWords = regexp.MustCompile(`^(?:(\d{1,2})(?:st|nd|rd|th|\.)?([a-z]+)|([a-z]+)\.?(\d{1,2})(?:st|nd|rd|th)?)[.,]*(\d{4})$`)

// monthNumber is the number of a month by its Norwegian or English name, which
// may be cut to three letters or four.
func monthNumber(name string) string {
	for i, names := range []string{
		"januar january", "februar february", "mars march", "april", "mai may", "juni june", "juli july", "august", "september", "oktober october", "november", "desember december",
	} {
		for _, full := range strings.Fields(names) {
			if len(name) >= 3 && (name == full || len(name) <= 4 && strings.HasPrefix(full, name)) {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return ""
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// isoDate reads the one form in which answers hold a date, as midnight UTC.
func isoDate(s string) (time.Time, bool) {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return time.Time{}, false
	}
	year, month, day := digits(s[:4]), digits(s[5:7]), digits(s[8:])
	if year < 1 || month < 1 || month > 12 || day < 1 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == day
}

// digits is the number that s writes, or -1 when s is not all digits.
func digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}
