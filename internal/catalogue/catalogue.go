// Package catalogue is the questionnaires a buyer can ask with: those we ship,
// and the organisation's own, from draft to published to retired. A published
// one never changes: an assessment that runs on it keeps it for ever.
package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/draft"
	"aktsom/internal/questionnaire"
)

// Edition names a version of a questionnaire. Two organisations may use the same
// id and version without meeting: the owner tells them apart.
type Edition struct {
	Owner   account.OrganisationID // empty for those we ship
	ID      string
	Version string
}

// ID names an entry: an opaque text for an organisation's own, and
// "oecd-short@1.0" for one we ship.
type ID string

// State is how far an entry has come.
type State string

// The states of an entry.
const (
	Draft     State = "draft"     // may have mistakes, and nobody is asked by it
	Published State = "published" // never changes any more; procurements can choose it
	Retired   State = "retired"   // as published, but new procurements cannot choose it
)

// Entry is one version of one questionnaire.
type Entry struct {
	ID           ID
	Organisation account.OrganisationID // empty for those we ship
	Name         string                 // the definition's id; empty while it cannot be read
	Version      string
	Title        questionnaire.Text
	File         string // the name of the file it came from
	Source       []byte // the definition as it was written; not read along in lists
	SHA256       string // of Source, in hexadecimal
	Cases        []byte // its examples, as they were written; not read along in lists
	Remarks      []draft.Remark
	State        State
	Revision     int64
	Created      time.Time
	Changed      time.Time
	ChangedBy    account.PersonID
	ChangedName  string // of who changed it last, read along
	Published    *time.Time
	Retired      *time.Time
}

// Shipped reports whether the entry came with the program.
func (e Entry) Shipped() bool { return e.Organisation == "" }

// Edition is what procurements know the entry by.
func (e Entry) Edition() Edition {
	return Edition{Owner: e.Organisation, ID: e.Name, Version: e.Version}
}

// Listed is an entry in a list, with how many procurements use it.
type Listed struct {
	Entry
	Uses int
}

// with is the entry with another definition, and what it says of itself.
func (e Entry) with(source []byte) Entry {
	e.Source, e.SHA256 = source, sumOf(source)
	e.Name, e.Version, e.Title = headOf(source)
	return e
}

func sumOf(source []byte) string {
	sum := sha256.Sum256(source)
	return hex.EncodeToString(sum[:])
}
