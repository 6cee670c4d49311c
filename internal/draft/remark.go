package draft

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Remark is one thing that did not come through a conversion as it was, with
// the place where it stands: "survey!H7 (relevant)", "/pages/0/elements/2".
type Remark struct {
	Place  string `json:"place"`
	What   string `json:"what"`   // as it was written there
	Became string `json:"became"` // what was made of it, or why nothing was
}

// String is the remark on one line.
func (r Remark) String() string {
	what := strings.Join(strings.Fields(r.What), " ")
	if runes := []rune(what); len(runes) > 80 {
		what = string(runes[:79]) + "…"
	}
	return fmt.Sprintf("%s: %s: %s", r.Place, what, r.Became)
}

// lostBetween lists what the JSON of before holds and that of after does not.
func lostBetween(before, after []byte) ([]Remark, error) {
	var b, a any
	if err := json.Unmarshal(before, &b); err != nil {
		return nil, fmt.Errorf("read definition: %w", err)
	}
	if err := json.Unmarshal(after, &a); err != nil {
		return nil, fmt.Errorf("read definition: %w", err)
	}
	return lost("", b, a), nil
}

func lost(pointer string, before, after any) []Remark {
	var remarks []Remark
	switch b := before.(type) {
	case map[string]any:
		a, _ := after.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(b)) {
			if key == "$comment" {
				continue
			}
			at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
			if _, kept := a[key]; !kept && says(b[key]) {
				remarks = append(remarks, Remark{Place: at, What: key, Became: "left out: there is no word for it here"})
				continue
			}
			remarks = append(remarks, lost(at, b[key], a[key])...)
		}
	case []any:
		a, _ := after.([]any)
		for i := range min(len(b), len(a)) {
			remarks = append(remarks, lost(fmt.Sprintf("%s/%d", pointer, i), b[i], a[i])...)
		}
	}
	return remarks
}

// says reports whether a value means more than leaving its key out would.
func says(value any) bool {
	switch v := value.(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case float64:
		return v != 0
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return true
}
