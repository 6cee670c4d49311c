package web

import (
	"strings"
	"time"
	"unicode"

	"aktsom/internal/questionnaire"
)

// nothingShown stands in a text for an answer that nobody has given.
const nothingShown = "…"

// Text is what a questionnaire's author wrote, in the reader's language, with
// the answers that it shows.
func (p Page) Text(t questionnaire.Text) string {
	return questionnaire.Fill(t.In(string(p.Lang())), p.shown)
}

// about is the page with texts that show what was answered in an evaluation.
func (p Page) about(e *questionnaire.Evaluation) Page {
	p.answers = e
	return p
}

// shown is what a name in a text stands for, in the reader's words.
func (p Page) shown(name string) string {
	if p.answers == nil {
		return nothingShown
	}
	shown, ok := p.answers.Shown(name)
	if !ok {
		return nothingShown
	}
	if words := inSentence(p.shownText(shown)); words != "" {
		return words
	}
	return nothingShown
}

func (p Page) shownText(shown questionnaire.Shown) string {
	if shown.Question == nil {
		return p.constantText(shown.Value)
	}
	if several, ok := shown.Value.([]any); ok {
		var words []string
		for _, each := range several {
			words = append(words, p.answerLine(shown.Question, each))
		}
		return p.List(words)
	}
	return p.answerLine(shown.Question, shown.Value)
}

func (p Page) constantText(value any) string {
	switch v := value.(type) {
	case bool:
		return p.yesNo(v)
	case float64:
		return p.Number(v, maxDecimals)
	case time.Time:
		return p.Date(v)
	case string:
		return v
	default:
		return nothingShown
	}
}

// mostShown is how many characters of an answer stand in another question.
const mostShown = 120

// inSentence makes an answer fit into a sentence: on one line, not too long,
// and without the marks that could turn the words around it.
func inSentence(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	words := []rune(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r != '\u00a0' && unicode.IsSpace(r) || unicode.IsControl(r) }), " "))
	if len(words) > mostShown {
		return string(words[:mostShown-1]) + nothingShown
	}
	return string(words)
}

// shownTexts are the answers that a question's texts show: where one is
// another, the question is drawn anew.
func (v questionView) shownTexts() []string {
	var words []string
	for _, name := range v.Shows() {
		words = append(words, v.Page.shown(name))
	}
	return words
}
