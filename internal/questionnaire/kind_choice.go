package questionnaire

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// choiceKind is one of several options. A country without options of its own
// offers all of ISO 3166.
type choiceKind struct{ is string }

func (k choiceKind) name() string                  { return k.is }
func (choiceKind) celType(*Question) *cel.Type     { return cel.StringType }
func (choiceKind) form(_ *Question, in posted) any { return in.one() }

func (k choiceKind) keys() []key {
	return []key{{"options", someOf("option"), "What can be chosen.", k.is == "choice"}}
}

func (k choiceKind) parse(o *object, q *Question) {
	o.options(q, k.is == "choice", true)
}

// options reads the options of a question. A matrix has options without
// levels: which level several rows make is for its own `level` to say.
func (o *object) options(q *Question, needed, levels bool) {
	n := o.get("options")
	if n == nil {
		if needed && o.node.get("options") == nil {
			o.r.refuse(o.node, CodeSchema, "add them", "`options` is missing")
		}
		return
	}
	q.optionIndex = map[string]int{}
	for _, item := range o.r.list(n) {
		option := o.r.option(item, levels)
		if _, twice := q.optionIndex[option.Value]; twice {
			o.r.refuse(item, CodeID, "choose another", "the option %q stands twice", option.Value)
		}
		q.optionIndex[option.Value] = len(q.Options)
		q.Options = append(q.Options, option)
	}
	if len(q.Options) == 0 {
		o.r.refuse(n, CodeSchema, "add one", "there are no options")
	}
}

func (r *reader) option(n *node, levels bool) Option {
	shape := "option"
	if !levels {
		shape = "matrix_option"
	}
	o := r.object(n, shape)
	option := Option{node: n, Value: r.str(o.must("value")), Text: o.text("text", true), when: o.condition("when", roleWhen)}
	if value := n.get("value"); value != nil && isString(value) && option.Value == "" {
		r.refuse(value, CodeID, "give it a value", "an option's value cannot be empty")
	}
	if levels {
		option.Level = r.integer(o.get("level"), 0, 4)
		option.Exclusive = o.bool("exclusive")
	} else if level := n.get("level"); level != nil {
		o.keys = append(o.keys, []key{{name: "level"}}) // said once, with a better hint
		r.refuse(level, CodeSchema, "write a `level` for the whole question", "a matrix's options have no levels")
	}
	o.done()
	return option
}

func (k choiceKind) read(e *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	s, ok := raw.(string)
	if !ok {
		return unreadable(CodeInvalid)
	}
	if !e.offers(q, s) {
		return unreadable(CodeOption)
	}
	return types.String(s), nil
}

// offers reports whether value can be chosen now.
func (e *Evaluation) offers(q *Question, value string) bool {
	if q.optionIndex == nil {
		return isCountry(value)
	}
	option, ok := q.option(value)
	return ok && e.holds(option.when)
}
