package message

import "golang.org/x/text/language"

// Lang is a language the portal speaks.
type Lang string

// The languages, by their tags in BCP 47.
const (
	Bokmal  Lang = "nb"
	Nynorsk Lang = "nn"
	English Lang = "en"
)

// Langs lists the languages in the order in which they are offered.
func Langs() []Lang { return []Lang{Bokmal, Nynorsk, English} }

// Name is the language's name in itself.
func (l Lang) Name() string {
	switch l {
	case Nynorsk:
		return "Nynorsk"
	case English:
		return "English"
	default:
		return "Bokmål"
	}
}

// ParseLang reads a language tag; ok is false when we do not speak it.
func ParseLang(tag string) (lang Lang, ok bool) {
	for _, known := range Langs() {
		if tag == string(known) {
			return known, true
		}
	}
	return Bokmal, false
}

// Match chooses the language for a browser's Accept-Language header: Bokmål
// where it says nothing, English for whoever reads no Scandinavian language.
func Match(acceptLanguage string) Lang {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return Bokmal
	}
	for _, tag := range wanted {
		base, _ := tag.Base()
		switch base.String() {
		case "nb", "no", "da", "sv":
			return Bokmal
		case "nn":
			return Nynorsk
		case "en":
			return English
		}
	}
	return English
}
