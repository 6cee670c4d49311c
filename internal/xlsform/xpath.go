package xlsform

import (
	"strings"

	"aktsom/internal/formula"
)

// xpath is the grammar of XLSForm's conditions.
func xpath() formula.Grammar {
	return formula.Grammar{
		Infix: map[string]formula.Infix{
			"or": {Kind: "||", Power: 1}, "and": {Kind: "&&", Power: 2},
			"=": {Kind: "==", Power: 3}, "!=": {Kind: "!=", Power: 3},
			"<": {Kind: "<", Power: 4}, "<=": {Kind: "<=", Power: 4}, ">": {Kind: ">", Power: 4}, ">=": {Kind: ">=", Power: 4},
			"+": {Kind: "+", Power: 5}, "-": {Kind: "-", Power: 5},
			"*": {Kind: "*", Power: 6}, "div": {Kind: "/", Power: 6}, "mod": {Kind: "%", Power: 6},
		},
		Prefix: map[string]string{"-": "neg"},
		Open:   "${", Close: "}", Inside: "-.:", Paths: true,
	}
}

// call says an XPath function in CEL.
func call(t *formula.Translator, c *formula.Tree) (formula.Value, error) {
	if v, err, known := callOfNames(t, c); known {
		return v, err
	}
	args, err := t.Values(c.Args)
	if err != nil {
		return formula.Value{}, err
	}
	if v, ok := callOfValues(c, args); ok {
		return v, nil
	}
	return formula.Value{}, formula.Unsupported(c)
}

// callOfNames says the functions that look at conditions, or at questions
// rather than at their answers.
func callOfNames(t *formula.Translator, c *formula.Tree) (v formula.Value, err error, known bool) {
	switch name := c.Text; {
	case name == "true" && len(c.Args) == 0, name == "false" && len(c.Args) == 0:
		v, err = t.Value(&formula.Tree{Kind: formula.Bool, Text: name})
		return v, err, true
	case name == "not" && len(c.Args) == 1:
		v, err = t.Value(&formula.Tree{Kind: "!", Args: c.Args, At: c.At})
		return v, err, true
	case name == "boolean" && len(c.Args) == 1:
		v, err = t.Truth(c.Args[0])
		return v, err, true
	case name == "if" && len(c.Args) == 3:
		v, err = choose(t, c)
		return v, err, true
	case name == "coalesce" && len(c.Args) == 2:
		answered := &formula.Tree{Kind: "notempty", Args: c.Args[:1], At: c.At}
		v, err = choose(t, &formula.Tree{Kind: formula.Call, Text: name, Args: []*formula.Tree{answered, c.Args[0], c.Args[1]}, At: c.At})
		return v, err, true
	}
	return v, nil, false
}

func choose(t *formula.Translator, c *formula.Tree) (formula.Value, error) {
	condition, err := t.Truth(c.Args[0])
	if err != nil {
		return condition, err
	}
	branches, err := t.Values(c.Args[1:])
	if err != nil {
		return formula.Value{}, err
	}
	v, ok := formula.Choose(condition, branches[0], branches[1])
	if !ok {
		return v, formula.Unsupported(c)
	}
	return v, nil
}

// callOfValues says the functions that need no more than their arguments.
func callOfValues(c *formula.Tree, args []formula.Value) (formula.Value, bool) {
	none := formula.Value{}
	switch len(args) {
	case 0:
		if c.Text == "today" || c.Text == "now" {
			return formula.Atom(formula.Date, "today"), true
		}
	case 1:
		return callOfOne(c.Text, args[0])
	case 2:
		if v, ok := callOfTwo(c.Text, args[0], args[1]); ok {
			return v, true
		}
	}
	if c.Text == "concat" && len(args) > 0 {
		v, err := formula.Concat(args...)
		return v, err == nil
	}
	return none, false
}

func callOfOne(name string, a formula.Value) (formula.Value, bool) {
	switch {
	case name == "string":
		return a.AsText()
	case name == "date":
		return formula.DateOf(a)
	case name == "string-length" && a.Type == formula.Words, name == "count-selected" && a.Type == formula.Many, name == "count" && a.Type == formula.Rows:
		return formula.Atom(formula.Count, "size(%s)", a.Code), true
	case a.Type != formula.Double && a.Type != formula.Whole && a.Type != formula.Count:
		return formula.Value{}, false
	case name == "number":
		return a, true
	case name == "int":
		return formula.Atom(formula.Double, "math.trunc(double(%s))", a.Code), true
	case name == "round":
		return formula.Atom(formula.Double, "math.round(double(%s))", a.Code), true
	case name == "abs":
		return formula.Atom(formula.Double, "math.abs(double(%s))", a.Code), true
	}
	return formula.Value{}, false
}

func callOfTwo(name string, a, b formula.Value) (formula.Value, bool) {
	text, literal := b.Literal()
	switch {
	case name == "selected" && a.Type == formula.Words:
		v, err := formula.Compare("==", a, b)
		return v, err == nil
	case name == "selected":
		v, err := formula.Contains(a, b)
		return v, err == nil
	case a.Type != formula.Words || b.Type != formula.Words:
		return formula.Value{}, false
	case name == "regex" && literal:
		return formula.Atom(formula.Truth, "%s.matches(%s)", a.Code, formula.Quote(whole(text))), true
	case name == "contains":
		return formula.Atom(formula.Truth, "%s.contains(%s)", a.Code, b.Code), true
	case name == "starts-with":
		return formula.Atom(formula.Truth, "%s.startsWith(%s)", a.Code, b.Code), true
	case name == "ends-with":
		return formula.Atom(formula.Truth, "%s.endsWith(%s)", a.Code, b.Code), true
	}
	return formula.Value{}, false
}

// whole makes a pattern hold the whole text, as XForms does.
func whole(pattern string) string {
	if strings.HasPrefix(pattern, "^") && strings.HasSuffix(pattern, "$") && !strings.Contains(pattern, "|") {
		return pattern
	}
	return "^(?:" + pattern + ")$"
}
