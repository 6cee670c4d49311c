package letter

import "time"

// Facts are what a letter may speak of. A letter uses those its kind needs.
type Facts struct {
	ID       string // of the letter, made by the caller
	Key      string // the letter's cause
	Person   string // the addressee's id
	Name     string
	Email    string
	Language string

	Organisation string // ids, for the buyer's letter page
	Procurement  string
	Assessment   string

	Buyer        string // the buyer's name
	Title        string // the procurement's title
	Reference    string
	Purpose      string // why suppliers are asked, in the buyer's words
	Supplier     string
	Questions    int
	Minutes      int
	Closing      time.Time
	Zone         *time.Location
	Seals        bool // closing ends saving; otherwise it is a due date
	ContactName  string
	ContactEmail string
	Path         string // where the link leads
	Words        Words  // the organisation's own
	Sequence     int64  // of the calendar entry: grows whenever the deadline moves
	Alone        bool   // moved: the new time is for this supplier alone

	Submitted time.Time // receipt
	Round     int
	SHA256    string
	Files     []string
	File      string    // infected
	CommentBy time.Time // until when the supplier may, or could, comment on a draft of the result

	Requirements []Requirement // released, of a qualification: what was found of each

	ToCorrect   int       // how many questions were sent back; 0 = none
	Corrections []string  // each with what is to be mended
	SentBack    time.Time // when they were sent back; zero: none
	CorrectBy   time.Time // until when they may, or could, be corrected

	Asked    int     // questions asked so far
	Answered int     // of these, answered
	Together []Facts // digest: what each reminder is about

	By     Named    // objections, colleagues: who says it
	Right  Named    // who should be asked instead
	Reason string   // and why
	Pages  []string // colleagues: what they are asked to answer

	Said Said // enquiries and replies

	Now time.Time
}

// Requirement is one that a supplier was held to, in words.
type Requirement struct {
	Text string
	Met  bool
}

// Named is somebody a letter speaks of.
type Named struct{ Name, Email string }
