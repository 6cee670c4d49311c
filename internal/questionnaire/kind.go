package questionnaire

import (
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
)

// kind is one sort of question: which keys of its own it has, what its answer
// is to a condition, and how an answer and a posted page are read.
type kind interface {
	name() string
	// keys are the kind's own, beside those of every question.
	keys() []key
	// parse reads the kind's own keys.
	parse(o *object, q *Question)
	// celType is what conditions see, or nil when there is nothing to see.
	celType(q *Question) *cel.Type
	// read makes a value of an answer that is not empty. A nil value means
	// that the answer cannot be read as this kind, and the one fault says why;
	// beside a value, faults say which limits it breaks.
	read(e *Evaluation, q *Question, raw any) (ref.Val, []fault)
	// form makes an answer of what a page posted.
	form(q *Question, in posted) any
}

// fault is what is wrong with an answer, before it is known whose it is.
type fault struct {
	code   string
	row    int
	column string
	option string // whose words are missing or too long
	args   map[string]any
	check  *Check // of a question about a row: the rule that is broken
}

// unreadable is the result of read when there is no value.
func unreadable(code string) (ref.Val, []fault) {
	return nil, []fault{{code: code}}
}

// kinds lists every kind. A new kind is one file and one line here.
func kinds() []kind {
	return []kind{
		textKind{"text"},
		textKind{"longtext"},
		formatKind{"email"},
		formatKind{"url"},
		formatKind{"organisation"},
		numberKind{"number"},
		numberKind{"percent"},
		numberKind{"money"},
		dateKind{},
		yesnoKind{},
		choiceKind{"choice"},
		choiceKind{"country"},
		choicesKind{"choices"},
		choicesKind{"countries"},
		matrixKind{},
		tableKind{},
		eachKind{},
		filesKind{},
		calculatedKind{},
		noteKind{},
	}
}

func kindNamed(name string) kind {
	for _, k := range kinds() {
		if k.name() == name {
			return k
		}
	}
	return nil
}

// Kinds lists the names of all kinds of question.
func Kinds() []string { return kindNames() }

func kindNames() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name())
	}
	return names
}

// answerable reports whether the question takes an answer of its own.
func (q *Question) answerable() bool { return q.Kind != "note" && q.Kind != "calculated" }

// TakesAnswer reports whether a supplier answers the question with a value: a
// note says something, a calculated value is worked out, files lie beside.
func (q *Question) TakesAnswer() bool { return q.answerable() && q.Kind != "files" }

// empty reports whether an answer says nothing: null, blank text, or an empty
// list, table or matrix.
func empty(raw any) bool {
	switch v := raw.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
