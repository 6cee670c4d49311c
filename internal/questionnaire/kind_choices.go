package questionnaire

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// choicesKind is several of several options.
type choicesKind struct{ is string }

func (k choicesKind) name() string              { return k.is }
func (choicesKind) celType(*Question) *cel.Type { return cel.ListType(cel.StringType) }

func (k choicesKind) keys() []key {
	return []key{
		{"options", someOf(optionShape(k.is)), "What can be chosen.", k.is == "choices"},
		{"min_options", aCount(), "How many must be chosen at least.", false},
		{"max_options", aCount(), "How many may be chosen at most.", false},
	}
}

func (k choicesKind) parse(o *object, q *Question) {
	o.options(q, k.is == "choices", optionShape(k.is))
	q.MinOptions, q.MaxOptions = o.count("min_options"), o.count("max_options")
	o.bounds("min_options", q.MinOptions, q.MaxOptions)
}

func (k choicesKind) read(e *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	all, ok := ChosenIn(raw)
	if _, several := raw.([]any); !ok || !several {
		return unreadable(CodeInvalid)
	}
	var faults []fault
	alone, values := false, make([]string, len(all))
	for i, c := range all {
		option, wrong := e.choose(q, c)
		if wrong != "" {
			return unreadable(wrong)
		}
		values[i] = c.Value
		alone = alone || option != nil && option.Exclusive
		faults = append(faults, e.unsaid(q, option, c.Say)...)
	}
	if alone && len(all) > 1 {
		return unreadable(CodeOption)
	}
	if outside(len(all), q.MinOptions, q.MaxOptions) {
		faults = append(faults, fault{code: CodeRange, args: map[string]any{"chosen": len(all)}})
	}
	return types.NewStringList(types.DefaultTypeAdapter, values), faults
}

func (choicesKind) form(q *Question, in posted) any {
	chosen := []any{}
	for _, value := range in.all() {
		if value != "" {
			chosen = append(chosen, q.withWords(in, value))
		}
	}
	return chosen
}
