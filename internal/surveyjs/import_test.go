package surveyjs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"aktsom/internal/draft"
	"aktsom/internal/questionnaire"
	"aktsom/internal/surveyjs"
)

const foreign = `{"title":{"default":"Sites","nb":"Steder"},"locale":"en","logo":"x.png","pages":[{"name":"one","elements":[
 {"type":"text","inputType":"number","name":"Staff","title":"How many?","isRequired":true,"validators":[{"type":"numeric","minValue":1}]},
 {"type":"panel","name":"more","title":"More","visibleIf":"{Staff} > 10","elements":[
   {"type":"checkbox","name":"what","choices":["a",{"value":"b","text":"Bee","visibleIf":"{Staff} >= 20"}],"requiredIf":"{Staff} = 11","hasNone":true,"showOtherItem":true,"otherText":"Another"},
   {"type":"comment","name":"why","visibleIf":"{what} anyof ['a', 'b'] and {what} notempty","maxLength":5}]},
 {"type":"paneldynamic","name":"sites","minPanelCount":1,"templateElements":[
   {"type":"text","name":"place","isRequired":true},{"type":"boolean","name":"ok","visibleIf":"{panel.place} notempty"}]},
 {"type":"boolean","name":"big","visibleIf":"{sites.length} > 1","colour":"red"},
 {"type":"expression","name":"half","expression":"{Staff} / 2"},
 {"type":"signaturepad","name":"sign"},
 {"type":"html","name":"end","html":"Bye","visibleIf":"sumInArray({sites}, 'n') > {half}"}]}]}`

func TestAFileOfSurveyJSBecomesAQuestionnaireThatCanBeAnswered(t *testing.T) {
	t.Parallel()
	d, remarks, err := surveyjs.Import("Our sites", []byte(foreign))
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, r := range remarks {
		said.WriteString(r.String() + "\n")
	}
	for _, s := range []string{
		"/logo: x.png: left out", "/pages/0/elements/0/name: Staff: became the id `staff`", "/pages/0/elements/2/templateElements/1/visibleIf: {panel.place} notempty: left out",
		"/pages/0/elements/3/colour: red: left out", `a question of type "signaturepad" has no counterpart here`, "/pages/0/elements/6/visibleIf: sumInArray({sites}, 'n') > {half}: left out, since it cannot be said: the function sumInArray has no counterpart (character 1)",
	} {
		if !strings.Contains(said.String(), s) {
			t.Errorf("no %q among the remarks:\n%s", s, &said)
		}
	}
	if len(remarks) != 6 || d.ID != "our-sites" || d.Title["nb"] != "Steder" {
		t.Errorf("%d remarks, %s, %v\n%s", len(remarks), d.ID, d.Title, &said)
	}
	q := compiled(t, d)
	e := q.Evaluate(questionnaire.Sheet{Answers: map[string]any{"staff": 11.0, "what": []any{"a", "other"}, "why": "too long", "sites": []any{map[string]any{"ok": true}, map[string]any{"place": "B"}}}})
	if asked := strings.Join(e.Asked, " "); asked != "staff more what why sites big half end" {
		t.Errorf("asked %s", asked)
	}
	if problems := fmt.Sprint(slices.Sorted(keys(ourProblems(e)))); problems != "[sites.1.place:required what:required why:limit]" {
		t.Errorf("problems %s", problems)
	}
	for _, source := range []string{"", "[]", "{}", `{"pages":3}`} {
		if _, _, err := surveyjs.Import("x", []byte(source)); err == nil {
			t.Errorf("%q was taken for a questionnaire", source)
		}
	}
}

func TestCalculatedValuesBecomeNames(t *testing.T) {
	t.Parallel()
	d, remarks, err := surveyjs.Import("named", []byte(`{"calculatedValues":[{"name":"Most","expression":"50"},{"name":"best","expression":"'chain'","includeIntoResult":true},
		{"name":"large","expression":"{staff} > {Most}"},{"name":"half","expression":"{staff} / 2"},{"name":"odd","expression":"foo({staff})"}],
		"elements":[{"type":"text","inputType":"number","name":"staff"},{"type":"radiogroup","name":"policy","choices":["chain","none"],"visibleIf":"{large}"},
		{"type":"comment","name":"why","visibleIf":"{policy} <> {best} and {half} > 30"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(d.Constants) != "map[best:chain most:50]" || fmt.Sprint(d.Conditions) != "map[large:staff > most]" {
		t.Errorf("constants %v, conditions %v", d.Constants, d.Conditions)
	}
	var said strings.Builder
	for _, r := range remarks {
		said.WriteString(r.String() + "\n")
	}
	for _, s := range []string{"/calculatedValues/3/name: half: written out", "/calculatedValues/4/expression: foo({staff}): left out"} {
		if !strings.Contains(said.String(), s) {
			t.Errorf("no %q among\n%s", s, &said)
		}
	}
	q := compiled(t, d)
	for staff, want := range map[float64]string{50: "staff", 61: "staff policy why", 51: "staff policy"} {
		e := q.Evaluate(questionnaire.Sheet{Answers: map[string]any{"staff": staff, "policy": "none"}})
		if asked := strings.Join(e.Asked, " "); asked != want {
			t.Errorf("%v: asked %s, want %s", staff, asked, want)
		}
	}
	source, left, err := surveyjs.Export(d)
	if err != nil || len(left) > 0 || strings.Contains(string(source), "large") {
		t.Errorf("%v %v\n%s", err, left, source)
	}
	back, _, err := surveyjs.Import("back", source)
	if err != nil {
		t.Fatal(err)
	}
	if e := compiled(t, back).Evaluate(questionnaire.Sheet{Answers: map[string]any{"staff": 61.0, "policy": "none"}}); strings.Join(e.Asked, " ") != "staff policy why" {
		t.Errorf("there and back asks %v\n%s", e.Asked, source)
	}
}

func TestAnswersInsideTextsGoThereAndBack(t *testing.T) {
	t.Parallel()
	d, remarks, err := surveyjs.Import("shown", []byte(`{"calculatedValues":[{"name":"law","expression":"'2022-07-01'"}],"elements":[
		{"type":"text","name":"Called","title":"Name?"},{"type":"comment","name":"why","title":"Why {Called}, since {law}, before {last}?"},
		{"type":"radiogroup","name":"last","title":"Last","choices":[{"value":"x","text":"{Called}"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	why := d.Questions()[1].Text["en"]
	if why != "Why {{called}}, since {{law}}, before {last}?" || d.Questions()[2].Options[0].Text["en"] != "{{called}}" {
		t.Errorf("%q, %v", why, d.Questions()[2].Options[0].Text)
	}
	if !slices.ContainsFunc(remarks, func(r draft.Remark) bool {
		return r.Place == "/elements/1/title" && strings.Contains(r.Became, "earlier question")
	}) {
		t.Errorf("nothing is said of the later question: %v", remarks)
	}
	compiled(t, d)
	source, _, err := surveyjs.Export(d)
	if err != nil || !strings.Contains(string(source), "Why {called}, since 2022-07-01, before {last}?") {
		t.Errorf("%v\n%s", err, source)
	}
	if d.Questions()[1].Text["en"] != why {
		t.Error("exporting has changed the definition")
	}
}

func keys(said map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for s := range said {
			if !yield(s) {
				return
			}
		}
	}
}

// TestExportThenImportMeansTheSame sends made-up definitions there and back.
func TestExportThenImportMeansTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		g := newGenerator(seed)
		g.plain = true
		d := g.definition(20)
		source, left, err := surveyjs.Export(d)
		if err != nil || len(left) > 0 {
			t.Fatalf("seed %d: %v %v", seed, err, left)
		}
		back, lost, err := surveyjs.Import("made-up", source)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range lost {
			if r.Place != "/clearInvisibleValues" {
				t.Errorf("seed %d: %s", seed, r)
			}
		}
		before, after := compiled(t, d), compiled(t, back)
		for range 20 {
			sheet := questionnaire.Sheet{Answers: g.answers()}
			a, b := before.Evaluate(sheet), after.Evaluate(sheet)
			if x, y := strings.Join(a.Asked, " "), strings.Join(b.Asked, " "); x != y {
				t.Fatalf("seed %d: asked\nbefore %s\nafter  %s\n%s", seed, x, y, source)
			}
			if x, y := fmt.Sprint(slices.Sorted(keys(ourProblems(a)))), fmt.Sprint(slices.Sorted(keys(ourProblems(b)))); x != y {
				t.Fatalf("seed %d: problems\nbefore %s\nafter  %s\n%s", seed, x, y, source)
			}
		}
	}
}
