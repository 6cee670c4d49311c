package sqlstore

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/review"
)

type decisionRow struct {
	AssessmentID string
	Round        int
	Question     string
	Finding      string
	Reason       string
	PersonID     string
	Decided      instant
	Carried      int
}

func (decisionRow) TableName() string { return "decisions" }

func (r decisionRow) decision(person string) review.Decision {
	return review.Decision{
		Question: r.Question, Finding: review.Finding(r.Finding), Reason: r.Reason,
		Person: account.PersonID(r.PersonID), PersonName: person, At: r.Decided.at(), Carried: r.Carried,
	}
}

var _ review.DecisionStore = Reviews{}

var (
	decisionColumns = "SELECT w.name AS person_name, " + columns("d", decisionRow{}) + " FROM decisions d JOIN people w ON w.id = d.person_id "
	decisionsQuery  = decisionColumns + "WHERE d.assessment_id = ? AND d.round = ?"

	casesDecisionsQuery = decisionColumns + `JOIN assessments a ON a.id = d.assessment_id AND a.round = d.round
	WHERE a.procurement_id = ?`
)

// decided fills decisions into the cases they belong to, in one statement.
func (s Reviews) decided(ctx context.Context, query string, args []any, of map[string]*review.Case) error {
	var rows []struct {
		PersonName string
		Decision   decisionRow `gorm:"embedded;embeddedPrefix:d_"`
	}
	if err := s.db.from(ctx).Raw(query, args...).Scan(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		c := of[row.Decision.AssessmentID]
		if c == nil {
			continue
		}
		if c.Review.Decisions == nil {
			c.Review.Decisions = map[string]review.Decision{}
		}
		c.Review.Decisions[row.Decision.Question] = row.Decision.decision(row.PersonName)
	}
	return nil
}

// Decide implements review.DecisionStore.
func (s Reviews) Decide(ctx context.Context, v review.Review, d review.Decision, event audit.Event) error {
	row := decisionRow{
		AssessmentID: string(v.Assessment), Round: v.Round, Question: d.Question, Finding: string(d.Finding),
		Reason: d.Reason, PersonID: string(d.Person), Decided: instant(d.At),
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := note(tx, v); err != nil {
			return err
		}
		if err := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "assessment_id"}, {Name: "round"}, {Name: "question"}},
			DoUpdates: clause.AssignmentColumns([]string{"finding", "reason", "person_id", "decided", "carried"}),
		}).Create(&row).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "decide %s of assessment %s", d.Question, v.Assessment)
}
