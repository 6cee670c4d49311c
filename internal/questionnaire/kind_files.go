package questionnaire

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
)

// filesKind asks for files and nothing else. Its answer lives among the
// sheet's files; conditions use files(q).
type filesKind struct{}

func (filesKind) name() string                { return "files" }
func (filesKind) celType(*Question) *cel.Type { return nil }
func (filesKind) keys() []key                 { return nil }
func (filesKind) parse(*object, *Question)    {}
func (filesKind) form(*Question, posted) any  { return nil }
func (filesKind) read(*Evaluation, *Question, any) (ref.Val, []fault) {
	return unreadable(CodeInvalid)
}
