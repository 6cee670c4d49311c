package questionnaire_test

import (
	"reflect"
	"testing"

	"aktsom/internal/questionnaire"
)

const formQuestions = `[
	{"id":"name","kind":"text"},
	{"id":"staff","kind":"number","decimals":0},
	{"id":"share","kind":"percent"},
	{"id":"since","kind":"date"},
	{"id":"public","kind":"yesno"},
	{"id":"policy","kind":"choice","options":[{"value":"none"},{"value":"draft"}]},
	{"id":"standards","kind":"choices","options":[{"value":"ilo"},{"value":"ungp"}]},
	{"id":"audits","kind":"matrix","rows":[{"id":"own"},{"id":"hired"}],"options":[{"value":"yes"}]},
	{"id":"sites","kind":"table","columns":[{"id":"name","kind":"text"},{"id":"workers","kind":"number"},{"id":"ok","kind":"yesno"}]},
	{"id":"org","kind":"organisation"},
	{"id":"docs","kind":"files"},
	{"id":"hint","kind":"note"}]`

func TestAPostedPageIsReadAsAnswers(t *testing.T) {
	t.Parallel()
	q := compile(t, formQuestions)
	for _, c := range []struct {
		question string
		fields   map[string][]string
		want     any
		present  bool
	}{
		{"name", map[string][]string{"a.name": {"Kari"}}, "Kari", true},
		{"name", map[string][]string{"a.name": {"  "}}, nil, true},
		{"name", map[string][]string{"a.names": {"Kari"}}, nil, false},
		{"name", map[string][]string{"q": {"share", "name"}}, nil, true},
		{"staff", map[string][]string{"a.staff": {"1 234"}}, 1234.0, true},
		{"staff", map[string][]string{"a.staff": {"1,234"}}, 1234.0, true},
		{"staff", map[string][]string{"a.staff": {"1.234"}}, 1234.0, true},
		{"staff", map[string][]string{"a.staff": {"many"}}, "many", true},
		{"share", map[string][]string{"a.share": {"40,5 %"}}, 40.5, true},
		{"since", map[string][]string{"a.since": {"1.2.2026"}}, "2026-02-01", true},
		{"since", map[string][]string{"a.since": {"31/01/2026"}}, "2026-01-31", true},
		{"since", map[string][]string{"a.since": {"2026-01-31"}}, "2026-01-31", true},
		{"since", map[string][]string{"a.since": {"31.02.2026"}}, "31.02.2026", true},
		{"public", map[string][]string{"a.public": {"true"}}, true, true},
		{"public", map[string][]string{"a.public": {"false"}}, false, true},
		{"public", map[string][]string{"q": {"public"}}, nil, true},
		{"policy", map[string][]string{"a.policy": {"draft"}}, "draft", true},
		{"standards", map[string][]string{"a.standards": {"ilo", "ungp"}}, []any{"ilo", "ungp"}, true},
		{"standards", map[string][]string{"q": {"standards"}}, nil, true},
		{"audits", map[string][]string{"a.audits.own": {"yes"}}, map[string]any{"own": "yes"}, true},
		{"sites", map[string][]string{
			"a.sites.0.name": {"A"}, "a.sites.0.workers": {"1 200"}, "a.sites.1.name": {" "}, "a.sites.2.ok": {"false"},
			"a.sites.3.workers": {"some"}, "a.sites.99999999.name": {"far away"},
		}, []any{
			map[string]any{"name": "A", "workers": 1200.0}, map[string]any{"ok": false}, map[string]any{"workers": "some"},
		}, true},
		{"org", map[string][]string{"a.org": {" 974 760 673 "}}, "974 760 673", true},
		{"docs", map[string][]string{"q": {"docs"}, "a.docs": {"x"}}, nil, false},
		{"hint", map[string][]string{"q": {"hint"}}, nil, false},
	} {
		question, _ := q.Question(c.question)
		got, present := question.Read(c.fields)
		if !reflect.DeepEqual(got, c.want) || present != c.present {
			t.Errorf("%v: read %#v, %v; want %#v, %v", c.fields, got, present, c.want, c.present)
		}
	}
}

func TestNumbersAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	q := compile(t, `[{"id":"n","kind":"number"}]`)
	question, _ := q.Question("n")
	for typed, want := range map[string]any{
		"5": 5.0, "-5": -5.0, "−5": -5.0, "1 234,5": 1234.5, "1\u00a0234,5": 1234.5, "1,234.5": 1234.5, "1.234,5": 1234.5,
		"40,5": 40.5, "40.5": 40.5, "1.234.567": 1234567.0, "1,234,567": 1234567.0, "1'234.50": 1234.5, "１２": 12.0,
		"\u200f12\u200e": 12.0, "0,125": 0.125, "5,": 5.0, "007": 7.0,
		"1,23,4": "1,23,4", "1.2.3": "1.2.3", "1,234.567,8": "1,234.567,8", "12 kr": "12 kr", "1e5": "1e5", ".": ".", "-": "-",
		"NaN": "NaN", "Inf": "Inf", "0x10": "0x10", "--5": "--5",
	} {
		if got, _ := question.Read(map[string][]string{"a.n": {typed}}); got != want {
			t.Errorf("%q is read as %#v, want %#v", typed, got, want)
		}
	}
}

// What a page shows again after saving must mean the same when it is posted
// again, or every save would change the answer.
func TestReadingAnAnswerAgainDoesNotChangeIt(t *testing.T) {
	t.Parallel()
	q := compile(t, formQuestions)
	since, _ := q.Question("since")
	first, _ := since.Read(map[string][]string{"a.since": {"1.2.2026"}})
	again, _ := since.Read(map[string][]string{"a.since": {first.(string)}})
	if first != again {
		t.Errorf("%v became %v", first, again)
	}
}

func TestTextFallsBackToALanguageItsReaderUnderstands(t *testing.T) {
	t.Parallel()
	both := questionnaire.Text{"nb": "hva", "en": "what", "de": "was"}
	for lang, want := range map[string]string{"nb": "hva", "nn": "hva", "en": "what", "fr": "what"} {
		if got := both.In(lang); got != want {
			t.Errorf("in %s: %q, want %q", lang, got, want)
		}
	}
	if got := (questionnaire.Text{"sv": "vad", "da": "hvad"}).In("fi"); got != "hvad" {
		t.Errorf("without English: %q", got)
	}
	if got := questionnaire.Text(nil).In("nb"); got != "" {
		t.Errorf("no text at all: %q", got)
	}
}
