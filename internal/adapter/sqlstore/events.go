package sqlstore

import (
	"context"
	"time"

	"aktsom/internal/audit"
)

// Events implements audit.EventStore and audit.ChainStore.
type Events struct{ db *DB }

var _ audit.EventStore = Events{}

// Events is the store that reads and chains what was recorded.
func (d *DB) Events() Events { return Events{d} }

// recordedRow is an event beside the name of who did it.
type recordedRow struct {
	PersonName string
	Event      eventRow `gorm:"embedded;embeddedPrefix:e_"`
}

func recordedEvents(rows []recordedRow) ([]audit.Recorded, error) {
	list := make([]audit.Recorded, len(rows))
	for i, r := range rows {
		event, err := r.Event.event()
		if err != nil {
			return nil, err
		}
		list[i] = audit.Recorded{Event: event, PersonName: r.PersonName}
	}
	return list, nil
}

// event is the row as the story has it.
func (r eventRow) event() (audit.Event, error) {
	e := audit.Event{
		ID: r.ID, At: r.At.at(), Person: r.PersonID, Organisation: r.OrganisationID,
		Procurement: r.ProcurementID, Assessment: r.AssessmentID, Verb: r.Verb,
	}
	return e, fromJSON("an event's details", r.Details, &e.Details)
}

// An event without an organisation is in nobody's log, whoever asks.
const (
	eventsOf    = "e.organisation_id = ? AND e.organisation_id <> '' AND e.procurement_id = ?"
	actorsQuery = `SELECT DISTINCT n.id AS person, n.name AS name FROM events e JOIN people n ON n.id = e.person_id
	WHERE ` + eventsOf + " ORDER BY n.name, n.id"
)

var eventsQuery = "SELECT n.name AS person_name, " + columns("e", eventRow{}) + " FROM events e LEFT JOIN people n ON n.id = e.person_id WHERE " +
	eventsOf + " AND (? = '' OR e.person_id = ?) AND e.at >= ? AND e.at < ? ORDER BY e.at DESC, e.id DESC LIMIT ? OFFSET ?"

// Events implements audit.EventStore.
func (s Events) Events(ctx context.Context, organisation, procurement string, wanted audit.Wanted) ([]audit.Recorded, error) {
	from, before := wanted.From, wanted.Before
	if from.IsZero() {
		from = time.Unix(0, 0)
	}
	if before.IsZero() {
		before = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var rows []recordedRow
	err := s.db.from(ctx).Raw(eventsQuery, organisation, procurement, wanted.Person, wanted.Person,
		instant(from), instant(before), wanted.Limit, wanted.Skip).Scan(&rows).Error
	if err != nil {
		return nil, failure(err, "list the events of procurement %q of organisation %s", procurement, organisation)
	}
	return recordedEvents(rows)
}

// Actors implements audit.EventStore.
func (s Events) Actors(ctx context.Context, organisation, procurement string) ([]audit.Actor, error) {
	actors := []audit.Actor{}
	if err := s.db.from(ctx).Raw(actorsQuery, organisation, procurement).Scan(&actors).Error; err != nil {
		return nil, failure(err, "list who acted in procurement %q of organisation %s", procurement, organisation)
	}
	return actors, nil
}
