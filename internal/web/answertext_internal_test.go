package web

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"aktsom/internal/message"
	"aktsom/internal/questionnaire"
)

// everyKind is a question of each kind, as an author writes it.
const everyKind = `{"id": "all", "version": "1.0", "languages": ["en"], "minutes": 5, "title": {"en": "All"}, "pages": [{"id": "p",
"title": {"en": "P"}, "questions": [
 {"id": "t", "kind": "text", "text": {"en": "T"}}, {"id": "l", "kind": "longtext", "text": {"en": "L"}},
 {"id": "n", "kind": "number", "text": {"en": "N"}, "unit": {"en": "people"}}, {"id": "pc", "kind": "percent", "text": {"en": "PC"}},
 {"id": "m", "kind": "money", "text": {"en": "M"}, "currency": "EUR"}, {"id": "d", "kind": "date", "text": {"en": "D"}},
 {"id": "y", "kind": "yesno", "text": {"en": "Y"}}, {"id": "co", "kind": "country", "text": {"en": "CO"}},
 {"id": "cs", "kind": "countries", "text": {"en": "CS"}},
 {"id": "c", "kind": "choice", "text": {"en": "C"}, "options": [{"value": "a", "text": {"en": "An <apple>"}}, {"value": "b", "text": {"en": "A pear"}}]},
 {"id": "ch", "kind": "choices", "text": {"en": "CH"}, "options": [{"value": "a", "text": {"en": "An apple"}}, {"value": "b", "text": {"en": "A pear"}}]},
 {"id": "mx", "kind": "matrix", "text": {"en": "MX"}, "rows": [{"id": "own", "text": {"en": "Own"}}, {"id": "chain", "text": {"en": "Chain"}}],
  "options": [{"value": "some", "text": {"en": "Some of it"}}]},
 {"id": "tb", "kind": "table", "text": {"en": "TB"}, "columns": [{"id": "who", "kind": "text", "text": {"en": "Who"}},
  {"id": "at", "kind": "date", "text": {"en": "When"}}, {"id": "ok", "kind": "yesno", "text": {"en": "Fine"}}]}
]}]}`

func TestAnyAnswerIsWrittenInWords(t *testing.T) {
	q, findings := questionnaire.Compile("all.json", []byte(everyKind))
	if q == nil {
		t.Fatal(findings)
	}
	page := samplePage(message.English)
	for _, c := range []struct{ question, answer, want string }{
		{"t", `"Berg & Sønn"`, "Berg & Sønn"},
		{"t", `null`, "Not answered"},
		{"t", `"  "`, "Not answered"},
		{"l", `"One\nTwo"`, "One Two"},
		{"n", `12500.5`, "12,500.5 people"},
		{"n", `"many"`, "many"},
		{"pc", `40.5`, "40.5 per cent"},
		{"m", `1234567`, "EUR 1,234,567"},
		{"d", `"2026-01-31"`, "31 January 2026"},
		{"d", `"last spring"`, "last spring"},
		{"y", `true`, "Yes"},
		{"y", `false`, "No"},
		{"y", `{"odd": 1}`, `{"odd":1}`},
		{"co", `"BD"`, "Bangladesh"},
		{"cs", `["NO", "SE"]`, "Norway Sweden"},
		{"c", `"a"`, "An <apple>"},
		{"c", `"gone"`, "gone"},
		{"ch", `["b", "a"]`, "A pear An apple"},
		{"ch", `[]`, "Not answered"},
		{"mx", `{"own": "some"}`, "Own Some of it Chain –"},
		{"tb", `[{"who": "Mill", "at": "2026-02-01", "ok": false}, {"who": "Farm"}]`, "TB Who When Fine Mill 1 February 2026 No Farm – –"},
	} {
		var value any
		if err := json.Unmarshal([]byte(c.answer), &value); err != nil {
			t.Fatal(err)
		}
		question, _ := q.Question(c.question)
		source, err := render(t.Context(), answerText(page, question, value))
		if err != nil {
			t.Fatal(err)
		}
		if got := wordsIn(t, string(source)); got != c.want {
			t.Errorf("%s %s is written %q, not %q", question.Kind, c.answer, got, c.want)
		}
	}
}

func wordsIn(t *testing.T, source string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			words = append(words, strings.Fields(n.Data)...)
		}
	}
	return strings.Join(words, " ")
}

func TestCountriesAreNamedInTheReadersLanguage(t *testing.T) {
	for lang, want := range map[message.Lang]string{message.Bokmal: "Tyskland", message.Nynorsk: "Tyskland", message.English: "Germany"} {
		if got := samplePage(lang).Country("DE"); got != want {
			t.Errorf("%s calls DE %q", lang, got)
		}
	}
	if got := samplePage(message.English).Country("nowhere"); got != "nowhere" {
		t.Errorf("what is no code is written %q", got)
	}
}
