package questionnaire_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"aktsom/internal/questionnaire"
)

// seeds adds every definition of testdata to a fuzz corpus.
func seeds(f *testing.F, add func(definition []byte, feature feature)) {
	f.Helper()
	for _, path := range featureFiles(f) {
		source, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		var one feature
		if err := json.Unmarshal(source, &one); err != nil {
			f.Fatal(err)
		}
		add(one.Definition, one)
	}
}

// FuzzCompile: whatever the file, the compiler neither panics nor hangs, says
// why it refuses, and points into the file.
func FuzzCompile(f *testing.F) {
	seeds(f, func(definition []byte, one feature) {
		f.Add(definition)
		for _, r := range one.Refused {
			f.Add(r.definition())
		}
	})
	f.Add([]byte("{\"id\":\"\xff\"}"))
	f.Add([]byte(`[[[[[[[[[[`))
	f.Add([]byte(`{"pages":[{"questions":[{"id":"a","kind":"number","min":1e999999999}]}]}`))
	f.Fuzz(func(t *testing.T, source []byte) {
		q, findings := questionnaire.Compile("f.json", source)
		if (q == nil) && !findings.Errors() {
			t.Error("refused without a reason")
		}
		for _, finding := range findings {
			if finding.Line < 1 || finding.Column < 1 || finding.Code == "" || finding.Message == "" {
				t.Errorf("%+v", finding)
			}
		}
		if q != nil {
			card(q.Evaluate(questionnaire.Sheet{}))
		}
	})
}

// FuzzCondition: a condition that compiles can be evaluated over any of these
// sheets, and a level stays within 0–4.
func FuzzCondition(f *testing.F) {
	for _, c := range []string{
		"a && n > 5", "t.exists(r, r.ok)", "answered(a) || level(c) >= 3", "n in [1, 2]", "c == 'x' ? a : !a",
		"d < addMonths(today, -24)", "'x' in m && m.size() > 1", "x['r'] == 'y'", "math.least(4, m.size()) > n",
		"s.matches('^a+$') || s.split(',').size() > 2", "procurement.value > 1000000 && 'ict' in procurement.categories",
		"t.filter(r, r.n > 1).map(r, r.n * 2).exists(k, k > 3)", "[1,2,3].all(i, [1,2,3].all(j, i + j > n))", "\"\\u00e5\" == s",
		"s.replace('a', 'aaaaaaaaaaaaaaaa').replace('a', 'aaaaaaaaaaaaaaaa').replace('a', 'aaaaaaaaaaaaaaaa') == s",
	} {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, condition string) {
		encoded, err := json.Marshal(condition)
		if err != nil {
			t.Skip()
		}
		for _, last := range []string{
			`"kind":"note","when":%s`, `"kind":"yesno","level":%s`,
			`"kind":"each","of":"t","questions":[{"id":"p","kind":"yesno"},{"id":"z","kind":"yesno","when":%s,"level":"row.p ? 4 : 0"}]`,
		} {
			q, _ := questionnaire.Compile("f.json", []byte(`{"id":"f","version":"1","languages":["en"],"pages":[{"id":"p","step":"embed","questions":[
				{"id":"a","kind":"yesno"},{"id":"n","kind":"number"},{"id":"s","kind":"text"},{"id":"d","kind":"date"},
				{"id":"c","kind":"choice","options":[{"value":"x","level":3},{"value":"y"}]},{"id":"m","kind":"choices","options":[{"value":"x"},{"value":"y"}]},
				{"id":"x","kind":"matrix","rows":[{"id":"r"}],"options":[{"value":"y"}]},
				{"id":"t","kind":"table","columns":[{"id":"ok","kind":"yesno"},{"id":"n","kind":"number"}]},
				{"id":"last",`+fmt.Sprintf(last, encoded)+`}]}]}`))
			if q == nil {
				continue
			}
			for _, s := range conditionSheets() {
				e := q.Evaluate(s)
				if l := e.Levels["last"]; l.Declared < 0 || l.Declared > 4 {
					t.Errorf("%s: level %d", condition, l.Declared)
				}
			}
		}
	})
}

func conditionSheets() []questionnaire.Sheet {
	value := 5e6
	return []questionnaire.Sheet{
		{},
		{
			Answers: map[string]any{
				"a": true, "n": 3.0, "s": "aaa,b", "d": "2024-02-29", "c": "x", "m": []any{"x", "y"}, "x": map[string]any{"r": "y"},
				"t": []any{map[string]any{"ok": true, "n": 2.0}, map[string]any{}}, "last": true,
			},
			Context: questionnaire.Context{
				Today:       "2026-11-23",
				Procurement: questionnaire.Procurement{Value: &value, Stage: "qualification", Categories: []string{"ict"}},
			},
		},
		{Answers: map[string]any{
			"t":    []any{map[string]any{"#": "k", "ok": true, "n": 2.0}, map[string]any{}},
			"last": map[string]any{"k": map[string]any{"p": true, "z": false}, "2": map[string]any{"p": "x"}},
		}},
		{Answers: map[string]any{"a": false, "n": -1e308, "c": "q", "t": []any{nil, 1.0}, "last": false}},
	}
}

// FuzzAnswers: whatever is sent as a sheet, evaluation neither panics nor
// counts an answer of a question that is not asked.
func FuzzAnswers(f *testing.F) {
	var definitions []*questionnaire.Questionnaire
	seeds(f, func(definition []byte, one feature) {
		if q, _ := questionnaire.Compile("f.json", definition); q != nil {
			definitions = append(definitions, q)
		}
		for _, c := range one.Cases {
			f.Add([]byte(c))
		}
	})
	f.Add([]byte(`{"answers":{"n":1e400,"sites":[[[]],{"name":{}}],"a":{"b":[null]}},"files":{"a":[{"issued":"0000-00-00"}]}}`))
	f.Add([]byte(`{"marks":{"a":{"level":-99999999999}},"skipped":{"a":""}}`))
	f.Fuzz(func(t *testing.T, source []byte) {
		s, err := questionnaire.ReadSheet(source)
		if err != nil {
			return
		}
		for _, q := range definitions {
			e := q.Evaluate(s)
			for id, l := range e.Levels {
				if !slices.Contains(e.Asked, id) || l.Declared < 0 || l.Declared > 4 || l.Verified < 0 || l.Verified > 4 {
					t.Errorf("%s: %+v", id, l)
				}
			}
			card(e)
		}
	})
}
