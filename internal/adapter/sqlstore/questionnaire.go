package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/catalogue"
	"aktsom/internal/draft"
	"aktsom/internal/fault"
)

// questionnaireHead is what a list shows of an entry.
type questionnaireHead struct {
	ID             string
	OrganisationID string
	Name           string
	Version        string
	Title          string
	File           string
	Sha256         string
	State          string
	Revision       int64
	Created        instant
	Changed        instant
	ChangedBy      string
	Published      instant
	Retired        instant
}

type questionnaireRow struct {
	Head       questionnaireHead `gorm:"embedded"`
	Definition string
	Cases      string
	Remarks    string
}

func (questionnaireHead) TableName() string { return "questionnaires" }
func (questionnaireRow) TableName() string  { return "questionnaires" }

func rowOfEntry(e catalogue.Entry) (row questionnaireRow, err error) {
	row = questionnaireRow{
		Head: questionnaireHead{
			ID: string(e.ID), OrganisationID: string(e.Organisation), Name: e.Name, Version: e.Version, File: e.File, Sha256: e.SHA256,
			State: string(e.State), Revision: e.Revision, Created: instant(e.Created), Changed: instant(e.Changed),
			ChangedBy: string(e.ChangedBy), Published: orNull(e.Published), Retired: orNull(e.Retired),
		},
		Definition: string(e.Source), Cases: string(e.Cases),
	}
	if row.Head.Title, err = asJSON("a questionnaire's title", e.Title); err != nil {
		return row, err
	}
	if e.Remarks == nil {
		e.Remarks = []draft.Remark{}
	}
	row.Remarks, err = asJSON("the remarks on a questionnaire", e.Remarks)
	return row, err
}

// entry is the head with the name of who changed it last, which is read along.
func (r questionnaireHead) entry(changedName string) (catalogue.Entry, error) {
	e := catalogue.Entry{
		ID: catalogue.ID(r.ID), Organisation: account.OrganisationID(r.OrganisationID), Name: r.Name, Version: r.Version,
		File: r.File, SHA256: r.Sha256, State: catalogue.State(r.State), Revision: r.Revision,
		Created: r.Created.at(), Changed: r.Changed.at(), ChangedBy: account.PersonID(r.ChangedBy), ChangedName: changedName,
		Published: optional(r.Published), Retired: optional(r.Retired),
	}
	return e, fromJSON("a questionnaire's title", r.Title, &e.Title)
}

// Questionnaires implements catalogue.Store and catalogue.Source.
type Questionnaires struct{ db *DB }

var (
	_ catalogue.Store  = Questionnaires{}
	_ catalogue.Source = Questionnaires{}
)

// Questionnaires is the store of organisations' own questionnaires.
func (d *DB) Questionnaires() Questionnaires { return Questionnaires{d} }

// Add implements catalogue.Store.
func (s Questionnaires) Add(ctx context.Context, e catalogue.Entry, event audit.Event) error {
	row, err := rowOfEntry(e)
	if err != nil {
		return err
	}
	err = s.db.change(ctx, func(tx *gorm.DB) error {
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "add questionnaire %s", e.ID)
}

// Update implements catalogue.Store.
func (s Questionnaires) Update(ctx context.Context, e catalogue.Entry, event audit.Event) error {
	row, err := rowOfEntry(e)
	if err != nil {
		return err
	}
	row.Head.Revision++
	return s.changeRow(ctx, e, event, func(tx *gorm.DB) *gorm.DB {
		return tx.Where("revision = ?", e.Revision).Select("*").Omit("id", "organisation_id", "created").Updates(&row)
	})
}

// Remove implements catalogue.Store.
func (s Questionnaires) Remove(ctx context.Context, e catalogue.Entry, event audit.Event) error {
	return s.changeRow(ctx, e, event, func(tx *gorm.DB) *gorm.DB {
		return tx.Where("revision = ? AND state = ?", e.Revision, catalogue.Draft).Delete(&questionnaireHead{})
	})
}

// changeRow changes or removes the entry's row. When it is not as it was shown
// that is fault.Conflict, and when it is not the organisation's fault.NotFound.
func (s Questionnaires) changeRow(ctx context.Context, e catalogue.Entry, event audit.Event, do func(*gorm.DB) *gorm.DB) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		done := do(tx.Where("id = ? AND organisation_id = ?", e.ID, e.Organisation))
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected > 0 {
			return record(tx, event)
		}
		err := tx.Select("id").Where("id = ? AND organisation_id = ?", e.ID, e.Organisation).Take(&questionnaireHead{}).Error
		if err == nil {
			err = fault.Conflict
		}
		return err
	})
	return failure(err, "change questionnaire %s", e.ID)
}

const withChanger = " FROM questionnaires q LEFT JOIN people n ON n.id = q.changed_by WHERE q.organisation_id = ? "

var (
	entryQuery = "SELECT n.name AS changed_name, q.definition, q.cases, q.remarks, " +
		columns("q", questionnaireHead{}) + withChanger + "AND q.id = ?"
	entriesQuery = "SELECT n.name AS changed_name, " +
		columns("q", questionnaireHead{}) + withChanger + "ORDER BY q.changed DESC, q.id DESC"
)

// Load implements catalogue.Store.
func (s Questionnaires) Load(ctx context.Context, organisation account.OrganisationID, id catalogue.ID) (catalogue.Entry, error) {
	var row struct {
		ChangedName, Definition, Cases, Remarks string

		Head questionnaireHead `gorm:"embedded;embeddedPrefix:q_"`
	}
	if err := one(s.db.from(ctx).Raw(entryQuery, organisation, id).Scan(&row)); err != nil {
		return catalogue.Entry{}, failure(err, "load questionnaire %s", id)
	}
	e, err := row.Head.entry(row.ChangedName)
	if err != nil {
		return e, err
	}
	e.Source, e.Cases = []byte(row.Definition), []byte(row.Cases)
	return e, fromJSON("the remarks on a questionnaire", row.Remarks, &e.Remarks)
}

// List implements catalogue.Store.
func (s Questionnaires) List(ctx context.Context, organisation account.OrganisationID) ([]catalogue.Entry, error) {
	var rows []struct {
		ChangedName string
		Head        questionnaireHead `gorm:"embedded;embeddedPrefix:q_"`
	}
	if err := s.db.from(ctx).Raw(entriesQuery, organisation).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list the questionnaires of %s", organisation)
	}
	list := make([]catalogue.Entry, len(rows))
	for i, row := range rows {
		e, err := row.Head.entry(row.ChangedName)
		if err != nil {
			return nil, err
		}
		list[i] = e
	}
	return list, nil
}

// Uses implements catalogue.Store.
func (s Questionnaires) Uses(ctx context.Context, organisation account.OrganisationID) (map[catalogue.Edition]int, error) {
	var rows []struct {
		QuestionnaireOwner, Questionnaire, QuestionnaireVersion string

		Uses int
	}
	err := s.db.from(ctx).Raw(`SELECT questionnaire_owner, questionnaire, questionnaire_version, COUNT(*) AS uses
		FROM procurements WHERE organisation_id = ? GROUP BY questionnaire_owner, questionnaire, questionnaire_version`,
		organisation).Scan(&rows).Error
	uses := map[catalogue.Edition]int{}
	for _, r := range rows {
		e := catalogue.Edition{Owner: account.OrganisationID(r.QuestionnaireOwner), ID: r.Questionnaire, Version: r.QuestionnaireVersion}
		uses[e] = r.Uses
	}
	return uses, failure(err, "count what %s asks with", organisation)
}

// Definition implements catalogue.Source.
func (s Questionnaires) Definition(ctx context.Context, e catalogue.Edition) (source []byte, sha256 string, err error) {
	var row struct{ Definition, Sha256 string }
	err = one(s.db.from(ctx).Raw(`SELECT definition, sha256 FROM questionnaires
		WHERE organisation_id = ? AND name = ? AND version = ? AND state <> 'draft'`, e.Owner, e.ID, e.Version).Scan(&row))
	return []byte(row.Definition), row.Sha256, failure(err, "load the definition of %s %s", e.ID, e.Version)
}

// Choices implements catalogue.Source.
func (s Questionnaires) Choices(ctx context.Context, organisation account.OrganisationID) ([]catalogue.Choice, error) {
	var rows []struct{ Name, Version, Title string }
	err := s.db.from(ctx).Raw(`SELECT name, version, title FROM questionnaires
		WHERE organisation_id = ? AND state = 'published' ORDER BY name, published DESC, id DESC`, organisation).Scan(&rows).Error
	list := make([]catalogue.Choice, len(rows))
	for i, r := range rows {
		list[i].Edition = catalogue.Edition{Owner: organisation, ID: r.Name, Version: r.Version}
		if err := fromJSON("a questionnaire's title", r.Title, &list[i].Title); err != nil {
			return nil, err
		}
	}
	return list, failure(err, "list what %s has published", organisation)
}
