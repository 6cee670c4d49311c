package storetest

import (
	"testing"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/review"
)

var caseTests = map[string]func(*testing.T, *world){
	"a procurement's cases are those one would load one by one, in five statements": loadsCases,
	"another buyer finds no cases": hidesCases,
}

func loadsCases(t *testing.T, w *world) {
	p := w.purchase(t)
	asked, given := w.invited(t, p, "Alta"), w.invited(t, p, "Bodø")
	file := w.given(t, given, "policy")
	w.given(t, asked, "policy") // of an answer that is not submitted
	w.submitted(t, given)
	other := w.invited(t, w.purchase(t), "Sko")
	w.submitted(t, other)
	v := review.Review{
		Assessment: given.ID, Round: 1, Evaluator: w.kari.Person.ID, Started: kept(w.now), Version: 1,
		Marks: map[string]review.Mark{}, Judgements: map[evidence.ID]review.Judgement{},
	}
	must(t, w.db.Reviews().Begin(t.Context(), v, w.event("review.begun")))
	must(t, w.db.Reviews().Mark(t.Context(), v, w.mark("policy", 2), w.event("review.marked")))
	must(t, w.db.Reviews().Judge(t.Context(), v, review.Judgement{File: file.ID, Verdict: review.Generic, Person: w.kari.Person.ID, At: w.now}, w.event("x")))
	ctx, sent := sqlstore.CountStatements(t.Context())
	of, got, err := w.db.Reviews().Cases(ctx, p.Organisation, p.ID)
	must(t, err)
	if sent.Count() != 5 {
		t.Errorf("the cases took %d statements, want 5:\n%s", sent.Count(), sent)
	}
	same(t, "procurement", of, p)
	var want []review.Case
	for _, a := range []assessment.Assessment{asked, given} {
		want = append(want, w.loadCase(t, a))
	}
	same(t, "cases", got, want)
}

func hidesCases(t *testing.T, w *world) {
	p := w.purchase(t)
	if _, cases, err := w.db.Reviews().Cases(t.Context(), p.Organisation, p.ID); err != nil || len(cases) != 0 {
		t.Errorf("nobody is asked: %v, %v", cases, err)
	}
	_, _, err := w.db.Reviews().Cases(t.Context(), w.ola.Organisation.ID, p.ID)
	wantKind(t, "another buyer", err, fault.NotFound)
}
