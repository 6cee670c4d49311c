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
func (choiceKind) form(q *Question, in posted) any { return q.withWords(in, in.one()) }

func (k choiceKind) keys() []key {
	return []key{{"options", someOf(optionShape(k.is)), "What can be chosen.", k.is == "choice"}}
}

func (k choiceKind) parse(o *object, q *Question) {
	o.options(q, k.is == "choice", optionShape(k.is))
}

// Names of the tables of keys that an option can have.
const (
	plainOption   = "option"
	countryOption = "country_option"
	matrixOption  = "matrix_option"
)

// optionShape names the table for the options of a kind. A country has a name
// of its own: nobody needs to say more.
func optionShape(kind string) string {
	if kind == "country" || kind == "countries" {
		return countryOption
	}
	return plainOption
}

// options reads the options of a question. A matrix has options without
// levels: which level several rows make is for its own `level` to say.
func (o *object) options(q *Question, needed bool, shape string) {
	n := o.get("options")
	if n == nil {
		if needed && o.node.get("options") == nil {
			o.r.refuse(o.node, CodeSchema, "add them", "`options` is missing")
		}
		return
	}
	q.optionIndex = map[string]int{}
	for _, item := range o.r.list(n) {
		option := o.r.option(item, shape)
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

func (r *reader) option(n *node, shape string) Option {
	o := r.object(n, shape)
	option := Option{node: n, Value: r.str(o.must("value")), Text: o.text("text", true), when: o.condition("when", roleWhen)}
	if value := n.get("value"); value != nil && isString(value) && option.Value == "" {
		r.refuse(value, CodeID, "give it a value", "an option's value cannot be empty")
	}
	if shape != matrixOption {
		option.Level = r.integer(o.get("level"), 0, 4)
		option.Exclusive = o.bool("exclusive")
		option.Say = shape == plainOption && o.bool("say")
	} else if level := n.get("level"); level != nil {
		o.keys = append(o.keys, []key{{name: "level"}}) // said once, with a better hint
		r.refuse(level, CodeSchema, "write a `level` for the whole question", "a matrix's options have no levels")
	}
	o.done()
	return option
}

func (k choiceKind) read(e *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	c, ok := readChosen(raw)
	if !ok {
		return unreadable(CodeInvalid)
	}
	option, wrong := e.choose(q, c)
	if wrong != "" {
		return unreadable(wrong)
	}
	return types.String(c.Value), e.unsaid(q, option, c.Say)
}

// offers reports whether value can be chosen now.
func (e *Evaluation) offers(q *Question, value string) bool {
	_, offered := e.offer(q, value)
	return offered
}

// offer finds the option with a value, if it can be chosen now. A country that
// is no option of its own has none.
func (e *Evaluation) offer(q *Question, value string) (*Option, bool) {
	if q.optionIndex == nil {
		return nil, isCountry(value)
	}
	i, ok := q.optionIndex[value]
	if !ok || !e.holds(q.Options[i].when) {
		return nil, false
	}
	return &q.Options[i], true
}
