// Package procurement is the buyer's plan: what is bought, which questionnaire
// is asked, and until when.
package procurement

import (
	"sync"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/catalogue"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// ID names a procurement.
type ID string

// Stage says when in a purchase the questions are asked. The stage decides
// what closing means.
type Stage string

// The stages.
const (
	BeforeBids    Stage = "before_bids"
	Qualification Stage = "qualification"
	Contract      Stage = "contract_follow_up"
)

// Stages lists every stage in the order of a purchase.
func Stages() []Stage { return []Stage{BeforeBids, Qualification, Contract} }

// Seals reports whether the stage ends saving at closing and keeps answers
// from the buyer until then. In contract follow-up the time is a due date.
func (s Stage) Seals() bool { return s != Contract }

// State is how far the plan has come.
type State string

// The states of a procurement.
const (
	Draft     State = "draft"
	Published State = "published"
)

// Edition names the version of a questionnaire that is asked.
type Edition = catalogue.Edition

// Procurement is one purchase that suppliers are asked about.
type Procurement struct {
	ID            ID
	Organisation  account.OrganisationID
	BuyerName     string       // the organisation's name, read along
	Words         letter.Words // its own words in letters, read along where a letter may be written
	Title         string
	Reference     string // the buyer's own case number
	Purpose       string // why suppliers are asked, in the buyer's words
	Stage         Stage
	Value         float64 // estimated, in Currency; 0 = not stated
	Currency      string  // ISO 4217
	Categories    []string
	Questionnaire Edition
	Closing       time.Time     // UTC; exclusive end of saving, or the due time
	Zone          string        // IANA name; days and letters are told in it
	Requirements  []Requirement // of a qualification; see Required
	Plan          []int         // reminders, days before Closing; negative = after
	ContactName   string
	ContactEmail  string
	State         State
	Revision      int64
	Created       time.Time
	Published     *time.Time
	Extended      *time.Time // when Closing was last moved
	Enquiries     int        // of suppliers, without a reply; read along where a buyer works on the procurement
}

// DefaultZone is where the buyers are.
const DefaultZone = "Europe/Oslo"

// DefaultPlan returns the reminder plan of a stage: 14, 7 and 2 days before
// and on the day, and for contract follow-up 3 days after.
func DefaultPlan(stage Stage) []int {
	plan := []int{14, 7, 2, 0}
	if stage == Contract {
		plan = append(plan, -3)
	}
	return plan
}

// usualZone is DefaultZone, read once: a page asks for it on every line.
var usualZone = sync.OnceValues(func() (*time.Location, error) { return time.LoadLocation(DefaultZone) })

// Location returns the procurement's time zone; an unknown one reads as UTC.
func (p Procurement) Location() *time.Location {
	if zone, err := usualZone(); err == nil && p.Zone == DefaultZone {
		return zone
	}
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// TakesAnswers reports whether answers may be saved and submitted at now:
// published, and not closed unless the stage lets late ones in.
func (p Procurement) TakesAnswers(now time.Time) bool {
	return p.State == Published && (!p.Stage.Seals() || now.Before(p.Closing))
}

// Passed reports whether closing, or the due time, has been reached.
func (p Procurement) Passed(now time.Time) bool { return !now.Before(p.Closing) }

// Moved returns the procurement with a later closing. fault.Conflict when it is
// not published, or has closed already where the stage seals; fault.Fields when
// the new time is not later.
func (p Procurement) Moved(closing, now time.Time) (Procurement, error) {
	switch {
	case !p.TakesAnswers(now):
		return p, fault.New(fault.Conflict, "assessment.procurement_not_open")
	case !closing.After(p.Closing) || !closing.After(now):
		return p, fault.Fields{{Name: "closing", Key: "procurement.closing_not_later"}}
	}
	p.Closing, p.Extended = closing.UTC(), &now
	return p, nil
}

// OpenToBuyer reports whether the buyer may read submitted answers at now.
func (p Procurement) OpenToBuyer(now time.Time) bool {
	return p.State == Published && (!p.Stage.Seals() || p.Passed(now))
}
