package questionnaire_test

import (
	"reflect"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

const sayQuestions = `[
	{"id":"source","kind":"choice","options":[{"value":"direct"},{"value":"other","say":true}]},
	{"id":"standards","kind":"choices","options":[{"value":"ilo"},{"value":"other one","say":true}]},
	{"id":"sites","kind":"table","columns":[{"id":"sort","kind":"choice","options":[{"value":"farm"},{"value":"other","say":true}]}]}]`

func TestWordsBesideAnOptionAreReadFromAPostedPage(t *testing.T) {
	t.Parallel()
	q := compile(t, sayQuestions)
	for _, c := range []struct {
		question string
		fields   map[string][]string
		want     any
	}{
		{"source", map[string][]string{"a.source": {"other"}, "a.source.say.other": {" At auctions "}}, map[string]any{"value": "other", "say": "At auctions"}},
		{"source", map[string][]string{"a.source": {"other"}, "a.source.say.other": {" "}}, "other"},
		{"source", map[string][]string{"a.source": {"direct"}, "a.source.say.other": {"At auctions"}}, "direct"},
		{"source", map[string][]string{"q": {"source"}, "a.source.say.other": {"At auctions"}}, nil},
		{
			"standards",
			map[string][]string{"a.standards": {"ilo", "other one"}, "a.standards.say.other one": {"Ours"}},
			[]any{"ilo", map[string]any{"value": "other one", "say": "Ours"}},
		},
		{
			"sites",
			map[string][]string{"a.sites.0.sort": {"farm"}, "a.sites.1.sort": {"other"}, "a.sites.1.sort.say.other": {"A boat"}},
			[]any{map[string]any{"sort": "farm"}, map[string]any{"sort": map[string]any{"value": "other", "say": "A boat"}}},
		},
	} {
		question, _ := q.Question(c.question)
		if got, present := question.Read(c.fields); !reflect.DeepEqual(got, c.want) || !present {
			t.Errorf("%v: read %#v, %v; want %#v", c.fields, got, present, c.want)
		}
	}
}

func TestWordsBesideAnOptionAreCountedInCharacters(t *testing.T) {
	t.Parallel()
	q := compile(t, sayQuestions)
	for length, want := range map[int]int{questionnaire.MaxSaid: 0, questionnaire.MaxSaid + 1: 1} {
		answer := map[string]any{"value": "other", "say": strings.Repeat("å", length)}
		found := q.Evaluate(questionnaire.Sheet{Answers: map[string]any{"source": answer}}).ProblemsOf("source")
		if len(found) != want || want > 0 && (found[0].Code != questionnaire.CodeLength || found[0].Option != "other") {
			t.Errorf("%d characters: %+v", length, found)
		}
	}
}

// Of an answer with words the diff judges the option.
func TestWordsAreCarriedOverWithTheirOption(t *testing.T) {
	t.Parallel()
	old := compile(t, sayQuestions)
	other := compile(t, strings.Replace(sayQuestions, `{"value":"other","say":true}]},
	{"id":"standards"`, `{"value":"auction"}]},
	{"id":"standards"`, 1))
	change := questionnaire.Diff(old, other).Questions[0]
	said := map[string]any{"value": "other", "say": "At auctions"}
	if change.Of(said) != questionnaire.CarryVoid || change.Of("direct") != questionnaire.CarryConfirm {
		t.Errorf("with the option gone: %v of words, %v of another", change.Of(said), change.Of("direct"))
	}
	silent := compile(t, strings.Replace(sayQuestions, `,"say":true`, "", 1))
	if change := questionnaire.Diff(old, silent).Questions[0]; change.Carry != questionnaire.CarryConfirm {
		t.Errorf("where words are not asked for any more: %v", change)
	}
}
