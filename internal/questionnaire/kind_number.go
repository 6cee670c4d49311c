package questionnaire

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// numberKind is number, percent and money.
type numberKind struct{ is string }

func (k numberKind) name() string              { return k.is }
func (numberKind) celType(*Question) *cel.Type { return cel.DoubleType }

func (k numberKind) keys() []key {
	keys := []key{
		{"min", aNumber(), "Smallest number.", false},
		{"max", aNumber(), "Largest number.", false},
		{"decimals", between(0, 15), "How many decimals may be written.", false},
	}
	if k.is == "money" {
		return append(keys, key{"currency", fragment{"type": "string", "pattern": "^[A-Z]{3}$"}, "Currency; NOK by default.", false})
	}
	return append(keys, key{"unit", named("unit"), "What is counted: a text, or one word for all languages.", false})
}

func (k numberKind) parse(o *object, q *Question) {
	q.Min, q.Max = o.r.numberBound(o.get("min")), o.r.numberBound(o.get("max"))
	if q.Min != nil && q.Max != nil && q.Min.Number > q.Max.Number {
		o.r.refuse(o.node.get("min"), CodeBounds, "", "`min` lies above `max`")
	}
	q.Decimals = o.r.integer(o.get("decimals"), 0, 15)
	if k.is == "money" {
		if q.Currency = "NOK"; o.node.get("currency") != nil {
			q.Currency = o.str("currency")
		}
		if len(q.Currency) != 3 || !onlyOf(q.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			o.r.refuse(o.node.get("currency"), CodeSchema, `write three capital letters: "NOK"`, "%q is not a currency", q.Currency)
		}
		return
	}
	q.Unit = o.unit()
}

// unit is a text, or one word that serves every language.
func (o *object) unit() Text {
	if n := o.node.get("unit"); n != nil && isString(n) {
		t := Text{}
		for _, tag := range append([]string{"en"}, o.r.languages...) {
			t[tag] = o.str("unit")
		}
		return t
	}
	return o.text("unit", false)
}

func (r *reader) numberBound(n *node) *Bound {
	rat := r.number(n)
	if rat == nil {
		return nil
	}
	f, _ := rat.Float64()
	return &Bound{Number: f}
}

func (numberKind) read(_ *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	if written, ok := raw.(json.Number); ok { // from a decoder that keeps numbers as written
		raw, _ = written.Float64()
	}
	f, ok := raw.(float64)
	if !ok || math.IsInf(f, 0) || math.IsNaN(f) {
		return unreadable(CodeInvalid)
	}
	if q.Decimals != nil && decimals(f) > *q.Decimals {
		return unreadable(CodeFormat)
	}
	var faults []fault
	if q.Min != nil && f < q.Min.Number || q.Max != nil && f > q.Max.Number {
		faults = append(faults, fault{code: CodeRange})
	}
	return types.Double(f), faults
}

// decimals counts the digits after the point in the shortest way to write f.
func decimals(f float64) int {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	return len(fraction)
}

func (numberKind) form(q *Question, in posted) any {
	typed := in.one()
	if f, ok := parseNumber(typed, q.Decimals); ok {
		return f
	}
	return typed
}
