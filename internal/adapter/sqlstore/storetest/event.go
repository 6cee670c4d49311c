package storetest

import (
	"testing"
	"time"

	"aktsom/internal/audit"
	"aktsom/internal/procurement"
)

var eventTests = map[string]func(*testing.T, *world){
	"a log has what happened in a procurement, the newest first": listsEvents,
	"another buyer's log has nothing of it":                      hidesEvents,
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
	got, err := w.db.Events().Events(t.Context(), string(p.Organisation), string(p.ID), 0, 10)
	must(t, err)
	name := w.kari.Person.Name
	same(t, "events", got, []audit.Recorded{{Event: last, PersonName: name}, {Event: first, PersonName: name}})
	got, err = w.db.Events().Events(t.Context(), string(p.Organisation), string(p.ID), 1, 1)
	must(t, err)
	same(t, "the second page", got, []audit.Recorded{{Event: first, PersonName: name}})
}

func hidesEvents(t *testing.T, w *world) {
	p := w.purchase(t)
	w.happened(t, p, "procurement.edited", 0)
	for _, org := range []string{string(w.ola.Organisation.ID), ""} {
		got, err := w.db.Events().Events(t.Context(), org, string(p.ID), 0, 10)
		must(t, err)
		same(t, "events for "+org, got, []audit.Recorded{})
	}
}
