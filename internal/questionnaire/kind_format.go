package questionnaire

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// formatKind is text with a shape of its own: email, url and organisation.
type formatKind struct{ is string }

func (k formatKind) name() string                  { return k.is }
func (formatKind) celType(*Question) *cel.Type     { return cel.StringType }
func (formatKind) form(_ *Question, in posted) any { return strings.TrimSpace(visible(in.one())) }

// visible drops the marks that come along when an address is copied from a page
// and that nobody can see: of writing direction, and of no width.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

func (k formatKind) keys() []key {
	if k.is != "organisation" {
		return nil
	}
	return []key{{"country", fragment{"type": "string", "pattern": "^[A-Z]{2}$"}, "Whose organisation numbers; NO by default.", false}}
}

func (k formatKind) parse(o *object, q *Question) {
	if k.is != "organisation" {
		return
	}
	q.Country = "NO"
	n := o.get("country")
	if n == nil {
		return
	}
	if q.Country = o.r.str(n); !isCountry(q.Country) {
		o.r.refuse(n, CodeSchema, `write two capital letters: "NO"`, "%q is not a country (ISO 3166 alpha-2)", q.Country)
	}
}

func (k formatKind) read(_ *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	s, ok := raw.(string)
	if !ok {
		return unreadable(CodeInvalid)
	}
	s = strings.TrimSpace(s)
	switch {
	case k.is == "email" && !isEmail(s),
		k.is == "url" && !isURL(s),
		k.is == "organisation" && !isOrganisation(q.Country, s):
		return unreadable(CodeFormat)
	case k.is == "organisation":
		s = compact(s)
	}
	return types.String(s), nil
}

// isEmail accepts one bare address with a dotted domain.
func isEmail(s string) bool {
	address, err := mail.ParseAddress(s)
	if err != nil || address.Address != s || len(s) > 254 {
		return false
	}
	domain := s[strings.LastIndex(s, "@")+1:]
	return strings.Contains(domain, ".") && !strings.HasPrefix(domain, "[") && !strings.Contains(domain, "..")
}

// isURL accepts an absolute web address.
func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && !strings.ContainsAny(s, " \t\n")
}
