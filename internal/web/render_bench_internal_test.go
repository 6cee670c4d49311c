package web

import (
	"strconv"
	"testing"

	"github.com/a-h/templ"

	"aktsom/internal/message"
)

// BenchmarkRenderSixtyQuestions renders a page of sixty questions with five
// options each: far more than a page has, as much as printing all at once does.
func BenchmarkRenderSixtyQuestions(b *testing.B) {
	p := samplePage(message.Bokmal)
	pieces := make([]templ.Component, 0, 60)
	for i := range 60 {
		name := "question" + strconv.Itoa(i)
		q := Choice{Name: name, Legend: "Har dere skrevet ned hva dere krever?", Help: "Kall det hva dere vil."}
		for o := range 5 {
			q.Options = append(q.Options, Option{Value: strconv.Itoa(o), Text: "Ja, vedtatt av styret", Chosen: o == 2})
		}
		pieces = append(pieces, choice(q))
	}
	page := inLayout(p, pieces...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := render(b.Context(), page); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSay says one sentence with a number in it.
func BenchmarkSay(b *testing.B) {
	p := samplePage(message.Bokmal)
	b.ReportAllocs()
	for b.Loop() {
		p.Say("time.in_days", "count", 5)
	}
}
