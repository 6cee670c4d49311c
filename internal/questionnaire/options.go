package questionnaire

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// optionsHold refuses comparisons with a value that is not among the options:
// such a condition could never hold, or never fail, and nobody would notice.
func (k *compiler) optionsHold(c *condition) bool {
	good := true
	k.eachComparison(c.checked, c.checked.Expr(), nil, func(literal ast.Expr, offered *Question, values []string) {
		value := string(literal.AsLiteral().(types.String))
		if slices.Contains(values, value) {
			return
		}
		good = false
		k.refuseID(c, c.checked, literal.ID(), CodeNotOption, suggest(value, values),
			"%q is not among the options of `%s`", value, offered.ID)
	})
	return good
}

// eachComparison calls found for every string literal that is held against
// the options of a question or column. elements maps the variable of a
// comprehension to the choices question it walks through.
func (k *compiler) eachComparison(tree *ast.AST, e ast.Expr, elements map[string]*Question, found func(ast.Expr, *Question, []string)) {
	if e.Kind() == ast.ComprehensionKind {
		elements = k.bindElement(e.AsComprehension(), elements)
	}
	if e.Kind() == ast.CallKind {
		call := e.AsCall()
		switch call.FunctionName() {
		case operators.Equals, operators.NotEquals, operators.In:
			left, right := call.Args()[0], call.Args()[1]
			k.compare(tree, left, right, elements, found)
			k.compare(tree, right, left, elements, found)
		case operators.Index:
			k.matrixRow(call.Args()[0], call.Args()[1], found)
		}
	}
	for _, child := range allChildren(e) {
		k.eachComparison(tree, child, elements, found)
	}
}

// compare reports the literals of one side where the other side is a choice.
func (k *compiler) compare(tree *ast.AST, asked, held ast.Expr, elements map[string]*Question, found func(ast.Expr, *Question, []string)) {
	q := k.choiceOf(tree, asked, elements)
	if q == nil || len(q.Options) == 0 {
		return
	}
	literals := []ast.Expr{held}
	if held.Kind() == ast.ListKind {
		literals = held.AsList().Elements()
	}
	for _, literal := range literals {
		if isStringLiteral(literal) {
			found(literal, q, optionValues(q))
		}
	}
}

func isStringLiteral(e ast.Expr) bool {
	if e.Kind() != ast.LiteralKind {
		return false
	}
	_, ok := e.AsLiteral().(types.String)
	return ok
}

// choiceOf is the question or column whose option an expression gives.
func (k *compiler) choiceOf(tree *ast.AST, e ast.Expr, elements map[string]*Question) *Question {
	switch e.Kind() {
	case ast.IdentKind:
		if q, ok := elements[e.AsIdent()]; ok {
			return q
		}
		return k.byID[e.AsIdent()]
	case ast.SelectKind:
		operand := e.AsSelect().Operand()
		if q := k.matrixOf(operand); q != nil {
			return q
		}
		return k.columnOf(tree.GetType(operand.ID()), e.AsSelect().FieldName())
	case ast.CallKind:
		if e.AsCall().FunctionName() == operators.Index {
			return k.matrixOf(e.AsCall().Args()[0])
		}
	}
	return nil
}

func (k *compiler) matrixOf(e ast.Expr) *Question {
	if e.Kind() != ast.IdentKind {
		return nil
	}
	if q := k.byID[e.AsIdent()]; q != nil && q.Kind == "matrix" {
		return q
	}
	return nil
}

// columnOf finds a column by the type of its row.
func (k *compiler) columnOf(row *types.Type, column string) *Question {
	for _, q := range k.byID {
		if row == nil || row.TypeName() != rowTypeName(q.ID) {
			continue
		}
		for _, c := range q.cells() {
			if c.ID == column {
				return c
			}
		}
	}
	return nil
}

// bindElement notes what the variable of a comprehension walks through. A
// variable may hide a question of the same name.
func (k *compiler) bindElement(c ast.ComprehensionExpr, outer map[string]*Question) map[string]*Question {
	inner := map[string]*Question{}
	for name, q := range outer {
		inner[name] = q
	}
	inner[c.IterVar()] = nil
	if c.IterRange().Kind() == ast.IdentKind {
		if q := k.byID[c.IterRange().AsIdent()]; q != nil && (q.Kind == "choices" || q.Kind == "countries") {
			inner[c.IterVar()] = q
		}
	}
	return inner
}

// matrixRow reports an index that names a row.
func (k *compiler) matrixRow(matrix, index ast.Expr, found func(ast.Expr, *Question, []string)) {
	q := k.matrixOf(matrix)
	if q == nil || !isStringLiteral(index) {
		return
	}
	found(index, q, rowIDs(q))
}

// selectsHold refuses audits.owm where the matrix has no such row.
func (k *compiler) selectsHold(c *condition) bool {
	wrong := findExpr(c.checked.Expr(), func(e ast.Expr) bool {
		if e.Kind() != ast.SelectKind {
			return false
		}
		q := k.matrixOf(e.AsSelect().Operand())
		return q != nil && !slices.Contains(rowIDs(q), e.AsSelect().FieldName())
	})
	if wrong == nil {
		return true
	}
	q, row := k.matrixOf(wrong.AsSelect().Operand()), wrong.AsSelect().FieldName()
	k.refuseID(c, c.checked, wrong.ID(), CodeUnknownName, suggest(row, rowIDs(q)), "%s", fmt.Sprintf("`%s` has no row %q", q.ID, row))
	return false
}

func optionValues(q *Question) []string {
	var values []string
	for _, o := range q.Options {
		values = append(values, o.Value)
	}
	return values
}

func rowIDs(q *Question) []string {
	var ids []string
	for _, r := range q.Rows {
		ids = append(ids, r.ID)
	}
	return ids
}
