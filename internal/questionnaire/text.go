package questionnaire

import "slices"

// Text is one sentence in several languages, by language tag.
type Text map[string]string

// In returns the sentence in lang. A missing language falls back to one its
// readers understand: Bokmål for Nynorsk, then English, then the first
// language in alphabetical order. It is empty only when the text is.
func (t Text) In(lang string) string {
	for _, tag := range []string{lang, sister(lang), "en"} {
		if s, ok := t[tag]; ok {
			return s
		}
	}
	first := ""
	for tag := range t {
		if first == "" || tag < first {
			first = tag
		}
	}
	return t[first]
}

// sister is the language a reader of lang reads without effort.
func sister(lang string) string {
	switch lang {
	case "nn", "no":
		return "nb"
	case "nb":
		return "nn"
	}
	return lang
}

// missing lists the languages the text does not speak, in the given order.
func (t Text) missing(languages []string) []string {
	return slices.DeleteFunc(slices.Clone(languages), func(tag string) bool {
		return t[tag] != ""
	})
}
