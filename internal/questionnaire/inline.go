package questionnaire

import (
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// Limits of what names may grow to. Two names that each mention another twice
// double at every step.
const (
	maxExpanded      = 5_000   // expressions of one condition, its names written out
	maxExpandedInAll = 200_000 // and of all that is written out in a definition
)

// origin is where an expression stood before a name was written out.
type origin struct {
	named *Named
	id    int64
}

// writeOut puts in place of every name what it means, in all conditions. A
// named condition is checked by itself first, so that its faults are told once
// and at their place.
func (k *compiler) writeOut() {
	for _, named := range k.d.Conditions {
		k.settleNamed(named)
	}
	for _, c := range k.r.conditions {
		if c.named == nil && c.parsed != nil {
			k.expand(c)
		}
	}
}

// settleNamed writes out and checks a named condition, once.
func (k *compiler) settleNamed(named *Named) {
	if named.state != unnamed {
		return
	}
	named.state = unsound
	c := named.condition
	if c == nil || c.parsed == nil {
		return
	}
	named.state = underway
	good := k.expand(c)
	if named.state = unsound; !good {
		return
	}
	k.compile(c, nil, len(k.d.questions()))
	if c.holds {
		named.state, named.size = sound, sizeOf(c.parsed.NativeRep().Expr())
	}
}

// expansion is one condition whose names are being written out.
type expansion struct {
	*compiler
	*condition

	tree  *ast.AST
	next  int64 // id of the next expression
	size  int
	good  bool
	where []string // what its names mean, for comparison
}

// expand writes out the names of one condition. A condition whose names are at
// fault is not looked at any further.
func (k *compiler) expand(c *condition) bool {
	if !slices.ContainsFunc(c.uses, func(u use) bool { return k.names[u.name] }) {
		return true
	}
	tree := c.parsed.NativeRep()
	x := &expansion{compiler: k, condition: c, tree: tree, next: ast.MaxID(tree) + 1, size: sizeOf(tree.Expr()), good: true}
	c.origins = map[int64]origin{}
	x.walk(tree.Expr(), nil)
	if c.where = strings.Join(x.where, "; "); !x.good {
		c.parsed = nil
		return false
	}
	c.uses = namesIn(tree.Expr(), nil)
	return true
}

// walk visits every free name of an expression; bound are the variables of the
// loops around it.
func (x *expansion) walk(e ast.Expr, bound []string) {
	switch e.Kind() {
	case ast.IdentKind:
		if name := e.AsIdent(); x.names[name] && !slices.Contains(bound, name) {
			x.replace(e, name, bound)
		}
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		x.walk(c.IterRange(), bound)
		x.walk(c.AccuInit(), bound)
		inner := append(slices.Clone(bound), c.IterVar(), c.IterVar2(), c.AccuVar())
		for _, part := range []ast.Expr{c.LoopCondition(), c.LoopStep(), c.Result()} {
			x.walk(part, inner)
		}
	default:
		for _, child := range children(e) {
			x.walk(child, bound)
		}
	}
}

func (x *expansion) replace(e ast.Expr, name string, bound []string) {
	for _, c := range x.d.Constants {
		if c.Name == name {
			c.used = true
			x.where = append(x.where, name+" = "+c.String())
			x.constant(e, c)
			return
		}
	}
	for _, named := range x.d.Conditions {
		if named.Name == name {
			named.used = true
			x.condensed(e, named, bound)
			return
		}
	}
}

// constant puts a literal in place of a name.
func (x *expansion) constant(e ast.Expr, c *Constant) {
	factory := ast.NewExprFactory()
	switch v := c.literal.(type) {
	case nil:
		x.good = false // it was refused already
	case types.Timestamp:
		day := factory.NewLiteral(x.place(e), types.String(v.Time.Format(time.RFC3339)))
		e.SetKindCase(factory.NewCall(e.ID(), "timestamp", day))
	default:
		e.SetKindCase(factory.NewLiteral(e.ID(), v))
	}
}

// place gives a new expression an id, and the place of the name it stands for.
func (x *expansion) place(name ast.Expr) int64 {
	id := x.next
	x.next++
	if at, ok := x.tree.SourceInfo().GetOffsetRange(name.ID()); ok {
		x.tree.SourceInfo().SetOffsetRange(id, at)
	}
	return id
}

// condensed puts a named condition in place of its name.
func (x *expansion) condensed(e ast.Expr, named *Named, bound []string) {
	if named.state == underway {
		x.refuseName(e, CodeCycle, "break the circle", "`"+named.Name+"` depends on itself")
		named.state = unsound
		return
	}
	x.settleNamed(named)
	if x.good = x.good && named.state == sound; named.state != sound {
		return
	}
	from := named.condition.parsed.NativeRep().Expr()
	for _, u := range named.condition.uses {
		if slices.Contains(bound, u.name) {
			x.refuseName(e, CodeCondition, "give the variable of the loop another name",
				"`"+named.Name+"` asks about `"+u.name+"`, which is a variable of the loop here")
			return
		}
	}
	x.size += named.size
	if x.expanded += named.size; x.size > maxExpanded || x.expanded > maxExpandedInAll {
		x.refuseName(e, CodeCost, "use fewer names within names", "the condition grows too long once its names are written out")
		return
	}
	x.where = append(x.where, named.Name+" = "+named.Source)
	if also := named.condition.where; also != "" {
		x.where = append(x.where, also)
	}
	copied := ast.NewExprFactory().CopyExpr(from)
	copied.RenumberIDs(func(old int64) int64 {
		id := x.place(e)
		x.origins[id] = named.origin(old)
		return id
	})
	x.origins[e.ID()] = x.origins[copied.ID()]
	e.SetKindCase(copied)
}

// refuseName refuses the condition at a name.
func (x *expansion) refuseName(e ast.Expr, code, hint, message string) {
	x.good = false
	x.refuseID(x.condition, x.tree, e.ID(), code, hint, "%s", message)
}

// origin is where an expression of a named condition was written.
func (n *Named) origin(id int64) origin {
	if from, ok := n.condition.origins[id]; ok {
		return from
	}
	return origin{n, id}
}

// refuseUse refuses a condition for a name it mentions; where it does so
// through a named condition, at both places.
func (k *compiler) refuseUse(c *condition, tree *ast.AST, u use, code, hint, message string) {
	from, through := c.origins[u.id]
	if !through {
		k.refuseID(c, tree, u.id, code, hint, "%s", message)
		return
	}
	k.refuseID(c, tree, u.id, code, hint, "%s; `%s` asks about it", message, from.named.Name)
	k.refuseID(from.named.condition, from.named.condition.parsed.NativeRep(), from.id, code,
		"use `"+from.named.Name+"` further down", "%s; %s uses `%s`", message, c.node.pointer(), from.named.Name)
}

// sizeOf counts the expressions of a condition.
func sizeOf(e ast.Expr) int {
	n := 1
	for _, child := range allChildren(e) {
		n += sizeOf(child)
	}
	return n
}
