package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"aktsom/internal/audit"
	"aktsom/internal/fault"
)

type batchRow struct {
	Number    int64
	Previous  string
	Hash      string
	Signature string
	At        instant
}

func (batchRow) TableName() string { return "event_batches" }

func (r batchRow) batch() audit.Batch {
	return audit.Batch{Number: r.Number, Previous: r.Previous, At: r.At.at(), Hash: r.Hash, Signature: r.Signature}
}

type entryRow struct {
	EventID  string
	Batch    int64
	Position int
	Digest   string
}

func (entryRow) TableName() string { return "event_entries" }

var _ audit.ChainStore = Events{}

// Head implements audit.ChainStore.
func (s Events) Head(ctx context.Context) (audit.Batch, error) {
	var row batchRow
	err := s.db.from(ctx).Order("number DESC").Limit(1).Find(&row).Error
	return row.batch(), failure(err, "find the newest batch of events")
}

var looseQuery = "SELECT '' AS person_name, " + columns("e", eventRow{}) + ` FROM event_queue q JOIN events e ON e.id = q.event_id
	ORDER BY e.at, e.id LIMIT ?`

// Loose implements audit.ChainStore.
func (s Events) Loose(ctx context.Context, limit int) ([]audit.Event, error) {
	var rows []recordedRow
	if err := s.db.from(ctx).Raw(looseQuery, limit).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list events that are in no batch")
	}
	recorded, err := recordedEvents(rows)
	events := make([]audit.Event, len(recorded))
	for i, r := range recorded {
		events[i] = r.Event
	}
	return events, err
}

// Append implements audit.ChainStore.
func (s Events) Append(ctx context.Context, b audit.Batch, entries []audit.Entry) (bool, error) {
	rows, ids := make([]entryRow, len(entries)), make([]string, len(entries))
	for i, e := range entries {
		rows[i], ids[i] = entryRow{EventID: e.ID, Batch: b.Number, Position: i + 1, Digest: e.Digest}, e.ID
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		row := batchRow{Number: b.Number, Previous: b.Previous, Hash: b.Hash, Signature: b.Signature, At: instant(b.At)}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := tx.CreateInBatches(&rows, rowBatch).Error; err != nil {
			return err
		}
		return tx.Exec("DELETE FROM event_queue WHERE event_id IN ?", ids).Error
	})
	if err = failure(err, "add batch %d of events", b.Number); errors.Is(err, fault.Conflict) {
		return false, nil
	}
	return err == nil, err
}

// Batches implements audit.ChainStore.
func (s Events) Batches(ctx context.Context, above int64, limit int) ([]audit.Batch, error) {
	var rows []batchRow
	err := s.db.from(ctx).Where("number > ?", above).Order("number").Limit(limit).Find(&rows).Error
	batches := make([]audit.Batch, len(rows))
	for i, r := range rows {
		batches[i] = r.batch()
	}
	return batches, failure(err, "list batches of events above %d", above)
}

var chainedQuery = "SELECT c.event_id AS entry_id, c.batch AS entry_batch, c.digest AS entry_digest, '' AS person_name, " + columns("e", eventRow{}) + `
	FROM event_entries c LEFT JOIN events e ON e.id = c.event_id WHERE c.batch BETWEEN ? AND ? ORDER BY c.batch, c.position`

// Entries implements audit.ChainStore.
func (s Events) Entries(ctx context.Context, first, last int64) ([]audit.Entry, error) {
	var rows []struct {
		EntryID     string
		EntryBatch  int64
		EntryDigest string
		Event       eventRow `gorm:"embedded;embeddedPrefix:e_"`
	}
	if err := s.db.from(ctx).Raw(chainedQuery, first, last).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list the events of batches %d to %d", first, last)
	}
	entries := make([]audit.Entry, len(rows))
	for i, r := range rows {
		entries[i] = audit.Entry{Batch: r.EntryBatch, ID: r.EntryID, Digest: r.EntryDigest}
		if r.Event.ID == "" {
			continue
		}
		event, err := r.Event.event()
		if err != nil {
			return nil, err
		}
		entries[i].Event = &event
	}
	return entries, nil
}

const outsideQuery = `SELECT e.id FROM events e
	WHERE NOT EXISTS (SELECT 1 FROM event_entries c WHERE c.event_id = e.id)
	AND NOT EXISTS (SELECT 1 FROM event_queue q WHERE q.event_id = e.id) ORDER BY e.at, e.id`

// Outside implements audit.ChainStore.
func (s Events) Outside(ctx context.Context) (int, []string, error) {
	var waiting int64
	if err := s.db.from(ctx).Table("event_queue").Count(&waiting).Error; err != nil {
		return 0, nil, failure(err, "count the events that wait for a batch")
	}
	var ids []string
	err := s.db.from(ctx).Raw(outsideQuery).Scan(&ids).Error
	return int(waiting), ids, failure(err, "list the events outside the chain")
}
