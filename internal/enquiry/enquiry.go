// Package enquiry is what suppliers ask the buyer about a procurement while they
// answer its questions, and what the buyer replies. What one supplier learns all
// of them learn, and nobody but the buyer learns who asked.
package enquiry

import (
	"slices"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
)

// ID names an enquiry.
type ID string

// ReplyID names a reply.
type ReplyID string

// How long texts may be, in characters: an enquiry is a question and not a
// paper, and a reply goes into a letter.
const (
	MaxEnquiry = 2000
	MaxReply   = 4000
	MaxReason  = 500
)

// Enquiry is what somebody at a supplier asks the buyer.
type Enquiry struct {
	ID          ID
	Procurement procurement.ID
	Assessment  assessment.ID
	Supplier    string
	Person      account.PersonID
	PersonName  string
	Topic       Topic
	Text        string
	Sending     string // made with the form it came by: the same form again is the same enquiry
	At          time.Time
	Withdrawn   bool // the supplier's invitation was taken back
}

// Reply is what the buyer says: to an enquiry, unasked, or in place of an
// earlier reply. Once given it stays as it is.
type Reply struct {
	ID          ReplyID
	Procurement procurement.ID
	Number      int     // among those for all, from 1; 0: for one supplier
	Enquiry     ID      // empty: nobody asked
	Corrects    ReplyID // the reply that it takes the place of; empty: none
	Only        assessment.ID
	Supplier    string // whose Only it is
	Topic       Topic
	Wording     string // the enquiry as other suppliers read it
	Text        string
	Reason      string // why only one supplier reads it; for the buyer's people
	Person      account.PersonID
	PersonName  string
	Sending     string // as in Enquiry
	At          time.Time
}

// ForAll reports whether every supplier of the procurement reads the reply.
func (r Reply) ForAll() bool { return r.Only == "" }

// Takes reports whether enquiries are taken at now: as long as answers are, also
// from those who have submitted.
func Takes(a assessment.Assessment, now time.Time) bool {
	return a.State != assessment.Withdrawn && a.Procurement.TakesAnswers(now)
}

// MayAsk reports whether the one who opened the desk may ask the buyer at now:
// the contact does, and colleagues read.
func MayAsk(d assessment.Desk, now time.Time) bool {
	return d.Helper == nil && Takes(d.Assessment, now)
}

// Exchange is all that was asked and replied in a procurement, as far as its
// reader may know, the oldest first.
type Exchange struct {
	Enquiries []Enquiry
	Replies   []Reply
}

// Waiting lists the enquiries without a reply, but for those whose supplier is
// no longer asked anything.
func (x Exchange) Waiting() []Enquiry {
	var list []Enquiry
	for _, e := range x.Enquiries {
		if _, replied := x.ReplyTo(e.ID); !replied && !e.Withdrawn {
			list = append(list, e)
		}
	}
	return list
}

// Left lists the enquiries without a reply whose supplier is no longer asked.
func (x Exchange) Left() []Enquiry {
	var list []Enquiry
	for _, e := range x.Enquiries {
		if _, replied := x.ReplyTo(e.ID); !replied && e.Withdrawn {
			list = append(list, e)
		}
	}
	return list
}

// Newest lists the replies, the newest first.
func (x Exchange) Newest() []Reply {
	list := slices.Clone(x.Replies)
	slices.Reverse(list)
	return list
}

// Enquiry returns one enquiry.
func (x Exchange) Enquiry(id ID) (Enquiry, bool) {
	i := slices.IndexFunc(x.Enquiries, func(e Enquiry) bool { return id != "" && e.ID == id })
	if i < 0 {
		return Enquiry{}, false
	}
	return x.Enquiries[i], true
}

// ReplyTo returns the reply to an enquiry.
func (x Exchange) ReplyTo(id ID) (Reply, bool) {
	return x.reply(func(r Reply) bool { return id != "" && r.Enquiry == id })
}

// Reply returns one reply.
func (x Exchange) Reply(id ReplyID) (Reply, bool) {
	return x.reply(func(r Reply) bool { return id != "" && r.ID == id })
}

// CorrectedBy returns the first reply that takes the place of another.
func (x Exchange) CorrectedBy(id ReplyID) (Reply, bool) {
	return x.reply(func(r Reply) bool { return r.Corrects == id })
}

func (x Exchange) reply(is func(Reply) bool) (Reply, bool) {
	i := slices.IndexFunc(x.Replies, is)
	if i < 0 {
		return Reply{}, false
	}
	return x.Replies[i], true
}
