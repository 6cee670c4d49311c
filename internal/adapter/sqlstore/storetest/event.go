package storetest

import (
	"testing"
	"time"

	"aktsom/internal/audit"
	"aktsom/internal/procurement"
)

var eventTests = map[string]func(*testing.T, *world){
	"a log has what happened in a procurement, the newest first":    listsEvents,
	"another buyer's log has nothing of it":                         hidesEvents,
	"an organisation's log has its own events, by person and time":  listsOrganisationEvents,
	"an organisation's log has nothing of another, and of no other": hidesOrganisationEvents,
}

// housed records an event in an organisation, by one of its people.
func (w *world) housed(t *testing.T, organisation, person, verb string, later time.Duration) audit.Event {
	t.Helper()
	e := audit.Event{
		ID: w.id("event"), At: kept(w.now.Add(later)), Person: person, Organisation: organisation,
		Verb: verb, Details: map[string]string{"email": "æøå@fjord.example"},
	}
	must(t, w.db.Accounts().Rename(t.Context(), w.kari.Person.ID, w.kari.Person.Name, w.kari.Person.Language, e))
	return e
}

func listsOrganisationEvents(t *testing.T, w *world) {
	org, kari, ola := w.id("org"), w.kari.Person, w.ola.Person
	purchase := audit.Event{ID: w.id("event"), At: kept(w.now), Person: string(kari.ID), Organisation: org, Procurement: "p", Verb: "procurement.edited"}
	must(t, w.db.Accounts().Rename(t.Context(), kari.ID, kari.Name, kari.Language, purchase))
	first := w.housed(t, org, string(kari.ID), "member.invited", 0)
	middle := w.housed(t, org, string(ola.ID), "letter.reworded", time.Hour)
	last := w.housed(t, org, string(kari.ID), "member.removed", 2*time.Hour)
	said := func(e audit.Event, name string) audit.Recorded { return audit.Recorded{Event: e, PersonName: name} }
	all := []audit.Recorded{said(last, kari.Name), said(middle, ola.Name), said(first, kari.Name)}
	for name, c := range map[string]struct {
		wanted audit.Wanted
		want   []audit.Recorded
	}{
		"all":             {audit.Wanted{Limit: 10}, all},
		"the second page": {audit.Wanted{Skip: 1, Limit: 1}, all[1:2]},
		"kari's":          {audit.Wanted{Person: string(kari.ID), Limit: 10}, []audit.Recorded{all[0], all[2]}},
		"from":            {audit.Wanted{From: middle.At, Limit: 10}, all[:2]},
		"before":          {audit.Wanted{Before: middle.At, Limit: 10}, all[2:]},
	} {
		got, err := w.db.Events().Events(t.Context(), org, "", c.wanted)
		must(t, err)
		same(t, name, got, c.want)
	}
	actors, err := w.db.Events().Actors(t.Context(), org, "")
	must(t, err)
	same(t, "actors", actors, []audit.Actor{{Person: string(kari.ID), Name: kari.Name}, {Person: string(ola.ID), Name: ola.Name}})
}

func hidesOrganisationEvents(t *testing.T, w *world) {
	w.housed(t, w.id("org"), string(w.kari.Person.ID), "member.invited", 0)
	w.housed(t, "", string(w.kari.Person.ID), "member.password_set", 0)
	for _, org := range []string{w.id("org"), ""} {
		got, err := w.db.Events().Events(t.Context(), org, "", audit.Wanted{Limit: 10})
		must(t, err)
		same(t, "events for "+org, got, []audit.Recorded{})
		actors, err := w.db.Events().Actors(t.Context(), org, "")
		must(t, err)
		same(t, "actors for "+org, actors, []audit.Actor{})
	}
}

// happened records an event in p, so much later than the world's now.
func (w *world) happened(t *testing.T, p procurement.Procurement, verb string, later time.Duration) audit.Event {
	t.Helper()
	e := audit.Event{
		ID: w.id("event"), At: kept(w.now.Add(later)), Person: string(w.kari.Person.ID), Organisation: string(p.Organisation),
		Procurement: string(p.ID), Verb: verb, Details: map[string]string{"title": "Arbeidstøy «æøå»"},
	}
	next, err := w.db.Procurements().Load(t.Context(), p.Organisation, p.ID)
	must(t, err)
	must(t, w.db.Procurements().Update(t.Context(), next, e))
	return e
}

func listsEvents(t *testing.T, w *world) {
	p, other := w.purchase(t), w.purchase(t)
	first := w.happened(t, p, "procurement.edited", 0)
	w.happened(t, other, "procurement.edited", time.Minute)
	last := w.happened(t, p, "procurement.published", time.Hour)
	got, err := w.db.Events().Events(t.Context(), string(p.Organisation), string(p.ID), audit.Wanted{Limit: 10})
	must(t, err)
	name := w.kari.Person.Name
	same(t, "events", got, []audit.Recorded{{Event: last, PersonName: name}, {Event: first, PersonName: name}})
	got, err = w.db.Events().Events(t.Context(), string(p.Organisation), string(p.ID), audit.Wanted{Skip: 1, Limit: 1})
	must(t, err)
	same(t, "the second page", got, []audit.Recorded{{Event: first, PersonName: name}})
	got, err = w.db.Events().Events(t.Context(), string(p.Organisation), string(p.ID), audit.Wanted{From: last.At, Limit: 10})
	must(t, err)
	same(t, "from a moment", got, []audit.Recorded{{Event: last, PersonName: name}})
	got, err = w.db.Events().Events(t.Context(), string(p.Organisation), string(p.ID), audit.Wanted{Person: string(w.ola.Person.ID), Limit: 10})
	must(t, err)
	same(t, "somebody else's", got, []audit.Recorded{})
	actors, err := w.db.Events().Actors(t.Context(), string(p.Organisation), string(p.ID))
	must(t, err)
	same(t, "actors", actors, []audit.Actor{{Person: string(w.kari.Person.ID), Name: name}})
}

func hidesEvents(t *testing.T, w *world) {
	p := w.purchase(t)
	w.happened(t, p, "procurement.edited", 0)
	for _, org := range []string{string(w.ola.Organisation.ID), ""} {
		got, err := w.db.Events().Events(t.Context(), org, string(p.ID), audit.Wanted{Limit: 10})
		must(t, err)
		same(t, "events for "+org, got, []audit.Recorded{})
		actors, err := w.db.Events().Actors(t.Context(), org, string(p.ID))
		must(t, err)
		same(t, "actors for "+org, actors, []audit.Actor{})
	}
}
