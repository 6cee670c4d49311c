package surveyjs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"aktsom/internal/draft"
	"aktsom/internal/questionnaire"
	"aktsom/internal/surveyjs"
)

const otherEngine = "../../.ci/survey-core/"

// node runs the other engine once. Without it there is nothing to compare
// with, and the test fails.
func node(t testing.TB, input, output any, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Fatal("node is not installed; version 20 or later is needed to compare with survey-core")
	}
	if _, err := os.Stat(otherEngine + "node_modules/survey-core"); err != nil {
		t.Fatal("survey-core is not installed: run `npm ci --prefix .ci/survey-core`, or make test, which does")
	}
	source, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "node", append([]string{otherEngine + "evaluate.js"}, args...)...)
	command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(source), &out, &errs
	if err := command.Run(); err != nil {
		t.Fatalf("survey-core: %v\n%s", err, errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), output); err != nil {
		t.Fatalf("survey-core said %.300s: %v", out.String(), err)
	}
}

// job is one definition and the sheets it is asked about.
type job struct {
	Survey json.RawMessage  `json:"survey"`
	Sheets []map[string]any `json:"sheets"`

	seed uint64
	q    *questionnaire.Questionnaire
}

// verdict is what an engine says of a sheet.
type verdict struct {
	Asked    []string `json:"asked"`
	Problems []struct {
		Question, Column, Code string
		Row                    int
	} `json:"problems"`
}

func compiled(t testing.TB, d *draft.Definition) *questionnaire.Questionnaire {
	t.Helper()
	source, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	q, findings := questionnaire.Compile("made-up.json", source)
	if q == nil {
		t.Fatalf("%v\n%s", findings, source)
	}
	return q
}

func newJob(t testing.TB, seed uint64, questions, sheets int) job {
	t.Helper()
	g := newGenerator(seed)
	d := g.definition(questions)
	source, remarks, err := surveyjs.Export(d)
	if err != nil || len(remarks) > 0 {
		t.Fatalf("seed %d: %v %v", seed, err, remarks)
	}
	j := job{Survey: source, seed: seed, q: compiled(t, d)}
	for range sheets {
		j.Sheets = append(j.Sheets, g.answers())
	}
	return j
}

// TestAnotherEngineAgreesOnWhatIsAskedAndWhatIsWrong evaluates 210 made-up
// sheets with survey-core and with ours.
func TestAnotherEngineAgreesOnWhatIsAskedAndWhatIsWrong(t *testing.T) {
	t.Parallel()
	var jobs []job
	for seed := range uint64(30) {
		jobs = append(jobs, newJob(t, seed, 12, 7))
	}
	var verdicts [][]verdict
	node(t, jobs, &verdicts)
	met, compared := map[string]bool{}, 0
	for i, j := range jobs {
		for k, answers := range j.Sheets {
			compared++
			e := j.q.Evaluate(questionnaire.Sheet{Answers: answers})
			if ours, theirs := strings.Join(e.Asked, " "), strings.Join(verdicts[i][k].Asked, " "); ours != theirs {
				t.Errorf("seed %d, sheet %d: asked\nours   %s\ntheirs %s", j.seed, k, ours, theirs)
				continue
			}
			ours, theirs := ourProblems(e), theirProblems(verdicts[i][k])
			for _, p := range slices.Sorted(maps.Keys(ours)) {
				met[p[strings.Index(p, ":")+1:]] = true
				if !theirs[p] {
					t.Errorf("seed %d, sheet %d: only ours says %s", j.seed, k, p)
				}
			}
			for _, p := range slices.Sorted(maps.Keys(theirs)) {
				if !ours[p] {
					t.Errorf("seed %d, sheet %d: only theirs says %s", j.seed, k, p)
				}
			}
		}
	}
	if compared < 200 || !met["required"] || !met["limit"] {
		t.Errorf("%d sheets compared, with problems %v: that is no comparison", compared, met)
	}
}

// ourProblems says what is missing, and which answers break a limit or rule:
// the two engines have different names for those.
func ourProblems(e *questionnaire.Evaluation) map[string]bool {
	said := map[string]bool{}
	for _, p := range e.Problems {
		switch {
		case p.Code != questionnaire.CodeRequired:
			said[p.Question+":limit"] = true
		case p.Column == "":
			said[p.Question+":required"] = true // of a matrix, whichever row it is
		default:
			said[fmt.Sprintf("%s.%d.%s:required", p.Question, p.Row, p.Column)] = true
		}
	}
	return said
}

func theirProblems(v verdict) map[string]bool {
	said := map[string]bool{}
	for _, p := range v.Problems {
		switch {
		case p.Code != "required" && p.Code != "requiredinallrowserror" && p.Code != "otherempty":
			said[p.Question+":limit"] = true
		case p.Column == "":
			said[p.Question+":required"] = true
		default:
			said[fmt.Sprintf("%s.%d.%s:required", p.Question, p.Row, p.Column)] = true
		}
	}
	return said
}

// BenchmarkBesideAnotherEngine evaluates the same definition and answers with
// survey-core: every question, and after one changed answer.
func BenchmarkBesideAnotherEngine(b *testing.B) {
	for _, n := range []int{60, 500} {
		b.Run(fmt.Sprintf("%d questions", n), func(b *testing.B) {
			j := newJob(b, 1, n, 1)
			var theirs struct{ Whole, One float64 }
			node(b, map[string]any{"survey": j.Survey, "sheets": j.Sheets, "change": []any{"q0", []any{"a", "b"}}}, &theirs, "bench")
			sheet := questionnaire.Sheet{Answers: j.Sheets[0]}
			for b.Loop() {
				j.q.Evaluate(sheet)
			}
			ours := float64(b.Elapsed().Nanoseconds()) / 1000 / float64(b.N)
			one := oneChange(j.q, sheet)
			b.ReportMetric(theirs.Whole, "survey-core-µs/whole")
			b.ReportMetric(theirs.Whole/ours, "times-as-fast/whole")
			b.ReportMetric(one, "our-µs/change")
			b.ReportMetric(theirs.One, "survey-core-µs/change")
			b.ReportMetric(theirs.One/one, "times-as-fast/change")
		})
	}
}

// oneChange is how long one changed answer takes us, in microseconds: the same
// question and the same two answers as there, for as long.
func oneChange(q *questionnaire.Questionnaire, sheet questionnaire.Sheet) float64 {
	e, values, n := q.Evaluate(sheet), []any{"a", "b"}, 0
	start := time.Now()
	for time.Since(start) < time.Second {
		for range 100 {
			e = e.Change("q0", values[n%2])
			n++
		}
	}
	return float64(time.Since(start).Nanoseconds()) / 1000 / float64(n)
}
