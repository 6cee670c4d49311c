package storetest

import (
	"testing"
	"time"

	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

var procurementTests = map[string]func(*testing.T, *world){
	"a procurement comes back as saved, in UTC to the microsecond": loadsProcurement,
	"a stale revision is refused":                                  refusesStaleProcurement,
	"another buyer finds nothing":                                  hidesProcurement,
	"the newest stands first":                                      listsProcurements,
}

func loadsProcurement(t *testing.T, w *world) {
	p := w.purchase(t)
	got, err := w.db.Procurements().Load(t.Context(), p.Organisation, p.ID)
	must(t, err)
	same(t, "procurement", got, p)

	bare := p
	bare.ID, bare.State, bare.Published, bare.Value = procurement.ID(w.id("procurement")), procurement.Draft, nil, 0
	bare.Categories, bare.Plan, bare.Closing = []string{}, []int{}, w.now
	must(t, w.db.Procurements().Add(t.Context(), bare, w.event("procurement.added")))
	got, err = w.db.Procurements().Load(t.Context(), bare.Organisation, bare.ID)
	must(t, err)
	bare.Closing = kept(w.now)
	same(t, "a draft", got, bare)
}

func refusesStaleProcurement(t *testing.T, w *world) {
	p := w.purchase(t)
	extended := kept(w.now)
	first := p
	first.Title, first.Purpose, first.Categories, first.Extended = "Arbeidstøy og sko", "", []string{}, &extended
	must(t, w.db.Procurements().Update(t.Context(), first, w.event("procurement.changed")))
	late := p
	late.Title = "Noe annet"
	wantKind(t, "the later of two", w.db.Procurements().Update(t.Context(), late, w.event("procurement.changed")), fault.Conflict)
	got, err := w.db.Procurements().Load(t.Context(), p.Organisation, p.ID)
	must(t, err)
	first.Revision = 2
	same(t, "what the first one wrote", got, first)
}

func hidesProcurement(t *testing.T, w *world) {
	p, stores, other := w.purchase(t), w.db.Procurements(), w.ola.Organisation.ID
	_, err := stores.Load(t.Context(), other, p.ID)
	wantKind(t, "load", err, fault.NotFound)
	p.Organisation = other
	wantKind(t, "update", stores.Update(t.Context(), p, w.event("procurement.changed")), fault.NotFound)
	list, err := stores.List(t.Context(), other)
	must(t, err)
	same(t, "list", list, []procurement.Listed{})
}

func listsProcurements(t *testing.T, w *world) {
	older := w.purchase(t)
	newer := older
	newer.ID, newer.Created = procurement.ID(w.id("procurement")), kept(w.now.Add(time.Millisecond))
	must(t, w.db.Procurements().Add(t.Context(), newer, w.event("procurement.added")))
	list, err := w.db.Procurements().List(t.Context(), older.Organisation)
	must(t, err)
	same(t, "list", list, []procurement.Listed{{Procurement: newer}, {Procurement: older}})
}
