package surveyjs

import (
	"errors"
	"fmt"
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"

	"aktsom/internal/draft"
)

// speaker says CEL in the expressions of SurveyJS. A question that is hidden
// has no value there, and neither has one that is not answered: both are
// empty, and of an empty answer nothing is certain.
type speaker struct {
	kinds map[string]string   // question → kind; of a calculated one its type
	names map[string]ast.Expr // of conditions and constants
	row   string              // variable of the quantifier we are in
}

// reckonedTruth is a calculated yes or no. Its value there is the text 'yes' or
// 'no', since SurveyJS takes an expression that is false for an empty one.
const reckonedTruth = "calculated yesno"

// errNoWords is what has no counterpart.
var errNoWords = errors.New("SurveyJS has no words for it")

func noWords(what string) error { return fmt.Errorf("%s: %w", what, errNoWords) }

func newSpeaker(d *draft.Definition) *speaker {
	s := &speaker{kinds: map[string]string{}, names: map[string]ast.Expr{}}
	for name, source := range d.Conditions {
		if tree, err := parse(source); err == nil {
			s.names[name] = tree
		}
	}
	for name, value := range d.Constants {
		s.names[name] = written(value)
	}
	for _, q := range d.Questions() {
		if q.Kind == "each" {
			continue // it is not exported, so no condition can ask about it
		}
		s.kinds[q.ID] = q.Kind
		if q.Kind == "calculated" {
			s.kinds[q.ID] = q.Type
			if q.Type == "yesno" {
				s.kinds[q.ID] = reckonedTruth
			}
		}
	}
	return s
}

// parse reads a condition without expanding macros.
func parse(source string) (ast.Expr, error) {
	p, err := parser.NewParser(parser.MaxRecursionDepth(60))
	if err != nil {
		return nil, err
	}
	tree, errs := p.Parse(common.NewTextSource(source))
	if len(errs.GetErrors()) > 0 {
		return nil, errors.New(errs.GetErrors()[0].Message)
	}
	return tree.Expr(), nil
}

// certain says when a condition is certainly true, or certainly false.
func (s *speaker) certain(source string, is bool) (string, error) {
	e, err := parse(source)
	if err != nil {
		return "", err
	}
	return s.claim(e, is)
}

func (s *speaker) claim(e ast.Expr, is bool) (string, error) {
	switch e.Kind() {
	case ast.LiteralKind:
		if b, ok := e.AsLiteral().(types.Bool); ok {
			return map[bool]string{true: "1 = 1", false: "1 = 2"}[bool(b) == is], nil
		}
	case ast.IdentKind, ast.SelectKind:
		if named := s.named(e); named != nil {
			return s.claim(named, is)
		}
		if e.Kind() == ast.IdentKind && s.row == "" && s.kinds[e.AsIdent()] == reckonedTruth {
			return fmt.Sprintf("{%s} = '%s'", e.AsIdent(), map[bool]string{true: "yes", false: "no"}[is]), nil
		}
		name, err := s.operand(e)
		return fmt.Sprintf("%s = %t", name, is), err
	case ast.CallKind:
		call := e.AsCall()
		switch call.FunctionName() {
		case operators.LogicalAnd:
			return s.join(call.Args(), is, "and", "or")
		case operators.LogicalOr:
			return s.join(call.Args(), is, "or", "and")
		case operators.LogicalNot:
			return s.claim(call.Args()[0], !is)
		case operators.In:
			return s.in(call.Args()[0], call.Args()[1], is)
		case "answered":
			return s.answered(call.Args()[0], is)
		case "exists", "all":
			return s.quantified(call, is)
		case "contains":
			return s.contains(call.Target(), call.Args()[0], is)
		}
		return s.compared(call, is)
	}
	return "", noWords("this part of the condition")
}

// join says a && b or a || b; the opposite of one is the other of opposites.
func (s *speaker) join(args []ast.Expr, is bool, word, opposite string) (string, error) {
	if !is {
		word = opposite
	}
	parts := make([]string, len(args))
	for i, arg := range args {
		part, err := s.claim(arg, is)
		if err != nil {
			return "", err
		}
		parts[i] = "(" + part + ")"
	}
	return strings.Join(parts, " "+word+" "), nil
}

func (s *speaker) answered(q ast.Expr, is bool) (string, error) {
	name, err := s.operand(q)
	if is {
		return name + " notempty", err
	}
	return name + " empty", err
}

func (s *speaker) in(item, list ast.Expr, is bool) (string, error) {
	left, err := s.operand(item)
	if err != nil {
		return "", err
	}
	right, err := s.operand(list)
	if err != nil {
		return "", err
	}
	switch {
	case list.Kind() == ast.ListKind && is:
		return left + " anyof " + right, nil
	case list.Kind() == ast.ListKind:
		return fmt.Sprintf("%s notempty and !(%s anyof %s)", left, left, right), nil
	}
	return containing(right, left, is), nil
}

func (s *speaker) contains(text, part ast.Expr, is bool) (string, error) {
	left, err := s.operand(text)
	if err != nil {
		return "", err
	}
	right, err := s.operand(part)
	if named := s.named(part); named != nil {
		part = named
	}
	if err == nil && part.Kind() != ast.LiteralKind {
		err = noWords("contains() of an answer")
	}
	return containing(left, right, is), err
}

func containing(whole, part string, is bool) string {
	if is {
		return whole + " contains " + part
	}
	return fmt.Sprintf("%s notempty and %s notcontains %s", whole, whole, part)
}

// compared says a comparison. The opposite of < is >=, of an unanswered
// question as little as the other.
func (s *speaker) compared(call ast.CallExpr, is bool) (string, error) {
	words := map[string][2]string{
		operators.Equals: {"=", "<>"}, operators.NotEquals: {"<>", "="}, operators.Less: {"<", ">="}, operators.GreaterEquals: {">=", "<"},
		operators.Greater: {">", "<="}, operators.LessEquals: {"<=", ">"},
	}
	word, ok := words[call.FunctionName()]
	if !ok {
		return "", noWords(strings.Trim(call.FunctionName(), "_@"))
	}
	left, err := s.operand(call.Args()[0])
	if err != nil {
		return "", err
	}
	right, err := s.operand(call.Args()[1])
	if err != nil {
		return "", err
	}
	said := left + " " + word[map[bool]int{true: 0, false: 1}[is]] + " " + right
	for _, name := range s.asked(call.Args()) {
		said = name + " notempty and " + said
	}
	return said, nil
}

// asked lists the questions a comparison needs an answer to, last one first.
func (s *speaker) asked(parts []ast.Expr) []string {
	seen, names := map[string]bool{}, []string{}
	var walk func(e ast.Expr)
	walk = func(e ast.Expr) {
		switch {
		case s.named(e) != nil:
			walk(s.named(e))
		case e.Kind() == ast.IdentKind || e.Kind() == ast.SelectKind:
			if name, err := s.operand(e); err == nil && strings.HasPrefix(name, "{") && !seen[name] {
				seen[name] = true
				names = append([]string{name}, names...)
			}
		case e.Kind() == ast.CallKind:
			for _, arg := range e.AsCall().Args() {
				walk(arg)
			}
			if e.AsCall().IsMemberFunction() {
				walk(e.AsCall().Target())
			}
		}
	}
	for _, part := range parts {
		walk(part)
	}
	return names
}

// quantified says table.exists(r, …) and table.all(r, …) by counting rows of
// which the condition is certain.
func (s *speaker) quantified(call ast.CallExpr, is bool) (string, error) {
	table := call.Target()
	if table.Kind() != ast.IdentKind || s.kinds[table.AsIdent()] != "table" || len(call.Args()) != 2 || s.row != "" {
		return "", noWords(call.FunctionName() + "() of this")
	}
	inside := &speaker{kinds: s.kinds, names: s.names, row: call.Args()[0].AsIdent()}
	each := call.FunctionName() == "all"
	condition, err := inside.claim(call.Args()[1], is)
	if err != nil {
		return "", err
	}
	if strings.Contains(condition, `"`) {
		return "", noWords("a quoted text inside a condition on rows")
	}
	name := "{" + table.AsIdent() + "}"
	count := fmt.Sprintf(`countInArray(%s, %q, "%s")`, name, inside.column(call.Args()[1]), condition)
	if is == each {
		return fmt.Sprintf("%s notempty and %s = {%s.length}", name, count, table.AsIdent()), nil
	}
	return count + " > 0", nil
}

// column is the first column a condition on rows asks about.
func (s *speaker) column(e ast.Expr) string {
	if e.Kind() == ast.SelectKind && s.isRow(e.AsSelect().Operand()) {
		return e.AsSelect().FieldName()
	}
	if e.Kind() == ast.CallKind {
		for _, arg := range e.AsCall().Args() {
			if name := s.column(arg); name != "" {
				return name
			}
		}
	}
	return ""
}

func (s *speaker) isRow(e ast.Expr) bool {
	return e.Kind() == ast.IdentKind && s.row != "" && e.AsIdent() == s.row
}
