package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// MarkOpened implements assessment.SupplierStore. The version stays: looking
// must not get in the way of a save.
func (s Assessments) MarkOpened(ctx context.Context, id assessment.ID, at time.Time) error {
	return failure(s.db.to(ctx).Model(&assessmentRow{}).Where("id = ? AND opened IS NULL", id).
		Update("opened", instant(at)).Error, "mark assessment %s opened", id)
}

// Version implements assessment.SupplierStore.
func (s Assessments) Version(ctx context.Context, id assessment.ID, person account.PersonID) (int64, error) {
	var version int64
	err := one(s.db.from(ctx).Raw(`SELECT a.version FROM assessments a
		JOIN assessment_people r ON r.assessment_id = a.id AND r.person_id = ? WHERE a.id = ?`, person, id).Scan(&version))
	return version, failure(err, "ask for the version of assessment %s", id)
}

// Save implements assessment.SupplierStore. The first statement holds the
// assessment's row until the commit, so a save cannot pass a submission.
func (s Assessments) Save(ctx context.Context, save assessment.Save) error {
	rows := make([]answerRow, len(save.Answers))
	for i, answer := range save.Answers {
		row, err := rowOfAnswer(save.Assessment, answer)
		if err != nil {
			return err
		}
		rows[i] = row
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		columns := map[string]any{
			"asked": save.Progress.Asked, "answered": save.Progress.Answered, "to_do": save.Progress.Left,
			"active": instant(save.At),
		}
		if save.Corrects > 0 {
			if err := saveCorrection(tx, save, columns); err != nil {
				return err
			}
		} else if err := moveOn(tx, save.Assessment, save.Version, assessment.Open, columns); err != nil {
			return err
		}
		if len(rows) == 0 {
			return nil
		}
		return writeAnswers(tx, rows)
	})
	return failure(err, "save answers of assessment %s", save.Assessment)
}

// moveOn writes columns of an assessment that is in the state at the version,
// and raises the version. fault.Conflict when it is not.
func moveOn(tx *gorm.DB, id assessment.ID, version int64, state assessment.State, columns map[string]any) error {
	columns["version"] = version + 1
	return changed(tx.Model(&assessmentRow{}).
		Where("id = ? AND version = ? AND state = ?", id, version, state).Updates(columns))
}

// writeAnswers writes all rows as one statement. A trigger keeps the revision
// that each one had. A row whose revision is not the next one conflicts, and
// with it all.
func writeAnswers(tx *gorm.DB, rows []answerRow) error {
	written := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "assessment_id"}, {Name: "question"}},
		DoUpdates: clause.AssignmentColumns([]string{"revision", "value", "skipped", "comment", "save_id", "person_id", "saved"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "answers.revision = excluded.revision - 1"}}},
	}).Create(&rows)
	if written.Error == nil && written.RowsAffected != int64(len(rows)) {
		return fault.Conflict
	}
	return written.Error
}

type submissionRow struct {
	AssessmentID string
	Round        int
	Canonical    string
	Sha256       string
	DeclaredName string
	DeclaredRole string
	PersonID     string
	Submitted    instant
	Withdrawn    instant
}

func (submissionRow) TableName() string { return "submissions" }

func (r submissionRow) submission() assessment.Submission {
	return assessment.Submission{
		Assessment: assessment.ID(r.AssessmentID), Round: r.Round, Canonical: []byte(r.Canonical), SHA256: r.Sha256,
		DeclaredName: r.DeclaredName, DeclaredRole: r.DeclaredRole, Person: account.PersonID(r.PersonID),
		At: r.Submitted.at(), Withdrawn: optional(r.Withdrawn),
	}
}

// Submit implements assessment.SupplierStore.
func (s Assessments) Submit(ctx context.Context, version int64, sub assessment.Submission, letters []letter.Letter, event audit.Event) error {
	row := submissionRow{
		AssessmentID: string(sub.Assessment), Round: sub.Round, Canonical: string(sub.Canonical), Sha256: sub.SHA256,
		DeclaredName: sub.DeclaredName, DeclaredRole: sub.DeclaredRole, PersonID: string(sub.Person), Submitted: instant(sub.At),
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := submitted(tx, version, sub); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := standOn(tx, sub); err != nil {
			return err
		}
		if sub.Corrects > 0 {
			if err := carryOver(tx, sub); err != nil {
				return err
			}
		}
		if err := cancelReminders(tx, row.AssessmentID); err != nil {
			return err
		}
		if _, err := post(tx, letters...); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "submit assessment %s", sub.Assessment)
}

// submitted closes an assessment with a submission of the next round.
func submitted(tx *gorm.DB, version int64, sub assessment.Submission) error {
	if sub.Corrects > 0 {
		return correctOn(tx, sub.Assessment, version, sub.At, map[string]any{
			"round": sub.Round, "corrected": instant(sub.At), "correct_by": nil,
		})
	}
	return moveOn(tx, sub.Assessment, version, assessment.Open, map[string]any{
		"state": assessment.Submitted, "round": sub.Round, "submitted": instant(sub.At), "objection": "",
	})
}

// standOn notes on files the first submission that they are part of: from then
// on the buyer may see them.
func standOn(tx *gorm.DB, sub assessment.Submission) error {
	if len(sub.Files) == 0 {
		return nil
	}
	return tx.Model(&fileRow{}).Where("assessment_id = ? AND submitted = 0 AND id IN ?", sub.Assessment, sub.Files).
		Update("submitted", sub.Round).Error
}

// Withdraw implements assessment.SupplierStore.
func (s Assessments) Withdraw(ctx context.Context, id assessment.ID, version int64, at time.Time, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := moveOn(tx, id, version, assessment.Submitted, map[string]any{
			"state": assessment.Open, "submitted": nil,
		}); err != nil {
			return err
		}
		if err := tx.Model(&submissionRow{}).
			Where("assessment_id = ? AND withdrawn IS NULL", id).
			Update("withdrawn", instant(at)).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "withdraw assessment %s", id)
}

var submissionsQuery = "SELECT " + columns("s", submissionRow{}) + `
	FROM assessment_people r LEFT JOIN submissions s ON s.assessment_id = r.assessment_id
	WHERE r.assessment_id = ? AND r.person_id = ? ORDER BY s.round DESC`

// Submissions implements assessment.ReceiptStore.
func (s Assessments) Submissions(ctx context.Context, id assessment.ID, person account.PersonID) ([]assessment.Submission, error) {
	var rows []struct {
		Submission submissionRow `gorm:"embedded;embeddedPrefix:s_"`
	}
	if err := one(s.db.from(ctx).Raw(submissionsQuery, id, person).Scan(&rows)); err != nil {
		return nil, failure(err, "load the submissions of assessment %s", id)
	}
	list := []assessment.Submission{}
	for _, row := range rows {
		if row.Submission.AssessmentID != "" { // the right alone is one line of nothing
			list = append(list, row.Submission.submission())
		}
	}
	return list, nil
}

var earlierQuery = "SELECT " + columns("s", submissionRow{}) + `
	FROM assessment_people r
	JOIN assessments a ON a.id = r.assessment_id JOIN procurements p ON p.id = a.procurement_id
	JOIN assessment_people e ON e.person_id = r.person_id AND e.assessment_id <> r.assessment_id AND e.role = 'lead'
	JOIN assessments b ON b.id = e.assessment_id AND b.state <> ?
	JOIN procurements q ON q.id = b.procurement_id AND q.questionnaire = p.questionnaire
		AND (q.questionnaire_owner = p.questionnaire_owner OR q.questionnaire_owner = '' OR p.questionnaire_owner = '')
	JOIN submissions s ON s.assessment_id = b.id AND s.withdrawn IS NULL AND s.round = b.round
	WHERE r.assessment_id = ? AND r.person_id = ? AND r.role = 'lead' ORDER BY s.submitted DESC, s.assessment_id LIMIT 10`

// Earlier implements assessment.ReceiptStore.
func (s Assessments) Earlier(ctx context.Context, id assessment.ID, person account.PersonID) ([]assessment.Submission, error) {
	var rows []struct {
		Submission submissionRow `gorm:"embedded;embeddedPrefix:s_"`
	}
	if err := s.db.from(ctx).Raw(earlierQuery, assessment.Withdrawn, id, person).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list what was submitted before assessment %s", id)
	}
	list := []assessment.Submission{}
	for _, row := range rows {
		list = append(list, row.Submission.submission())
	}
	return list, nil
}
