package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

var _ assessment.DueStore = Assessments{}

// GiveTime implements assessment.DueStore. The procurement's row is written
// first: nobody moves closing for all, and no other time is given, in the same
// moment.
func (s Assessments) GiveTime(ctx context.Context, p procurement.Procurement, all []assessment.Longer) error {
	ids := make([]assessment.ID, len(all))
	letters, events := make([]letter.Letter, len(all)), make([]audit.Event, len(all))
	for i, each := range all {
		ids[i], letters[i], events[i] = each.Assessment.ID, each.Letter, each.Event
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := updateProcurement(tx, p); err != nil {
			return err
		}
		if err := writeDue(tx, p, ids, all[0].Assessment); err != nil {
			return err
		}
		if err := tx.Model(&letterRow{}).
			Where("assessment_id IN ? AND kind = ? AND state = ?", ids, letter.Reminder, letter.Waiting).
			Update("state", letter.Cancelled).Error; err != nil {
			return err
		}
		if _, err := post(tx, letters...); err != nil {
			return err
		}
		return recordAll(tx, events)
	})
	return failure(err, "give %d suppliers of procurement %s more time", len(all), p.ID)
}

// writeDue gives open assessments of a procurement the due time of one of them.
func writeDue(tx *gorm.DB, p procurement.Procurement, ids []assessment.ID, like assessment.Assessment) error {
	of := tx.Model(&assessmentRow{}).Where("id IN ? AND procurement_id = ?", ids, p.ID)
	written := of.Session(&gorm.Session{}).Where("state = ?", assessment.Open).
		Updates(map[string]any{"due": orNull(like.Due), "due_given": orNull(like.DueGiven)})
	if written.Error != nil || written.RowsAffected == int64(len(ids)) {
		return written.Error
	}
	var found int64
	err := of.Session(&gorm.Session{}).Count(&found).Error
	switch {
	case err != nil:
		return err
	case found < int64(len(ids)):
		return fault.NotFound
	default:
		return fault.Conflict
	}
}
