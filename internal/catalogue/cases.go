package catalogue

import (
	"bytes"
	"context"
	"encoding/json"
	"unicode/utf8"

	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// mostCases bounds what one look at a page runs: one case is evaluated in well
// under a millisecond.
const mostCases = 500

// splitCases reads a list of cases, or one by itself. fault.Fields when it is
// neither; whether each case can be read is told case by case.
func splitCases(source []byte) ([]json.RawMessage, error) {
	source = bytes.TrimSpace(bytes.TrimPrefix(source, []byte("\ufeff")))
	switch {
	case len(source) == 0:
		return nil, nil
	case len(source) > MaxFile:
		return nil, fault.Fields{{Name: "cases", Key: "catalogue.too_large", Args: []any{"megabytes", MaxFile >> 20}}}
	case !utf8.Valid(source) || bytes.ContainsRune(source, 0):
		return nil, fault.Fields{{Name: "cases", Key: "catalogue.not_text"}}
	}
	if !json.Valid(source) {
		return nil, fault.Fields{{Name: "cases", Key: "catalogue.cases_not_json"}}
	}
	list := []json.RawMessage{source}
	if source[0] == '[' {
		list = nil
		if err := json.Unmarshal(source, &list); err != nil {
			return nil, fault.Fields{{Name: "cases", Key: "catalogue.cases_not_json"}}
		}
	}
	if len(list) > mostCases {
		return nil, fault.Fields{{Name: "cases", Key: "catalogue.cases_many", Args: []any{"most", mostCases}}}
	}
	return list, nil
}

// Verdict is what became of one case.
type Verdict struct {
	Name        string
	Why         string
	Unreadable  string   // why it cannot be read as a case; empty when it can
	Differences []string // what came otherwise than expected
}

// Holds reports whether everything came as expected.
func (v Verdict) Holds() bool { return v.Unreadable == "" && len(v.Differences) == 0 }

// Trial is what became of all cases of a questionnaire, and what none of them
// reaches.
type Trial struct {
	Verdicts []Verdict
	Coverage []questionnaire.Covered

	q       *questionnaire.Questionnaire
	reached *questionnaire.Coverage
}

// Held counts the cases that hold.
func (t Trial) Held() int {
	held := 0
	for _, v := range t.Verdicts {
		if v.Holds() {
			held++
		}
	}
	return held
}

// maxSkeletonWork bounds the making of skeletons, each of which evaluates the
// whole questionnaire: 250 of them for 60 questions are a hundredth of it.
const maxSkeletonWork = 2_000_000

// Skeletons are the beginnings of cases for what none reaches yet.
// fault.Conflict when there would be more than anybody could finish.
func (t Trial) Skeletons() ([]questionnaire.Skeleton, error) {
	missing, questions := 0, 0
	for _, c := range t.Coverage {
		if c.Sort == "questions" || c.Sort == "options" {
			missing += c.Total - c.Reached
		}
	}
	for _, p := range t.q.Definition().Pages {
		questions += len(p.Questions)
	}
	if missing*questions > maxSkeletonWork {
		return nil, fault.New(fault.Conflict, "catalogue.skeletons_many", "count", missing)
	}
	return t.reached.Skeletons(), nil
}

// Try runs an entry's cases on it. fault.Conflict when its definition has no
// meaning yet, or when ctx is done before the cases are.
func (s *Service) Try(ctx context.Context, e Entry) (Trial, error) {
	q := s.Compiled(e)
	if q == nil {
		return Trial{}, fault.New(fault.Conflict, "catalogue.has_no_meaning")
	}
	list, err := splitCases(e.Cases)
	if err != nil {
		return Trial{}, err
	}
	t := Trial{q: q, reached: q.NewCoverage()}
	for _, source := range list {
		if ctx.Err() != nil {
			return t, fault.New(fault.Conflict, "catalogue.cases_slow")
		}
		one, err := questionnaire.ReadCase(source)
		if err != nil {
			t.Verdicts = append(t.Verdicts, Verdict{Name: one.Name, Unreadable: err.Error()})
			continue
		}
		t.reached.Add(q.Evaluate(one.Sheet))
		t.Verdicts = append(t.Verdicts, Verdict{Name: one.Name, Why: one.Why, Differences: one.Run(q)})
	}
	t.Coverage = t.reached.Report()
	return t, nil
}
