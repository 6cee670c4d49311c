package enquiry

import (
	"strings"

	"aktsom/internal/questionnaire"
)

// Topic is what in the questionnaire an enquiry is about: "page/ID",
// "question/ID", or empty for the procurement as a whole.
type Topic string

// PageTopic is a page as a topic.
func PageTopic(id string) Topic { return Topic("page/" + id) }

// QuestionTopic is a question as a topic.
func QuestionTopic(id string) Topic { return Topic("question/" + id) }

// Known reports whether the questionnaire has what the topic names.
func (t Topic) Known(q *questionnaire.Questionnaire) bool {
	if t == "" {
		return true
	}
	_, known := t.text(q)
	return known
}

// In returns the title of the page, or the question, in a language, with "…"
// where it would show an answer; empty for the procurement as a whole.
func (t Topic) In(q *questionnaire.Questionnaire, lang string) string {
	text, _ := t.text(q)
	return questionnaire.Fill(text.In(lang), func(string) string { return "…" })
}

// spoken is the topic for a letter, whose language its writer knows.
func (t Topic) spoken(q *questionnaire.Questionnaire) func(lang string) string {
	return func(lang string) string { return t.In(q, lang) }
}

func (t Topic) text(q *questionnaire.Questionnaire) (questionnaire.Text, bool) {
	kind, id, _ := strings.Cut(string(t), "/")
	switch kind {
	case "page":
		if page, known := q.Page(id); known {
			return page.Title, true
		}
	case "question":
		if question, known := q.Question(id); known {
			return question.Text, true
		}
	}
	return questionnaire.Text{}, false
}
