package questionnaire

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// textKind is text and longtext: words in the supplier's own hand.
type textKind struct{ is string }

func (k textKind) name() string                  { return k.is }
func (textKind) celType(*Question) *cel.Type     { return cel.StringType }
func (textKind) form(_ *Question, in posted) any { return in.one() }

func (textKind) keys() []key {
	return []key{
		{"min_length", aCount(), "Fewest characters.", false},
		{"max_length", aCount(), "Most characters.", false},
		{"max_words", aCount(), "Most words.", false},
		{"pattern", aString(), "Regular expression (RE2) the answer must match.", false},
	}
}

func (textKind) parse(o *object, q *Question) {
	q.MinLength, q.MaxLength = o.count("min_length"), o.count("max_length")
	q.MaxWords = o.count("max_words")
	o.bounds("min_length", q.MinLength, q.MaxLength)
	n := o.get("pattern")
	if q.Pattern = o.r.str(n); q.Pattern == "" {
		return
	}
	pattern, err := regexp.Compile(q.Pattern)
	if err != nil {
		o.r.refuse(n, CodePattern, "see the syntax of RE2", "%q is not a regular expression: %v", q.Pattern, err)
		return
	}
	q.pattern = pattern
}

// bounds refuses a lower limit above its upper one.
func (o *object) bounds(key string, low, high *int) {
	if low != nil && high != nil && *low > *high {
		o.r.refuse(o.node.get(key), CodeBounds, "", "`%s` is %d, but at most %d are allowed", key, *low, *high)
	}
}

func (textKind) read(_ *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	s, ok := raw.(string)
	if !ok {
		return unreadable(CodeInvalid)
	}
	if q.pattern != nil && !q.pattern.MatchString(s) {
		return unreadable(CodeFormat)
	}
	var faults []fault
	length := utf8.RuneCountInString(s)
	if outside(length, q.MinLength, q.MaxLength) {
		faults = append(faults, fault{code: CodeLength, args: map[string]any{"length": length}})
	}
	if q.MaxWords != nil {
		if words := len(strings.Fields(s)); words > *q.MaxWords && faults == nil {
			faults = append(faults, fault{code: CodeLength, args: map[string]any{"words": words}})
		}
	}
	return types.String(s), faults
}

// outside reports whether n lies below low or above high, where they are set.
func outside(n int, low, high *int) bool {
	return low != nil && n < *low || high != nil && n > *high
}
