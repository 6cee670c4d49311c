package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

type uploadPartRow struct {
	FileID  string
	Start   int64
	Size    int64
	Sha256  string
	BlobKey string
}

func (uploadPartRow) TableName() string { return "upload_parts" }

// Append implements evidence.Store. The file's row, held until the commit,
// lets only one of two pieces that begin at the same place pass.
func (s Files) Append(ctx context.Context, f evidence.File, part evidence.Part, most int) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := changed(tx.Model(&fileRow{}).Where("id = ? AND state = ? AND size = ?", f.ID, evidence.Arriving, part.Start).
			Updates(map[string]any{"size": part.Start + part.Size, "given": instant(f.At)})); err != nil {
			return err
		}
		row := uploadPartRow{FileID: string(part.File), Start: part.Start, Size: part.Size, Sha256: part.SHA256, BlobKey: part.BlobKey}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		var parts int64
		if err := tx.Model(&uploadPartRow{}).Where("file_id = ?", f.ID).Count(&parts).Error; err != nil {
			return err
		}
		if parts > int64(most) {
			return fault.New(fault.TooMany, "evidence.too_many_parts")
		}
		return nil
	})
	return failure(err, "add a piece to file %s", f.ID)
}

// Parts implements evidence.Store.
func (s Files) Parts(ctx context.Context, id evidence.ID) ([]evidence.Part, error) {
	var rows []uploadPartRow
	err := s.db.from(ctx).Where("file_id = ?", id).Order("start").Find(&rows).Error
	parts := make([]evidence.Part, len(rows))
	for i, row := range rows {
		parts[i] = evidence.Part{File: id, Start: row.Start, Size: row.Size, SHA256: row.Sha256, BlobKey: row.BlobKey}
	}
	return parts, failure(err, "list the pieces of file %s", id)
}

// Arrivals implements evidence.Store.
func (s Files) Arrivals(ctx context.Context, person account.PersonID) (int, error) {
	var open int64
	err := s.db.from(ctx).Model(&fileRow{}).Where("state = ? AND person_id = ?", evidence.Arriving, person).Count(&open).Error
	return int(open), failure(err, "count the files that arrive from person %s", person)
}

// StillArriving implements evidence.Store.
func (s Files) StillArriving(ctx context.Context, ids []evidence.ID) (map[evidence.ID]bool, error) {
	arriving := make(map[evidence.ID]bool, len(ids))
	if len(ids) == 0 {
		return arriving, nil
	}
	var found []evidence.ID
	err := s.db.from(ctx).Model(&fileRow{}).Where("id IN ? AND state = ?", ids, evidence.Arriving).Pluck("id", &found).Error
	for _, id := range found {
		arriving[id] = true
	}
	return arriving, failure(err, "ask which of %d files are arriving", len(ids))
}

// Use implements evidence.Store. The assessment's row, held until the commit,
// keeps the other file from being removed in between, and so its bytes.
func (s Files) Use(ctx context.Context, from evidence.ID, f evidence.File, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		held := tx.Model(&assessmentRow{}).Where("id = ?", f.Assessment).Where(takesFiles, takes(f.Question, f.At)).
			Updates(map[string]any{"version": gorm.Expr("version + 1"), "active": instant(f.At)})
		if err := entitled(tx, held, f.Assessment, f.Person, f.Question); err != nil {
			return err
		}
		var counting int64
		if err := tx.Model(&fileRow{}).Where("id = ? AND assessment_id = ? AND blob_key = ? AND state = ?", from, f.Assessment, f.BlobKey, f.State).
			Count(&counting).Error; err != nil {
			return err
		}
		if counting == 0 {
			return fault.Conflict
		}
		row := rowOfFile(f)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "use file %s for another question", from)
}

// Carry implements evidence.Store. What a submission stands on is not removed,
// so the bytes stay without a lock on the earlier assessments.
func (s Files) Carry(ctx context.Context, to evidence.AssessmentID, all []evidence.Carried) (int, error) {
	count := 0
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		first := all[0]
		held := tx.Model(&assessmentRow{}).Where("id = ?", to).Where(takesFiles, takes(first.Question, first.At)).
			Updates(map[string]any{"version": gorm.Expr("version + 1"), "active": instant(first.At)})
		// Only the contact may all questions, and so that of no name
		if err := entitled(tx, held, to, first.Person, ""); err != nil {
			return err
		}
		sources, there, err := carriable(tx, to, all)
		if err != nil {
			return err
		}
		rows, events := carry(to, all, sources, there)
		if count = len(rows); count == 0 {
			return nil
		}
		if err := tx.CreateInBatches(&rows, rowBatch).Error; err != nil {
			return err
		}
		return recordAll(tx, events)
	})
	return count, failure(err, "carry files to assessment %s", to)
}

// carriable finds the files that may be carried, by their ids, and which bytes
// lie at which question of the assessment already.
func carriable(tx *gorm.DB, to evidence.AssessmentID, all []evidence.Carried) (sources map[evidence.ID]fileRow, there map[[2]string]bool, err error) {
	ids := make([]evidence.ID, len(all))
	for i, c := range all {
		ids[i] = c.From
	}
	var rows []fileRow
	err = tx.Raw(`SELECT f.* FROM files f WHERE f.state IN ('given', 'clean', 'unchecked') AND (f.assessment_id = ? OR f.id IN ? AND EXISTS (
		SELECT 1 FROM assessment_people r JOIN assessments a ON a.id = r.assessment_id
		WHERE r.assessment_id = f.assessment_id AND r.person_id = ? AND r.role = 'lead' AND a.state = 'submitted'))`, to, ids, all[0].Person).Scan(&rows).Error
	sources, there = map[evidence.ID]fileRow{}, map[[2]string]bool{}
	for _, row := range rows {
		if row.AssessmentID == string(to) {
			there[[2]string{row.Question, row.Sha256}] = true
		} else {
			sources[evidence.ID(row.ID)] = row
		}
	}
	return sources, there, err
}

// carry writes the new rows, and what is to be recorded of them.
func carry(to evidence.AssessmentID, all []evidence.Carried, sources map[evidence.ID]fileRow, there map[[2]string]bool) ([]fileRow, []audit.Event) {
	var rows []fileRow
	var events []audit.Event
	for _, c := range all {
		row, found := sources[c.From]
		at := [2]string{c.Question, row.Sha256}
		if !found || there[at] {
			continue
		}
		there[at] = true
		row.ID, row.AssessmentID, row.Question, row.PersonID, row.Given = string(c.ID), string(to), c.Question, string(c.Person), instant(c.At)
		row.Submitted, row.Dropped = 0, instant{}
		c.Event.Details["name"], c.Event.Details["sha256"] = row.Name, row.Sha256
		rows, events = append(rows, row), append(events, c.Event)
	}
	return rows, events
}
