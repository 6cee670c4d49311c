package questionnaire_test

import (
	"testing"

	"aktsom/internal/questionnaire"
)

// A condition that is decided without CEL comes to what CEL would say.
func TestEveryConditionIsDecidedAsCELWould(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		g := newGenerator(seed)
		source := g.definition(40)
		quick, _ := questionnaire.Compile("quick.json", source)
		slow, err := questionnaire.DecideByCEL("slow.json", source)
		if err != nil {
			t.Fatal(err)
		}
		for range 30 {
			s := g.sheet(g.Float64())
			if a, b := card(quick.Evaluate(s)), card(slow.Evaluate(s)); a != b {
				t.Fatalf("seed %d\nwithout CEL %s\nwith        %s", seed, a, b)
			}
		}
	}
}

func TestWhatIsNotThereIsDecidedAsCELWould(t *testing.T) {
	t.Parallel()
	source := []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[{"id":"p","step":"embed","title":{"en":"P"},"questions":[
		{"id":"a","kind":"yesno"},{"id":"b","kind":"choice","when":"a","options":[{"value":"x","level":1},{"value":"y","level":4}]},
		{"id":"c","kind":"choices","when":"!a","options":[{"value":"x"},{"value":"y"}]},
		{"id":"n","kind":"number","when":"b == 'x' || 'y' in c"},
		{"id":"t","kind":"table","when":"n != 3 || !(level(b) >= 2)","columns":[{"id":"ok","kind":"yesno"},{"id":"k","kind":"choice","options":[{"value":"x"},{"value":"y"}]}],
			"level":"t.all(r, r.ok && r.k != 'y') ? 4 : t.exists(r, r.k in ['x'] || !r.ok) ? 2 : 0"},
		{"id":"d","kind":"note","when":"t.exists(r, r.ok) && a"},{"id":"e","kind":"note","when":"t.all(r, r.ok) || 2 < n"},
		{"id":"f","kind":"note","when":"a == true && b != 'x' && files(b) == 0"},{"id":"g","kind":"note","when":"answered(n) || n <= 2.5"}]}]}`)
	quick, findings := questionnaire.Compile("quick.json", source)
	slow, err := questionnaire.DecideByCEL("slow.json", source)
	if err != nil || quick == nil {
		t.Fatal(err, listing(findings))
	}
	rows := []any{nil, []any{}, []any{map[string]any{"ok": true, "k": "x"}}, []any{map[string]any{"ok": true}, map[string]any{"ok": false, "k": "y"}}, []any{map[string]any{"k": "x"}, map[string]any{}}}
	for _, a := range []any{nil, true, false} {
		for _, b := range []any{nil, "x", "y"} {
			for _, c := range []any{nil, []any{"y"}, []any{"x"}} {
				for _, n := range []any{nil, 2.0, 3.0} {
					for _, table := range rows {
						s := questionnaire.Sheet{Answers: map[string]any{"a": a, "b": b, "c": c, "n": n, "t": table}}
						if one, two := card(quick.Evaluate(s)), card(slow.Evaluate(s)); one != two {
							t.Fatalf("%v\nwithout CEL %s\nwith        %s", s.Answers, one, two)
						}
					}
				}
			}
		}
	}
}
