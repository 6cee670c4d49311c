package surveyjs

import (
	"fmt"

	"aktsom/internal/draft"
	"aktsom/internal/questionnaire"
)

// showing is a copy of a definition whose texts show answers as SurveyJS writes
// it, {policy}; a constant stands there as its value.
func showing(d *draft.Definition) (*draft.Definition, error) {
	source, err := d.Encode()
	if err != nil {
		return nil, err
	}
	same, _, err := draft.Decode(source)
	if err != nil {
		return nil, err
	}
	for _, t := range same.Texts() {
		for language, sentence := range t {
			t[language] = questionnaire.Fill(sentence, func(name string) string {
				if value, constant := same.Constants[name]; constant {
					return fmt.Sprint(value)
				}
				return "{" + name + "}"
			})
		}
	}
	return same, nil
}
