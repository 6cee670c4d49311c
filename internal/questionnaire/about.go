package questionnaire

import (
	"slices"

	"cel.dev/cel-go/common/ast"
)

// rowName is what the conditions of a follow-up call the row they are about.
const rowName = "row"

// aboutRow gives the name `row` of a condition its meaning: the row of this
// block. bound are the variables of the loops around e, which may hide it.
func aboutRow(e ast.Expr, means string, bound []string) {
	switch e.Kind() {
	case ast.IdentKind:
		if e.AsIdent() == rowName && !slices.Contains(bound, rowName) {
			e.SetKindCase(ast.NewExprFactory().NewIdent(e.ID(), means))
		}
		return
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		inner := append(slices.Clone(bound), c.IterVar(), c.IterVar2(), c.AccuVar())
		aboutRow(c.IterRange(), means, bound)
		aboutRow(c.AccuInit(), means, bound)
		for _, part := range []ast.Expr{c.LoopCondition(), c.LoopStep(), c.Result()} {
			aboutRow(part, means, inner)
		}
		return
	}
	for _, child := range children(e) {
		aboutRow(child, means, bound)
	}
}

// rowHolds refuses a condition about a row that uses the row as a whole, or
// asks about a question of the block that comes later.
func (k *compiler) rowHolds(c *condition) bool {
	if c.block == nil {
		return true
	}
	good := true
	k.eachCell(c, c.checked.Expr(), func(e ast.Expr, column string) {
		at := slices.IndexFunc(c.block.Columns, func(q *Question) bool { return q.ID == column })
		switch {
		case column == "":
			good = false
			k.refuseID(c, c.checked, e.ID(), CodeType, "write `row.` and a column", "`row` is no value of its own")
		case at == c.field.index && !c.role.seesItself():
			good = false
			k.refuseID(c, c.checked, e.ID(), CodeCycle, "ask about an earlier question", "`row.%s` cannot depend on itself", column)
		case at > c.field.index:
			good = false
			k.refuseID(c, c.checked, e.ID(), CodeLater, "move it up, or ask about an earlier question", "`row.%s` is asked later", column)
		}
	})
	return good
}

// eachCell calls found with every cell of the row that a condition mentions,
// and without a column where the row stands by itself.
func (k *compiler) eachCell(c *condition, e ast.Expr, found func(e ast.Expr, column string)) {
	isRow := func(e ast.Expr) bool { return e.Kind() == ast.IdentKind && e.AsIdent() == rowPrefix+c.block.ID }
	if isRow(e) {
		found(e, "")
		return
	}
	if e.Kind() == ast.SelectKind && isRow(e.AsSelect().Operand()) {
		found(e, e.AsSelect().FieldName())
		return
	}
	for _, child := range allChildren(e) {
		k.eachCell(c, child, found)
	}
}
