package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/reminder"
)

// Letters implements reminder.Store and account.Outbox.
type Letters struct{ db *DB }

var (
	_ reminder.Store = Letters{}
	_ account.Outbox = Letters{}
)

// Letters is the outbox.
func (d *DB) Letters() Letters { return Letters{d} }

// Post implements account.Outbox.
func (s Letters) Post(ctx context.Context, letters ...letter.Letter) error {
	if len(letters) <= postBatch {
		_, err := post(s.db.to(ctx), letters...)
		return err
	}
	return s.db.change(ctx, func(tx *gorm.DB) error {
		_, err := post(tx, letters...)
		return err
	})
}

var candidatesQuery = "SELECT " + assessmentColumns + " FROM assessments a" + ofPurchase + `
	WHERE a.state = 'open' AND p.state = 'published' AND (p.closing >= @from AND p.closing <= @to OR a.due >= @from AND a.due <= @to)
		OR a.state = 'submitted' AND a.correct_by >= @from AND a.correct_by <= @to ORDER BY p.closing, a.id`

// Candidates implements reminder.Store.
func (s Letters) Candidates(ctx context.Context, from, to time.Time) ([]reminder.Candidate, error) {
	var rows []assessmentParts
	if err := s.db.from(ctx).Raw(candidatesQuery, map[string]any{"from": instant(from), "to": instant(to)}).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list assessments that may be due for a reminder")
	}
	list := make([]reminder.Candidate, len(rows))
	for i, row := range rows {
		a, err := row.assessment()
		if err != nil {
			return nil, err
		}
		list[i] = reminder.Candidate{Assessment: a, RemindedFor: optional(row.Assessment.RemindedFor)}
	}
	return list, nil
}

// Remind implements reminder.Store. The assessment's row is held, so a
// reminder cannot be written beside a submission that cancels them.
func (s Letters) Remind(ctx context.Context, l letter.Letter, planned time.Time) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		var now assessmentRow
		err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Select("state", "correct_by", "objection").Where("id = ?", l.Assessment).Take(&now).Error
		if err != nil {
			return err
		}
		if now.State != string(assessment.Open) && !now.CorrectBy.at().After(planned) || now.Objection == string(assessment.NotUs) {
			return fault.Conflict
		}
		if added, err := post(tx, l); err != nil || added == 0 {
			return err
		}
		return tx.Model(&assessmentRow{}).Where("id = ?", l.Assessment).Update("reminded_for", instant(planned)).Error
	})
	return failure(err, "remind assessment %s", l.Assessment)
}

// due holds for letters that wait, and for those whose lease has run out: the
// worker that had them is gone.
const due = `(letters.state = 'waiting' AND letters.next_try <= @now AND letters.not_before <= @now
	OR letters.state = 'sending' AND letters.leased_until <= @now)`

// pointless holds for reminders, and for letters that ask colleagues to help,
// that nobody needs any more.
const pointless = `letters.kind IN ('reminder', 'colleague_asked') AND NOT EXISTS (SELECT 1 FROM assessments a JOIN procurements p ON p.id = a.procurement_id
	WHERE a.id = letters.assessment_id AND (a.state = 'open' AND a.objection <> 'not_us' AND (p.stage = 'contract_follow_up' OR p.closing > @now)
		OR a.state = 'submitted' AND a.correct_by > @now))`

// Lease implements reminder.Store. On PostgreSQL several workers each get
// letters of their own; SQLite has one writer anyway.
func (s Letters) Lease(ctx context.Context, now time.Time, life time.Duration, limit int) ([]letter.Letter, error) {
	var rows []letterRow
	at := map[string]any{"now": instant(now)}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := tx.Model(&letterRow{}).Where(due, at).Where(pointless, at).Updates(map[string]any{
			"state": letter.Cancelled, "leased_until": nil,
		}).Error; err != nil {
			return err
		}
		err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked}).
			Where(due, at).Where(goesFirst, at).Order("next_try, id").Limit(limit).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		if rows, err = withFollowers(tx, rows, at); err != nil {
			return err
		}
		ids := make([]string, len(rows))
		for i := range rows {
			ids[i], rows[i].State = rows[i].ID, string(letter.Sending)
		}
		return tx.Model(&letterRow{}).Where("id IN ?", ids).Updates(map[string]any{
			"state": letter.Sending, "leased_until": instant(now.Add(life)),
		}).Error
	})
	return lettersOf(rows), failure(err, "lease letters")
}

// Done implements reminder.Store. A letter that another worker has meanwhile
// is written over: that it was sent is the news that counts.
func (s Letters) Done(ctx context.Context, l letter.Letter) error {
	done := s.db.to(ctx).Model(&letterRow{}).Where("id = ? AND state = ?", l.ID, letter.Sending).Updates(map[string]any{
		"state": l.State, "attempts": l.Attempts, "next_try": instant(l.NextTry), "answer": l.Answer,
		"sent": orNull(l.SentAt), "leased_until": nil, "together": l.Together,
	})
	return failure(changed(done), "note how letter %s went", l.ID)
}

var lettersQuery = "SELECT " + columns("l", letterRow{}) + ` FROM procurements p LEFT JOIN letters l ON l.procurement_id = p.id
	WHERE p.organisation_id = ? AND p.id = ?
	ORDER BY CASE WHEN l.state = 'failed' THEN 0 ELSE 1 END, l.created DESC, l.id DESC`

// Letters implements reminder.Store.
func (s Letters) Letters(ctx context.Context, org account.OrganisationID, id procurement.ID) ([]letter.Letter, error) {
	var rows []struct {
		Letter letterRow `gorm:"embedded;embeddedPrefix:l_"`
	}
	if err := one(s.db.from(ctx).Raw(lettersQuery, org, id).Scan(&rows)); err != nil {
		return nil, failure(err, "list the letters of procurement %s", id)
	}
	letters := []letter.Letter{}
	for _, row := range rows {
		if row.Letter.ID != "" { // a procurement without letters is one line of nothing
			letters = append(letters, row.Letter.letter())
		}
	}
	return letters, nil
}

// Letter implements reminder.Store. A letter that is no buyer's, such as a
// sign-in link, is nobody's to read.
func (s Letters) Letter(ctx context.Context, org account.OrganisationID, id string) (letter.Letter, error) {
	var row letterRow
	err := s.db.from(ctx).Where("id = ? AND organisation_id = ? AND organisation_id <> ''", id, org).Take(&row).Error
	return row.letter(), failure(err, "load letter %s", id)
}
