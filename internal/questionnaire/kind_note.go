package questionnaire

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
)

// noteKind is something to read between questions.
type noteKind struct{}

func (noteKind) name() string                { return "note" }
func (noteKind) celType(*Question) *cel.Type { return nil }
func (noteKind) keys() []key                 { return nil }
func (noteKind) parse(*object, *Question)    {}
func (noteKind) form(*Question, posted) any  { return nil }
func (noteKind) read(*Evaluation, *Question, any) (ref.Val, []fault) {
	return nil, nil
}
