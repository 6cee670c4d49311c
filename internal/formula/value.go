package formula

import (
	"fmt"
	"strconv"
	"strings"
)

// Type is what a part of a formula is to CEL.
type Type string

// Types of parts. Whole is a literal that may be an int or a double, Count an
// int that was counted, Days a length of time.
const (
	Words   Type = "text"
	Double  Type = "a number"
	Whole   Type = "a whole number"
	Count   Type = "a count"
	Truth   Type = "yes or no"
	Date    Type = "a date"
	Days    Type = "days"
	Many    Type = "several options"
	Rows    Type = "rows"
	Matrix  Type = "a matrix"
	Nothing Type = "nothing"
)

// Value is a part of a formula, said in CEL.
type Value struct {
	Code  string
	Type  Type
	ID    string // set where the part is nothing but a question
	text  string // of a literal
	fixed bool   // it is a literal
	power int
}

// How strongly an expression binds in CEL.
const (
	powerChoice = iota + 1
	powerOr
	powerAnd
	powerCompare
	powerAdd
	powerMultiply
	powerUnary
	powerAtom
)

// Question is a value that is an answer.
func Question(id string, t Type) Value { return Value{Code: id, Type: t, ID: id, power: powerAtom} }

// Cell is the value of a column within a row.
func Cell(row, column string, t Type) Value {
	return Value{Code: row + "." + column, Type: t, power: powerAtom}
}

// Atom is code that needs no parentheses wherever it stands.
func Atom(t Type, format string, args ...any) Value {
	return Value{Code: fmt.Sprintf(format, args...), Type: t, power: powerAtom}
}

// Text is a literal text.
func Text(s string) Value {
	return Value{Code: Quote(s), Type: Words, text: s, fixed: true, power: powerAtom}
}

// Quote writes a text as CEL does.
func Quote(s string) string {
	quoted := strconv.Quote(s)
	inner := strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
	return "'" + strings.ReplaceAll(inner, "'", `\'`) + "'"
}

// Literal is the value of a literal text, and whether this is one.
func (v Value) Literal() (string, bool) { return v.text, v.fixed && v.Type == Words }

// number is a literal number.
func number(text string) (Value, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return Value{}, false
	}
	v := Value{Code: strconv.FormatFloat(f, 'f', -1, 64), Type: Double, text: text, fixed: true, power: powerAtom}
	if !strings.Contains(v.Code, ".") {
		v.Type = Whole
	}
	if f < 0 {
		v.power = powerUnary
	}
	return v, true
}

// in writes the value where something binding with power surrounds it.
func (v Value) in(power int) string {
	if v.power < power {
		return "(" + v.Code + ")"
	}
	return v.Code
}

// Truth makes a claim of a value where a language takes any value for one.
func (v Value) Truth() (Value, error) {
	switch {
	case v.Type == Truth:
		return v, nil
	case v.ID != "":
		return Atom(Truth, "answered(%s)", v.ID), nil
	}
	return Value{}, fmt.Errorf("%s is %s, not a condition", v.Code, v.Type)
}

// Not is the opposite of a claim.
func Not(v Value) Value {
	if inner, ok := strings.CutPrefix(v.Code, "!"); ok && v.power == powerUnary {
		return Value{Code: inner, Type: Truth, power: powerAtom}
	}
	return Value{Code: "!" + v.in(powerUnary), Type: Truth, power: powerUnary}
}

// And joins conditions; an empty one is left out.
func And(conditions ...string) string {
	var parts []string
	for _, c := range conditions {
		if c != "" {
			parts = append(parts, c)
		}
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	for i, c := range parts {
		if strings.Contains(c, "||") || strings.Contains(c, "?") {
			parts[i] = "(" + c + ")"
		}
	}
	return strings.Join(parts, " && ")
}

// double is the value as a double.
func (v Value) double() (Value, bool) {
	switch v.Type {
	case Double:
		return v, true
	case Whole:
		return Value{Code: v.Code + ".0", Type: Double, fixed: true, text: v.text, power: v.power}, true
	case Count:
		return Atom(Double, "double(%s)", v.Code), true
	case Words:
		if v.fixed {
			n, ok := number(v.text)
			return n, ok
		}
		return Atom(Double, "double(%s)", v.Code), true
	}
	return Value{}, false
}

// AsText is the value as text.
func (v Value) AsText() (Value, bool) {
	switch v.Type {
	case Words:
		return v, true
	case Double, Whole, Count, Truth:
		if v.fixed {
			return Text(v.text), true
		}
		return Atom(Words, "string(%s)", v.Code), true
	}
	return Value{}, false
}
