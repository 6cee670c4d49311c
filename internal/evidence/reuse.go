package evidence

import (
	"context"
	"fmt"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

// SameBytes finds, among the files of one assessment, one with these bytes
// that counts; the one that lies at the question if there is any.
func SameBytes(files []File, sum, question string) (same File, found bool) {
	for _, f := range files {
		if sum == "" || f.SHA256 != sum || !f.State.Counts() {
			continue
		}
		if f.Question == question {
			return f, true
		}
		if !found {
			same, found = f, true
		}
	}
	return same, found
}

// Unfinished finds an upload of the person's that was broken off: of the same
// bytes, for the same question.
func Unfinished(files []File, by account.PersonID, question, sum string, length int64) (File, bool) {
	for _, f := range files {
		if sum != "" && f.State == Arriving && f.Person == by && f.Question == question && f.SHA256 == sum && f.Length == length {
			return f, true
		}
	}
	return File{}, false
}

// Use gives a file for another question of its assessment too. Both stand on
// the same bytes, and each is described, judged and removed for itself.
func (s *Service) Use(ctx context.Context, by account.Actor, id ID, question string) (File, error) {
	file, err := s.Mine(ctx, by, id)
	if err != nil {
		return File{}, err
	}
	if !file.State.Counts() {
		return File{}, fault.New(fault.Conflict, "evidence.closed."+string(file.State))
	}
	file.ID, file.Question, file.Person, file.PersonName, file.At = ID(s.NewID()), question, by.Person, by.Name, s.Now()
	event := s.event(file, "file.used")
	event.Details["as"] = string(id)
	if err := s.Store.Use(ctx, id, file, event); err != nil {
		return File{}, fmt.Errorf("use file %s for another question: %w", id, err)
	}
	return file, nil
}
