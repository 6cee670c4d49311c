package sqlstore

import (
	"context"

	"aktsom/internal/audit"
)

// Events implements audit.EventStore.
type Events struct{ db *DB }

var _ audit.EventStore = Events{}

// Events is the store that reads what was recorded.
func (d *DB) Events() Events { return Events{d} }

var eventsQuery = "SELECT n.name AS person_name, " + columns("e", eventRow{}) + ` FROM events e LEFT JOIN people n ON n.id = e.person_id
	WHERE e.organisation_id = ? AND e.procurement_id = ? ORDER BY e.at DESC, e.id DESC LIMIT ? OFFSET ?`

// Events implements audit.EventStore.
func (s Events) Events(ctx context.Context, organisation, procurement string, skip, limit int) ([]audit.Recorded, error) {
	var rows []struct {
		PersonName string
		Event      eventRow `gorm:"embedded;embeddedPrefix:e_"`
	}
	if err := s.db.from(ctx).Raw(eventsQuery, organisation, procurement, limit, skip).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list the events of procurement %s", procurement)
	}
	list := make([]audit.Recorded, len(rows))
	for i, r := range rows {
		list[i] = audit.Recorded{PersonName: r.PersonName, Event: audit.Event{
			ID: r.Event.ID, At: r.Event.At.at(), Person: r.Event.PersonID, Organisation: r.Event.OrganisationID,
			Procurement: r.Event.ProcurementID, Assessment: r.Event.AssessmentID, Verb: r.Event.Verb,
		}}
		if err := fromJSON("an event's details", r.Event.Details, &list[i].Details); err != nil {
			return nil, err
		}
	}
	return list, nil
}
