package questionnaire

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
)

// Names that stand for what a macro over a question's id asks. No condition
// can spell them, because CEL has no @ in names.
const (
	answeredPrefix = "@answered_"
	filesPrefix    = "@files_"
	levelPrefix    = "@level_"
	rowPrefix      = "@about_" // stands for `row` in the conditions of a follow-up
)

// macros are answered(q), files(q) and level(q). They expand over the id while
// the condition is parsed: a function would turn unknown with its argument.
func macros() []cel.Macro {
	return []cel.Macro{
		idMacro("answered", answeredPrefix),
		idMacro("files", filesPrefix),
		idMacro("level", levelPrefix),
	}
}

func idMacro(name, prefix string) cel.Macro {
	expand := func(h cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
		if args[0].Kind() != ast.IdentKind {
			return nil, h.NewError(args[0].ID(), name+"() takes the id of a question")
		}
		return h.NewIdent(prefix + args[0].AsIdent()), nil
	}
	return cel.GlobalMacro(name, 1, expand)
}
