package questionnaire

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// role is what a condition is for, which decides its type and what it may see.
type role int

const (
	roleWhen role = iota
	roleRequired
	roleEvidence
	roleCheck
	rolePageCheck
	roleFlag
	roleLevel
	roleValue
)

// condition is one CEL expression of a definition, compiled once.
type condition struct {
	source  string
	node    *node
	role    role
	program cel.Program // nil where the condition is decided without CEL
	direct  claim
	value   operand
	checked *ast.AST
	parsed  *cel.Ast
	uses    []use // the names it mentions

	named   *Named           // of one that others use by name
	origins map[int64]origin // of expressions that a name stood for
	where   string           // what its names mean
	holds   bool             // nothing is wrong with it

	block *Question // of a condition about one row: the follow-up,
	field *Question // and the question of it
}

// seesItself reports whether the condition may ask about its own question.
func (r role) seesItself() bool {
	return r == roleEvidence || r == roleCheck || r == roleFlag || r == roleLevel
}

// compiler turns the conditions of one definition into programs.
type compiler struct {
	r       *reader
	d       *Definition
	env     *cel.Env
	byID    map[string]*Question
	slots   map[string]int
	names   map[string]bool     // of conditions and constants
	waiting map[string][]string // question → the questions its asking depends on

	expanded int // expressions that names were written out to so far
}

// use is a name a condition mentions, with the place where it does.
type use struct {
	name string
	id   int64
}

// parse parses a condition, and refuses what is no CEL.
func (k *compiler) parse(c *condition) {
	parsed, issues := k.env.Parse(c.source)
	if issues.Err() != nil {
		for _, e := range issues.Errors() {
			k.refuseAt(c, k.offset(c, e.Location.Line(), e.Location.Column()), CodeCondition, syntaxHint(e.Message), "%s", e.Message)
		}
		return
	}
	if c.block != nil {
		aboutRow(parsed.NativeRep().Expr(), rowPrefix+c.block.ID, nil)
	}
	c.parsed, c.uses = parsed, namesIn(parsed.NativeRep().Expr(), nil)
}

// compile compiles c, which belongs to question self (nil for a page) and may
// see questions whose index lies below horizon.
func (k *compiler) compile(c *condition, self *Question, horizon int) {
	if c.parsed == nil || !k.namesHold(c, c.parsed.NativeRep(), self, horizon) {
		return
	}
	checked, errs := k.check(c.parsed)
	if len(errs) > 0 {
		k.typeErrors(c, errs)
		return
	}
	c.checked = checked.NativeRep()
	if k.typeHolds(c, checked.OutputType(), self) && k.optionsHold(c) && k.selectsHold(c) && k.rowHolds(c) && k.levelHolds(c) && k.costHolds(c) {
		c.holds = true
		k.plan(c, checked)
	}
}

// decideDirectly finds a way to decide the condition without CEL.
func (k *compiler) decideDirectly(c *condition) bool {
	d := director{tree: c.checked, slots: k.slots, byID: k.byID, block: c.block}
	if c.role == roleLevel {
		c.value = d.operand(c.checked.Expr())
	} else if c.role != roleValue {
		c.direct = d.claim(c.checked.Expr())
	}
	return c.direct != nil || c.value != nil
}

// plan makes the program of a checked condition, and warns if it is constant.
func (k *compiler) plan(c *condition, checked *cel.Ast) {
	if len(c.uses) > 0 && k.decideDirectly(c) {
		return
	}
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize), unknownOutweighs()}
	if costly(c.checked.Expr()) {
		options = append(options, cel.CostLimit(maxConditionCost))
	}
	program, err := k.env.Program(checked, options...)
	if err != nil {
		k.refuseAt(c, c.node.start, CodeCondition, "", "the condition cannot be run: %v", err)
		return
	}
	c.program = program
	if len(c.uses) > 0 || c.role == roleLevel || c.role == roleValue {
		return
	}
	value, _, err := program.Eval(cel.NoVars())
	result := "never true"
	if err == nil && value == types.True {
		result = "always true"
	}
	k.r.warn(c.node, CodeConstant, "take it out, or let it depend on an answer", "the condition is %s", result)
}

// refuseAt refuses a condition at an offset inside it.
func (k *compiler) refuseAt(c *condition, offset int, code, hint, format string, args ...any) {
	k.r.add(offset, c.node, Finding{
		Code: code, Severity: SeverityError, Message: fmt.Sprintf(format, args...), Hint: hint, refused: true,
	})
}

// refuseID refuses a condition at one of its expressions.
func (k *compiler) refuseID(c *condition, tree *ast.AST, id int64, code, hint, format string, args ...any) {
	at := tree.SourceInfo().GetStartLocation(id)
	k.refuseAt(c, k.offset(c, at.Line(), at.Column()), code, hint, format, args...)
}

// offset is the place in the file of a line (from 1) and column (from 0) of a
// condition.
func (k *compiler) offset(c *condition, line, column int) int {
	if !isString(c.node) || line < 1 || column < 0 {
		return c.node.start
	}
	index := column
	for i, l := range strings.Split(c.source, "\n") {
		if i+1 >= line {
			break
		}
		index += len([]rune(l)) + 1
	}
	return insideString(k.r.source, c.node, index)
}

// namesIn lists the free names of an expression; bound are the variables of
// the comprehensions around it.
func namesIn(e ast.Expr, bound []string) []use {
	switch e.Kind() {
	case ast.IdentKind:
		if name := e.AsIdent(); !slices.Contains(bound, name) {
			return []use{{name, e.ID()}}
		}
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		inner := append(slices.Clone(bound), c.IterVar(), c.IterVar2(), c.AccuVar())
		uses := append(namesIn(c.IterRange(), bound), namesIn(c.AccuInit(), bound)...)
		for _, part := range []ast.Expr{c.LoopCondition(), c.LoopStep(), c.Result()} {
			uses = append(uses, namesIn(part, inner)...)
		}
		return uses
	}
	var uses []use
	for _, child := range children(e) {
		uses = append(uses, namesIn(child, bound)...)
	}
	return uses
}

// children are the direct parts of an expression other than a comprehension.
func children(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			return append([]ast.Expr{call.Target()}, call.Args()...)
		}
		return call.Args()
	case ast.SelectKind:
		return []ast.Expr{e.AsSelect().Operand()}
	case ast.ListKind:
		return e.AsList().Elements()
	case ast.MapKind:
		var parts []ast.Expr
		for _, entry := range e.AsMap().Entries() {
			parts = append(parts, entry.AsMapEntry().Key(), entry.AsMapEntry().Value())
		}
		return parts
	case ast.StructKind:
		var parts []ast.Expr
		for _, field := range e.AsStruct().Fields() {
			parts = append(parts, field.AsStructField().Value())
		}
		return parts
	}
	return nil
}

// costly reports whether an expression can take more than a few steps: it
// walks a list or builds strings.
func costly(e ast.Expr) bool {
	if e.Kind() == ast.ComprehensionKind {
		return true
	}
	if e.Kind() == ast.CallKind && e.AsCall().IsMemberFunction() {
		return true
	}
	return slices.ContainsFunc(children(e), costly)
}
