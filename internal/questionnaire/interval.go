package questionnaire

import (
	"math"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"
)

// interval is where a whole number is known to lie. Infinities are the ends of
// int64, and arithmetic that reaches them stays there.
type interval struct{ low, high float64 }

func anywhere() interval { return interval{math.Inf(-1), math.Inf(1)} }

func (i interval) join(j interval) interval {
	return interval{math.Min(i.low, j.low), math.Max(i.high, j.high)}
}

func (i interval) meet(j interval) interval {
	return interval{math.Max(i.low, j.low), math.Min(i.high, j.high)}
}

// levelHolds refuses a level that cannot be shown to stay within 0–4.
func (k *compiler) levelHolds(c *condition) bool {
	if c.role != roleLevel {
		return true
	}
	a := &analysis{tree: c.checked, byID: k.byID, known: map[string]interval{}}
	i := a.of(c.checked.Expr())
	if i.low >= 0 && i.high <= 4 {
		return true
	}
	k.refuseAt(c, c.node.start, CodeLevel, "clamp it: math.greatest(0, math.least(4, …))", "the level can leave 0–4")
	return false
}

// analysis works out intervals. known holds what the conditions around an
// expression have settled, by the text of the expression.
type analysis struct {
	tree  *ast.AST
	byID  map[string]*Question
	known map[string]interval
}

func (a *analysis) of(e ast.Expr) interval {
	i := a.plain(e)
	if text := a.text(e); text != "" {
		if settled, ok := a.known[text]; ok {
			return i.meet(settled)
		}
	}
	return i
}

// text is the source of an expression, by which it is recognised again.
func (a *analysis) text(e ast.Expr) string {
	s, err := parser.Unparse(e, a.tree.SourceInfo())
	if err != nil {
		return ""
	}
	return s
}

func (a *analysis) plain(e ast.Expr) interval {
	switch e.Kind() {
	case ast.LiteralKind:
		switch v := e.AsLiteral().(type) {
		case types.Int:
			return interval{float64(v), float64(v)}
		case types.Double:
			return interval{float64(v), float64(v)}
		}
	case ast.IdentKind:
		switch name := e.AsIdent(); {
		case strings.HasPrefix(name, levelPrefix):
			return a.levelOf(strings.TrimPrefix(name, levelPrefix))
		case strings.HasPrefix(name, filesPrefix):
			return interval{0, math.Inf(1)}
		}
	case ast.ListKind:
		return a.joined(e.AsList().Elements())
	case ast.CallKind:
		return a.call(e.AsCall())
	}
	return anywhere()
}

func (a *analysis) joined(parts []ast.Expr) interval {
	if len(parts) == 0 {
		return anywhere()
	}
	i := a.of(parts[0])
	for _, part := range parts[1:] {
		i = i.join(a.of(part))
	}
	return i
}

func (a *analysis) call(c ast.CallExpr) interval {
	args := c.Args()
	switch c.FunctionName() {
	case operators.Conditional:
		return a.under(args[0], true).of(args[1]).join(a.under(args[0], false).of(args[2]))
	case operators.Add, operators.Subtract, operators.Multiply:
		return arithmetic(c.FunctionName(), a.of(args[0]), a.of(args[1]))
	case operators.Negate:
		i := a.of(args[0])
		return interval{-i.high, -i.low}
	case operators.Divide, operators.Modulo:
		return quotient(c.FunctionName(), a.of(args[0]), a.of(args[1]))
	case "math.@min", "math.@max":
		return a.extreme(c.FunctionName(), args)
	case "math.sign":
		return interval{-1, 1}
	case "size":
		return interval{0, a.most(append(args, c.Target())[0])}
	case "math.abs":
		return interval{0, math.Inf(1)}
	case "int", "double", "math.floor", "math.trunc":
		return a.truncated(args)
	}
	return anywhere()
}

// levelOf is where the level of a question lies: up to that of its best option.
func (a *analysis) levelOf(id string) interval {
	q := a.byID[id]
	if q == nil || q.level != nil {
		return interval{0, maxLevel}
	}
	best := 0
	for _, o := range q.Options {
		if o.Level != nil {
			best = max(best, *o.Level)
		}
	}
	return interval{0, float64(best)}
}

// most is how many elements a list or map can have. A table is no bound: too
// many rows are a problem, and count all the same.
func (a *analysis) most(e ast.Expr) float64 {
	switch e.Kind() {
	case ast.ListKind:
		return float64(e.AsList().Size())
	case ast.ComprehensionKind: // map and filter keep at most one for each
		return a.most(e.AsComprehension().IterRange())
	case ast.IdentKind:
		if q := a.byID[e.AsIdent()]; q != nil && len(q.Options) > 0 {
			if q.Kind == "matrix" {
				return float64(len(q.Rows))
			}
			return float64(len(q.Options))
		}
	}
	return math.Inf(1)
}

// truncated is the interval of a conversion; towards zero or down, the result
// stays between the whole numbers around its argument.
func (a *analysis) truncated(args []ast.Expr) interval {
	if len(args) != 1 || args[0].Kind() == ast.LiteralKind && isStringLiteral(args[0]) {
		return anywhere()
	}
	i := a.of(args[0])
	return interval{math.Floor(i.low), i.high}
}

func (a *analysis) extreme(function string, args []ast.Expr) interval {
	if len(args) == 1 {
		return a.of(args[0])
	}
	i, j := a.of(args[0]), a.of(args[1])
	if function == "math.@min" {
		return interval{math.Min(i.low, j.low), math.Min(i.high, j.high)}
	}
	return interval{math.Max(i.low, j.low), math.Max(i.high, j.high)}
}

func arithmetic(op string, i, j interval) interval {
	switch op {
	case operators.Subtract:
		j = interval{-j.high, -j.low}
		fallthrough
	case operators.Add:
		return interval{i.low + j.low, i.high + j.high}
	}
	result := interval{math.Inf(1), math.Inf(-1)}
	for _, product := range []float64{i.low * j.low, i.low * j.high, i.high * j.low, i.high * j.high} {
		if math.IsNaN(product) {
			return anywhere() // 0 × ∞
		}
		result = result.join(interval{product, product})
	}
	return result
}

// quotient bounds a division of what is not negative by what is positive;
// a remainder also stays below its divisor.
func quotient(op string, i, j interval) interval {
	if i.low < 0 || j.low < 1 {
		return anywhere()
	}
	if op == operators.Modulo {
		return interval{0, math.Min(i.high, j.high-1)}
	}
	return interval{0, i.high / j.low}
}

// under is the analysis of a branch that is taken when condition is truth.
func (a *analysis) under(condition ast.Expr, truth bool) *analysis {
	inner := &analysis{tree: a.tree, byID: a.byID, known: map[string]interval{}}
	for text, i := range a.known {
		inner.known[text] = i
	}
	inner.learn(condition, truth)
	return inner
}

// learn settles what follows from a condition being true or false.
func (a *analysis) learn(e ast.Expr, truth bool) {
	if e.Kind() != ast.CallKind {
		return
	}
	c := e.AsCall()
	args := c.Args()
	switch op := c.FunctionName(); op {
	case operators.LogicalNot:
		a.learn(args[0], !truth)
	case operators.LogicalAnd, operators.LogicalOr:
		if truth == (op == operators.LogicalAnd) {
			a.learn(args[0], truth)
			a.learn(args[1], truth)
		}
	case operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals, operators.Equals:
		a.compare(op, args[0], args[1], truth)
		a.compare(mirrored(op), args[1], args[0], truth)
	}
}

// compare settles where left lies, given that `left op right` is truth.
// Between whole numbers a strict bound is one less; between doubles it is kept
// as if it were not strict.
func (a *analysis) compare(op string, left, right ast.Expr, truth bool) {
	bound, step := a.of(right), 0.0
	strict := truth == (op == operators.Less || op == operators.Greater)
	if strict && a.whole(left) && a.whole(right) {
		step = 1
	}
	var learnt interval
	switch {
	case op == operators.Equals && truth:
		learnt = bound
	case op == operators.Equals:
		return
	case truth == (op == operators.Less || op == operators.LessEquals):
		learnt = interval{math.Inf(-1), bound.high - step}
	default:
		learnt = interval{bound.low + step, math.Inf(1)}
	}
	text := a.text(left)
	if text == "" {
		return
	}
	if settled, ok := a.known[text]; ok {
		learnt = learnt.meet(settled)
	}
	a.known[text] = learnt
}

func (a *analysis) whole(e ast.Expr) bool {
	t := a.tree.GetType(e.ID())
	return t != nil && t.IsExactType(types.IntType)
}

func mirrored(op string) string {
	switch op {
	case operators.Less:
		return operators.Greater
	case operators.LessEquals:
		return operators.GreaterEquals
	case operators.Greater:
		return operators.Less
	case operators.GreaterEquals:
		return operators.LessEquals
	}
	return op
}
