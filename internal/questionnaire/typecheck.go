package questionnaire

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// maxPromotions bounds how often a condition is checked again with more of
// its integers read as doubles; each round settles one level of nesting.
const maxPromotions = 20

// check types a condition. CEL keeps integers and doubles apart; people do
// not. So where the checker objects, the integer literals of that expression
// become doubles and it is asked again.
func (k *compiler) check(parsed *cel.Ast) (*cel.Ast, []*cel.Error) {
	var promoted []ast.Expr
	for range maxPromotions {
		checked, issues := k.env.Check(parsed)
		if issues.Err() == nil {
			return checked, nil
		}
		before := len(promoted)
		for _, e := range issues.Errors() {
			promoted = append(promoted, promoteAt(parsed.NativeRep().Expr(), e.ExprID)...)
		}
		if len(promoted) == before {
			break
		}
	}
	for _, literal := range promoted {
		double, _ := literal.AsLiteral().(types.Double)
		literal.SetKindCase(ast.NewExprFactory().NewLiteral(literal.ID(), types.Int(double)))
	}
	_, issues := k.env.Check(parsed)
	return nil, issues.Errors()
}

// promoteAt makes doubles of the integer literals in the expression with the
// given id, or in the list or call it is a part of.
func promoteAt(root ast.Expr, id int64) []ast.Expr {
	target := findExpr(root, func(e ast.Expr) bool { return e.ID() == id })
	if target == nil {
		return nil
	}
	if target.Kind() != ast.CallKind && target.Kind() != ast.ListKind {
		target = findExpr(root, func(e ast.Expr) bool {
			return slices.ContainsFunc(children(e), func(c ast.Expr) bool { return c.ID() == id })
		})
	}
	if target == nil {
		return nil
	}
	return promote(target, true)
}

// promote makes doubles of integer literals, through arithmetic, choices
// between two values, and lists.
func promote(e ast.Expr, top bool) []ast.Expr {
	switch e.Kind() {
	case ast.LiteralKind:
		if i, ok := e.AsLiteral().(types.Int); ok {
			e.SetKindCase(ast.NewExprFactory().NewLiteral(e.ID(), types.Double(i)))
			return []ast.Expr{e}
		}
		return nil
	case ast.CallKind:
		arithmetic := []string{operators.Add, operators.Subtract, operators.Multiply, operators.Divide, operators.Negate, operators.Conditional}
		if !top && !slices.Contains(arithmetic, e.AsCall().FunctionName()) {
			return nil
		}
	case ast.ListKind:
	default:
		return nil
	}
	var promoted []ast.Expr
	for _, child := range children(e) {
		promoted = append(promoted, promote(child, false)...)
	}
	return promoted
}

// findExpr returns the first expression under e, itself included, that is it.
func findExpr(e ast.Expr, is func(ast.Expr) bool) ast.Expr {
	if is(e) {
		return e
	}
	for _, child := range allChildren(e) {
		if found := findExpr(child, is); found != nil {
			return found
		}
	}
	return nil
}

// allChildren are the direct parts of any expression.
func allChildren(e ast.Expr) []ast.Expr {
	if e.Kind() != ast.ComprehensionKind {
		return children(e)
	}
	c := e.AsComprehension()
	return []ast.Expr{c.IterRange(), c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()}
}

// typeHolds refuses a condition of the wrong type for its role.
func (k *compiler) typeHolds(c *condition, got *cel.Type, self *Question) bool {
	want := cel.BoolType
	hint := "write a comparison, such as `staff > 50`"
	switch c.role {
	case roleLevel:
		want, hint = cel.IntType, "write a whole number from 0 to 4; int(…) makes one of a double"
	case roleValue:
		if want = self.kind.celType(self); want == nil {
			return false // its type was refused already
		}
		hint = "make it agree with the question's `type`"
		if want.IsExactType(cel.DoubleType) && got.IsExactType(cel.IntType) {
			return true
		}
	}
	if got.IsExactType(want) {
		return true
	}
	k.refuseAt(c, c.node.start, CodeType, hint, "the condition gives %s; it must give %s", plainType(got.String()), plainType(want.String()))
	return false
}
