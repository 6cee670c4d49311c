package web

import (
	"time"

	"aktsom/internal/audit"
)

// sampleOrganisationLog is a log with a long name and each kind of detail.
func sampleOrganisationLog(p Page) organisationLogView {
	v := organisationLogView{
		Filter: logFilter{From: "2027-01-01"}, Newer: "/log", Older: "/log?page=3",
		People: []Option{{Text: "Alle"}, {Value: "1", Text: longName, Chosen: true}},
	}
	for i, e := range []audit.Event{
		{Verb: "member.invited", Details: map[string]string{"email": "nina@fjord.example", "role": "reader"}},
		{Verb: "letter.reworded", Details: map[string]string{"kind": "invitation", "language": "nn"}},
		{Verb: "questionnaire.published", Details: map[string]string{"id": longName, "version": "1.0"}},
	} {
		e.At = p.Now.Add(-time.Duration(i) * time.Hour)
		v.Events = append(v.Events, audit.Recorded{Event: e, PersonName: longName})
	}
	v.Events[0].PersonName = ""
	return v
}
