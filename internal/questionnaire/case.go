package questionnaire

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Case is one example of a questionnaire's meaning: a sheet, and what must
// come of it. Authors keep them beside the definition, in cases/*.json.
type Case struct {
	Name   string
	Why    string // what would be lost if this case were
	Sheet  Sheet
	Expect map[string]any // any part of what `score --json` prints
}

// caseKeys are the keys of a case file; the middle ones are the sheet's.
func caseKeys() []string {
	return []string{"name", "why", "answers", "skipped", "files", "marks", "context", "expect"}
}

// ReadCase decodes a case file. Unlike a sheet it is written by hand, so a key
// that means nothing is an error.
func ReadCase(source []byte) (Case, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(source, &keys); err != nil {
		return Case{}, fmt.Errorf("read case: %w", err)
	}
	for _, key := range sortedKeys(keys) {
		if !slices.Contains(caseKeys(), key) {
			return Case{}, fmt.Errorf("read case: `%s` means nothing here; %s", key, suggest(key, caseKeys()))
		}
	}
	var c struct {
		Name   string         `json:"name"`
		Why    string         `json:"why"`
		Expect map[string]any `json:"expect"`
	}
	if err := json.Unmarshal(source, &c); err != nil {
		return Case{}, fmt.Errorf("read case: %w", err)
	}
	if len(c.Expect) == 0 {
		return Case{}, errors.New("read case: `expect` is missing, so the case cannot fail")
	}
	sheet, err := ReadSheet(source)
	return Case{Name: c.Name, Why: c.Why, Sheet: sheet, Expect: c.Expect}, err
}

// Run evaluates the case's sheet and lists what is not as expected, one
// sentence each; none means that the case holds. Objects may say more than
// expected, lists must match item by item, and an expected null means that
// the key is absent.
func (c Case) Run(q *Questionnaire) []string {
	return differences("", c.Expect, plainJSON(q.Evaluate(c.Sheet)))
}

// plainJSON is a value as it looks after a trip through JSON.
func plainJSON(value any) any {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err) // an Evaluation always marshals
	}
	var plain any
	if err := json.Unmarshal(encoded, &plain); err != nil {
		panic(err)
	}
	return plain
}

// differences compares an expectation with what came.
func differences(path string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return []string{differs(path, want, got)}
		}
		var diffs []string
		for _, key := range sortedKeys(want) {
			diffs = append(diffs, differences(strings.TrimPrefix(path+"."+key, "."), want[key], object[key])...)
		}
		return diffs
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return []string{differs(path, want, got)}
		}
		var diffs []string
		for i := range want {
			diffs = append(diffs, differences(fmt.Sprintf("%s[%d]", path, i), want[i], list[i])...)
		}
		return diffs
	}
	if want != got {
		return []string{differs(path, want, got)}
	}
	return nil
}

func differs(path string, want, got any) string {
	return fmt.Sprintf("%s: expected %s, got %s", path, inJSON(want), inJSON(got))
}

// inJSON writes a value that came from JSON; what is absent is null.
func inJSON(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(encoded)
}
