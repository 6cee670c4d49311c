package formula

import (
	"fmt"
	"strings"
)

// Compare holds two values against each other. An empty text asks whether
// there is an answer; texts become what they are held against.
func Compare(op string, a, b Value) (Value, error) {
	for _, pair := range [][2]Value{{a, b}, {b, a}} {
		if v, ok := compareWithLiteral(op, pair[0], pair[1]); ok {
			return v, nil
		}
	}
	a, b, err := alike(a, b)
	if err != nil {
		return Value{}, err
	}
	if strings.ContainsAny(op, "<>") && (a.Type == Many || a.Type == Truth) {
		return Value{}, fmt.Errorf("%s is %s, which has no order", a.Code, a.Type)
	}
	if a.fixed && !b.fixed && strings.HasSuffix(op, "=") && !strings.ContainsAny(op, "<>") {
		a, b = b, a // the question first, as people write it
	}
	return Value{Code: a.in(powerAdd) + " " + op + " " + b.in(powerAdd), Type: Truth, power: powerCompare}, nil
}

// compareWithLiteral knows what = ” and = 'true' mean.
func compareWithLiteral(op string, v, literal Value) (Value, bool) {
	if op != "==" && op != "!=" || !literal.fixed {
		return Value{}, false
	}
	if v.ID != "" && literal.Type == Words && literal.text == "" {
		answered := Atom(Truth, "answered(%s)", v.ID)
		if op == "==" {
			return Not(answered), true
		}
		return answered, true
	}
	if v.Type != Truth || v.fixed {
		return Value{}, false
	}
	said := strings.ToLower(literal.text)
	yes := said == "true" || said == "yes" || said == "ok" || said == "1"
	if !yes && said != "false" && said != "no" && said != "0" {
		return Value{}, false
	}
	if yes == (op == "==") {
		return v, true
	}
	return Not(v), true
}

// alike gives two values one type.
func alike(a, b Value) (Value, Value, error) {
	if da, ok := DateOf(a); ok && b.Type == Date {
		return da, b, nil
	}
	if db, ok := DateOf(b); ok && a.Type == Date {
		return a, db, nil
	}
	switch {
	case a.Type == Many && b.Type == Words:
		b = Value{Code: "[" + b.Code + "]", Type: Many, power: powerAtom}
	case b.Type == Many && a.Type == Words:
		a = Value{Code: "[" + a.Code + "]", Type: Many, power: powerAtom}
	case a.Type == Words && b.Type == Whole:
		b, _ = b.AsText()
	case b.Type == Words && a.Type == Whole:
		a, _ = a.AsText()
	}
	if a.Type == b.Type || isInt(a) && isInt(b) {
		return a, b, nil
	}
	x, okX := a.double()
	y, okY := b.double()
	if !okX || !okY || a.Type == Truth || b.Type == Truth {
		return a, b, fmt.Errorf("%s is %s and cannot be held against %s, which is %s", a.Code, a.Type, b.Code, b.Type)
	}
	return shorter(a, x), shorter(b, y), nil
}

// shorter leaves a whole number beside a double as it is written: the engine
// reads it as one.
func shorter(written, double Value) Value {
	if written.Type == Whole {
		return written
	}
	return double
}

func isInt(v Value) bool { return v.Type == Whole || v.Type == Count }

// arithmetic reckons with numbers, dates and texts.
func arithmetic(op string, args []Value) (Value, error) {
	if op == "neg" {
		v, ok := args[0].double()
		if !ok {
			return v, fmt.Errorf("%s is %s, not a number", args[0].Code, args[0].Type)
		}
		if args[0].fixed {
			n, _ := number("-" + args[0].text)
			return n, nil
		}
		return Value{Code: "-" + v.in(powerUnary), Type: Double, power: powerUnary}, nil
	}
	a, b := args[0], args[1]
	if a.Type == Date || b.Type == Date {
		return withDate(op, a, b)
	}
	if op == "+" && (a.Type == Words && !numeric(a) || b.Type == Words && !numeric(b)) {
		return Concat(a, b)
	}
	x, okX := a.double()
	y, okY := b.double()
	if !okX || !okY {
		return Value{}, fmt.Errorf("%s and %s are %s and %s, not numbers", a.Code, b.Code, a.Type, b.Type)
	}
	power := powerAdd
	if op != "+" && op != "-" {
		power = powerMultiply
	}
	if op == "%" {
		return Value{Code: "double(int(" + x.Code + ") % int(" + y.Code + "))", Type: Double, power: powerAtom}, nil
	}
	return Value{Code: x.in(power) + " " + op + " " + y.in(power+1), Type: Double, power: power}, nil
}

// numeric reports whether a literal text is a number.
func numeric(v Value) bool {
	_, ok := number(v.text)
	return v.fixed && ok
}

// Concat puts texts one after the other.
func Concat(parts ...Value) (Value, error) {
	codes := make([]string, len(parts))
	for i, part := range parts {
		text, ok := part.AsText()
		if !ok {
			return Value{}, fmt.Errorf("%s is %s, not text", part.Code, part.Type)
		}
		codes[i] = text.in(powerMultiply)
	}
	return Value{Code: strings.Join(codes, " + "), Type: Words, power: powerAdd}, nil
}

// withDate moves a date by days, or counts the days between two.
func withDate(op string, a, b Value) (Value, error) {
	da, okA := DateOf(a)
	db, okB := DateOf(b)
	switch {
	case okA && okB && op == "-":
		return Value{Code: "double((" + da.Code + " - " + db.Code + ").getHours()) / 24.0", Type: Double, power: powerMultiply}, nil
	case okA && (op == "-" || op == "+"):
		days, ok := b.double()
		if !ok {
			break
		}
		return Value{Code: da.in(powerAdd) + " " + op + " " + daysLong(b, days).Code, Type: Date, power: powerAdd}, nil
	}
	return Value{}, fmt.Errorf("dates cannot be joined by %s", op)
}

// daysLong is a number of days as a length of time.
func daysLong(written, days Value) Value {
	if written.Type == Whole {
		n, _ := number(written.text)
		var whole int
		if _, err := fmt.Sscan(n.Code, &whole); err == nil {
			return Atom(Days, "duration('%dh')", 24*whole)
		}
	}
	return Atom(Days, "duration(string(int(%s * 24.0)) + 'h')", days.in(powerMultiply))
}

// membership is empty, contains and their kin.
func membership(op string, args []Value) (Value, error) {
	a := args[0]
	switch op {
	case "empty", "notempty":
		if a.ID == "" && a.Type == Words && op == "notempty" {
			return Value{Code: "size(" + a.Code + ") > 0", Type: Truth, power: powerCompare}, nil // an empty cell is unknown
		}
		if a.ID == "" {
			return Value{}, fmt.Errorf("only of a question it can be asked whether it is answered, not of %s", a.Code)
		}
		answered := Atom(Truth, "answered(%s)", a.ID)
		if op == "empty" {
			return Not(answered), nil
		}
		return answered, nil
	case "contains", "notcontains":
		v, err := Contains(a, args[1])
		if op == "notcontains" {
			v = Not(v)
		}
		return v, err
	}
	return several(op, a, args[1])
}

// Contains asks whether an option was chosen, or a text holds another.
func Contains(a, b Value) (Value, error) {
	if a.Type == Many && b.Type == Many {
		return several("allof", a, b)
	}
	text, ok := b.AsText()
	switch {
	case ok && a.Type == Many:
		return Value{Code: text.in(powerAdd) + " in " + a.in(powerAdd), Type: Truth, power: powerCompare}, nil
	case ok && a.Type == Words:
		return Atom(Truth, "%s.contains(%s)", a.in(powerAtom), text.Code), nil
	}
	return Value{}, fmt.Errorf("%s is %s, which contains nothing", a.Code, a.Type)
}

// several holds a choice, or several, against a list.
func several(op string, a, list Value) (Value, error) {
	if list.Type == Words {
		list = Value{Code: "[" + list.Code + "]", Type: Many, power: powerAtom}
	}
	if list.Type != Many {
		return Value{}, fmt.Errorf("%s is %s, not a list", list.Code, list.Type)
	}
	var v Value
	switch {
	case a.Type == Words && op != "allof":
		v = Value{Code: a.in(powerAdd) + " in " + list.Code, Type: Truth, power: powerCompare}
	case a.Type == Many && op == "allof":
		v = Atom(Truth, "%s.all(each, each in %s)", list.in(powerAtom), a.Code)
	case a.Type == Many:
		v = Atom(Truth, "%s.exists(each, each in %s)", list.in(powerAtom), a.Code)
	default:
		return Value{}, fmt.Errorf("%s is %s and cannot be held against a list", a.Code, a.Type)
	}
	if op == "noneof" {
		v = Not(v)
	}
	return v, nil
}
