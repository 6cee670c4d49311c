package questionnaire

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// unknownOutweighs makes a call, or a list, of an absent and an unknown value
// unknown whichever comes first. CEL answers with the first error it meets, so
// that a == b and b == a could differ.
func unknownOutweighs() cel.ProgramOption {
	return cel.CustomDecoratorV2(func(i interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
		switch i := i.(type) {
		case interpreter.InterpretableCall:
			if len(i.Args()) > 1 {
				return weighingCall{i}, nil
			}
		case interpreter.InterpretableConstructor:
			if slices.ContainsFunc(i.InitVals(), notConstant) { // CEL folds the others
				return weighingList{i}, nil
			}
		}
		return i, nil
	})
}

func notConstant(i interpreter.InterpretableV2) bool {
	_, constant := i.(interpreter.InterpretableConst)
	return !constant
}

// weighed replaces an error by the first part that is unknown.
func weighed(frame *interpreter.ExecutionFrame, value ref.Val, parts []interpreter.InterpretableV2) ref.Val {
	if !types.IsError(value) {
		return value
	}
	for _, part := range parts {
		if v := part.Exec(frame); types.IsUnknown(v) {
			return v
		}
	}
	return value
}

// weighingCall is a call that looks for an unknown argument before it fails.
type weighingCall struct{ interpreter.InterpretableCall }

// Exec implements interpreter.InterpretableV2.
func (w weighingCall) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	return weighed(frame, w.InterpretableCall.Exec(frame), w.Args())
}

// Eval implements interpreter.Interpretable.
func (w weighingCall) Eval(vars interpreter.Activation) ref.Val {
	return interpreter.EvalActivation(vars, w.Exec)
}

// weighingList is a list or map that does the same.
type weighingList struct {
	interpreter.InterpretableConstructor
}

// Exec implements interpreter.InterpretableV2.
func (w weighingList) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	return weighed(frame, w.InterpretableConstructor.Exec(frame), w.InitVals())
}

// Eval implements interpreter.Interpretable.
func (w weighingList) Eval(vars interpreter.Activation) ref.Val {
	return interpreter.EvalActivation(vars, w.Exec)
}
