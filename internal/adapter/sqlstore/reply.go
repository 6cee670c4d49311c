package sqlstore

import (
	"context"
	"maps"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/enquiry"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// Ask implements enquiry.Store. The assessment's row is held until the commit.
func (s Enquiries) Ask(ctx context.Context, e enquiry.Enquiry, word letter.Letter, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := tx.Where("assessment_id = ? AND person_id = ?", e.Assessment, e.Person).Take(&rightRow{}).Error; err != nil {
			return err
		}
		if err := takesEnquiries(tx, e); err != nil {
			return err
		}
		row := rowOfEnquiry(e)
		added := tx.Clauses(sentOnce("assessment_id")).Create(&row)
		if added.Error != nil || added.RowsAffected == 0 {
			return added.Error
		}
		person, err := findOrAddPerson(tx, personRow{ID: word.Person, Name: word.ToName, Email: word.To, Language: word.Language, Created: instant(word.Created)})
		if err != nil {
			return err
		}
		word.Person = person
		if _, err := post(tx, word); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "keep an enquiry of assessment %s", e.Assessment)
}

// takesEnquiries holds the assessment of an enquiry, and is fault.Conflict when
// answers are not taken at its time.
func takesEnquiries(tx *gorm.DB, e enquiry.Enquiry) error {
	return changed(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Select("id").
		Where("id = ? AND procurement_id = ? AND state <> ?", e.Assessment, e.Procurement, assessment.Withdrawn).
		Where("EXISTS (SELECT 1 FROM procurements p WHERE p.id = procurement_id AND p.state = ? AND (p.stage = ? OR p.closing > ?))",
			procurement.Published, procurement.Contract, instant(e.At)).
		Find(&[]assessmentRow{}))
}

// sentOnce leaves out what the same form brought before.
func sentOnce(within string) clause.OnConflict {
	return clause.OnConflict{Columns: []clause.Column{{Name: within}, {Name: "sending"}}, DoNothing: true}
}

// Reply implements enquiry.Store. The procurement's row is held, so that numbers
// are given one after the other.
func (s Enquiries) Reply(ctx context.Context, org account.OrganisationID, r enquiry.Reply, letters []letter.Letter, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		held := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
		if err := ownedBy(held, procurement.Procurement{ID: r.Procurement, Organisation: org}); err != nil {
			return err
		}
		if err := partOfExchange(tx, r); err != nil {
			return err
		}
		row, err := numbered(tx, r)
		if err != nil {
			return err
		}
		added := tx.Clauses(sentOnce("procurement_id")).Create(&row)
		if added.Error != nil || added.RowsAffected == 0 {
			return added.Error
		}
		if _, err := post(tx, letters...); err != nil {
			return err
		}
		return record(tx, withNumber(event, row.Number))
	})
	return failure(err, "keep a reply in procurement %s", r.Procurement)
}

// withNumber is the event with the number that the reply was given.
func withNumber(event audit.Event, number int) audit.Event {
	details := map[string]string{"number": strconv.Itoa(number)}
	maps.Copy(details, event.Details)
	event.Details = details
	return event
}

// partOfExchange is fault.NotFound when what the reply names is not part of its
// procurement.
func partOfExchange(tx *gorm.DB, r enquiry.Reply) error {
	for _, named := range []struct {
		id    string
		table any
	}{{string(r.Enquiry), &enquiryRow{}}, {string(r.Corrects), &replyRow{}}, {string(r.Only), &assessmentRow{}}} {
		if named.id == "" {
			continue
		}
		var found int64
		if err := tx.Model(named.table).Where("id = ? AND procurement_id = ?", named.id, r.Procurement).Count(&found).Error; err != nil {
			return err
		}
		if found == 0 {
			return fault.NotFound
		}
	}
	return nil
}

// numbered is the row of a reply, with the next number when it is for all.
func numbered(tx *gorm.DB, r enquiry.Reply) (replyRow, error) {
	row := rowOfReply(r)
	if !r.ForAll() {
		return row, nil
	}
	err := tx.Model(&replyRow{}).Where("procurement_id = ?", r.Procurement).Select("COALESCE(MAX(number), 0) + 1").Scan(&row.Number).Error
	return row, err
}
