package evidence

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
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

// Carried is a file of an earlier assessment that is given again.
type Carried struct {
	From     ID
	ID       ID // of the new row
	Question string
	Person   account.PersonID
	At       time.Time
	Event    audit.Event
}

// Carry gives files of earlier assessments again: each id of files for the
// question it stands under. What the person may not see, or what does not count
// any more, is left out. It tells how many were given.
func (s *Service) Carry(ctx context.Context, by account.Actor, to AssessmentID, files map[string][]ID) (int, error) {
	if !by.Supplier() {
		return 0, fault.NotFound
	}
	var all []Carried
	for _, question := range slices.Sorted(maps.Keys(files)) {
		for _, from := range files[question] {
			c := Carried{From: from, ID: ID(s.NewID()), Question: question, Person: by.Person, At: s.Now()}
			c.Event = s.event(File{ID: c.ID, Assessment: to, Question: question, Person: by.Person}, "file.used")
			c.Event.Details["as"] = string(from)
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return 0, nil
	}
	count, err := s.Store.Carry(ctx, to, all)
	if err != nil {
		return 0, fmt.Errorf("carry %d files to assessment %s: %w", len(all), to, err)
	}
	return count, nil
}
