package formula

import (
	"regexp"
	"strings"
)

// Translator says trees in CEL.
type Translator struct {
	// Name says what a question is.
	Name func(name string) (Value, bool)
	// Call says a function, given its arguments; it is asked first to say the
	// whole call, since some functions look at names and not at values.
	Call func(t *Translator, call *Tree) (Value, error)
}

// Value says a tree in CEL.
func (t *Translator) Value(tree *Tree) (Value, error) {
	switch tree.Kind {
	case Name:
		if v, ok := t.Name(tree.Text); ok {
			return v, nil
		}
		return Value{}, errorAt(tree.At, "there is no question %q", tree.Text)
	case Number:
		if v, ok := number(tree.Text); ok {
			return v, nil
		}
		return Value{}, errorAt(tree.At, "%q is not a number", tree.Text)
	case String:
		return Text(tree.Text), nil
	case Bool:
		return Value{Code: tree.Text, Type: Truth, text: tree.Text, fixed: true, power: powerAtom}, nil
	case Call:
		return t.Call(t, tree)
	case List:
		return t.list(tree)
	}
	return t.operator(tree)
}

// Values says several trees.
func (t *Translator) Values(trees []*Tree) ([]Value, error) {
	values := make([]Value, len(trees))
	for i, tree := range trees {
		v, err := t.Value(tree)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// Truth says a tree as a condition.
func (t *Translator) Truth(tree *Tree) (Value, error) {
	v, err := t.Value(tree)
	if err != nil {
		return v, err
	}
	v, err = v.Truth()
	if err != nil {
		return v, errorAt(tree.At, "%v", err)
	}
	return v, nil
}

// Unsupported is the error of a function that has no counterpart.
func Unsupported(call *Tree) error {
	return errorAt(call.At, "the function %s has no counterpart", call.Text)
}

func (t *Translator) list(tree *Tree) (Value, error) {
	items, err := t.Values(tree.Args)
	if err != nil {
		return Value{}, err
	}
	codes := make([]string, len(items))
	for i, item := range items {
		text, ok := item.AsText()
		if !ok {
			return Value{}, errorAt(tree.Args[i].At, "only texts can stand in a list")
		}
		codes[i] = text.Code
	}
	return Value{Code: "[" + strings.Join(codes, ", ") + "]", Type: Many, fixed: true, power: powerAtom}, nil
}

func (t *Translator) operator(tree *Tree) (Value, error) {
	switch tree.Kind {
	case "&&", "||":
		return t.join(tree)
	case "!":
		v, err := t.Truth(tree.Args[0])
		return Not(v), err
	}
	args, err := t.Values(tree.Args)
	if err != nil {
		return Value{}, err
	}
	var v Value
	switch tree.Kind {
	case "==", "!=", "<", "<=", ">", ">=":
		v, err = Compare(tree.Kind, args[0], args[1])
	case "+", "-", "*", "/", "%", "neg":
		v, err = arithmetic(tree.Kind, args)
	default:
		v, err = membership(tree.Kind, args)
	}
	if err != nil {
		return v, errorAt(tree.At, "%v", err)
	}
	return v, nil
}

func (t *Translator) join(tree *Tree) (Value, error) {
	power := powerAnd
	if tree.Kind == "||" {
		power = powerOr
	}
	left, err := t.Truth(tree.Args[0])
	if err != nil {
		return left, err
	}
	right, err := t.Truth(tree.Args[1])
	if err != nil {
		return right, err
	}
	return Value{Code: left.in(power) + " " + tree.Kind + " " + right.in(power+1), Type: Truth, power: power}, nil
}

// Choose is condition ? yes : no.
func Choose(condition, yes, no Value) (Value, bool) {
	if yes.Type != no.Type {
		a, okA := yes.double()
		b, okB := no.double()
		if !okA || !okB || yes.Type == Words || no.Type == Words {
			return Value{}, false
		}
		yes, no = a, b
	}
	return Value{
		Code: condition.in(powerOr) + " ? " + yes.in(powerOr) + " : " + no.in(powerChoice),
		Type: yes.Type, power: powerChoice,
	}, true
}

var isoDay = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// DateOf is the date a text names.
func DateOf(v Value) (Value, bool) {
	text, ok := v.Literal()
	if v.Type == Date {
		return v, true
	}
	if !ok || !isoDay.MatchString(text) {
		return Value{}, false
	}
	return Atom(Date, "timestamp('%sT00:00:00Z')", text), true
}
