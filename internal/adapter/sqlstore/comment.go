package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/review"
)

type commentRow struct {
	ID           string
	AssessmentID string
	Round        int
	Question     string
	Audience     string
	Text         string
	PersonID     string
	Said         instant
	Shown        instant
}

func (commentRow) TableName() string { return "review_comments" }

func (r commentRow) comment(person string) review.Comment {
	return review.Comment{
		ID: r.ID, Round: r.Round, Question: r.Question, Audience: review.Audience(r.Audience), Text: r.Text,
		Person: account.PersonID(r.PersonID), PersonName: person, At: r.Said.at(), Shown: optional(r.Shown),
	}
}

// Who reads comments: all of them, or what was shown to the supplier. An
// internal one is left out twice over.
const (
	buyerReads    = "TRUE"
	supplierReads = "c.audience = 'supplier' AND c.shown IS NOT NULL"
)

var commentsQuery = "SELECT w.name AS person_name, " + columns("c", commentRow{}) + ` FROM review_comments c JOIN people w ON w.id = c.person_id
	WHERE c.assessment_id = ? AND `

func commentsOf(db *gorm.DB, id assessment.ID, reader string) ([]review.Comment, error) {
	var rows []struct {
		PersonName string
		Comment    commentRow `gorm:"embedded;embeddedPrefix:c_"`
	}
	err := db.Raw(commentsQuery+reader+" ORDER BY c.said, c.id", id).Scan(&rows).Error
	var list []review.Comment
	for _, row := range rows {
		list = append(list, row.Comment.comment(row.PersonName))
	}
	return list, err
}

// Say implements review.CommentStore.
func (s Reviews) Say(ctx context.Context, v review.Review, c review.Comment, event audit.Event) error {
	row := commentRow{
		ID: c.ID, AssessmentID: string(v.Assessment), Round: c.Round, Question: c.Question, Audience: string(c.Audience),
		Text: c.Text, PersonID: string(c.Person), Said: instant(c.At),
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := note(tx, v); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "comment on assessment %s", v.Assessment)
}

// Unsay implements review.CommentStore.
func (s Reviews) Unsay(ctx context.Context, v review.Review, id string, person account.PersonID, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := note(tx, v); err != nil {
			return err
		}
		gone := tx.Where("id = ? AND assessment_id = ? AND person_id = ? AND shown IS NULL", id, v.Assessment, person).Delete(&commentRow{})
		if gone.Error != nil {
			return gone.Error
		}
		if gone.RowsAffected == 0 {
			return gorm.ErrRecordNotFound
		}
		return record(tx, event)
	})
	return failure(err, "remove comment %s", id)
}

// showComments lets the supplier read what was said to it, of one question or
// of all.
func showComments(tx *gorm.DB, at instant, where string, args ...any) error {
	return tx.Model(&commentRow{}).Where("audience = ? AND shown IS NULL", review.ToSupplier).Where(where, args...).
		Update("shown", at).Error
}
