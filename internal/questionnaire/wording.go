package questionnaire

import (
	"strings"

	"cel.dev/cel-go/cel"
)

// typeErrors reports what CEL's checker says, in words about answers.
func (k *compiler) typeErrors(c *condition, errs []*cel.Error) {
	for _, e := range errs {
		code, hint := CodeType, ""
		message := plainType(e.Message)
		if call, types, ok := overload(e.Message); ok {
			message = plainType(call) + " does not go with " + plainType(strings.ReplaceAll(types, ", ", " and "))
			hint = overloadHint(call, types)
		}
		switch {
		case strings.HasPrefix(e.Message, "undefined field"):
			code, hint = CodeUnknownName, "see which columns or parts there are"
		case strings.HasPrefix(e.Message, "undeclared reference"):
			code, hint = CodeUnknownName, "see docs/format.md for what conditions can call"
		}
		k.refuseAt(c, k.offset(c, e.Location.Line(), e.Location.Column()), code, hint, "%s", message)
	}
}

// overload takes apart "found no matching overload for '_>_' applied to
// '(double, string)'"; a method stands before its arguments as (list(string).(string)).
func overload(message string) (call, types string, ok bool) {
	rest, ok := strings.CutPrefix(message, "found no matching overload for ")
	if !ok {
		return "", "", false
	}
	call, types, ok = strings.Cut(rest, " applied to ")
	types = strings.TrimSuffix(strings.TrimPrefix(types, "'"), "'")
	if inner, bare := strings.CutPrefix(types, "("); bare {
		types = strings.TrimSuffix(inner, ")")
	}
	return call, types, ok
}

// overloadHint is the fix for the confusions people make.
func overloadHint(call, types string) string {
	switch {
	case call == "'_%_'":
		return "a remainder is of whole numbers: int(…) % 2"
	case strings.Contains(types, "null"):
		return "ask answered(…)"
	case strings.Contains(types, "timestamp") && strings.Contains(types, "string"):
		return "compare with a day: timestamp('2026-01-31T00:00:00Z'), today, addMonths(today, -12)"
	case strings.Contains(types, "timestamp") && strings.Contains(types, "double"):
		return "write int(…) round the number of months"
	case strings.HasPrefix(types, "list(") && strings.HasSuffix(types, ", string"):
		return "write 'value' in the list"
	case strings.Contains(types, "int") && strings.Contains(types, "double"):
		return "write double(…) round the whole number"
	}
	return ""
}

// syntaxHint is the fix for what other languages write differently.
func syntaxHint(message string) string {
	switch {
	case strings.Contains(message, "'and'"), strings.Contains(message, "'or'"), strings.Contains(message, "'not'"):
		return "write && for and, || for or, ! for not"
	case strings.Contains(message, "token recognition error at: '="):
		return "write == to compare"
	}
	return ""
}

// plainType writes CEL's names of operators and types as people type them.
func plainType(message string) string {
	return strings.NewReplacer(
		"'_==_'", "`==`", "'_!=_'", "`!=`", "'_<_'", "`<`", "'_<=_'", "`<=`", "'_>_'", "`>`", "'_>=_'", "`>=`",
		"'_&&_'", "`&&`", "'_||_'", "`||`", "'!_'", "`!`", "'_+_'", "`+`", "'_-_'", "`-`", "'-_'", "`-`", "'_*_'", "`*`",
		"'_/_'", "`/`", "'_%_'", "`%`", "'@in'", "`in`", "'_?_:_'", "`? :`", "'_[_]'", "`[]`",
		"google.protobuf.Timestamp", "date", "timestamp", "date",
	).Replace(message)
}
