// Package audit says who did what, and when. An event is written in the
// transaction that causes it, so that nothing happens unrecorded and nothing
// is recorded that did not happen.
package audit

import "time"

// Event is one thing that a person, or the portal itself, did. Details never
// hold a secret, a token or the text of an answer.
type Event struct {
	ID           string
	At           time.Time
	Person       string // empty when the portal acted by itself
	Organisation string // the buyer whose log shows the event; empty for none
	Procurement  string
	Assessment   string
	Verb         string            // "answer.saved", "procurement.published" …
	Details      map[string]string // names and numbers that a log page prints
}
