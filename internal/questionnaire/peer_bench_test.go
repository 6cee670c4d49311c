package questionnaire_test

import (
	"testing"

	"aktsom/internal/questionnaire"
)

// BenchmarkEvaluatePeers evaluates the same sheet of sixty questions with a
// definition that was compiled once, as the portal does, and with one that is
// compiled for each sheet: why a definition becomes a type once.
func BenchmarkEvaluatePeers(b *testing.B) {
	g := newPlainGenerator(1)
	source, sheet := g.definition(60), g.sheet(0.9)
	once, findings := questionnaire.Compile("generated.json", source)
	if once == nil {
		b.Fatal(findings)
	}
	b.Run("compiled once", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			once.Evaluate(sheet)
		}
	})
	b.Run("compiled for each", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			q, _ := questionnaire.Compile("generated.json", source)
			q.Evaluate(sheet)
		}
	})
}
