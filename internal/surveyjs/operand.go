package surveyjs

import (
	"fmt"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// operand says a value.
func (s *speaker) operand(e ast.Expr) (string, error) {
	if named := s.named(e); named != nil {
		return s.operand(named)
	}
	switch e.Kind() {
	case ast.LiteralKind:
		return literal(e)
	case ast.IdentKind:
		if e.AsIdent() == "today" {
			return "today()", nil
		}
		if kind := s.kinds[e.AsIdent()]; kind == "" || kind == reckonedTruth || s.row != "" {
			return "", noWords("`" + e.AsIdent() + "` here")
		}
		return "{" + e.AsIdent() + "}", nil
	case ast.SelectKind:
		operand, field := e.AsSelect().Operand(), e.AsSelect().FieldName()
		if s.isRow(operand) {
			return "{" + field + "}", nil
		}
		if operand.Kind() == ast.IdentKind && s.kinds[operand.AsIdent()] == "matrix" {
			return "{" + operand.AsIdent() + "." + field + "}", nil
		}
		return "", noWords("." + field)
	case ast.ListKind:
		parts := []string{}
		for _, item := range e.AsList().Elements() {
			part, err := s.operand(item)
			if err != nil {
				return "", err
			}
			parts = append(parts, part)
		}
		return "[" + strings.Join(parts, ", ") + "]", nil
	case ast.CallKind:
		return s.reckoned(e.AsCall())
	}
	return "", noWords("this part of the condition")
}

// named is what the name of a condition or constant stands for, or nil.
// SurveyJS would take a condition that is not certain for one that is false,
// so it is said anew at every place.
func (s *speaker) named(e ast.Expr) ast.Expr {
	if e.Kind() != ast.IdentKind || e.AsIdent() == s.row && s.row != "" {
		return nil
	}
	return s.names[e.AsIdent()]
}

// written is a constant as a condition would write it.
func written(value any) ast.Expr {
	factory := ast.NewExprFactory()
	switch v := value.(type) {
	case bool:
		return factory.NewLiteral(0, types.Bool(v))
	case string:
		return factory.NewLiteral(0, types.String(v)) // a day too: SurveyJS compares it as it stands
	}
	number, err := strconv.ParseFloat(fmt.Sprint(value), 64)
	if err != nil {
		return nil
	}
	return factory.NewLiteral(0, types.Double(number))
}

func literal(e ast.Expr) (string, error) {
	switch v := e.AsLiteral().(type) {
	case types.String:
		return quote(string(v))
	case types.Int:
		return strconv.FormatInt(int64(v), 10), nil
	case types.Double:
		return strconv.FormatFloat(float64(v), 'f', -1, 64), nil
	case types.Bool:
		return strconv.FormatBool(bool(v)), nil
	}
	return "", noWords("this literal")
}

func quote(text string) (string, error) {
	if strings.ContainsAny(text, `'"\{}`) {
		return "", noWords("a text with quotes or braces")
	}
	return "'" + text + "'", nil
}

// reckoned says arithmetic and the few functions both have.
func (s *speaker) reckoned(call ast.CallExpr) (string, error) {
	args := call.Args()
	if call.FunctionName() == "size" && len(args) == 1 && args[0].Kind() == ast.IdentKind {
		if kind := s.kinds[args[0].AsIdent()]; kind == "table" || kind == "choices" || kind == "countries" {
			return "{" + args[0].AsIdent() + ".length}", nil
		}
	}
	if call.FunctionName() == operators.Conditional {
		return s.either(args)
	}
	parts := make([]string, len(args))
	for i, arg := range args {
		var err error
		if parts[i], err = s.operand(arg); err != nil {
			return "", err
		}
	}
	switch call.FunctionName() {
	case "double":
		return parts[0], nil
	case "timestamp":
		day, midnight := strings.CutSuffix(parts[0], "T00:00:00Z'")
		if midnight {
			return day + "'", nil
		}
	case operators.Negate:
		return "(0 - " + parts[0] + ")", nil
	case operators.Add, operators.Subtract, operators.Multiply, operators.Divide:
		return "(" + parts[0] + " " + strings.Trim(call.FunctionName(), "_") + " " + parts[1] + ")", nil
	}
	return "", noWords(strings.Trim(call.FunctionName(), "_@"))
}

func (s *speaker) either(args []ast.Expr) (string, error) {
	condition, err := s.claim(args[0], true)
	if err != nil {
		return "", err
	}
	yes, err := s.operand(args[1])
	if err != nil {
		return "", err
	}
	no, err := s.operand(args[2])
	return fmt.Sprintf("iif(%s, %s, %s)", condition, yes, no), err
}
