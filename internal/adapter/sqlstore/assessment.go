package sqlstore

import (
	"aktsom/internal/account"
	"aktsom/internal/assessment"
)

type assessmentRow struct {
	ID              string
	ProcurementID   string
	SupplierName    string
	SupplierNumber  string
	ContactPerson   string
	ContactName     string
	ContactEmail    string
	ContactLanguage string
	State           string
	Round           int
	Asked           int
	Answered        int
	ToDo            int
	Version         int64
	Invited         instant
	Opened          instant
	Active          instant
	Submitted       instant
	RemindedFor     instant
	SentBack        int
	SentBackAt      instant
	ToCorrect       int
	CorrectBy       instant
	Corrected       instant
	Objection       string
	ObjectionName   string
	ObjectionEmail  string
	ObjectionReason string
	Objected        instant
	Due             instant
	DueGiven        instant
}

func (assessmentRow) TableName() string { return "assessments" }

// rightRow lets a person act for the supplier on an assessment.
type rightRow struct {
	AssessmentID string
	PersonID     string
	Role         string
}

func (rightRow) TableName() string { return "assessment_people" }

// Who acts for the supplier: the contact, who may all; and colleagues, who may
// read, and answer what colleague_questions has.
const (
	leadRole      = "lead"
	colleagueRole = "colleague"
)

func rowOfAssessment(a assessment.Assessment) assessmentRow {
	return assessmentRow{
		ID: string(a.ID), ProcurementID: string(a.Procurement.ID),
		SupplierName: a.Supplier.Name, SupplierNumber: a.Supplier.Number,
		ContactPerson: string(a.Contact.Person), ContactName: a.Contact.Name,
		ContactEmail: account.Address(a.Contact.Email), ContactLanguage: a.Contact.Language,
		State: string(a.State), Round: a.Round,
		Asked: a.Progress.Asked, Answered: a.Progress.Answered, ToDo: a.Progress.Left, Version: a.Version,
		Invited: instant(a.Invited), Opened: orNull(a.Opened), Active: orNull(a.Active), Submitted: orNull(a.Submitted),
		SentBack: a.SentBack, SentBackAt: orNull(a.SentBackAt), ToCorrect: a.ToCorrect,
		CorrectBy: orNull(a.CorrectBy), Corrected: orNull(a.Corrected), Due: orNull(a.Due), DueGiven: orNull(a.DueGiven),
	}
}

// assessmentParts is an assessment with its procurement, as one line of a
// statement that selects assessmentColumns.
type assessmentParts struct {
	BuyerName   string
	BuyerWords  string         // where ownWords is selected too
	Assessment  assessmentRow  `gorm:"embedded;embeddedPrefix:a_"`
	Procurement procurementRow `gorm:"embedded;embeddedPrefix:p_"`
}

// assessmentColumns come from assessments a, procurements p and organisations o.
var assessmentColumns = "o.name AS buyer_name, " + columns("a", assessmentRow{}) + ", " + columns("p", procurementRow{})

// ofPurchase joins what assessmentColumns needs to assessments a.
const ofPurchase = " JOIN procurements p ON p.id = a.procurement_id JOIN organisations o ON o.id = p.organisation_id "

func (r assessmentParts) assessment() (assessment.Assessment, error) {
	p, err := r.Procurement.procurement(r.BuyerName)
	if err == nil {
		p.Words, err = wordsOf(r.BuyerWords)
	}
	a := r.Assessment
	return assessment.Assessment{
		ID:       assessment.ID(a.ID),
		Supplier: assessment.Supplier{Name: a.SupplierName, Number: a.SupplierNumber},
		Contact: assessment.Contact{
			Person: account.PersonID(a.ContactPerson), Name: a.ContactName, Email: a.ContactEmail, Language: a.ContactLanguage,
		},
		State: assessment.State(a.State), Round: a.Round,
		Progress: assessment.Progress{Asked: a.Asked, Answered: a.Answered, Left: a.ToDo}, Version: a.Version,
		Invited: a.Invited.at(), Opened: optional(a.Opened), Active: optional(a.Active), Submitted: optional(a.Submitted),
		SentBack: a.SentBack, SentBackAt: optional(a.SentBackAt), ToCorrect: a.ToCorrect,
		CorrectBy: optional(a.CorrectBy), Corrected: optional(a.Corrected),
		Objection: a.objection(), Procurement: p,
	}.WithDue(optional(a.Due), optional(a.DueGiven)), err
}

// Assessments implements the stores of package assessment.
type Assessments struct{ db *DB }

var (
	_ assessment.SupplierStore = Assessments{}
	_ assessment.ReceiptStore  = Assessments{}
	_ assessment.BoardStore    = Assessments{}
	_ assessment.AlarmStore    = Assessments{}
)

// Assessments is the store of assessments, for suppliers and for buyers.
func (d *DB) Assessments() Assessments { return Assessments{d} }
