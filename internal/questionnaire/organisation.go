package questionnaire

import (
	"strings"
	"unicode"
)

// compact removes what people put between digits (spaces of every width,
// hyphens, points) and what came along from a copied page (marks of writing
// direction), and turns full-width digits and letters into ordinary ones.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), r == '-', r == '.':
			return -1
		}
		return unicode.ToUpper(r)
	}, s)
}

// isOrganisation reports whether s is an organisation number of the country.
// Countries whose rule is not known here accept 4 to 20 letters and digits.
func isOrganisation(country, s string) bool {
	s = compact(s)
	switch country {
	case "NO":
		return len(s) == 9 && weightedSum(s, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
	case "DK":
		return len(s) == 8 && weightedSum(s, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
	case "FI":
		return len(s) == 8 && weightedSum(s, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0
	case "SE":
		return len(s) == 10 && luhn(s)
	}
	return len(s) >= 4 && len(s) <= 20 && strings.IndexFunc(s, notAlphanumeric) < 0
}

// OrganisationNumber reports whether s is an organisation number of the
// country (ISO 3166 alpha-2), by the rule of its register; for Norway nine
// digits of which the last is a check digit modulo 11 (Brønnøysund Register
// Centre).
func OrganisationNumber(country, s string) bool { return isOrganisation(country, s) }

func notAlphanumeric(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z')
}

// weightedSum adds the digits times their weights; 1 when a digit is none, so
// that no check digit can make it right.
func weightedSum(s string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		if s[i] < '0' || s[i] > '9' {
			return 1
		}
		sum += int(s[i]-'0') * w
	}
	return sum
}

// luhn is the check of Swedish organisation numbers.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		d := int(s[i]-'0') * (2 - i%2)
		sum += d/10 + d%10
	}
	return sum%10 == 0
}
