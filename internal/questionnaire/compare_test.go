package questionnaire_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

const lastYear = `[
	{"id":"policy","kind":"choice","text":{"en":"Policy?"},"help":{"en":"Any."},"options":[
		{"value":"no","level":0,"text":{"en":"No"}},{"value":"old","level":1,"text":{"en":"Old"}},{"value":"yes","level":3,"text":{"en":"Yes"}}]},
	{"id":"staff","kind":"number","text":{"en":"Staff?"},"key":"company.staff"},
	{"id":"site","kind":"text","text":{"en":"Site?"},"when":"policy == 'yes'"},
	{"id":"turnover","kind":"money","text":{"en":"Turnover?"}},
	{"id":"gone","kind":"text","text":{"en":"Gone?"}},
	{"id":"same","kind":"yesno","text":{"en":"Same?"}}]`

const thisYear = `[
	{"id":"policy","kind":"choice","text":{"en":"Policy?"},"help":{"en":"Any at all."},"options":[
		{"value":"no","level":0,"text":{"en":"No"}},{"value":"yes","level":4,"text":{"en":"Yes"}}]},
	{"id":"people","kind":"number","text":{"en":"Staff?"},"key":"company.staff"},
	{"id":"site","kind":"text","text":{"en":"Which site?"},"when":"policy != 'no'","required":true},
	{"id":"turnover","kind":"money","currency":"EUR","text":{"en":"Turnover?"}},
	{"id":"fresh","kind":"text","text":{"en":"Fresh?"}},
	{"id":"same","kind":"yesno","text":{"en":"Same?"}}]`

func TestADiffSaysWhatBecomesOfEarlierAnswers(t *testing.T) {
	t.Parallel()
	d := questionnaire.Diff(compile(t, lastYear), compile(t, thisYear))
	got, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"old":"t 1","new":"t 1","questions":[` +
		`{"question":"policy","carry":"confirm","changes":["options","help","levels"],"gone_options":["old"]},` +
		`{"question":"people","was":"staff","carry":"keep","changes":[]},` +
		`{"question":"site","carry":"confirm","changes":["reworded","asked","required"]},` +
		`{"question":"turnover","carry":"void","changes":["unit"]},` +
		`{"question":"fresh","carry":"new","changes":[]},` +
		`{"question":"same","carry":"keep","changes":[]}],"removed":["gone"],"same":false}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for answer, carry := range map[string]questionnaire.Carry{"old": questionnaire.CarryVoid, "yes": questionnaire.CarryConfirm} {
		if got := d.Questions[0].Of(answer); got != carry {
			t.Errorf("an answer %s is %s, want %s", answer, got, carry)
		}
	}
}

func TestAVersionDoesNotDifferFromItself(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		source := newGenerator(seed).definition(40)
		a, _ := questionnaire.Compile("a.json", source)
		b, _ := questionnaire.Compile("b.json", source)
		if d := questionnaire.Diff(a, b); !d.Same || len(d.Removed) > 0 || len(d.Questions) != 40 {
			t.Errorf("seed %d: %+v", seed, d)
		}
		more := strings.ReplaceAll(strings.Replace(string(source), `["en"]`, `["en","nb"]`, 1), `{"en":"Q"}`, `{"en":"Q","nb":"S"}`)
		c, _ := questionnaire.Compile("c.json", []byte(more))
		for _, q := range questionnaire.Diff(a, c).Questions {
			if q.Carry != questionnaire.CarryKeep {
				t.Errorf("seed %d: adding a language changes %+v", seed, q)
			}
		}
	}
}

func TestCoverageNamesWhatNoCaseReaches(t *testing.T) {
	t.Parallel()
	q := compile(t, `[
		{"id":"policy","kind":"choice","text":{"en":"?"},"options":[{"value":"no","level":0,"text":{"en":"N"}},{"value":"yes","level":4,"text":{"en":"Y"}}]},
		{"id":"deep","kind":"choices","text":{"en":"?"},"when":"policy == 'yes'","required":"policy == 'yes'","options":[{"value":"a","text":{"en":"A"}},{"value":"b","text":{"en":"B"}}],
			"checks":[{"rule":"deep.size() < 2"}]},
		{"id":"rank","kind":"yesno","text":{"en":"?"},"level":"rank ? 4 : 1"}]`)
	c := q.NewCoverage()
	c.Add(q.Evaluate(questionnaire.Sheet{Answers: map[string]any{"policy": "no", "rank": true}}))
	want := map[string][]string{
		"questions": {"deep"},
		"options":   {"policy=yes", "deep=a", "deep=b"},
		"branches": {
			"/pages/0/questions/1/when holds",
			"/pages/0/questions/1/required holds", "/pages/0/questions/1/required does not hold",
			"/pages/0/questions/1/checks/0/rule holds", "/pages/0/questions/1/checks/0/rule does not hold",
		},
		"levels": {"policy at 4", "rank at 1"},
	}
	for _, r := range c.Report() {
		if !slices.Equal(r.Missing, want[r.Sort]) || r.Reached != r.Total-len(r.Missing) {
			t.Errorf("%s: %d of %d, missing %q", r.Sort, r.Reached, r.Total, r.Missing)
		}
	}
	for _, s := range c.Skeletons() {
		written, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		begun, err := questionnaire.ReadCase(written)
		if err != nil {
			t.Fatal(err)
		}
		if differences := begun.Run(q); len(differences) > 0 {
			t.Errorf("%s does not hold: %v", s.Name, differences)
		}
		c.Add(q.Evaluate(begun.Sheet))
	}
	for _, r := range c.Report() {
		if (r.Sort == "questions" || r.Sort == "options") && r.Percent() != 100 {
			t.Errorf("the skeletons leave %s at %d %%: %q", r.Sort, r.Percent(), r.Missing)
		}
	}
}

func TestTheGraphShowsWhatDependsOnWhat(t *testing.T) {
	t.Parallel()
	q := compile(t, lastYear)
	if got := q.GraphText(); got != "site <- policy (asked)\n" {
		t.Errorf("%q", got)
	}
	for _, want := range []string{`digraph "t" {`, `"policy" -> "site";`, `subgraph "cluster_p"`} {
		if !strings.Contains(q.GraphDOT(), want) {
			t.Errorf("no %s in\n%s", want, q.GraphDOT())
		}
	}
}

// The shortest and longest way are those a person finds by trying everything.
func TestStatsKnowTheShortestAndTheLongestWay(t *testing.T) {
	t.Parallel()
	q := compile(t, `[
		{"id":"a","kind":"yesno","text":{"en":"one two"}},
		{"id":"b","kind":"yesno","text":{"en":"three"},"when":"a"},
		{"id":"c","kind":"text","text":{"en":"four"},"when":"!a"},
		{"id":"d","kind":"note","text":{"en":"five"}},
		{"id":"e","kind":"text","text":{"en":"six"},"when":"a && b"},
		{"id":"f","kind":"choice","text":{"en":"seven"},"options":[{"value":"x","text":{"en":"x"}},{"value":"y","text":{"en":"y"}}]},
		{"id":"g","kind":"longtext","text":{"en":"eight"},"when":"f == 'x'"}]`)
	s := q.Stats("en")
	if s.Questions != 6 || s.Shortest.Questions != 3 || s.Longest.Questions != 5 || !s.Exact || s.Pages[0].Always != 2 {
		t.Errorf("%+v", s)
	}
	if s.Shortest.Minutes >= s.Longest.Minutes || s.Longest.Minutes > s.Minutes {
		t.Errorf("%+v", s)
	}
	open := compile(t, `[{"id":"a","kind":"number","text":{"en":"a"}},{"id":"b","kind":"text","text":{"en":"b"},"when":"a > 3"}]`).Stats("en")
	if open.Exact || open.Shortest.Questions != 1 || open.Longest.Questions != 2 {
		t.Errorf("%+v", open)
	}
	if q.Stats("nb").Words != s.Words {
		t.Error("a language that is missing is read in one that is there")
	}
}
