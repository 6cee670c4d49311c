package storetest

import (
	"testing"
	"time"

	"aktsom/internal/catalogue"
	"aktsom/internal/draft"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

var questionnaireTests = map[string]func(*testing.T, *world){
	"a draft comes back as saved, and goes when it is discarded": keepsDraft,
	"what is published never changes, whoever asks":              keepsPublished,
	"an id and version are published once by each buyer":         publishesOnce,
	"another buyer finds neither draft nor published":            hidesQuestionnaire,
	"the list counts what asks with each":                        countsUses,
}

// entry is a draft of the municipality, kept.
func (w *world) entry(t *testing.T, version string) catalogue.Entry {
	t.Helper()
	e := catalogue.Entry{
		ID: catalogue.ID(w.id("questionnaire")), Organisation: w.kari.Organisation.ID, Name: "clothes", Version: version,
		Title: questionnaire.Text{"nb": "Klær «æøå»"}, File: "klær.json", Source: []byte("{\n  \"id\": \"clothes\" }\n"), SHA256: "cafe" + version,
		Cases: []byte("[]"), Remarks: []draft.Remark{{Place: "survey!H7", What: "relevant", Became: "left out"}},
		State: catalogue.Draft, Revision: 1, Created: kept(w.now), Changed: kept(w.now),
		ChangedBy: w.kari.Person.ID, ChangedName: w.kari.Person.Name,
	}
	must(t, w.db.Questionnaires().Add(t.Context(), e, w.event("questionnaire.uploaded")))
	return e
}

// published is an entry of the municipality that can be chosen.
func (w *world) published(t *testing.T, version string) catalogue.Entry {
	t.Helper()
	e, at := w.entry(t, version), kept(w.now)
	e.State, e.Published = catalogue.Published, &at
	must(t, w.db.Questionnaires().Update(t.Context(), e, w.event("questionnaire.published")))
	e.Revision++
	return e
}

func (w *world) loadsEntry(t *testing.T, want catalogue.Entry) {
	t.Helper()
	got, err := w.db.Questionnaires().Load(t.Context(), want.Organisation, want.ID)
	must(t, err)
	same(t, "questionnaire", got, want)
}

func keepsDraft(t *testing.T, w *world) {
	store, e := w.db.Questionnaires(), w.entry(t, "1.0")
	w.loadsEntry(t, e)
	e.Source, e.SHA256, e.Title = []byte(`{"id": "other"}`), "beef", nil
	e.Remarks = []draft.Remark{}
	must(t, store.Update(t.Context(), e, w.event("questionnaire.saved")))
	wantKind(t, "the later of two", store.Update(t.Context(), e, w.event("x")), fault.Conflict)
	wantKind(t, "discarded as it was before", store.Remove(t.Context(), e, w.event("x")), fault.Conflict)
	e.Revision++
	w.loadsEntry(t, e)
	if _, _, err := store.Definition(t.Context(), e.Edition()); err == nil {
		t.Error("a draft's definition can be asked with")
	}
	must(t, store.Remove(t.Context(), e, w.event("questionnaire.removed")))
	_, err := store.Load(t.Context(), e.Organisation, e.ID)
	wantKind(t, "a discarded draft", err, fault.NotFound)
}

func keepsPublished(t *testing.T, w *world) {
	store, e := w.db.Questionnaires(), w.published(t, "1.0")
	at := kept(w.now.Add(time.Hour))
	for what, change := range map[string]func(*catalogue.Entry){
		"its definition": func(e *catalogue.Entry) { e.Source = []byte(`{"id": "clothes", "version": "1.0"}`) },
		"its hash":       func(e *catalogue.Entry) { e.SHA256 = "beef" },
		"its cases":      func(e *catalogue.Entry) { e.Cases = []byte("[{}]") },
		"its version":    func(e *catalogue.Entry) { e.Version = "1.1" },
		"its name":       func(e *catalogue.Entry) { e.Name = "shoes" },
		"its time":       func(e *catalogue.Entry) { e.Published = &at },
		"a draft again":  func(e *catalogue.Entry) { e.State = catalogue.Draft },
	} {
		other := e
		change(&other)
		if err := store.Update(t.Context(), other, w.event("x")); err == nil {
			t.Errorf("%s: changed after publication", what)
		}
		w.loadsEntry(t, e)
	}
	if err := store.Remove(t.Context(), e, w.event("x")); err == nil {
		t.Error("a published questionnaire was removed")
	}
	e.State, e.Retired = catalogue.Retired, &at
	must(t, store.Update(t.Context(), e, w.event("questionnaire.retired")))
	e.Revision++
	w.loadsEntry(t, e)
	back := e
	back.State = catalogue.Published
	if err := store.Update(t.Context(), back, w.event("x")); err == nil {
		t.Error("a retired questionnaire came back")
	}
	source, sum, err := store.Definition(t.Context(), e.Edition())
	must(t, err)
	same(t, "a retired definition", []string{string(source), sum}, []string{string(e.Source), e.SHA256})
}

func publishesOnce(t *testing.T, w *world) {
	store := w.db.Questionnaires()
	w.published(t, "1.0")
	again, at := w.entry(t, "1.0"), kept(w.now)
	again.State, again.Published = catalogue.Published, &at
	wantKind(t, "the same version again", store.Update(t.Context(), again, w.event("x")), fault.Conflict)
	theirs := again
	theirs.ID, theirs.Organisation = catalogue.ID(w.id("questionnaire")), w.ola.Organisation.ID
	must(t, store.Add(t.Context(), theirs, w.event("x")))
	_, sum, err := store.Definition(t.Context(), theirs.Edition())
	must(t, err)
	same(t, "the county's own", sum, theirs.SHA256)
}

func hidesQuestionnaire(t *testing.T, w *world) {
	store, other := w.db.Questionnaires(), w.ola.Organisation.ID
	for _, e := range []catalogue.Entry{w.entry(t, "0.9"), w.published(t, "1.0")} {
		_, err := store.Load(t.Context(), other, e.ID)
		wantKind(t, "load", err, fault.NotFound)
		theirs := e
		theirs.Organisation = other
		wantKind(t, "update", store.Update(t.Context(), theirs, w.event("x")), fault.NotFound)
		wantKind(t, "remove", store.Remove(t.Context(), theirs, w.event("x")), fault.NotFound)
		_, _, err = store.Definition(t.Context(), theirs.Edition())
		wantKind(t, "definition", err, fault.NotFound)
	}
	list, err := store.List(t.Context(), other)
	must(t, err)
	same(t, "list", list, []catalogue.Entry{})
	choices, err := store.Choices(t.Context(), other)
	must(t, err)
	same(t, "choices", choices, []catalogue.Choice{})
}

func countsUses(t *testing.T, w *world) {
	store, e := w.db.Questionnaires(), w.published(t, "1.0")
	w.entry(t, "1.1")
	shipped := w.purchase(t)
	own := w.draft()
	own.Questionnaire = e.Edition()
	must(t, w.db.Procurements().Add(t.Context(), own, w.event("x")))
	got, err := w.db.Procurements().Load(t.Context(), own.Organisation, own.ID)
	must(t, err)
	same(t, "what a procurement asks with", got.Questionnaire, e.Edition())
	uses, err := store.Uses(t.Context(), e.Organisation)
	must(t, err)
	same(t, "uses", uses, map[catalogue.Edition]int{shipped.Questionnaire: 1, e.Edition(): 1})
	list, err := store.List(t.Context(), e.Organisation)
	must(t, err)
	if len(list) != 2 || list[0].Source != nil || list[0].ChangedName != w.kari.Person.Name {
		t.Errorf("the list has %+v", list)
	}
	choices, err := store.Choices(t.Context(), e.Organisation)
	must(t, err)
	same(t, "choices", choices, []catalogue.Choice{{Edition: e.Edition(), Title: e.Title}})
}
