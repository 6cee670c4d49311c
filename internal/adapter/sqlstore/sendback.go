package sqlstore

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/review"
)

var (
	_ review.CorrectionStore = Reviews{}
	_ review.CommentStore    = Reviews{}
)

// correctionKey is what tells corrections apart.
var correctionKey = []clause.Column{{Name: "assessment_id"}, {Name: "round"}, {Name: "question"}}

// List implements review.CorrectionStore.
func (s Reviews) List(ctx context.Context, v review.Review, c assessment.Correction, event audit.Event) error {
	row := rowOfCorrection(v.Assessment, c)
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := note(tx, v); err != nil {
			return err
		}
		if err := changed(tx.Clauses(clause.OnConflict{
			Columns:   correctionKey,
			DoUpdates: clause.AssignmentColumns([]string{"text", "person_id", "asked"}),
			Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "corrections.sent IS NULL"}}},
		}).Create(&row)); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "list question %s of assessment %s", c.Question, v.Assessment)
}

// Unlist implements review.CorrectionStore.
func (s Reviews) Unlist(ctx context.Context, v review.Review, question string, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := note(tx, v); err != nil {
			return err
		}
		gone := tx.Where("assessment_id = ? AND round = ? AND question = ? AND sent IS NULL", v.Assessment, v.Round, question).Delete(&correctionRow{})
		if gone.Error != nil {
			return gone.Error
		}
		if gone.RowsAffected == 0 {
			return gorm.ErrRecordNotFound
		}
		return record(tx, event)
	})
	return failure(err, "take question %s of assessment %s off the list", question, v.Assessment)
}

var (
	standingQuery = "SELECT " + assessmentColumns + ", v.finished IS NOT NULL AS finished FROM assessments a" + ofPurchase + `
	LEFT JOIN reviews v ON v.assessment_id = a.id AND v.round = a.round
	WHERE p.organisation_id = ? AND a.id IN ?`
	listedQuery = "SELECT w.name AS person_name, " + columns("c", correctionRow{}) + ` FROM corrections c
	JOIN people w ON w.id = c.person_id JOIN assessments a ON a.id = c.assessment_id AND a.round = c.round
	WHERE c.assessment_id IN ? AND c.sent IS NULL ORDER BY c.asked, c.question`
)

// Standing implements review.CorrectionStore.
func (s Reviews) Standing(ctx context.Context, org account.OrganisationID, ids []assessment.ID) ([]review.Standing, error) {
	var rows []struct {
		Parts    assessmentParts `gorm:"embedded"`
		Finished bool
	}
	if err := s.db.from(ctx).Raw(standingQuery, org, ids).Scan(&rows).Error; err != nil {
		return nil, failure(err, "load %d assessments", len(ids))
	}
	var listed []correctionPart
	if err := s.db.from(ctx).Raw(listedQuery, ids).Scan(&listed).Error; err != nil {
		return nil, failure(err, "list the corrections of %d assessments", len(ids))
	}
	of := map[assessment.ID][]assessment.Correction{}
	for _, each := range listed {
		id := assessment.ID(each.Correction.AssessmentID)
		of[id] = append(of[id], each.Correction.correction(each.PersonName))
	}
	all := make([]review.Standing, len(rows))
	for i, row := range rows {
		a, err := row.Parts.assessment()
		if err != nil {
			return nil, err
		}
		all[i] = review.Standing{Assessment: a, Finished: row.Finished, Listed: of[a.ID]}
	}
	return all, nil
}

// SendBack implements review.CorrectionStore. However many there are, the rows
// are held, compared, and written in the same few statements.
func (s Reviews) SendBack(ctx context.Context, all []review.Sending, at time.Time, noted ...audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		ids, err := hold(tx, all)
		if err != nil {
			return err
		}
		if err := openReviews(tx, ids); err != nil {
			return err
		}
		if err := tx.Model(&assessmentRow{}).Where("id IN ?", ids).Updates(map[string]any{
			"sent_back": gorm.Expr("round"), "sent_back_at": instant(at), "to_correct": countCase(all),
			"correct_by": instant(*all[0].Assessment.CorrectBy), "version": gorm.Expr("version + 1"),
		}).Error; err != nil {
			return err
		}
		if err := writeCorrections(tx, all); err != nil {
			return err
		}
		if err := showComments(tx, instant(at), `EXISTS (SELECT 1 FROM corrections c WHERE c.assessment_id = review_comments.assessment_id
			AND c.question = review_comments.question AND c.sent = ?) AND assessment_id IN ?`, instant(at), ids); err != nil {
			return err
		}
		if err := tell(tx, all); err != nil || len(noted) == 0 {
			return err
		}
		return recordAll(tx, noted)
	})
	return failure(err, "send questions of %d assessments back", len(all))
}

// hold locks the assessments and makes sure that each is submitted at the
// version it was read at, with nothing out.
func hold(tx *gorm.DB, all []review.Sending) ([]assessment.ID, error) {
	versions := map[string]int64{}
	ids := make([]assessment.ID, len(all))
	for i, each := range all {
		ids[i], versions[string(each.Assessment.ID)] = each.Assessment.ID, each.Assessment.Version
	}
	var rows []assessmentRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Select("id", "version").
		Where("id IN ? AND state = ? AND correct_by IS NULL", ids, assessment.Submitted).Order("id").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Version == versions[row.ID] {
			delete(versions, row.ID)
		}
	}
	if len(versions) > 0 {
		return nil, fault.Conflict
	}
	return ids, nil
}

// openReviews raises the versions of the newest reviews of assessments, so that
// nobody finishes them in the same moment. fault.Conflict when one is finished.
func openReviews(tx *gorm.DB, ids []assessment.ID) error {
	newest := tx.Model(&reviewRow{}).Where("assessment_id IN ? AND superseded IS NULL", ids)
	if err := newest.Session(&gorm.Session{}).Update("version", gorm.Expr("version + 1")).Error; err != nil {
		return err
	}
	var finished int64
	err := newest.Session(&gorm.Session{}).Where("finished IS NOT NULL").
		Where("round = (SELECT a.round FROM assessments a WHERE a.id = reviews.assessment_id)").Count(&finished).Error
	if err == nil && finished > 0 {
		err = fault.Conflict
	}
	return err
}

// countCase is how many questions each assessment has to correct, for one
// statement.
func countCase(all []review.Sending) clause.Expr {
	args := []any(nil)
	for _, each := range all {
		args = append(args, each.Assessment.ID, len(each.Corrections))
	}
	return gorm.Expr("CASE id"+strings.Repeat(" WHEN ? THEN CAST(? AS BIGINT)", len(all))+" ELSE 0 END", args...)
}

// writeCorrections writes the questions as sent, over those listed.
func writeCorrections(tx *gorm.DB, all []review.Sending) error {
	var rows []correctionRow
	for _, each := range all {
		for _, c := range each.Corrections {
			rows = append(rows, rowOfCorrection(each.Assessment.ID, c))
		}
	}
	return tx.Clauses(clause.OnConflict{
		Columns: correctionKey, DoUpdates: clause.AssignmentColumns([]string{"text", "person_id", "asked", "sent", "follow_up"}),
	}).CreateInBatches(&rows, rowBatch).Error
}

// tell posts the letters and records the events.
func tell(tx *gorm.DB, all []review.Sending) error {
	letters, events := make([]letter.Letter, len(all)), make([]audit.Event, len(all))
	for i, each := range all {
		letters[i], events[i] = each.Letter, each.Event
	}
	if _, err := post(tx, letters...); err != nil {
		return err
	}
	return recordAll(tx, events)
}

// Move implements review.CorrectionStore.
func (s Reviews) Move(ctx context.Context, m review.Sending) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		id := m.Assessment.ID
		columns := map[string]any{"correct_by": orNull(m.Assessment.CorrectBy)}
		if err := moveOn(tx.Where("correct_by IS NOT NULL"), id, m.Assessment.Version, assessment.Submitted, columns); err != nil {
			return err
		}
		if err := openReviews(tx, []assessment.ID{id}); err != nil {
			return err
		}
		if m.Assessment.CorrectBy == nil {
			if err := listAgain(tx, m.Assessment); err != nil {
				return err
			}
		}
		if err := cancelReminders(tx, string(id)); err != nil {
			return err
		}
		return tell(tx, []review.Sending{m})
	})
	return failure(err, "move the corrections of assessment %s", m.Assessment.ID)
}

// listAgain makes what was sent back a list again; what it opened is closed.
func listAgain(tx *gorm.DB, a assessment.Assessment) error {
	round := tx.Where("assessment_id = ? AND round = ?", a.ID, a.SentBack)
	if err := round.Session(&gorm.Session{}).Where("follow_up").Delete(&correctionRow{}).Error; err != nil {
		return err
	}
	return round.Session(&gorm.Session{}).Model(&correctionRow{}).Update("sent", nil).Error
}
