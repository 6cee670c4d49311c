package storetest

import (
	"testing"

	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

var wordsTests = map[string]func(*testing.T, *world){
	"an organisation's words come along with what letters are written from": keepsWords,
}

func keepsWords(t *testing.T, w *world) {
	org := w.kari.Organisation.ID
	words := letter.Words{}.With(letter.Reminder, "nb", letter.Own{Greeting: "Hei «æøå»", Text: "a\nb", Signature: "Kari"})
	none, version, err := w.db.Letters().Words(t.Context(), org)
	must(t, err)
	if none != nil || version != 0 {
		t.Errorf("before the first: %v at %d", none, version)
	}
	must(t, w.db.Letters().SetWords(t.Context(), org, 0, words, w.event("letter.reworded")))
	wantKind(t, "at an old version", w.db.Letters().SetWords(t.Context(), org, 0, nil, w.event("letter.reworded")), fault.Conflict)
	got, version, err := w.db.Letters().Words(t.Context(), org)
	must(t, err)
	same(t, "words", got, words)
	if version != 1 {
		t.Errorf("the version is %d", version)
	}
	a := w.invited(t, w.purchase(t), "Tekstil")
	row, err := w.db.Assessments().Row(t.Context(), org, a.ID)
	must(t, err)
	p, err := w.db.Procurements().Load(t.Context(), org, a.Procurement.ID)
	must(t, err)
	for name, read := range map[string]letter.Words{
		"the board's line": row.Procurement.Words, "the sheet": w.sheet(t, a).Assessment.Procurement.Words, "the procurement": p.Words,
	} {
		same(t, name, read, words)
	}
	other, _, err := w.db.Letters().Words(t.Context(), w.ola.Organisation.ID)
	must(t, err)
	if other != nil {
		t.Errorf("another buyer has them too: %v", other)
	}
}
