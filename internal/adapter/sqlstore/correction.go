package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
)

type correctionRow struct {
	AssessmentID string
	Round        int
	Question     string
	Text         string
	FollowUp     bool
	PersonID     string
	Asked        instant
	Sent         instant
}

func (correctionRow) TableName() string { return "corrections" }

func rowOfCorrection(id assessment.ID, c assessment.Correction) correctionRow {
	return correctionRow{
		AssessmentID: string(id), Round: c.Round, Question: c.Question, Text: c.Text, FollowUp: c.FollowUp,
		PersonID: string(c.Person), Asked: instant(c.At), Sent: orNull(c.Sent),
	}
}

func (r correctionRow) correction(person string) assessment.Correction {
	return assessment.Correction{
		Round: r.Round, Question: r.Question, Text: r.Text, FollowUp: r.FollowUp, Person: account.PersonID(r.PersonID),
		PersonName: person, At: r.Asked.at(), Sent: optional(r.Sent),
	}
}

// correctionPart is a correction with the name of who asked.
type correctionPart struct {
	PersonName string
	Correction correctionRow `gorm:"embedded;embeddedPrefix:c_"`
}

var correctionsQuery = "SELECT w.name AS person_name, " + columns("c", correctionRow{}) + ` FROM corrections c JOIN people w ON w.id = c.person_id
	WHERE c.assessment_id = ? ORDER BY c.round, c.asked, c.question`

func correctionsOf(db *gorm.DB, id assessment.ID) ([]assessment.Correction, error) {
	var rows []correctionPart
	err := db.Raw(correctionsQuery, id).Scan(&rows).Error
	var list []assessment.Correction
	for _, row := range rows {
		list = append(list, row.Correction.correction(row.PersonName))
	}
	return list, err
}

// sentBack adds to a sheet what its supplier must know of the questions sent
// back: the submission that stands, and the newest request.
func (s Assessments) sentBack(ctx context.Context, sheet *assessment.Sheet) error {
	a := sheet.Assessment
	var row submissionRow
	err := s.db.from(ctx).Where("assessment_id = ? AND round = ? AND withdrawn IS NULL", a.ID, a.Round).Take(&row).Error
	if err != nil {
		return err
	}
	standing := row.submission()
	sheet.Standing = &standing
	all, err := correctionsOf(s.db.from(ctx), a.ID)
	for _, c := range all {
		if c.Round == a.SentBack && c.Sent != nil {
			sheet.Corrections = append(sheet.Corrections, c)
		}
	}
	if err != nil {
		return err
	}
	said, err := commentsOf(s.db.from(ctx), a.ID, supplierReads)
	for _, c := range said {
		sheet.Remarks = append(sheet.Remarks, assessment.Remark{Question: c.Question, Text: c.Text, PersonName: c.PersonName, At: c.At})
	}
	return err
}

// correctOn is moveOn for a submitted assessment whose questions were sent back
// and may be corrected at a time.
func correctOn(tx *gorm.DB, id assessment.ID, version int64, at time.Time, columns map[string]any) error {
	return moveOn(tx.Where("correct_by > ?", instant(at)), id, version, assessment.Submitted, columns)
}

// saveCorrection holds the assessment for a correction, and notes which
// questions its answers opened, so that they take files.
func saveCorrection(tx *gorm.DB, save assessment.Save, columns map[string]any) error {
	if err := correctOn(tx, save.Assessment, save.Version, save.At, columns); err != nil || len(save.FollowUps) == 0 {
		return err
	}
	rows := make([]correctionRow, len(save.FollowUps))
	for i, question := range save.FollowUps {
		rows[i] = rowOfCorrection(save.Assessment, assessment.Correction{
			Round: save.Corrects, Question: question, FollowUp: true, Person: save.Person, At: save.At, Sent: &save.At,
		})
	}
	return tx.Clauses(clause.OnConflict{
		Columns: correctionKey, DoNothing: true,
	}).Create(&rows).Error
}

// carryOver begins the review of a correction with what was found of answers
// that did not change, if somebody had begun to review the round before, and
// ends that one: a mark that comes late finds it superseded.
func carryOver(tx *gorm.DB, sub assessment.Submission) error {
	before := map[string]any{
		"id": sub.Assessment, "from": sub.Corrects, "at": instant(sub.At), "changed": append([]string{""}, sub.Changed...),
	}
	for _, step := range []string{
		`UPDATE reviews SET superseded = @at, version = version + 1 WHERE assessment_id = @id AND round = @from`,
		`INSERT INTO reviews (assessment_id, round, evaluator, started, card, version)
			SELECT assessment_id, round + 1, evaluator, superseded, '', 1 FROM reviews WHERE assessment_id = @id AND round = @from`,
		`INSERT INTO marks (assessment_id, round, question, level, accept_skip, reason, person_id, marked, carried)
			SELECT assessment_id, round + 1, question, level, accept_skip, reason, person_id, marked,
				CASE WHEN carried > 0 THEN carried ELSE round END
			FROM marks WHERE assessment_id = @id AND round = @from AND question NOT IN @changed`,
		`INSERT INTO judgements (assessment_id, round, file_id, verdict, reason, person_id, judged, carried)
			SELECT j.assessment_id, j.round + 1, j.file_id, j.verdict, j.reason, j.person_id, j.judged,
				CASE WHEN j.carried > 0 THEN j.carried ELSE j.round END
			FROM judgements j JOIN files f ON f.id = j.file_id
			WHERE j.assessment_id = @id AND j.round = @from AND f.question NOT IN @changed`,
		`INSERT INTO decisions (assessment_id, round, question, finding, reason, person_id, decided, carried)
			SELECT assessment_id, round + 1, question, finding, reason, person_id, decided,
				CASE WHEN carried > 0 THEN carried ELSE round END
			FROM decisions WHERE assessment_id = @id AND round = @from AND question NOT IN @changed`,
	} {
		if err := tx.Exec(step, before).Error; err != nil {
			return err
		}
	}
	return nil
}
