package questionnaire

import (
	"slices"

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
		{"options", someOf("option"), "What can be chosen.", k.is == "choices"},
		{"min_options", aCount(), "How many must be chosen at least.", false},
		{"max_options", aCount(), "How many may be chosen at most.", false},
	}
}

func (k choicesKind) parse(o *object, q *Question) {
	o.options(q, k.is == "choices", true)
	q.MinOptions, q.MaxOptions = o.count("min_options"), o.count("max_options")
	o.bounds("min_options", q.MinOptions, q.MaxOptions)
}

func (k choicesKind) read(e *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	chosen, ok := chosenValues(raw)
	if !ok {
		return unreadable(CodeInvalid)
	}
	alone := false
	for _, value := range chosen {
		if !e.offers(q, value) {
			return unreadable(CodeOption)
		}
		option, _ := q.option(value)
		alone = alone || option.Exclusive
	}
	if alone && len(chosen) > 1 {
		return unreadable(CodeOption)
	}
	var faults []fault
	if outside(len(chosen), q.MinOptions, q.MaxOptions) {
		faults = append(faults, fault{code: CodeRange, args: map[string]any{"chosen": len(chosen)}})
	}
	return types.NewStringList(types.DefaultTypeAdapter, chosen), faults
}

// chosenValues returns each chosen value once.
func chosenValues(raw any) ([]string, bool) {
	items, ok := raw.([]any)
	if !ok {
		return nil, false
	}
	var chosen []string
	for _, item := range items {
		value, ok := item.(string)
		if !ok {
			return nil, false
		}
		if !slices.Contains(chosen, value) {
			chosen = append(chosen, value)
		}
	}
	return chosen, true
}

func (choicesKind) form(_ *Question, in posted) any {
	chosen := []any{}
	for _, value := range in.all() {
		if value != "" {
			chosen = append(chosen, value)
		}
	}
	return chosen
}
