package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

type boardRow struct {
	Parts        assessmentParts `gorm:"embedded"`
	Letter       string
	LetterAnswer string
	Reminders    int
	HasAnswers   bool
	Reviewed     bool
	Released     bool
	DraftUntil   instant
	Remarks      int
}

// boardColumns and boardJoins add to assessments a what a line of the board
// tells beside them, without looking at an answer.
var boardColumns = assessmentColumns + `, l.state AS letter, l.answer AS letter_answer,
	(SELECT COUNT(*) FROM letters m WHERE m.assessment_id = a.id AND m.kind = 'reminder' AND m.state = 'sent') AS reminders,
	EXISTS (SELECT 1 FROM answers n WHERE n.assessment_id = a.id) AS has_answers,
	v.finished IS NOT NULL AS reviewed, v.released IS NOT NULL AS released,
	d.comment_by AS draft_until, COALESCE(d.remarks, 0) AS remarks`

const boardJoins = ` LEFT JOIN letters l ON l.id = (SELECT i.id FROM letters i
		WHERE i.assessment_id = a.id AND i.kind = 'invitation' ORDER BY i.created DESC, i.id DESC LIMIT 1)
	LEFT JOIN reviews v ON v.assessment_id = a.id AND v.round = a.round AND a.state = 'submitted'
	LEFT JOIN drafts d ON d.assessment_id = v.assessment_id AND d.round = v.round `

func (r boardRow) row() (assessment.Row, error) {
	a, err := r.Parts.assessment()
	a.DraftUntil = optional(r.DraftUntil)
	return assessment.Row{
		Assessment: a, Letter: letter.State(r.Letter), LetterAnswer: r.LetterAnswer, Reminders: r.Reminders,
		HasAnswers: r.HasAnswers, Reviewed: r.Reviewed, Released: r.Released, Remarks: r.Remarks,
	}, err
}

var boardQuery = "SELECT " + boardColumns + " FROM procurements p JOIN organisations o ON o.id = p.organisation_id LEFT JOIN assessments a ON a.procurement_id = p.id" +
	boardJoins + "WHERE p.organisation_id = ? AND p.id = ? ORDER BY a.supplier_name, a.id"

// Board implements assessment.BoardStore.
func (s Assessments) Board(ctx context.Context, org account.OrganisationID, id procurement.ID) ([]assessment.Row, error) {
	var rows []boardRow
	if err := one(s.db.from(ctx).Raw(boardQuery, org, id).Scan(&rows)); err != nil {
		return nil, failure(err, "load the board of procurement %s", id)
	}
	board := []assessment.Row{}
	for _, r := range rows {
		if r.Parts.Assessment.ID == "" { // nobody is invited yet
			continue
		}
		row, err := r.row()
		if err != nil {
			return nil, err
		}
		board = append(board, row)
	}
	return board, nil
}

var boardRowQuery = "SELECT " + ownWords + boardColumns + " FROM assessments a" + ofPurchase + boardJoins + "WHERE p.organisation_id = ? AND a.id = ?"

// Row implements assessment.BoardStore.
func (s Assessments) Row(ctx context.Context, org account.OrganisationID, id assessment.ID) (assessment.Row, error) {
	var row boardRow
	if err := one(s.db.from(ctx).Raw(boardRowQuery, org, id).Scan(&row)); err != nil {
		return assessment.Row{}, failure(err, "load assessment %s", id)
	}
	return row.row()
}

// Invite implements assessment.BoardStore.
func (s Assessments) Invite(ctx context.Context, a assessment.Assessment, invitation letter.Letter, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := ownedBy(tx, a.Procurement); err != nil {
			return err
		}
		person, err := contactPerson(tx, a)
		if err != nil {
			return err
		}
		row := rowOfAssessment(a)
		row.ContactPerson, row.Version = person, max(row.Version, 1)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return welcome(tx, row.ID, person, invitation, event)
	})
	return failure(err, "invite %s to procurement %s", a.Supplier.Name, a.Procurement.ID)
}

// ownedBy makes sure that the procurement is the organisation's.
func ownedBy(tx *gorm.DB, p procurement.Procurement) error {
	return tx.Select("id").Where("id = ? AND organisation_id = ?", p.ID, p.Organisation).Take(&procurementRow{}).Error
}

// partOf makes sure that the assessment is of the procurement it names, and
// that one the organisation's.
func partOf(tx *gorm.DB, a assessment.Assessment) error {
	return tx.Select("id").Where("id = ? AND procurement_id = ?", a.ID, a.Procurement.ID).
		Where("EXISTS (SELECT 1 FROM procurements p WHERE p.id = procurement_id AND p.organisation_id = ?)", a.Procurement.Organisation).
		Take(&assessmentRow{}).Error
}

// contactPerson finds or adds the person that the contact's address belongs to.
func contactPerson(tx *gorm.DB, a assessment.Assessment) (string, error) {
	return findOrAddPerson(tx, personRow{
		ID: string(a.Contact.Person), Name: a.Contact.Name, Email: a.Contact.Email,
		Language: a.Contact.Language, Created: instant(a.Invited),
	})
}

// welcome gives the contact the right to answer, and posts the letter to the
// person that the address turned out to belong to.
func welcome(tx *gorm.DB, id, person string, invitation letter.Letter, event audit.Event) error {
	if err := tx.Create(&rightRow{AssessmentID: id, PersonID: person, Role: leadRole}).Error; err != nil {
		return err
	}
	invitation.Person = person
	if _, err := post(tx, invitation); err != nil {
		return err
	}
	return record(tx, event)
}

// ChangeContact implements assessment.BoardStore.
func (s Assessments) ChangeContact(ctx context.Context, a assessment.Assessment, invitation letter.Letter, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := partOf(tx, a); err != nil {
			return err
		}
		person, err := contactPerson(tx, a)
		if err != nil {
			return err
		}
		row := rowOfAssessment(a)
		if err := moveOn(tx, a.ID, a.Version, a.State, map[string]any{
			"contact_person": person, "contact_name": row.ContactName, "contact_email": row.ContactEmail,
			"contact_language": row.ContactLanguage, "invited": row.Invited, "opened": row.Opened,
			"objection": "", "objection_name": "", "objection_email": "", "objection_reason": "", "objected": nil,
		}); err != nil {
			return err
		}
		// A colleague's right is lent by the contact who asked, and ends with them
		if err := tx.Where("assessment_id = ?", a.ID).Delete(&rightRow{}).Error; err != nil {
			return err
		}
		if err := forgetColleague(tx, a.ID, person); err != nil {
			return err
		}
		if err := cancelLetters(tx, row.ID); err != nil {
			return err
		}
		return welcome(tx, row.ID, person, invitation, event)
	})
	return failure(err, "change the contact of assessment %s", a.ID)
}

// WithdrawInvitation implements assessment.BoardStore.
func (s Assessments) WithdrawInvitation(ctx context.Context, a assessment.Assessment, farewell letter.Letter, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := partOf(tx, a); err != nil {
			return err
		}
		if err := moveOn(tx, a.ID, a.Version, assessment.Open, map[string]any{"state": assessment.Withdrawn}); err != nil {
			return err
		}
		if err := cancelLetters(tx, string(a.ID)); err != nil {
			return err
		}
		if _, err := post(tx, farewell); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "withdraw the invitation of assessment %s", a.ID)
}

// Extend implements assessment.BoardStore. Reminders that nobody has begun to
// send are taken back where they tell the old time: not those of corrections,
// nor of who has more time still.
func (s Assessments) Extend(ctx context.Context, p procurement.Procurement, letters []letter.Letter, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := updateProcurement(tx, p); err != nil {
			return err
		}
		if err := tx.Model(&letterRow{}).
			Where("procurement_id = ? AND kind = ? AND state = ?", p.ID, letter.Reminder, letter.Waiting).
			Where("assessment_id IN (?)", tx.Model(&assessmentRow{}).Select("id").
				Where("procurement_id = ? AND state = ?", p.ID, assessment.Open).
				Where("due IS NULL OR due <= ?", instant(p.Closing))).
			Update("state", letter.Cancelled).Error; err != nil {
			return err
		}
		if _, err := post(tx, letters...); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "extend procurement %s", p.ID)
}
