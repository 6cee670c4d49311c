package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/assessment"
	"aktsom/internal/letter"
	"aktsom/internal/reminder"
)

var _ reminder.Reminded = Letters{}

// goesFirst holds for every letter but a reminder that goes along with another
// one to the same person. Only the first of them can be taken by itself, so two
// workers never share them out.
const goesFirst = `NOT (letters.kind = 'reminder' AND EXISTS (SELECT 1 FROM letters e
	WHERE e.person_id = letters.person_id AND e.to_email = letters.to_email AND e.kind = 'reminder' AND e.id < letters.id
		AND (e.state = 'waiting' AND e.next_try <= @now AND e.not_before <= @now OR e.state = 'sending' AND e.leased_until <= @now)))`

// withFollowers adds to the letters taken the other reminders that are due to
// those whom the reminders among them go to.
func withFollowers(tx *gorm.DB, first []letterRow, at map[string]any) ([]letterRow, error) {
	var people, addresses, taken []string
	for _, r := range first {
		taken = append(taken, r.ID)
		if r.Kind == string(letter.Reminder) {
			people, addresses = append(people, r.PersonID), append(addresses, r.ToEmail)
		}
	}
	if len(people) == 0 {
		return first, nil
	}
	var more []letterRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked}).
		Where(due, at).Where("kind = ? AND person_id IN ? AND to_email IN ? AND id NOT IN ?", letter.Reminder, people, addresses, taken).
		Order("next_try, id").Find(&more).Error
	return append(first, more...), err
}

var remindedQuery = "SELECT letters.id AS letter_id, " + assessmentColumns + " FROM letters JOIN assessments a ON a.id = letters.assessment_id" +
	ofPurchase + "WHERE letters.id IN @letters AND NOT (" + pointless + ")"

// Reminded implements reminder.Reminded.
func (s Letters) Reminded(ctx context.Context, letters []string, now time.Time) (map[string]assessment.Assessment, error) {
	var rows []struct {
		LetterID string
		Parts    assessmentParts `gorm:"embedded"`
	}
	at := map[string]any{"letters": letters, "now": instant(now)}
	if err := s.db.to(ctx).Raw(remindedQuery, at).Scan(&rows).Error; err != nil {
		return nil, failure(err, "load what %d letters remind of", len(letters))
	}
	about := map[string]assessment.Assessment{}
	for _, row := range rows {
		a, err := row.Parts.assessment()
		if err != nil {
			return nil, err
		}
		about[row.LetterID] = a
	}
	return about, nil
}
