package questionnaire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

// Sheet is everything a supplier and an evaluator have said about one
// questionnaire, with the context in which it was said. Answers hold JSON as
// decoded into any: string, float64, bool, []any, map[string]any, nil.
type Sheet struct {
	Answers map[string]any    `json:"answers"`
	Skipped map[string]string `json:"skipped"` // question → why it is not relevant
	Files   map[string][]File `json:"files"`
	Marks   map[string]Mark   `json:"marks"`
	Context Context           `json:"context"`
}

// Verdicts on a file. Anything else means that nobody has judged it.
const (
	VerdictAccepted    = "accepted"
	VerdictRefused     = "refused"
	VerdictGeneric     = "generic"
	VerdictUndated     = "undated"
	VerdictNotCovering = "not_covering"
)

// File is what the engine must know of a piece of evidence. Dates are written
// 2026-01-31; one that cannot be read counts as not given.
type File struct {
	Issued     string `json:"issued,omitempty"`
	ValidUntil string `json:"valid_until,omitempty"`
	Verdict    string `json:"verdict,omitempty"`
	State      string `json:"state,omitempty"` // "infected" or "removed": no file
}

// counts reports whether the file is there at all.
func (f File) counts() bool {
	for _, s := range []string{f.State, f.Verdict} {
		if s == "infected" || s == "removed" {
			return false
		}
	}
	return true
}

// Mark is an evaluator's word on a question: a level in place of the verified
// one, and whether "not relevant" is accepted. Both need a reason.
type Mark struct {
	Level      *int   `json:"level,omitempty"`
	Reason     string `json:"reason,omitempty"`
	AcceptSkip bool   `json:"accept_skip,omitempty"`
}

// UnmarshalJSON reads a mark. A level that is no whole number is no level: an
// evaluation takes any sheet, and a mark outside 0–4 never counts.
func (m *Mark) UnmarshalJSON(source []byte) error {
	var mark struct {
		Level      *float64 `json:"level"`
		Reason     string   `json:"reason"`
		AcceptSkip bool     `json:"accept_skip"`
	}
	if err := json.Unmarshal(source, &mark); err != nil {
		return err
	}
	*m = Mark{Reason: mark.Reason, AcceptSkip: mark.AcceptSkip}
	if l := mark.Level; l != nil && *l == math.Trunc(*l) && math.Abs(*l) <= maxLevel {
		level := int(*l)
		m.Level = &level
	}
	return nil
}

// Context is what conditions know beside the answers. What is not given is
// absent to them.
type Context struct {
	Today       string      `json:"today,omitempty"`
	Procurement Procurement `json:"procurement"`
}

// Procurement is the part of a procurement that conditions may ask about.
type Procurement struct {
	Stage      string   `json:"stage,omitempty"`
	Value      *float64 `json:"value,omitempty"`
	Currency   string   `json:"currency,omitempty"`
	Categories []string `json:"categories,omitempty"` // nil: not given
	Deadline   string   `json:"deadline,omitempty"`
}

// ReadSheet decodes the JSON of a sheet. Any answer is accepted, however
// wrong; a number too large for a float64 stays a json.Number and is reported
// as a problem of its question.
func ReadSheet(source []byte) (Sheet, error) {
	var s Sheet
	decoder := json.NewDecoder(bytes.NewReader(source))
	decoder.UseNumber()
	if err := decoder.Decode(&s); err != nil {
		return Sheet{}, fmt.Errorf("read answers: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Sheet{}, errors.New("read answers: something follows the end of the object")
	}
	for id, answer := range s.Answers {
		s.Answers[id] = floats(answer)
	}
	return s, nil
}

// floats makes float64 of every number inside an answer that fits.
func floats(raw any) any {
	switch v := raw.(type) {
	case json.Number:
		if f, err := v.Float64(); err == nil && !math.IsInf(f, 0) {
			return f
		}
	case []any:
		for i := range v {
			v[i] = floats(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = floats(v[key])
		}
	}
	return raw
}

// day reads a date of a sheet. A time of day is dropped: dates are midnight UTC.
func day(s string) (time.Time, bool) {
	date, _, _ := strings.Cut(s, "T")
	return isoDate(date)
}
