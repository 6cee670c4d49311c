package sqlstore

import (
	"gorm.io/gorm"

	"aktsom/internal/audit"
)

type eventRow struct {
	ID             string
	At             instant
	PersonID       string
	OrganisationID string
	ProcurementID  string
	AssessmentID   string
	Verb           string
	Details        string
}

func (eventRow) TableName() string { return "events" }

// record writes an event in the transaction that causes it.
func record(tx *gorm.DB, e audit.Event) error { return recordAll(tx, []audit.Event{e}) }

// rowBatch is how many rows of what has no long texts go into one statement:
// SQLite takes 32 766 values, and the widest such row, an assessment, has 31.
const rowBatch = 1000

// recordAll writes events, a thousand in a statement.
func recordAll(tx *gorm.DB, events []audit.Event) error {
	rows := make([]eventRow, len(events))
	for i, e := range events {
		if e.Details == nil {
			e.Details = map[string]string{}
		}
		details, err := asJSON("an event's details", e.Details)
		if err != nil {
			return err
		}
		rows[i] = eventRow{
			ID: e.ID, At: instant(e.At), PersonID: e.Person, OrganisationID: e.Organisation,
			ProcurementID: e.Procurement, AssessmentID: e.Assessment, Verb: e.Verb, Details: details,
		}
	}
	return failure(tx.CreateInBatches(&rows, rowBatch).Error, "record %d events", len(events))
}
