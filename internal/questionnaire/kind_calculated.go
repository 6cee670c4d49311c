package questionnaire

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
)

// calculatedKind is a value worked out from earlier answers: shown, usable in
// conditions, never answered.
type calculatedKind struct{}

func (calculatedKind) name() string { return "calculated" }

func (calculatedKind) celType(q *Question) *cel.Type {
	if shown := kindNamed(q.Type); shown != nil && slices.Contains(calculatedTypes(), q.Type) {
		return shown.celType(q)
	}
	return nil
}

// calculatedTypes are the kinds a calculated value can be shown as.
func calculatedTypes() []string {
	return []string{"number", "percent", "money", "text", "longtext", "date", "yesno"}
}

func (calculatedKind) keys() []key {
	return []key{
		{"type", oneOf(calculatedTypes()...), "The kind its value is shown as.", true},
		{"value", aCondition(), "Expression over earlier answers that gives the value.", true},
		{"decimals", between(0, 15), "How many decimals are shown.", false},
		{"unit", named("unit"), "What is counted: a text, or one word for all languages.", false},
		{"currency", aString(), "Currency, three letters; NOK by default.", false},
	}
}

func (calculatedKind) parse(o *object, q *Question) {
	n := o.must("type")
	if q.Type = o.r.str(n); n != nil && !slices.Contains(calculatedTypes(), q.Type) {
		o.r.refuse(n, CodeSchema, "write one of "+strings.Join(calculatedTypes(), ", "), "%q is not a type of calculated value", q.Type)
	}
	q.value = o.r.condition(o.must("value"), roleValue)
	q.Decimals = o.r.integer(o.get("decimals"), 0, 15)
	q.Unit = o.unit()
	q.Currency = o.str("currency")
	if q.Currency == "" && q.Type == "money" {
		q.Currency = "NOK"
	}
}

func (calculatedKind) read(*Evaluation, *Question, any) (ref.Val, []fault) { return nil, nil }
func (calculatedKind) form(*Question, posted) any                          { return nil }
