package web_test

import (
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// spoken is a questionnaire that uses what the language has beside its kinds.
const spoken = `{"id": "spoken", "version": "1.0", "languages": ["nb", "en"], "minutes": 5, "title": {"nb": "Språket", "en": "The language"}, "pages": [
 {"id": "one", "step": "embed", "title": {"nb": "Først", "en": "First"}, "questions": [
  {"id": "source", "kind": "choice", "required": true, "text": {"nb": "Hvor kjøper dere?", "en": "Where do you buy?"}, "options": [
   {"value": "maker", "level": 4, "text": {"nb": "Hos produsenten", "en": "From the maker"}},
   {"value": "other", "level": 1, "say": true, "text": {"nb": "Annet", "en": "Otherwise"}}]},
  {"id": "standards", "kind": "choices", "text": {"nb": "Hva følger dere?", "en": "What do you follow?"}, "options": [
   {"value": "ilo", "text": {"nb": "ILO", "en": "ILO"}},
   {"value": "own", "say": true, "text": {"nb": "Noe eget:", "en": "Our own:"}},
   {"value": "none", "exclusive": true, "text": {"nb": "Ingenting", "en": "Nothing"}}]}]}]}`

// speaking is a supplier's contact whose questionnaire is spoken.
func speaking(t *testing.T) (*housetest.House, assessment.Assessment) {
	t.Helper()
	q, findings := questionnaire.Compile("spoken.json", []byte(spoken))
	if q == nil || findings.Errors() {
		t.Fatal(findings)
	}
	h := housetest.Build(t, housetest.Setup{Questionnaires: []*questionnaire.Questionnaire{q}})
	a := h.Invite(h.Publish(func(p *procurement.Procurement) {
		p.Questionnaire.ID, p.Questionnaire.Version = "spoken", "1.0"
	}), 1)
	return h, a
}

func TestWhoeverChoosesOtherSaysWhatWithoutAScript(t *testing.T) {
	t.Parallel()
	h, a := speaking(t)
	ola := contactOf(t, h, 1, "nb")
	ola.Open(page(a, "one"))
	ola.Choose("Annet")
	ola.Press("Lagre og fortsett")
	ola.See("Det står igjen 1 ting", "Dere har valgt «Annet». Skriv hva dere mener.")
	ola.Open(page(a, "one"))
	ola.Fill("Annet – skriv hva", "På <auksjon>")
	ola.Choose("Noe eget:")
	ola.Fill("Noe eget – skriv hva", "Vår egen")
	ola.Press("Lagre og fortsett")
	ola.NotSee("Skriv hva dere mener")
	ola.See("Annet: På <auksjon>", "Noe eget: Vår egen")
	ola.Open(page(a, "one"))
	if !strings.Contains(ola.Source, `value="På &lt;auksjon&gt;"`) {
		t.Error("the words are not shown again")
	}
}

// stands submits what was answered.
func stands(t *testing.T, h *housetest.House, a assessment.Assessment) {
	t.Helper()
	ola := contactOf(t, h, 1, "nb")
	ola.Open("/assessments/" + string(a.ID) + "/check")
	ola.Fill("Navn på den som står inne for svarene", "Ola Nordmann")
	ola.Fill("Stilling eller rolle", "Daglig leder")
	ola.Choose("Svarene er riktige så langt jeg vet, og jeg kan levere dem på vegne av Leverandør 1 AS.")
	ola.Press("Lever svarene")
	ola.See("Svarene er levert")
}

func TestWordsBesideAnOptionAreSavedSubmittedAndReviewed(t *testing.T) {
	t.Parallel()
	h, a := speaking(t)
	ola := h.Supplier(1)
	first := save(t, ola, a, `{"save":"a","question":"source","page":"one","value":{"a.source":["other"],"a.source.say.other":["På auksjon"]},"parts":{}}`)
	if first.Revision != 1 || first.SavedAt == "" {
		t.Errorf("%+v", first)
	}
	ola.Open(page(a, "one")).Has(t, `[name="a.source"][value="other"][checked]`).Has(t, `[name="a.source.say.other"][value="På auksjon"]`)
	stands(t, h, a)
	ola.Open("/assessments/"+string(a.ID)+"/check").Sees(t, "Annet: På auksjon")
	if frozen := ola.Open("/assessments/" + string(a.ID) + "/receipt.json").Body; !strings.Contains(frozen, `"source":{"say":"På auksjon","value":"other"}`) {
		t.Errorf("the frozen answers are %s", frozen)
	}
	h.Clock.Set(a.Procurement.Closing)
	h.Member(account.Evaluator).Open("/assessments/"+string(a.ID)+"/review").Sees(t, "Annet: På auksjon")
}
