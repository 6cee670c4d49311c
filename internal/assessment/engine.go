package assessment

import (
	"time"

	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// Engine returns what the engine judges at now: answers, skips, files and the
// context. Once submitted, the day of submission counts as today, unless
// questions were sent back and may be corrected.
func (s Sheet) Engine(now time.Time) questionnaire.Sheet {
	if stood := s.Assessment.Stood(); stood != nil && !s.Assessment.Correcting(now) {
		now = *stood
	}
	sheet := questionnaire.Sheet{
		Answers: make(map[string]any, len(s.Answers)),
		Skipped: map[string]string{},
		Files:   FilesOf(s.Files),
		Context: ContextOf(s.Assessment.Procurement, now),
	}
	for id, a := range s.Answers {
		if a.Value != nil {
			sheet.Answers[id] = a.Value
		}
		if a.Skipped != "" {
			sheet.Skipped[id] = a.Skipped
		}
	}
	return sheet
}

// FilesOf returns the files that count as files, by question.
func FilesOf(files []evidence.File) map[string][]questionnaire.File {
	byQuestion := map[string][]questionnaire.File{}
	for _, f := range files {
		if f.State.Counts() {
			byQuestion[f.Question] = append(byQuestion[f.Question], questionnaire.File{
				Issued: f.Issued, ValidUntil: f.ValidUntil,
			})
		}
	}
	return byQuestion
}

// ContextOf returns what conditions may know of a procurement, with the day
// that now is in its zone as today.
func ContextOf(p procurement.Procurement, now time.Time) questionnaire.Context {
	zone := p.Location()
	context := questionnaire.Context{Today: now.In(zone).Format(time.DateOnly)}
	context.Procurement.Stage = string(p.Stage)
	context.Procurement.Categories = p.Categories
	context.Procurement.Deadline = p.Closing.In(zone).Format(time.DateOnly)
	if p.Value > 0 {
		context.Procurement.Value, context.Procurement.Currency = &p.Value, p.Currency
	}
	return context
}
