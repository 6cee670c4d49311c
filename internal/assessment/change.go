package assessment

import (
	"reflect"
	"slices"

	"aktsom/internal/questionnaire"
)

// Changed names the questions that two submissions answer differently: value,
// skip, comment or files.
func Changed(before, after Frozen) map[string]bool {
	changed := map[string]bool{}
	differ(changed, before.Answers, after.Answers)
	differ(changed, before.Skipped, after.Skipped)
	differ(changed, before.Comments, after.Comments)
	for id := range both(before.Files, after.Files) {
		if !slices.Equal(before.Files[id], after.Files[id]) {
			changed[id] = true
		}
	}
	return changed
}

func differ[V any](changed map[string]bool, before, after map[string]V) {
	for id := range both(before, after) {
		was, had := before[id]
		is, has := after[id]
		if had != has || !reflect.DeepEqual(was, is) {
			changed[id] = true
		}
	}
}

// both are the keys of either map.
func both[V any](one, other map[string]V) map[string]bool {
	keys := make(map[string]bool, len(one)+len(other))
	for k := range one {
		keys[k] = true
	}
	for k := range other {
		keys[k] = true
	}
	return keys
}

// Engine returns what the engine judges of a submission as it was given:
// without marks and judgements.
func (f Frozen) Engine() questionnaire.Sheet {
	sheet := questionnaire.Sheet{
		Answers: f.Answers, Skipped: f.Skipped, Context: f.Context, Files: map[string][]questionnaire.File{},
	}
	for question, files := range f.Files {
		for _, file := range files {
			sheet.Files[question] = append(sheet.Files[question], questionnaire.File{Issued: file.Issued, ValidUntil: file.ValidUntil})
		}
	}
	return sheet
}
