package questionnaire

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// An option with `say` asks whoever chooses it for a few words: "other, please
// say". The words stand inside the answer, beside the value they belong to:
// {"value": "other", "say": "…"}. So they are saved, frozen, compared and
// carried over with it, and an answer without words is what it always was.

// Keys of an answer that chooses an option with words.
const (
	chosenValue = "value"
	chosenWords = "say"
)

// MaxSaid is how many characters can be said beside an option.
const MaxSaid = 500

// Chosen is an option that an answer chooses, and what was said beside it.
type Chosen struct {
	Value, Say string

	worded bool // written as an object, with or without words
}

// ChosenIn lists the options that an answer to a choice, or to several of them,
// chooses, each once. ok is false where the answer has another shape.
func ChosenIn(answer any) (all []Chosen, ok bool) {
	items, several := answer.([]any)
	if !several {
		one, ok := readChosen(answer)
		return []Chosen{one}, ok
	}
	all = make([]Chosen, 0, len(items))
	for _, item := range items {
		one, ok := readChosen(item)
		if !ok {
			return nil, false
		}
		at := slices.IndexFunc(all, func(c Chosen) bool { return c.Value == one.Value })
		if at < 0 {
			all = append(all, one)
		} else if all[at].Say == "" {
			all[at] = one
		}
	}
	return all, true
}

// readChosen reads one chosen option.
func readChosen(raw any) (c Chosen, ok bool) {
	if value, bare := raw.(string); bare {
		return Chosen{Value: value}, true
	}
	object, _ := raw.(map[string]any)
	value, ok := object[chosenValue].(string)
	keys := 1
	var words string
	if written, has := object[chosenWords]; has {
		keys++
		said, isText := written.(string)
		words, ok = strings.TrimSpace(said), ok && (isText || written == nil)
	}
	return Chosen{Value: value, Say: words, worded: true}, ok && len(object) == keys
}

// valuesIn lists the values that an answer chooses.
func valuesIn(answer any) []string {
	all, _ := ChosenIn(answer)
	var values []string
	for _, c := range all {
		values = append(values, c.Value)
	}
	return values
}

// choose finds the option that is chosen, or says why it cannot be. A country
// that is no option of its own has none.
func (e *Evaluation) choose(q *Question, c Chosen) (option *Option, wrong string) {
	option, offered := e.offer(q, c.Value)
	switch {
	case !offered:
		return nil, CodeOption
	case c.worded && (option == nil || !option.Say):
		return nil, CodeInvalid // words beside an option that asks for none
	}
	return option, ""
}

// unsaid is what is wrong with the words beside a chosen option.
func (e *Evaluation) unsaid(q *Question, option *Option, words string) []fault {
	if option == nil || !option.Say {
		return nil
	}
	length := utf8.RuneCountInString(words)
	switch {
	case length == 0 && !e.skipped(q):
		return []fault{{code: CodeRequired, option: option.Value}}
	case length > MaxSaid:
		return []fault{{code: CodeLength, option: option.Value, args: map[string]any{"length": length}}}
	}
	return nil
}

// withWords is the answer that chooses value, with the words that were posted
// beside it.
func (q *Question) withWords(in posted, value string) any {
	option, ok := q.option(value)
	if !ok || !option.Say {
		return value
	}
	words := strings.TrimSpace(in.under(chosenWords).under(value).one())
	if words == "" {
		return value
	}
	return map[string]any{chosenValue: value, chosenWords: words}
}

// SayField is the name of the field for the words beside an option, in the
// question or cell whose own field is called name.
func SayField(name, option string) string { return name + "." + chosenWords + "." + option }
