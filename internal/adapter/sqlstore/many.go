package sqlstore

import (
	"context"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// InviteMany implements assessment.BoardStore. The procurement's row is held,
// so that two lists sent at once are read one after the other: suppliers
// without a number have no index that keeps them from being asked twice.
func (s Assessments) InviteMany(ctx context.Context, p procurement.Procurement, all []assessment.Asked) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := ownedBy(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), p); err != nil {
			return err
		}
		if err := nobodyTwice(tx, p, all); err != nil {
			return err
		}
		people, err := contactPeople(tx, all)
		if err != nil {
			return err
		}
		return welcomeMany(tx, people, all)
	})
	return failure(err, "invite %d suppliers to procurement %s", len(all), p.ID)
}

// nobodyTwice is fault.Conflict when one without a number is invited already.
func nobodyTwice(tx *gorm.DB, p procurement.Procurement, all []assessment.Asked) error {
	var there []assessmentRow
	err := tx.Select("supplier_name", "contact_email").Where("procurement_id = ? AND state <> ?", p.ID, assessment.Withdrawn).Find(&there).Error
	if err != nil {
		return err
	}
	invited := map[string]bool{}
	for _, row := range there {
		invited[strings.ToLower(row.SupplierName)+" "+row.ContactEmail] = true
	}
	for _, each := range all {
		a := each.Assessment
		if a.Supplier.Number == "" && invited[strings.ToLower(a.Supplier.Name)+" "+account.Address(a.Contact.Email)] {
			return fault.Conflict
		}
	}
	return nil
}

// contactPeople finds or adds everybody's contact and returns their ids by
// address. Those who are known keep the name and language they have.
func contactPeople(tx *gorm.DB, all []assessment.Asked) (map[string]string, error) {
	rows, emails, seen := []personRow{}, []string{}, map[string]bool{}
	for _, each := range all {
		c := each.Assessment.Contact
		email := account.Address(c.Email)
		if seen[email] {
			continue
		}
		seen[email] = true
		emails = append(emails, email)
		rows = append(rows, personRow{
			ID: string(c.Person), Name: c.Name, Email: email, Language: c.Language, Created: instant(each.Assessment.Invited),
		})
	}
	add := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "email"}}, DoNothing: true})
	if err := add.CreateInBatches(&rows, rowBatch).Error; err != nil {
		return nil, err
	}
	var found []personRow
	if err := tx.Select("id", "email").Where("email IN ?", emails).Find(&found).Error; err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for _, row := range found {
		ids[row.Email] = row.ID
	}
	return ids, nil
}

// welcomeMany adds the assessments of people, by address, with the right to
// answer, the letters and the events.
func welcomeMany(tx *gorm.DB, people map[string]string, all []assessment.Asked) error {
	rows, rights := make([]assessmentRow, len(all)), make([]rightRow, len(all))
	letters, events := make([]letter.Letter, len(all)), make([]audit.Event, len(all))
	for i, each := range all {
		row := rowOfAssessment(each.Assessment)
		row.ContactPerson, row.Version = people[row.ContactEmail], max(row.Version, 1)
		rows[i], rights[i] = row, rightRow{AssessmentID: row.ID, PersonID: row.ContactPerson, Role: leadRole}
		letters[i], events[i] = each.Letter, each.Event
		letters[i].Person = row.ContactPerson
	}
	if err := tx.CreateInBatches(&rows, rowBatch).Error; err != nil {
		return err
	}
	if err := tx.CreateInBatches(&rights, rowBatch).Error; err != nil {
		return err
	}
	if _, err := post(tx, letters...); err != nil {
		return err
	}
	return recordAll(tx, events)
}
