package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

type procurementRow struct {
	ID                   string
	OrganisationID       string
	Title                string
	Reference            string
	Purpose              string
	Stage                string
	Value                float64
	Currency             string
	Categories           string
	Questionnaire        string
	QuestionnaireVersion string
	QuestionnaireOwner   string
	Closing              instant
	Zone                 string
	Plan                 string
	ContactName          string
	ContactEmail         string
	State                string
	Revision             int64
	Created              instant
	Published            instant
	Extended             instant
	Requirements         string
}

func (procurementRow) TableName() string { return "procurements" }

func rowOfProcurement(p procurement.Procurement) (procurementRow, error) {
	if p.Categories == nil {
		p.Categories = []string{}
	}
	if p.Plan == nil {
		p.Plan = []int{}
	}
	categories, err := asJSON("categories", p.Categories)
	if err != nil {
		return procurementRow{}, err
	}
	plan, err := asJSON("the reminder plan", p.Plan)
	if err != nil {
		return procurementRow{}, err
	}
	if p.Requirements == nil {
		p.Requirements = []procurement.Requirement{}
	}
	requirements, err := asJSON("requirements", p.Requirements)
	if err != nil {
		return procurementRow{}, err
	}
	return procurementRow{
		Requirements: requirements,
		ID:           string(p.ID), OrganisationID: string(p.Organisation), Title: p.Title, Reference: p.Reference, Purpose: p.Purpose,
		Stage: string(p.Stage), Value: p.Value, Currency: p.Currency, Categories: categories,
		Questionnaire: p.Questionnaire.ID, QuestionnaireVersion: p.Questionnaire.Version,
		QuestionnaireOwner: string(p.Questionnaire.Owner),
		Closing:            instant(p.Closing), Zone: p.Zone, Plan: plan, ContactName: p.ContactName, ContactEmail: p.ContactEmail,
		State: string(p.State), Revision: p.Revision, Created: instant(p.Created),
		Published: orNull(p.Published), Extended: orNull(p.Extended),
	}, nil
}

// procurement is the row with its buyer's name, which is read along.
func (r procurementRow) procurement(buyer string) (procurement.Procurement, error) {
	p := procurement.Procurement{
		ID: procurement.ID(r.ID), Organisation: account.OrganisationID(r.OrganisationID), BuyerName: buyer,
		Title: r.Title, Reference: r.Reference, Purpose: r.Purpose,
		Stage: procurement.Stage(r.Stage), Value: r.Value, Currency: r.Currency,
		Questionnaire: procurement.Edition{Owner: account.OrganisationID(r.QuestionnaireOwner), ID: r.Questionnaire, Version: r.QuestionnaireVersion},
		Closing:       r.Closing.at(), Zone: r.Zone, ContactName: r.ContactName, ContactEmail: r.ContactEmail,
		State: procurement.State(r.State), Revision: r.Revision, Created: r.Created.at(),
		Published: optional(r.Published), Extended: optional(r.Extended),
	}
	if err := fromJSON("categories", r.Categories, &p.Categories); err != nil {
		return p, err
	}
	if err := fromJSON("requirements", r.Requirements, &p.Requirements); err != nil {
		return p, err
	}
	if len(p.Requirements) == 0 {
		p.Requirements = nil
	}
	return p, fromJSON("the reminder plan", r.Plan, &p.Plan)
}

// Procurements implements procurement.Store.
type Procurements struct{ db *DB }

var _ procurement.Store = Procurements{}

// Procurements is the store of procurements.
func (d *DB) Procurements() Procurements { return Procurements{d} }

// Add implements procurement.Store. A new procurement has revision 1.
func (s Procurements) Add(ctx context.Context, p procurement.Procurement, event audit.Event) error {
	p.Revision = max(p.Revision, 1)
	row, err := rowOfProcurement(p)
	if err != nil {
		return err
	}
	err = s.db.change(ctx, func(tx *gorm.DB) error {
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "add procurement %s", p.ID)
}

// Update implements procurement.Store.
func (s Procurements) Update(ctx context.Context, p procurement.Procurement, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := updateProcurement(tx, p); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "update procurement %s", p.ID)
}

// updateProcurement writes p over the procurement of its revision.
func updateProcurement(tx *gorm.DB, p procurement.Procurement) error {
	row, err := rowOfProcurement(p)
	if err != nil {
		return err
	}
	row.Revision++
	written := tx.Where("organisation_id = ? AND revision = ?", row.OrganisationID, p.Revision).
		Select("*").Omit("organisation_id", "created").Updates(&row)
	if written.Error != nil || written.RowsAffected > 0 {
		return written.Error
	}
	var found int64
	err = tx.Model(&procurementRow{}).Where("id = ? AND organisation_id = ?", row.ID, row.OrganisationID).Count(&found).Error
	if err == nil && found == 0 {
		return fault.NotFound
	}
	if err == nil {
		return fault.Conflict
	}
	return err
}

const withBuyer = " FROM procurements p JOIN organisations o ON o.id = p.organisation_id "

var procurementQuery = "SELECT " + ownWords + enquiriesWaiting + "o.name AS buyer_name, " + columns("p", procurementRow{}) + withBuyer + "WHERE p.organisation_id = ? AND p.id = ?"

// Load implements procurement.Store.
func (s Procurements) Load(ctx context.Context, org account.OrganisationID, id procurement.ID) (procurement.Procurement, error) {
	var row struct {
		BuyerName   string
		BuyerWords  string
		Enquiries   int
		Procurement procurementRow `gorm:"embedded;embeddedPrefix:p_"`
	}
	if err := one(s.db.from(ctx).Raw(procurementQuery, org, id).Scan(&row)); err != nil {
		return procurement.Procurement{}, failure(err, "load procurement %s", id)
	}
	p, err := row.Procurement.procurement(row.BuyerName)
	if err == nil {
		p.Words, err = wordsOf(row.BuyerWords)
	}
	p.Enquiries = row.Enquiries
	return p, err
}

var procurementsQuery = "SELECT " + enquiriesWaiting + `o.name AS buyer_name,
	(SELECT COUNT(*) FROM assessments a WHERE a.procurement_id = p.id AND a.state <> 'withdrawn') AS invited,
	(SELECT COUNT(*) FROM assessments a WHERE a.procurement_id = p.id AND a.state = 'submitted') AS submitted,
	(SELECT COUNT(*) FROM assessments a WHERE a.procurement_id = p.id AND a.state = 'submitted' AND a.correct_by IS NULL
		AND (a.sent_back = 0 OR a.sent_back = a.round) AND NOT EXISTS (
		SELECT 1 FROM reviews v WHERE v.assessment_id = a.id AND v.round = a.round AND v.finished IS NOT NULL)) AS unreviewed,
	(SELECT COUNT(*) FROM drafts d JOIN assessments a ON a.id = d.assessment_id AND a.round = d.round AND a.state = 'submitted'
		JOIN reviews v ON v.assessment_id = d.assessment_id AND v.round = d.round AND v.released IS NULL
		WHERE a.procurement_id = p.id AND d.remarks > 0) AS remarked,
	(SELECT COUNT(*) FROM assessments a WHERE a.procurement_id = p.id AND a.state = 'submitted' AND a.sent_back > 0
		AND a.sent_back < a.round AND a.correct_by IS NULL AND NOT EXISTS (
		SELECT 1 FROM reviews v WHERE v.assessment_id = a.id AND v.round = a.round AND v.finished IS NOT NULL)) AS corrected,
	(SELECT MIN(a.correct_by) FROM assessments a WHERE a.procurement_id = p.id AND a.state = 'submitted' AND NOT EXISTS (
		SELECT 1 FROM reviews v WHERE v.assessment_id = a.id AND v.round = a.round AND v.finished IS NOT NULL)) AS correct_by,
	(SELECT COUNT(*) FROM assessments a WHERE a.procurement_id = p.id AND a.state = 'open' AND a.objection <> '') AS objections,
	(SELECT COUNT(*) FROM assessments a WHERE a.procurement_id = p.id AND a.state = 'open' AND a.due > p.closing) AS spared,
	(SELECT MIN(a.due) FROM assessments a WHERE a.procurement_id = p.id AND a.state = 'open' AND a.due > p.closing) AS spared_until,
	(SELECT COUNT(*) FROM letters l JOIN assessments a ON a.id = l.assessment_id AND a.contact_email = l.to_email
		WHERE l.procurement_id = p.id AND l.state = 'failed' AND a.state <> 'withdrawn' AND NOT EXISTS (
			SELECT 1 FROM letters n WHERE n.assessment_id = a.id AND n.to_email = l.to_email AND n.state = 'sent'
				AND n.created > l.created)) AS failed_letters, ` +
	columns("p", procurementRow{}) + withBuyer + "WHERE p.organisation_id = ? ORDER BY p.created DESC, p.id DESC"

// List implements procurement.Store.
func (s Procurements) List(ctx context.Context, org account.OrganisationID) ([]procurement.Listed, error) {
	var rows []struct {
		BuyerName     string
		Invited       int
		Submitted     int
		Unreviewed    int
		Remarked      int
		Corrected     int
		CorrectBy     instant
		FailedLetters int
		Objections    int
		Spared        int
		SparedUntil   instant
		Enquiries     int
		Procurement   procurementRow `gorm:"embedded;embeddedPrefix:p_"`
	}
	if err := s.db.from(ctx).Raw(procurementsQuery, org).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list the procurements of %s", org)
	}
	list := make([]procurement.Listed, len(rows))
	for i, r := range rows {
		p, err := r.Procurement.procurement(r.BuyerName)
		if err != nil {
			return nil, err
		}
		p.Enquiries = r.Enquiries
		list[i] = procurement.Listed{
			Procurement: p, Invited: r.Invited, Submitted: r.Submitted, Unreviewed: r.Unreviewed, Remarked: r.Remarked,
			FailedLetters: r.FailedLetters, Objections: r.Objections, Corrected: r.Corrected, CorrectBy: optional(r.CorrectBy),
			Spared: r.Spared, SparedUntil: optional(r.SparedUntil),
		}
	}
	return list, nil
}

const expiringQuery = `SELECT a.procurement_id AS procurement, COUNT(*) AS files
	FROM files f JOIN assessments a ON a.id = f.assessment_id AND a.state = 'submitted'
	JOIN procurements p ON p.id = a.procurement_id AND p.stage = 'contract_follow_up'
	WHERE p.organisation_id = ? AND f.submitted > 0 AND f.state IN ('given', 'clean', 'unchecked')
		AND (f.dropped IS NULL OR a.corrected IS NULL OR f.dropped > a.corrected)
		AND f.valid_until BETWEEN ? AND ?
	GROUP BY a.procurement_id`

// Expiring implements procurement.Store. A file that a correction leaves out
// counts until the correction is submitted.
func (s Procurements) Expiring(ctx context.Context, org account.OrganisationID, first, last string) (map[procurement.ID]int, error) {
	var rows []struct {
		Procurement string
		Files       int
	}
	if err := s.db.from(ctx).Raw(expiringQuery, org, first, last).Scan(&rows).Error; err != nil {
		return nil, failure(err, "count the expiring files of %s", org)
	}
	counts := map[procurement.ID]int{}
	for _, r := range rows {
		counts[procurement.ID(r.Procurement)] = r.Files
	}
	return counts, nil
}
