// Package evidence keeps the files that prove an answer: they are streamed in,
// hashed on the way, scanned, and only then opened to anybody.
package evidence

import (
	"time"

	"aktsom/internal/account"
)

// ID names a file.
type ID string

// AssessmentID names the assessment a file belongs to. It stands here because
// evidence lies below assessment in the house.
type AssessmentID string

// State is where a file is on its way in.
type State string

// The states of a file.
const (
	Arriving  State = "arriving"  // a row, and bytes still coming
	Given     State = "given"     // all bytes there and hashed; counts as given
	Clean     State = "clean"     // scanned; may be opened
	Unchecked State = "unchecked" // no scanner configured; opened with a warning
	Infected  State = "infected"  // counts as no file
	Removed   State = "removed"   // taken away by the supplier; counts as no file
)

// Counts reports whether a file in this state counts as a file.
func (s State) Counts() bool { return s == Given || s == Clean || s == Unchecked }

// Opens reports whether a file in this state may be downloaded.
func (s State) Opens() bool { return s == Clean || s == Unchecked }

// Kind says what sort of document a file is.
type Kind string

// Kinds lists the kinds a supplier can choose from.
func Kinds() []Kind {
	return []Kind{"policy", "routine", "report", "certificate", "contract", "list", "minutes", "picture", "other"}
}

// File is a document that was given to prove an answer.
type File struct {
	ID         ID
	Assessment AssessmentID
	Question   string
	Name       string // cleaned; shown, and offered at download
	Kind       Kind
	Issuer     string
	Issued     string // "2026-01-31"; empty = undated
	ValidUntil string // "2028-01-31"; empty = without end
	MediaType  string // sniffed, never taken from the browser
	Size       int64  // while it arrives: the bytes that are here
	Length     int64  // bytes that were promised; 0 = not told
	SHA256     string // hex; while it arrives: what the browser says it will be
	BlobKey    string // where the bytes lie
	State      State
	Dropped    bool // left out of a correction; what was submitted still stands on it
	Person     account.PersonID
	PersonName string
	At         time.Time
}
