package web

import (
	"bytes"
	"html/template"
	"strconv"
	"testing"
)

// peerTemplate is the markup of one question of BenchmarkRenderSixtyQuestions,
// for html/template.
const peerTemplate = `{{range .}}<fieldset class="ds-fieldset choice" id="{{.Name}}" aria-describedby="{{.Name}}-help">
<legend class="ds-label" data-weight="medium">{{.Legend}}</legend><p class="field__help" id="{{.Name}}-help">{{.Help}}</p>
{{$q := .}}{{range $i, $o := .Options}}<label class="choice__row" for="{{$q.Name}}-{{$i}}"><input class="ds-input" type="radio" id="{{$q.Name}}-{{$i}}"
 name="{{$q.Name}}" value="{{$o.Value}}"{{if $o.Chosen}} checked{{end}}/><span>{{$o.Text}}</span></label>{{end}}</fieldset>{{end}}`

func sixtyQuestions() []Choice {
	all := make([]Choice, 60)
	for i := range all {
		all[i] = Choice{Name: "question" + strconv.Itoa(i), Legend: "Har dere skrevet ned hva dere krever?", Help: "Kall det hva dere vil."}
		for o := range 5 {
			all[i].Options = append(all[i].Options, Option{Value: strconv.Itoa(o), Text: "Ja, vedtatt av styret", Chosen: o == 2})
		}
	}
	return all
}

// BenchmarkRenderPeers renders the same sixty questions, without the page round
// them, by templ and by html/template: why pages are templ components.
func BenchmarkRenderPeers(b *testing.B) {
	questions := sixtyQuestions()
	b.Run("templ", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, q := range questions {
				if _, err := render(b.Context(), choice(q)); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	parsed := template.Must(template.New("questions").Parse(peerTemplate))
	b.Run("html/template", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var page bytes.Buffer
			if err := parsed.Execute(&page, questions); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestThePeersShowTheSameQuestions(t *testing.T) {
	t.Parallel()
	var page, ours bytes.Buffer
	questions := sixtyQuestions()
	if err := template.Must(template.New("questions").Parse(peerTemplate)).Execute(&page, questions); err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		text, err := render(t.Context(), choice(q))
		if err != nil {
			t.Fatal(err)
		}
		ours.Write(text)
	}
	for _, piece := range []string{"<input", "<label", "<legend", " checked", "Ja, vedtatt av styret"} {
		if a, b := bytes.Count(ours.Bytes(), []byte(piece)), bytes.Count(page.Bytes(), []byte(piece)); a != b || a == 0 {
			t.Errorf("%s stands %d times in ours and %d times in the peer's", piece, a, b)
		}
	}
}
