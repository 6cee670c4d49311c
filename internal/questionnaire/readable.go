package questionnaire

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what people read without effort.
const (
	maxQuestionsOnPage = 20 // answerable ones
	maxQuestionWords   = 40 // of the question itself, without help
	minWordsToCompare  = 5  // shorter texts are often the same in two languages
	minWordsToMeasure  = 30 // the index says little of fewer
	maxLix             = 55 // "difficult" begins at 50, official prose lies at 55 (Björnsson 1968)
)

// texts warns of what is long, hard to read, or not translated.
func (c *critic) texts() {
	for _, p := range c.q.definition.Pages {
		asked := 0
		for _, q := range p.Questions {
			if q.answerable() {
				asked++
			}
		}
		if asked > maxQuestionsOnPage {
			c.r.warn(p.node, CodeLongPage, "divide it", "the page asks %d questions; more than %d are too many at once", asked, maxQuestionsOnPage)
		}
	}
	for _, w := range c.r.texts {
		c.sameText(w)
		for _, tag := range sortedKeys(w.text) {
			c.readable(w, tag)
		}
	}
}

// sameText warns of a text that was copied rather than translated. Bokmål and
// Nynorsk may well agree.
func (c *critic) sameText(w written) {
	tags := sortedKeys(w.text)
	for i, a := range tags {
		for _, b := range tags[i+1:] {
			if w.text[a] == w.text[b] && sister(a) != b && len(strings.Fields(w.text[a])) >= minWordsToCompare {
				c.r.warn(w.node, CodeSameText, "translate it", "the text is the same in %q and %q", a, b)
			}
		}
	}
}

func (c *critic) readable(w written, tag string) {
	sentence, at := w.text[tag], w.node.get(tag)
	isQuestion := w.node.step == "text" && w.node.parent.get("kind") != nil
	if n := len(strings.Fields(sentence)); isQuestion && n > maxQuestionWords {
		c.r.warn(at, CodeLongText, "move what explains it into `help`", "the question has %d words; %d are enough", n, maxQuestionWords)
	}
	if !slices.Contains([]string{"nb", "nn", "no", "da", "sv"}, tag) {
		return
	}
	if index, ok := lix(sentence); ok && index > maxLix {
		c.r.warn(at, CodeHardText, "write shorter sentences and words", "the text is hard to read: LIX %d, and %d is where hard begins", index, maxLix)
	}
}

// lix is C.-H. Björnsson's readability index for the Scandinavian languages
// (Läsbarhet, 1968): words per sentence, plus the per cent of words longer
// than six letters. ok is false for texts too short to measure.
func lix(s string) (index int, ok bool) {
	words, long, sentences := 0, 0, 0
	for field := range strings.FieldsSeq(s) {
		word := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if word != "" {
			words++
		}
		if utf8.RuneCountInString(word) > 6 {
			long++
		}
		if strings.ContainsAny(field[len(field)-1:], ".:!?") {
			sentences++
		}
	}
	if words < minWordsToMeasure {
		return 0, false
	}
	return words/max(1, sentences) + 100*long/words, true
}
