package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

type fileRow struct {
	ID           string
	AssessmentID string
	Question     string
	Name         string
	Kind         string
	Issuer       string
	Issued       string
	ValidUntil   string
	MediaType    string
	Size         int64
	Sha256       string
	BlobKey      string
	State        string
	PersonID     string
	Given        instant
	Length       int64
	Submitted    int
	Dropped      instant
}

func (fileRow) TableName() string { return "files" }

func rowOfFile(f evidence.File) fileRow {
	return fileRow{
		ID: string(f.ID), AssessmentID: string(f.Assessment), Question: f.Question, Name: f.Name, Kind: string(f.Kind),
		Issuer: f.Issuer, Issued: f.Issued, ValidUntil: f.ValidUntil, MediaType: f.MediaType, Size: f.Size,
		Sha256: f.SHA256, BlobKey: f.BlobKey, State: string(f.State), PersonID: string(f.Person), Given: instant(f.At),
		Length: f.Length,
	}
}

func (r fileRow) file(person string) evidence.File {
	return evidence.File{
		ID: evidence.ID(r.ID), Assessment: evidence.AssessmentID(r.AssessmentID), Question: r.Question, Name: r.Name,
		Kind: evidence.Kind(r.Kind), Issuer: r.Issuer, Issued: r.Issued, ValidUntil: r.ValidUntil, MediaType: r.MediaType,
		Size: r.Size, SHA256: r.Sha256, BlobKey: r.BlobKey, State: evidence.State(r.State),
		Person: account.PersonID(r.PersonID), PersonName: person, At: r.Given.at(), Length: r.Length, Dropped: optional(r.Dropped) != nil,
	}
}

// filePart is a file with the name of who gave it, as one line of a statement
// that selects fileColumns.
type filePart struct {
	PersonName string
	File       fileRow `gorm:"embedded;embeddedPrefix:f_"`
}

// fileColumns come from files f and people w.
var fileColumns = "w.name AS person_name, " + columns("f", fileRow{})

const fileGiver = " FROM files f JOIN people w ON w.id = f.person_id "

// Files implements evidence.Store.
type Files struct{ db *DB }

var _ evidence.Store = Files{}

// Files is the store of the rows of files.
func (d *DB) Files() Files { return Files{d} }

// takesFiles holds for an open assessment before its procurement's closing, if
// that seals, and for one whose question was sent back, or opened by an answer
// that was, until its time is out.
const takesFiles = `(state = 'open' AND EXISTS (SELECT 1 FROM procurements p WHERE p.id = assessments.procurement_id
	AND p.state = 'published' AND (p.stage = 'contract_follow_up' OR p.closing > @at))
	OR state = 'submitted' AND correct_by > @at AND EXISTS (SELECT 1 FROM corrections c WHERE c.assessment_id = assessments.id
	AND c.round = assessments.sent_back AND c.sent IS NOT NULL AND c.question = @question))`

// takes are the values of takesFiles.
func takes(question string, at time.Time) map[string]any {
	return map[string]any{"question": question, "at": instant(at)}
}

// Arrive implements evidence.Store.
func (s Files) Arrive(ctx context.Context, f evidence.File) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		// Holding the row keeps a submission, and the removal of a colleague, from
		// passing between the question and the answer.
		held := tx.Model(&assessmentRow{}).Where("id = ?", f.Assessment).Where(takesFiles, takes(f.Question, f.At)).
			Update("active", instant(f.At))
		if err := entitled(tx, held, f.Assessment, f.Person, f.Question); err != nil {
			return err
		}
		row := rowOfFile(f)
		return tx.Create(&row).Error
	})
	return failure(err, "announce file %s", f.ID)
}

// entitled lets a change of files pass where the assessment, whose row was to be
// held, takes them, and the person may give them for the question. It asks for
// the right last, so that one which ended meanwhile is none; but that somebody
// has none is said first.
func entitled(tx, held *gorm.DB, id evidence.AssessmentID, person account.PersonID, question string) error {
	if held.Error != nil {
		return held.Error
	}
	var right struct {
		Role  string
		Gives bool
	}
	err := one(tx.Raw(`SELECT r.role AS role, EXISTS (SELECT 1 FROM colleague_questions q WHERE q.assessment_id = r.assessment_id
		AND q.person_id = r.person_id AND q.question = ?) AS gives FROM assessment_people r WHERE r.assessment_id = ? AND r.person_id = ?`,
		question, id, person).Scan(&right))
	if err == nil && right.Role != leadRole && !right.Gives {
		err = fault.New(fault.Denied, "colleague.not_your_file")
	}
	if err != nil {
		return err
	}
	return changed(held)
}

// leadTo names the states that lead to a state.
func leadTo(state evidence.State) []evidence.State {
	switch state {
	case evidence.Given:
		return []evidence.State{evidence.Arriving, evidence.Given}
	case evidence.Clean, evidence.Unchecked:
		return []evidence.State{evidence.Given, evidence.Clean, evidence.Unchecked}
	case evidence.Infected:
		return []evidence.State{evidence.Given, evidence.Clean, evidence.Unchecked}
	case evidence.Removed:
		return []evidence.State{evidence.Arriving, evidence.Given, evidence.Clean, evidence.Unchecked, evidence.Infected}
	default:
		return nil
	}
}

// Update implements evidence.Store. What changes the files that count raises
// the assessment's version, so that nobody submits what they did not see.
func (s Files) Update(ctx context.Context, f evidence.File, event audit.Event, letters ...letter.Letter) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		var now fileRow
		if err := tx.Where("id = ? AND assessment_id = ?", f.ID, f.Assessment).Take(&now).Error; err != nil {
			return err
		}
		if err := admit(tx, evidence.State(now.State), f, event); err != nil {
			return err
		}
		if err := writeFile(tx, now, f, event); err != nil {
			return err
		}
		if _, err := post(tx, letters...); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "update file %s", f.ID)
}

// writeFile writes a file over its row, if its state leads to the new one. A
// file that the newest submission stands on is not removed by a correction,
// only left out of what comes.
func writeFile(tx *gorm.DB, now fileRow, f evidence.File, event audit.Event) error {
	file := tx.Model(&fileRow{}).Where("id = ? AND state = ? AND state IN ?", f.ID, now.State, leadTo(f.State))
	if f.State == evidence.Removed && now.Submitted > 0 {
		left := file.Session(&gorm.Session{}).
			Where("EXISTS (SELECT 1 FROM assessments a WHERE a.id = files.assessment_id AND a.state = 'submitted')").
			Update("dropped", instant(event.At))
		if left.Error != nil || left.RowsAffected > 0 {
			return left.Error
		}
	}
	row := rowOfFile(f)
	return changed(file.Select("name", "kind", "issuer", "issued", "valid_until", "media_type", "size", "sha256",
		"blob_key", "state", "given").Updates(&row))
}

// admit lets a change of a file through: the supplier's only where the
// assessment takes files and who does it may, the portal's always.
func admit(tx *gorm.DB, was evidence.State, f evidence.File, event audit.Event) error {
	raise := tx.Model(&assessmentRow{}).Where("id = ?", f.Assessment)
	version := gorm.Expr("version + 1")
	portals := was != f.State && (f.State == evidence.Clean || f.State == evidence.Unchecked || f.State == evidence.Infected)
	switch {
	case was == evidence.Arriving && f.State == evidence.Removed:
		return nil
	case portals:
		return raise.Where("(state = ? OR correct_by IS NOT NULL)", assessment.Open).Update("version", version).Error
	}
	held := raise.Where(takesFiles, takes(f.Question, event.At)).Updates(map[string]any{
		"version": version, "active": instant(event.At),
	})
	if event.Person == "" {
		return changed(held)
	}
	return entitled(tx, held, f.Assessment, account.PersonID(event.Person), f.Question)
}

var fileQuery = "SELECT " + fileColumns + fileGiver + `
	JOIN assessment_people r ON r.assessment_id = f.assessment_id AND r.person_id = ? WHERE f.id = ?`

// File implements evidence.Store.
func (s Files) File(ctx context.Context, id evidence.ID, person account.PersonID) (evidence.File, error) {
	var row filePart
	err := one(s.db.from(ctx).Raw(fileQuery, person, id).Scan(&row))
	return row.File.file(row.PersonName), failure(err, "load file %s", id)
}

var buyerFileQuery = "SELECT " + fileColumns + fileGiver + `
	JOIN assessments a ON a.id = f.assessment_id AND a.state = 'submitted'
	JOIN procurements p ON p.id = a.procurement_id AND p.organisation_id = ? AND p.state = 'published'
	WHERE f.id = ? AND f.submitted > 0 AND (p.stage = 'contract_follow_up' OR p.closing <= ?)`

// BuyerFile implements evidence.Store.
func (s Files) BuyerFile(ctx context.Context, id evidence.ID, org account.OrganisationID, now time.Time) (evidence.File, error) {
	var row filePart
	err := one(s.db.from(ctx).Raw(buyerFileQuery, org, id, instant(now)).Scan(&row))
	return row.File.file(row.PersonName), failure(err, "load file %s", id)
}

var inStateQuery = "SELECT " + fileColumns + fileGiver + "WHERE f.state = ? AND f.given <= ? ORDER BY f.given, f.id LIMIT ?"

// InState implements evidence.Store.
func (s Files) InState(ctx context.Context, state evidence.State, before time.Time, limit int) ([]evidence.File, error) {
	var rows []filePart
	err := s.db.from(ctx).Raw(inStateQuery, state, instant(before), limit).Scan(&rows).Error
	return filesOf(rows), failure(err, "list files that are %s", state)
}

func filesOf(rows []filePart) []evidence.File {
	files := make([]evidence.File, len(rows))
	for i, row := range rows {
		files[i] = row.File.file(row.PersonName)
	}
	return files
}

// Kept implements evidence.Store.
func (s Files) Kept(ctx context.Context, keys []string) (map[string]bool, error) {
	var found []string
	err := s.db.from(ctx).Model(&fileRow{}).Where("blob_key IN ?", keys).
		Where(`state <> ? OR EXISTS (SELECT 1 FROM submissions s
			WHERE s.assessment_id = files.assessment_id AND s.submitted >= files.given)`, evidence.Removed).
		Pluck("blob_key", &found).Error
	kept := make(map[string]bool, len(found))
	for _, key := range found {
		kept[key] = true
	}
	return kept, failure(err, "ask which of %d keys are kept", len(keys))
}
