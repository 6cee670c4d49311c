package sqlstore

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/letter"
	"aktsom/internal/review"
)

type draftRow struct {
	AssessmentID string
	Round        int
	Card         string
	Sent         instant
	CommentBy    instant
	Remarks      int
	PersonID     string
}

func (draftRow) TableName() string { return "drafts" }

func (r draftRow) draft() review.Draft {
	return review.Draft{
		Assessment: assessment.ID(r.AssessmentID), Round: r.Round, Card: []byte(r.Card), Sent: r.Sent.at(),
		CommentBy: r.CommentBy.at(), Person: account.PersonID(r.PersonID),
	}
}

type remarkRow struct {
	ID           string
	AssessmentID string
	Round        int
	Question     string
	Text         string
	PersonID     string
	Said         instant
}

func (remarkRow) TableName() string { return "draft_remarks" }

func (r remarkRow) remark(person string) review.Remark {
	return review.Remark{
		ID: r.ID, Assessment: assessment.ID(r.AssessmentID), Round: r.Round, Question: r.Question, Text: r.Text,
		Person: account.PersonID(r.PersonID), PersonName: person, At: r.Said.at(),
	}
}

var _ review.DraftStore = Reviews{}

// SendDraft implements review.DraftStore. The review's row is held first, so
// that it is neither reopened nor released meanwhile.
func (s Reviews) SendDraft(ctx context.Context, v review.Review, d review.Draft, l letter.Letter, event audit.Event) error {
	row := draftRow{
		AssessmentID: string(d.Assessment), Round: d.Round, Card: string(d.Card), Sent: instant(d.Sent),
		CommentBy: instant(d.CommentBy), PersonID: string(d.Person),
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := changed(tx.Model(&reviewRow{}).
			Where("assessment_id = ? AND round = ? AND version = ? AND finished IS NOT NULL AND released IS NULL", v.Assessment, v.Round, v.Version).
			Update("version", v.Version+1)); err != nil {
			return err
		}
		if err := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "assessment_id"}, {Name: "round"}},
			DoUpdates: clause.AssignmentColumns([]string{"card", "sent", "comment_by", "person_id"}),
		}).Create(&row).Error; err != nil {
			return err
		}
		if _, err := post(tx, l); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "send the draft of assessment %s", d.Assessment)
}

type draftLine struct {
	PersonName string
	Draft      draftRow  `gorm:"embedded;embeddedPrefix:d_"`
	Remark     remarkRow `gorm:"embedded;embeddedPrefix:m_"`
}

var draftQuery = "SELECT w.name AS person_name, " + columns("d", draftRow{}) + ", " + columns("m", remarkRow{}) + `
	FROM drafts d LEFT JOIN draft_remarks m ON m.assessment_id = d.assessment_id LEFT JOIN people w ON w.id = m.person_id
	WHERE d.assessment_id = ? AND d.round = (SELECT MAX(x.round) FROM drafts x WHERE x.assessment_id = d.assessment_id)
	ORDER BY m.said, m.id`

// Draft implements review.DraftStore.
func (s Reviews) Draft(ctx context.Context, id assessment.ID) (*review.Draft, error) {
	var lines []draftLine
	if err := s.db.from(ctx).Raw(draftQuery, id).Scan(&lines).Error; err != nil || len(lines) == 0 {
		return nil, failure(err, "load the draft of assessment %s", id)
	}
	d := lines[0].Draft.draft()
	for _, line := range lines {
		if line.Remark.ID != "" {
			d.Remarks = append(d.Remarks, line.Remark.remark(line.PersonName))
		}
	}
	return &d, nil
}

var draftCaseQuery = "SELECT " + ownWords + caseColumns + " FROM assessments a" + ofPurchase + `
	JOIN assessment_people r ON r.assessment_id = a.id AND r.person_id = ? AND r.role = 'lead'
	JOIN drafts d ON d.assessment_id = a.id AND d.round = a.round` + caseJoins + `
	WHERE a.id = ? AND s.assessment_id IS NOT NULL`

// DraftCase implements review.DraftStore: three statements.
func (s Reviews) DraftCase(ctx context.Context, person account.PersonID, id assessment.ID) (review.Case, review.Draft, error) {
	var row caseRow
	if err := one(s.db.from(ctx).Raw(draftCaseQuery, person, id).Scan(&row)); err != nil {
		return review.Case{}, review.Draft{}, failure(err, "load the draft of assessment %s", id)
	}
	c, err := row.bare()
	if err != nil {
		return c, review.Draft{}, err
	}
	c.Review = review.Review{}
	if c.Files, err = s.files(ctx, row.Parts.Assessment.ID); err != nil {
		return c, review.Draft{}, failure(err, "load the files of assessment %s", id)
	}
	d, err := s.Draft(ctx, id)
	if err != nil || d == nil {
		return c, review.Draft{}, failure(err, "load the draft of assessment %s", id)
	}
	return c, *d, nil
}

// AddRemark implements review.DraftStore. Counting the remark holds the draft's
// row and asks everything at once.
func (s Reviews) AddRemark(ctx context.Context, d review.Draft, r review.Remark, event audit.Event) error {
	row := remarkRow{
		ID: r.ID, AssessmentID: string(r.Assessment), Round: r.Round, Question: r.Question, Text: r.Text,
		PersonID: string(r.Person), Said: instant(r.At),
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := changed(tx.Model(&draftRow{}).
			Where("assessment_id = ? AND round = ? AND sent = ? AND comment_by > ? AND remarks < ?",
				d.Assessment, d.Round, instant(d.Sent), instant(r.At), review.MaxRemarks).
			Where("NOT EXISTS (SELECT 1 FROM reviews v WHERE v.assessment_id = drafts.assessment_id AND v.released IS NOT NULL)").
			Update("remarks", gorm.Expr("remarks + 1"))); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "comment on the draft of assessment %s", d.Assessment)
}
