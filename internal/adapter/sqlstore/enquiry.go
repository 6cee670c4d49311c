package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/enquiry"
	"aktsom/internal/procurement"
)

type enquiryRow struct {
	ID            string
	ProcurementID string
	AssessmentID  string
	Topic         string
	Text          string
	Sending       string
	PersonID      string
	Asked         instant
}

func (enquiryRow) TableName() string { return "enquiries" }

func rowOfEnquiry(e enquiry.Enquiry) enquiryRow {
	return enquiryRow{
		ID: string(e.ID), ProcurementID: string(e.Procurement), AssessmentID: string(e.Assessment), Topic: string(e.Topic),
		Text: e.Text, Sending: e.Sending, PersonID: string(e.Person), Asked: instant(e.At),
	}
}

type replyRow struct {
	ID            string
	ProcurementID string
	Number        int
	EnquiryID     *string
	Corrects      *string
	AssessmentID  *string
	Topic         string
	Wording       string
	Text          string
	Reason        string
	Sending       string
	PersonID      string
	Replied       instant
}

func (replyRow) TableName() string { return "replies" }

func rowOfReply(r enquiry.Reply) replyRow {
	return replyRow{
		ID: string(r.ID), ProcurementID: string(r.Procurement), Number: r.Number, EnquiryID: nullable(string(r.Enquiry)),
		Corrects: nullable(string(r.Corrects)), AssessmentID: nullable(string(r.Only)), Topic: string(r.Topic), Wording: r.Wording,
		Text: r.Text, Reason: r.Reason, Sending: r.Sending, PersonID: string(r.Person), Replied: instant(r.At),
	}
}

// nullable is a reference that may be to nothing.
func nullable(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

// named is the other way.
func named(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

// exchangePart is one enquiry or one reply, with the names it is shown with.
type exchangePart struct {
	PersonName   string
	SupplierName string
	Withdrawn    bool
	Enquiry      enquiryRow `gorm:"embedded;embeddedPrefix:e_"`
	Reply        replyRow   `gorm:"embedded;embeddedPrefix:r_"`
}

// exchangeColumns come from enquiries e or replies r, the assessment a of either
// and who wrote it, w. A join of both would multiply them, so each line is one
// of two parts.
var exchangeColumns = "w.name AS person_name, a.supplier_name, a.state = 'withdrawn' AS withdrawn, " +
	columns("e", enquiryRow{}) + ", " + columns("r", replyRow{})

const exchangeOrder = " LEFT JOIN people w ON w.id = COALESCE(e.person_id, r.person_id) ORDER BY part.number, e.asked, e.id, r.replied, r.id"

var exchangeQuery = "SELECT " + exchangeColumns + ` FROM (SELECT 0 AS number UNION ALL SELECT 1) part
	JOIN procurements p ON p.organisation_id = ? AND p.id = ?
	LEFT JOIN enquiries e ON part.number = 0 AND e.procurement_id = p.id
	LEFT JOIN replies r ON part.number = 1 AND r.procurement_id = p.id
	LEFT JOIN assessments a ON a.id = COALESCE(e.assessment_id, r.assessment_id)` + exchangeOrder

var readQuery = "SELECT " + exchangeColumns + ` FROM (SELECT 0 AS number UNION ALL SELECT 1) part
	JOIN assessment_people g ON g.assessment_id = ? AND g.person_id = ?
	JOIN assessments a ON a.id = g.assessment_id
	LEFT JOIN enquiries e ON part.number = 0 AND e.assessment_id = a.id
	LEFT JOIN replies r ON part.number = 1 AND r.procurement_id = a.procurement_id AND (r.assessment_id IS NULL OR r.assessment_id = a.id)` + exchangeOrder

// enquiriesWaiting selects how many enquiries of procurement p wait for a reply,
// as enquiry.Exchange.Waiting counts them.
const enquiriesWaiting = `(SELECT COUNT(*) FROM enquiries e JOIN assessments a ON a.id = e.assessment_id AND a.state <> 'withdrawn'
	WHERE e.procurement_id = p.id AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.enquiry_id = e.id)) AS enquiries, `

func exchangeOf(parts []exchangePart) enquiry.Exchange {
	var x enquiry.Exchange
	for _, part := range parts {
		switch {
		case part.Enquiry.ID != "":
			x.Enquiries = append(x.Enquiries, part.enquiry())
		case part.Reply.ID != "":
			x.Replies = append(x.Replies, part.reply())
		}
	}
	return x
}

func (r exchangePart) enquiry() enquiry.Enquiry {
	e := r.Enquiry
	return enquiry.Enquiry{
		ID: enquiry.ID(e.ID), Procurement: procurement.ID(e.ProcurementID), Assessment: assessment.ID(e.AssessmentID),
		Supplier: r.SupplierName, Person: account.PersonID(e.PersonID), PersonName: r.PersonName, Topic: enquiry.Topic(e.Topic),
		Text: e.Text, Sending: e.Sending, At: e.Asked.at(), Withdrawn: r.Withdrawn,
	}
}

func (r exchangePart) reply() enquiry.Reply {
	y := r.Reply
	reply := enquiry.Reply{
		ID: enquiry.ReplyID(y.ID), Procurement: procurement.ID(y.ProcurementID), Number: y.Number, Enquiry: enquiry.ID(named(y.EnquiryID)),
		Corrects: enquiry.ReplyID(named(y.Corrects)), Only: assessment.ID(named(y.AssessmentID)), Topic: enquiry.Topic(y.Topic),
		Wording: y.Wording, Text: y.Text, Reason: y.Reason, Person: account.PersonID(y.PersonID), PersonName: r.PersonName,
		Sending: y.Sending, At: y.Replied.at(),
	}
	if !reply.ForAll() {
		reply.Supplier = r.SupplierName
	}
	return reply
}

// Enquiries implements enquiry.Store.
type Enquiries struct{ db *DB }

var _ enquiry.Store = Enquiries{}

// Enquiries is the store of what suppliers ask and buyers reply.
func (d *DB) Enquiries() Enquiries { return Enquiries{d} }

// Exchange implements enquiry.Store.
func (s Enquiries) Exchange(ctx context.Context, org account.OrganisationID, id procurement.ID) (enquiry.Exchange, error) {
	return s.exchange(s.db.from(ctx).Raw(exchangeQuery, org, id), string(id))
}

// Read implements enquiry.Store.
func (s Enquiries) Read(ctx context.Context, id assessment.ID, person account.PersonID) (enquiry.Exchange, error) {
	x, err := s.exchange(s.db.from(ctx).Raw(readQuery, id, person), string(id))
	for i, r := range x.Replies {
		r.Person, r.PersonName, r.Reason, r.Sending = "", "", "", ""
		if _, own := x.Enquiry(r.Enquiry); !own {
			r.Enquiry = ""
		}
		x.Replies[i] = r
	}
	return x, err
}

func (s Enquiries) exchange(query *gorm.DB, of string) (enquiry.Exchange, error) {
	var parts []exchangePart
	if err := one(query.Scan(&parts)); err != nil {
		return enquiry.Exchange{}, failure(err, "load the enquiries of %s", of)
	}
	return exchangeOf(parts), nil
}

var recipientsQuery = "SELECT " + assessmentColumns + " FROM assessments a" + ofPurchase +
	"WHERE p.organisation_id = ? AND p.id = ? AND a.state <> 'withdrawn' ORDER BY a.supplier_name, a.id"

// Recipients implements enquiry.Store.
func (s Enquiries) Recipients(ctx context.Context, org account.OrganisationID, id procurement.ID) ([]assessment.Assessment, error) {
	var rows []assessmentParts
	if err := s.db.from(ctx).Raw(recipientsQuery, org, id).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list the suppliers of procurement %s", id)
	}
	list := make([]assessment.Assessment, len(rows))
	for i, row := range rows {
		a, err := row.assessment()
		if err != nil {
			return nil, err
		}
		list[i] = a
	}
	return list, nil
}
