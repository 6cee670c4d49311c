package surveyjs_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"aktsom/internal/draft"
	"aktsom/internal/questionnaire"
	"aktsom/internal/surveyjs"
)

// knownDifference is something the two engines say differently by nature, so
// that the made-up sheets leave it out. docs/format.md lists the same.
type knownDifference struct {
	what, questions string
	answers         map[string]any
}

func knownDifferences() []knownDifference {
	table := `{"id":"t","kind":"table","text":{"en":"T"},"columns":[{"id":"n","kind":"text","text":{"en":"N"}}],`
	row := map[string]any{"n": "x"}
	return []knownDifference{
		{"too few rows: empty ones are added there", table + `"min_rows":2}`, map[string]any{"t": []any{row}}},
		{"too many rows: they are cut off there", table + `"max_rows":1}`, map[string]any{"t": []any{row, row}}},
		{
			"a matrix required under a condition: one row is enough there",
			`{"id":"a","kind":"yesno","text":{"en":"A"}},{"id":"m","kind":"matrix","required":"a","text":{"en":"M"},
				"rows":[{"id":"r","text":{"en":"R"}},{"id":"s","text":{"en":"S"}}],"options":[{"value":"x","text":{"en":"X"}}]}`,
			map[string]any{"a": true, "m": map[string]any{"r": "x"}},
		},
		{
			"an option that is not offered: it is forgotten there",
			`{"id":"c","kind":"choice","text":{"en":"C"},"options":[{"value":"x","text":{"en":"X"}}]}`,
			map[string]any{"c": "z"},
		},
		{"an answer that cannot be read: it is no problem there", `{"id":"w","kind":"text","text":{"en":"W"}}`, map[string]any{"w": 7.0}},
	}
}

// The list of differences can only get shorter: an entry on which the two
// engines have come to agree must go, and its sheets be compared like others.
func TestTheListOfKnownDifferencesHasNoEntryTooMany(t *testing.T) {
	t.Parallel()
	var jobs []job
	for _, known := range knownDifferences() {
		jobs = append(jobs, known.job(t))
	}
	var verdicts [][]verdict
	node(t, jobs, &verdicts)
	for i, known := range knownDifferences() {
		e := jobs[i].q.Evaluate(questionnaire.Sheet{Answers: known.answers})
		theirs := verdicts[i][0]
		if strings.Join(e.Asked, " ") == strings.Join(theirs.Asked, " ") && maps.Equal(ourProblems(e), theirProblems(theirs)) {
			t.Errorf("%s: the engines agree, so take it out of knownDifferences and of docs/format.md, and let the generator make it", known.what)
		}
	}
}

func (k knownDifference) job(t *testing.T) job {
	t.Helper()
	source := `{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[{"id":"p","step":"embed","title":{"en":"P"},"questions":[` + k.questions + `]}]}`
	q, findings := questionnaire.Compile("d.json", []byte(source))
	if q == nil {
		t.Fatalf("%s: %v", k.what, findings)
	}
	d, _, err := draft.Decode([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	survey, _, err := surveyjs.Export(d)
	if err != nil {
		t.Fatal(err)
	}
	return job{Survey: json.RawMessage(survey), Sheets: []map[string]any{k.answers}, q: q}
}
