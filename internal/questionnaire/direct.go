package questionnaire

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Most conditions compare an answer with a word or a number and join a few
// such claims. These are decided here, straight from the answers; CEL decides
// the others. Both must come to the same, and a test holds them together.

// claim decides a condition. row is the row of a table a loop has come to.
type claim func(e *Evaluation, row *rowValue) truth

// operand gives a value: an answer, a cell, or a level.
type operand func(e *Evaluation, row *rowValue) ref.Val

// director makes claims of checked expressions. Whatever it has no way to
// decide is nil.
type director struct {
	tree  *ast.AST
	slots map[string]int
	byID  map[string]*Question
	row   string    // the variable of the loop, and
	table *Question // the table it walks through
	block *Question // of a condition about one row: the follow-up
}

// claim makes a claim of an expression that is true or false.
func (d director) claim(x ast.Expr) claim {
	switch x.Kind() {
	case ast.CallKind:
		return d.call(x.AsCall())
	case ast.ComprehensionKind:
		return d.loop(x.AsComprehension())
	case ast.IdentKind, ast.SelectKind:
		if get := d.operand(x); get != nil {
			return func(e *Evaluation, row *rowValue) truth { return truthOf(get(e, row)) }
		}
	}
	return nil
}

func (d director) call(c ast.CallExpr) claim {
	args := c.Args()
	switch op := c.FunctionName(); op {
	case operators.LogicalNot:
		if inner := d.claim(args[0]); inner != nil {
			return func(e *Evaluation, row *rowValue) truth { return inner(e, row).not() }
		}
	case operators.LogicalAnd, operators.LogicalOr:
		return d.joined(op, args[0], args[1])
	case operators.In:
		return d.among(args[0], args[1])
	case operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		if args[1].Kind() == ast.LiteralKind {
			return comparison(op, d.operand(args[0]), args[1].AsLiteral())
		}
		if args[0].Kind() == ast.LiteralKind {
			return comparison(mirrored(op), d.operand(args[1]), args[0].AsLiteral())
		}
		return d.dates(op, args[0], args[1])
	}
	return nil
}

func (d director) joined(op string, left, right ast.Expr) claim {
	l, r := d.claim(left), d.claim(right)
	if l == nil || r == nil {
		return nil
	}
	if op == operators.LogicalAnd {
		return func(e *Evaluation, row *rowValue) truth {
			t := l(e, row)
			if t == isFalse {
				return isFalse
			}
			return t.and(r(e, row))
		}
	}
	return func(e *Evaluation, row *rowValue) truth {
		t := l(e, row)
		if t == isTrue {
			return isTrue
		}
		return t.or(r(e, row))
	}
}

// operand makes a value of a name, a cell, a number, or a choice between two.
func (d director) operand(x ast.Expr) operand {
	switch x.Kind() {
	case ast.IdentKind:
		slot, ok := d.slots[x.AsIdent()]
		if ok && x.AsIdent() != d.row {
			return func(e *Evaluation, _ *rowValue) ref.Val { return e.scope.at(slot) }
		}
	case ast.SelectKind:
		return d.cell(x.AsSelect())
	case ast.LiteralKind:
		if i, ok := x.AsLiteral().(types.Int); ok {
			return func(*Evaluation, *rowValue) ref.Val { return i }
		}
	case ast.CallKind:
		if c := x.AsCall(); c.FunctionName() == operators.Conditional {
			return d.either(d.claim(c.Args()[0]), d.operand(c.Args()[1]), d.operand(c.Args()[2]))
		}
	}
	return nil
}

func (d director) either(condition claim, yes, no operand) operand {
	if condition == nil || yes == nil || no == nil {
		return nil
	}
	return func(e *Evaluation, row *rowValue) ref.Val {
		switch condition(e, row) {
		case isTrue:
			return yes(e, row)
		case isFalse:
			return no(e, row)
		case isUnknown:
			return e.unknown
		}
		return e.absent
	}
}

// cell is a column of the row the loop has come to; an empty one is unknown.
func (d director) cell(s ast.SelectExpr) operand {
	if d.block != nil && !s.IsTestOnly() && s.Operand().Kind() == ast.IdentKind && s.Operand().AsIdent() == rowPrefix+d.block.ID {
		return aboutCell(d.block, s.FieldName())
	}
	if s.IsTestOnly() || d.table == nil || s.Operand().Kind() != ast.IdentKind || s.Operand().AsIdent() != d.row {
		return nil
	}
	at := slices.IndexFunc(d.table.cells(), func(c *Question) bool { return c.ID == s.FieldName() })
	if at < 0 {
		return nil
	}
	return func(e *Evaluation, row *rowValue) ref.Val {
		if v := row.cells[at]; v != nil {
			return v
		}
		return e.unknown
	}
}

// aboutCell is a cell of the row that a follow-up asks about.
func aboutCell(block *Question, column string) operand {
	at := slices.IndexFunc(block.cells(), func(c *Question) bool { return c.ID == column })
	if at < 0 {
		return nil
	}
	return func(e *Evaluation, _ *rowValue) ref.Val {
		row, ok := e.scope.context[rowSlot].(*rowValue)
		if !ok {
			return e.absent
		}
		if v := row.cells[at]; v != nil {
			return v
		}
		return e.unknown
	}
}

// among is `answer in ['a', 'b']`, and `'a' in answers`.
func (d director) among(one, several ast.Expr) claim {
	if several.Kind() == ast.ListKind {
		var words []types.String
		for _, x := range several.AsList().Elements() {
			if !isStringLiteral(x) {
				return nil
			}
			words = append(words, x.AsLiteral().(types.String))
		}
		get := d.operand(one)
		if get == nil || len(words) == 0 {
			return nil
		}
		return equality(operators.Equals, get, func(v ref.Val) (bool, bool) {
			s, ok := v.(types.String)
			return slices.Contains(words, s), ok
		})
	}
	get := d.operand(several)
	if get == nil || !isStringLiteral(one) {
		return nil
	}
	word := string(one.AsLiteral().(types.String))
	return equality(operators.Equals, get, func(v ref.Val) (bool, bool) {
		if types.IsUnknownOrError(v) {
			return false, false
		}
		words, ok := v.Value().([]string)
		return slices.Contains(words, word), ok
	})
}

// loop is `table.exists(row, …)` and `table.all(row, …)`, one loop deep.
func (d director) loop(c ast.ComprehensionExpr) claim {
	if d.table != nil || c.IterRange().Kind() != ast.IdentKind || c.HasIterVar2() || c.LoopStep().Kind() != ast.CallKind {
		return nil
	}
	table := d.byID[c.IterRange().AsIdent()]
	step := c.LoopStep().AsCall()
	op := step.FunctionName()
	if table == nil || table.Kind != "table" && table.Kind != "each" || op != operators.LogicalOr && op != operators.LogicalAnd {
		return nil
	}
	start, result := c.AccuInit(), c.Result()
	accumulates := step.Args()[0].Kind() == ast.IdentKind && step.Args()[0].AsIdent() == c.AccuVar() &&
		result.Kind() == ast.IdentKind && result.AsIdent() == c.AccuVar() &&
		start.Kind() == ast.LiteralKind && start.AsLiteral() == types.Bool(op == operators.LogicalAnd)
	inner := director{tree: d.tree, slots: d.slots, byID: d.byID, row: c.IterVar(), table: table, block: d.block}.claim(step.Args()[1])
	if !accumulates || inner == nil {
		return nil
	}
	get := d.operand(c.IterRange())
	return func(e *Evaluation, _ *rowValue) truth {
		rows, ok := get(e, nil).(*tableValue)
		if !ok {
			return without(get(e, nil))
		}
		return rows.fold(op == operators.LogicalAnd, func(row *rowValue) truth { return inner(e, row) })
	}
}

// fold joins what a claim comes to over all rows, and stops once it is decided.
func (t *tableValue) fold(all bool, of func(*rowValue) truth) truth {
	so := boolean(all)
	for _, row := range t.rows {
		if all {
			so = so.and(of(row))
		} else {
			so = so.or(of(row))
		}
		if so == boolean(!all) {
			return so
		}
	}
	return so
}
