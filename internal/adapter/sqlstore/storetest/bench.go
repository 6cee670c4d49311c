package storetest

import (
	"fmt"
	"testing"

	"aktsom/internal/assessment"
)

// Bench measures what a supplier's page asks of a database: reading a sheet of
// forty answers and five files, and saving one answer.
func Bench(b *testing.B, open Open) {
	w := newWorld(b, open(b))
	a := w.invited(b, w.purchase(b), "Tekstil")
	var answers []assessment.Answer
	for i := range 40 {
		answers = append(answers, w.answer(a, fmt.Sprintf("q%d", i), "chain"))
	}
	must(b, w.db.Assessments().Save(b.Context(), assessment.Save{Assessment: a.ID, Version: 1, Answers: answers, At: w.now}))
	for range 5 {
		w.given(b, a, "policy")
	}
	b.Run("read a sheet", func(b *testing.B) {
		for b.Loop() {
			w.sheet(b, a)
		}
	})
	b.Run("save an answer", func(b *testing.B) {
		version, answer := w.sheet(b, a).Assessment.Version, answers[0]
		answer.Revision = w.sheet(b, a).Answers[answer.Question].Revision
		for b.Loop() {
			answer.Revision++
			must(b, w.db.Assessments().Save(b.Context(), assessment.Save{Assessment: a.ID, Version: version, Answers: []assessment.Answer{answer}, At: w.now}))
			version++
		}
	})
}
