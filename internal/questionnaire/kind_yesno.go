package questionnaire

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// yesnoKind is a question with two answers.
type yesnoKind struct{}

func (yesnoKind) name() string                { return "yesno" }
func (yesnoKind) celType(*Question) *cel.Type { return cel.BoolType }
func (yesnoKind) keys() []key                 { return nil }
func (yesnoKind) parse(*object, *Question)    {}

func (yesnoKind) read(_ *Evaluation, _ *Question, raw any) (ref.Val, []fault) {
	yes, ok := raw.(bool)
	if !ok {
		return unreadable(CodeInvalid)
	}
	return types.Bool(yes), nil
}

func (yesnoKind) form(_ *Question, in posted) any {
	switch typed := in.one(); typed {
	case "true":
		return true
	case "false":
		return false
	default:
		return typed
	}
}
