package questionnaire_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"aktsom/internal/draft"
	"aktsom/internal/questionnaire"
)

// The order in which a supplier answers does not matter: one answer after the
// other, in any order, comes to what all of them at once come to.
func TestTheOrderOfAnsweringDoesNotMatter(t *testing.T) {
	generated(t, func(t *testing.T, g *generator, q *questionnaire.Questionnaire, s questionnaire.Sheet) {
		want := everything(q, q.Evaluate(s))
		empty := s
		empty.Answers = map[string]any{}
		ids := slices.Sorted(maps.Keys(s.Answers))
		for range 2 {
			g.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
			e := q.Evaluate(empty)
			for _, id := range ids {
				e = e.Change(id, s.Answers[id])
			}
			if got := everything(q, e); got != want {
				t.Fatalf("in the order %v\ngot  %s\nwant %s", ids, got, want)
			}
		}
	})
}

// sameMeaning holds two versions of one definition together over made-up sheets.
func sameMeaning(t *testing.T, g *generator, before, after []byte) {
	t.Helper()
	a, _ := questionnaire.Compile("before.json", before)
	b, findings := questionnaire.Compile("after.json", after)
	if a == nil || b == nil {
		t.Fatalf("%s", listing(findings))
	}
	for range 10 {
		s := g.sheet(0.7)
		if got, want := card(b.Evaluate(s)), card(a.Evaluate(s)); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
}

func TestWhatIsWrittenDownAndReadAgainMeansTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(25) {
		g := newGenerator(seed)
		g.rich = true
		source := g.definition(36)
		d, lost, err := draft.Decode(source)
		if err != nil || len(lost) > 0 {
			t.Fatalf("seed %d: %v %v", seed, lost, err)
		}
		again, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		sameMeaning(t, g, source, again)
	}
}

func TestAnotherLanguageChangesNothingElse(t *testing.T) {
	t.Parallel()
	for seed := range uint64(25) {
		g := newGenerator(seed)
		g.rich = true
		source := g.definition(36)
		spoken := strings.ReplaceAll(string(source), `{"en":`, `{"nb":"På norsk","en":`)
		spoken = strings.Replace(spoken, `"languages":["en"]`, `"languages":["en","nb"]`, 1)
		if spoken == string(source) {
			t.Fatal("nothing was translated")
		}
		a, _ := questionnaire.Compile("before.json", source)
		b, findings := questionnaire.Compile("after.json", []byte(spoken))
		if b == nil {
			t.Fatal(listing(findings))
		}
		for range 10 {
			s := g.sheet(0.7)
			if got, want := card(b.Evaluate(s)), card(a.Evaluate(s)); got != want {
				t.Fatalf("got  %s\nwant %s", got, want)
			}
		}
		if diff := questionnaire.Diff(a, b); slices.ContainsFunc(diff.Questions, func(c questionnaire.Change) bool { return c.Carry != questionnaire.CarryKeep }) {
			t.Errorf("seed %d: a language made answers void: %+v", seed, diff)
		}
	}
}

// With the same questions asked, and all other levels as they were, a better
// answer never lowers a score.
func TestABetterAnswerNeverLowersAScore(t *testing.T) {
	t.Parallel()
	tried := 0
	for seed := range uint64(40) {
		g := newGenerator(seed)
		g.rich = true
		q, _ := questionnaire.Compile("generated.json", g.definition(36))
		for range 20 {
			s := g.sheet(0.7)
			for i, kind := range g.kinds {
				if id := fmt.Sprintf("q%d", i); kind == "choice" && better(t, q, s, id) {
					tried++
				}
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d answers could be made better", tried)
	}
}

// better raises one answer and compares; false where more than its own level
// came out otherwise.
func better(t *testing.T, q *questionnaire.Questionnaire, s questionnaire.Sheet, id string) bool {
	t.Helper()
	before := q.Evaluate(s).Change(id, "a")
	after := before.Change(id, "b")
	was, is := maps.Clone(before.Levels), maps.Clone(after.Levels)
	delete(was, id)
	delete(is, id)
	if !before.IsAsked(id) || !slices.Equal(before.Asked, after.Asked) || !maps.Equal(was, is) || len(before.Levels) != len(after.Levels) {
		return false
	}
	for step, score := range before.Steps {
		if now := after.Steps[step]; now.Declared < score.Declared || now.Verified < score.Verified {
			t.Errorf("%s from a to b: %s was %+v and is %+v", id, step, score, now)
		}
	}
	if before.Overall != nil && (after.Overall.Declared < before.Overall.Declared || after.Overall.Verified < before.Overall.Verified) {
		t.Errorf("%s from a to b: overall was %+v and is %+v", id, *before.Overall, *after.Overall)
	}
	return true
}
