package surveyjs

import (
	"fmt"
	"strings"

	"aktsom/internal/draft"
	"aktsom/internal/formula"
)

// grammar is that of SurveyJS's expressions.
func grammar() formula.Grammar {
	infix := map[string]formula.Infix{
		"or": {Kind: "||", Power: 1}, "||": {Kind: "||", Power: 1}, "and": {Kind: "&&", Power: 2}, "&&": {Kind: "&&", Power: 2},
		"+": {Kind: "+", Power: 5}, "-": {Kind: "-", Power: 5}, "*": {Kind: "*", Power: 6}, "/": {Kind: "/", Power: 6}, "%": {Kind: "%", Power: 6},
	}
	for kind, words := range map[string]string{
		"==": "= == equal", "!=": "!= <> notequal", "<": "< less", "<=": "<= lessorequal", ">": "> greater", ">=": ">= greaterorequal",
		"contains": "contains contain *=", "notcontains": "notcontains notcontain", "anyof": "anyof", "allof": "allof", "noneof": "noneof",
	} {
		for word := range strings.FieldsSeq(words) {
			infix[word] = formula.Infix{Kind: kind, Power: 3}
		}
	}
	return formula.Grammar{
		Infix: infix, Prefix: map[string]string{"-": "neg", "!": "!", "negate": "!"},
		Postfix: map[string]string{"empty": "empty", "notempty": "notempty"},
		Open:    "{", Close: "}", Inside: ".", Backslash: true,
	}
}

// condition says an expression in CEL, or remarks why it cannot.
func (im *importer) condition(o *object, key string) string {
	source, _ := o.get(key).(string)
	if strings.TrimSpace(source) == "" {
		return ""
	}
	tree, err := grammar().Parse(source)
	if err == nil {
		var v formula.Value
		if v, err = im.translator().Truth(tree); err == nil {
			return v.Code
		}
	}
	im.remark(o.at(key), source, "left out, since it cannot be said: "+err.Error())
	return ""
}

func (im *importer) translator() *formula.Translator {
	return &formula.Translator{Call: call, Name: im.value}
}

// value is what a name inside { } stands for.
func (im *importer) value(name string) (formula.Value, bool) {
	for _, prefix := range []string{"row.", "panel."} {
		if column, ok := strings.CutPrefix(name, prefix); ok && im.table != nil {
			n, known := im.named[column]
			return formula.Cell("each", n.id, n.kind), known && n.table == im.table.ID
		}
	}
	if v, ok := im.values[name]; ok {
		return v, true
	}
	if n, ok := im.named[name]; ok && n.kind != "" && n.table == "" {
		return formula.Question(n.id, n.kind), true
	}
	whole, part, found := strings.Cut(name, ".")
	n := im.named[whole]
	switch {
	case !found || n.table != "":
	case part == "length" && (n.kind == formula.Rows || n.kind == formula.Many):
		return formula.Atom(formula.Count, "size(%s)", n.id), true
	case n.kind == formula.Matrix:
		return formula.Atom(formula.Words, "%s[%s]", n.id, formula.Quote(part)), true
	}
	return formula.Value{}, false
}

// call says a function in CEL.
func call(t *formula.Translator, c *formula.Tree) (formula.Value, error) {
	name := strings.ToLower(c.Text)
	if name == "iif" && len(c.Args) == 3 {
		condition, err := t.Truth(c.Args[0])
		if err != nil {
			return condition, err
		}
		branches, err := t.Values(c.Args[1:])
		if err != nil {
			return formula.Value{}, err
		}
		if text, ok := branches[1].Literal(); ok && text == "" && branches[0].Type == formula.Double {
			branches[1] = formula.Atom(formula.Double, "(0.0 / 0.0)") // no number: absent
		}
		if v, ok := formula.Choose(condition, branches[0], branches[1]); ok {
			return v, nil
		}
		return formula.Value{}, formula.Unsupported(c)
	}
	args, err := t.Values(c.Args)
	if err != nil {
		return formula.Value{}, err
	}
	switch {
	case len(args) == 0 && (name == "today" || name == "currentdate"):
		return formula.Atom(formula.Date, "today"), nil
	case len(args) == 1 && args[0].Type == formula.Double && (name == "round" || name == "trunc"):
		return formula.Atom(formula.Double, "math.%s(%s)", name, args[0].Code), nil
	case len(args) == 1 && name == "getdate":
		if v, ok := formula.DateOf(args[0]); ok {
			return v, nil
		}
	}
	return formula.Value{}, formula.Unsupported(c)
}

// calculation reads the value of an expression question.
func (im *importer) calculation(o *object, q *draft.Question) {
	q.Required = nil
	source := o.str("expression")
	tree, err := grammar().Parse(source)
	var v formula.Value
	if err == nil {
		v, err = im.translator().Value(tree)
	}
	types := map[formula.Type]string{
		formula.Double: "number", formula.Whole: "number", formula.Count: "number", formula.Words: "text", formula.Truth: "yesno", formula.Date: "date",
	}
	if q.Type = types[v.Type]; err == nil && q.Type == "" {
		err = fmt.Errorf("a value cannot be %s", v.Type)
	}
	if err != nil {
		im.remark(o.at("expression"), source, "left out with its question, since it cannot be said: "+err.Error())
		return
	}
	if q.Type == "number" {
		v.Type = formula.Double
	}
	q.Value = v.Code
	im.named[o.str("name")] = named{id: q.ID, kind: v.Type}
}

// validators become limits, patterns and checks.
func (im *importer) validators(o *object, q *draft.Question) {
	for _, v := range o.objects("validators") {
		im.validator(v, q)
		v.leftOver()
	}
}

func (im *importer) validator(v *object, q *draft.Question) {
	switch typ := v.str("type"); {
	case typ == "numeric" && q.Kind == "number":
		q.Min, q.Max = either(v.number("minValue"), q.Min), either(v.number("maxValue"), q.Max)
	case typ == "text" && (q.Kind == "text" || q.Kind == "longtext"):
		q.MinLength = v.count("minLength")
		if most := v.count("maxLength"); most != nil {
			q.MaxLength = most
		}
	case typ == "email" && q.Kind == "text":
		q.Kind = "email"
	case typ == "email" && q.Kind == "email":
	case typ == "regex" && q.Kind == "text" && q.Pattern == "":
		q.Pattern = v.str("regex")
	case typ == "answercount" && q.Kind == "choices":
		q.MinOptions, q.MaxOptions = v.count("minCount"), v.count("maxCount")
	case typ == "expression" && im.table == nil:
		if rule := im.condition(v, "expression"); rule != "" {
			q.Checks = append(q.Checks, draft.Check{Rule: rule, Message: v.text("text")})
		}
	default:
		im.remark(v.pointer, v.members, "left out: this validator has no counterpart here")
		for key := range v.members {
			v.used[key] = true
		}
	}
}

func either(a, b any) any {
	if a != nil {
		return a
	}
	return b
}
