package sqlstore

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

var _ assessment.ColleagueStore = Assessments{}

type colleagueRow struct {
	AssessmentID string
	PersonID     string
	Name         string
	Email        string
	Language     string
	Pages        string
	Message      string
	Asked        instant
	Opened       instant
	Done         instant
}

func (colleagueRow) TableName() string { return "colleagues" }

// colleagueQuestionRow lets a colleague answer a question.
type colleagueQuestionRow struct {
	AssessmentID string
	PersonID     string
	Question     string
}

func (colleagueQuestionRow) TableName() string { return "colleague_questions" }

func (r colleagueRow) colleague(active bool) (assessment.Colleague, error) {
	c := assessment.Colleague{
		Person: account.PersonID(r.PersonID), Name: r.Name, Email: r.Email, Language: r.Language, Message: r.Message,
		Asked: r.Asked.at(), Opened: optional(r.Opened), Done: optional(r.Done), Active: active,
	}
	return c, fromJSON("the pages of a colleague", r.Pages, &c.Pages)
}

// changeColleagues does what it is told in a transaction that holds the
// assessment at a.Version and raises the version.
func (s Assessments) changeColleagues(ctx context.Context, a assessment.Assessment, event audit.Event, do func(tx *gorm.DB) error) error {
	return s.db.change(ctx, func(tx *gorm.DB) error {
		if err := moveOn(tx, a.ID, a.Version, a.State, map[string]any{}); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return record(tx, event)
	})
}

// AskColleague implements assessment.ColleagueStore.
func (s Assessments) AskColleague(
	ctx context.Context, a assessment.Assessment, c assessment.Colleague, questions []string, word letter.Letter, event audit.Event,
) error {
	err := s.changeColleagues(ctx, a, event, func(tx *gorm.DB) error {
		person, err := findOrAddPerson(tx, personRow{ID: string(c.Person), Name: c.Name, Email: c.Email, Language: c.Language, Created: instant(c.Asked)})
		if err != nil {
			return err
		}
		if err := mayHelp(tx, a.ID, person); err != nil {
			return err
		}
		if err := writeColleague(tx, a.ID, person, c, questions); err != nil {
			return err
		}
		if err := cancelLettersTo(tx, a.ID, person); err != nil {
			return err
		}
		word.Person = person
		_, err = post(tx, word)
		return err
	})
	return failure(err, "ask a colleague to help with assessment %s", a.ID)
}

// mayHelp refuses the contact, and whoever works for the buyer.
func mayHelp(tx *gorm.DB, id assessment.ID, person string) error {
	var refused int64
	err := tx.Raw(`SELECT COUNT(*) FROM assessments a JOIN procurements p ON p.id = a.procurement_id WHERE a.id = ? AND (a.contact_person = ?
		OR EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = p.organisation_id AND m.person_id = ?))`, id, person, person).Scan(&refused).Error
	if err == nil && refused > 0 {
		return fault.Denied
	}
	return err
}

// writeColleague puts somebody on the list, or changes what is written there,
// and gives them the right.
func writeColleague(tx *gorm.DB, id assessment.ID, person string, c assessment.Colleague, questions []string) error {
	pages, err := asJSON("the pages of a colleague", c.Pages)
	if err != nil {
		return err
	}
	row := colleagueRow{
		AssessmentID: string(id), PersonID: person, Name: c.Name, Email: c.Email, Language: c.Language,
		Pages: pages, Message: c.Message, Asked: instant(c.Asked),
	}
	err = tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "assessment_id"}, {Name: "person_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name", "email", "language", "pages", "message", "asked", "done"}),
	}).Create(&row).Error
	if err != nil {
		return err
	}
	if err := tx.Where("assessment_id = ? AND person_id = ?", id, person).Delete(&colleagueQuestionRow{}).Error; err != nil {
		return err
	}
	allowed := make([]colleagueQuestionRow, len(questions))
	for i, question := range questions {
		allowed[i] = colleagueQuestionRow{AssessmentID: string(id), PersonID: person, Question: question}
	}
	if len(allowed) > 0 {
		if err := tx.CreateInBatches(&allowed, rowBatch).Error; err != nil {
			return err
		}
	}
	return tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "assessment_id"}, {Name: "person_id"}}, DoNothing: true,
	}).Create(&rightRow{AssessmentID: string(id), PersonID: person, Role: colleagueRole}).Error
}

// cancelLettersTo takes back the letters about an assessment to one person that
// nobody has begun to send.
func cancelLettersTo(tx *gorm.DB, id assessment.ID, person string) error {
	return tx.Model(&letterRow{}).
		Where("assessment_id = ? AND person_id = ? AND kind = ? AND state = ?", id, person, letter.ColleagueAsked, letter.Waiting).
		Update("state", letter.Cancelled).Error
}

// RemoveColleague implements assessment.ColleagueStore.
func (s Assessments) RemoveColleague(ctx context.Context, a assessment.Assessment, person account.PersonID, event audit.Event) error {
	err := s.changeColleagues(ctx, a, event, func(tx *gorm.DB) error {
		if err := tx.Where("assessment_id = ? AND person_id = ?", a.ID, person).Take(&colleagueRow{}).Error; err != nil {
			return err
		}
		if err := forgetColleague(tx, a.ID, string(person)); err != nil {
			return err
		}
		right := tx.Where("assessment_id = ? AND person_id = ? AND role = ?", a.ID, person, colleagueRole).Delete(&rightRow{})
		if right.Error != nil {
			return right.Error
		}
		return cancelLettersTo(tx, a.ID, string(person))
	})
	return failure(err, "remove a colleague from assessment %s", a.ID)
}

// forgetColleague takes somebody off the list, if they are on it.
func forgetColleague(tx *gorm.DB, id assessment.ID, person string) error {
	if err := tx.Where("assessment_id = ? AND person_id = ?", id, person).Delete(&colleagueQuestionRow{}).Error; err != nil {
		return err
	}
	return tx.Where("assessment_id = ? AND person_id = ?", id, person).Delete(&colleagueRow{}).Error
}

// KeepColleagues implements assessment.ColleagueStore.
func (s Assessments) KeepColleagues(ctx context.Context, a assessment.Assessment, words []letter.Letter, event audit.Event) error {
	err := s.changeColleagues(ctx, a, event, func(tx *gorm.DB) error {
		err := tx.Exec(`INSERT INTO assessment_people (assessment_id, person_id, role)
			SELECT c.assessment_id, c.person_id, ? FROM colleagues c WHERE c.assessment_id = ? AND NOT EXISTS (
				SELECT 1 FROM assessment_people r WHERE r.assessment_id = c.assessment_id AND r.person_id = c.person_id)`, colleagueRole, a.ID).Error
		if err != nil {
			return err
		}
		_, err = post(tx, words...)
		return err
	})
	return failure(err, "keep the colleagues of assessment %s", a.ID)
}

// MarkColleague implements assessment.ColleagueStore.
func (s Assessments) MarkColleague(ctx context.Context, id assessment.ID, c assessment.Colleague, words []letter.Letter, events []audit.Event) error {
	column, at := "opened", orNull(c.Opened)
	if c.Done != nil {
		column, at = "done", orNull(c.Done)
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		noted := tx.Model(&colleagueRow{}).Where("assessment_id = ? AND person_id = ?", id, c.Person).Where(column+" IS NULL").
			Where(`EXISTS (SELECT 1 FROM assessment_people r WHERE r.assessment_id = colleagues.assessment_id AND r.person_id = colleagues.person_id)`).
			Update(column, at)
		if noted.Error != nil || noted.RowsAffected == 0 {
			return noted.Error
		}
		if _, err := post(tx, words...); err != nil {
			return err
		}
		if len(events) == 0 {
			return nil
		}
		return recordAll(tx, events)
	})
	return failure(err, "note how a colleague of assessment %s is getting on", id)
}
