package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/letter"
)

var _ assessment.ObjectionStore = Assessments{}

// objection is what the contact answered instead of the questions.
func (r assessmentRow) objection() *assessment.Objection {
	if r.Objection == "" {
		return nil
	}
	return &assessment.Objection{
		Kind: assessment.ObjectionKind(r.Objection), Name: r.ObjectionName, Email: r.ObjectionEmail,
		Reason: r.ObjectionReason, At: r.Objected.at(),
	}
}

// Object implements assessment.ObjectionStore.
func (s Assessments) Object(ctx context.Context, a assessment.Assessment, word letter.Letter, event audit.Event) error {
	o := assessment.Objection{}
	if a.Objection != nil {
		o = *a.Objection
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := moveOn(tx, a.ID, a.Version, assessment.Open, map[string]any{
			"objection": o.Kind, "objection_name": o.Name, "objection_email": o.Email, "objection_reason": o.Reason, "objected": instant(o.At),
		}); err != nil {
			return err
		}
		if o.Kind == assessment.NotUs {
			if err := cancelReminders(tx, string(a.ID)); err != nil {
				return err
			}
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
	return failure(err, "keep an objection to assessment %s", a.ID)
}
