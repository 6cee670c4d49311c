package web_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// spoken is a questionnaire that uses what the language has beside its kinds.
const spoken = `{"id": "spoken", "version": "1.0", "languages": ["nb", "en"], "minutes": 5, "title": {"nb": "Språket", "en": "The language"},
 "constants": {"most": 12500.5, "law": "2022-07-01"}, "pages": [
 {"id": "one", "step": "embed", "title": {"nb": "Først", "en": "First"}, "questions": [
  {"id": "source", "kind": "choice", "required": true, "text": {"nb": "Hvor kjøper dere?", "en": "Where do you buy?"}, "options": [
   {"value": "maker", "level": 4, "text": {"nb": "Hos produsenten", "en": "From the maker"}},
   {"value": "other", "level": 1, "say": true, "text": {"nb": "Annet", "en": "Otherwise"}}]},
  {"id": "standards", "kind": "choices", "text": {"nb": "Hva følger dere?", "en": "What do you follow?"}, "options": [
   {"value": "ilo", "text": {"nb": "ILO", "en": "ILO"}},
   {"value": "own", "say": true, "text": {"nb": "Noe eget:", "en": "Our own:"}},
   {"value": "none", "exclusive": true, "text": {"nb": "Ingenting", "en": "Nothing"}}]},
  {"id": "staff", "kind": "number", "unit": {"nb": "ansatte", "en": "employees"}, "text": {"nb": "Hvor mange er dere?", "en": "How many are you?"}},
  {"id": "since", "kind": "date", "text": {"nb": "Siden når?", "en": "Since when?"}},
  {"id": "home", "kind": "country", "text": {"nb": "Hvor?", "en": "Where?"}},
  {"id": "shown", "kind": "longtext", "help": {"nb": "Loven kom {{law}}, grensen er {{ most }}.", "en": "The law came {{law}}, the limit is {{ most }}."},
   "why": {"nb": "Fordi dere svarte {{source}} og {{standards}}.", "en": "Because you said {{source}} and {{standards}}."},
   "text": {"nb": "Dere er {{staff}} i {{home}} siden {{since}}. Hvordan går det?", "en": "You are {{staff}} in {{home}} since {{since}}. How is it?"},
   "checks": [{"rule": "!shown.contains('x')", "message": {"nb": "«{{shown}}» har en x.", "en": "“{{shown}}” has an x."}}]}]},
 {"id": "places", "title": {"nb": "Steder", "en": "Places"}, "questions": [
  {"id": "sites", "kind": "table", "max_rows": 500, "comment": true, "may_skip": true, "text": {"nb": "Fabrikker", "en": "Factories"}, "columns": [
   {"id": "name", "kind": "text", "text": {"nb": "Navn", "en": "Name"}}, {"id": "people", "kind": "number", "text": {"nb": "Folk", "en": "People"}}]}]},
 {"id": "two", "step": "track", "title": {"nb": "Mer om {{source}}", "en": "More on {{source}}"}, "intro": {"nb": "Dere er i {{home}}.", "en": "You are in {{home}}."}, "questions": [
  {"id": "last", "kind": "choice", "text": {"nb": "Er det {{source}}?", "en": "Is it {{source}}?"}, "options": [
   {"value": "yes", "text": {"nb": "Ja, {{source}}", "en": "Yes, {{source}}"}}, {"value": "no", "level": 0, "text": {"nb": "Nei", "en": "No"}}],
   "flags": [{"when": "last == 'no'", "severity": "high", "show": "supplier", "text": {"nb": "Dere sa nei til {{source}}", "en": "No to {{source}}"}, "advice": {"nb": "Se på det igjen.", "en": "Look again."}},
    {"when": "last == 'no'", "text": {"nb": "Bare for den som vurderer", "en": "For the reviewer"}}]}]}]}`

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
	ola.See("Fabrikker")
	ola.Open("/assessments/" + string(a.ID) + "/check")
	ola.See("Det står igjen 1 ting", "Dere har valgt «Annet». Skriv hva dere mener.")
	ola.Open(page(a, "one"))
	ola.Fill("Annet – skriv hva", "På <auksjon>")
	ola.Choose("Noe eget:")
	ola.Fill("Noe eget – skriv hva", "Vår egen")
	ola.Press("Lagre og fortsett")
	ola.Open("/assessments/" + string(a.ID) + "/check")
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

// pieces are the marks of a page as its script knows them.
func pieces(t *testing.T, of told) string {
	t.Helper()
	marks := map[string]string{}
	for _, p := range of.Parts {
		marks[p.Name] = p.Mark
	}
	known, err := json.Marshal(marks)
	if err != nil {
		t.Fatal(err)
	}
	return string(known)
}

func TestAnEarlierAnswerStandsInALaterQuestion(t *testing.T) {
	t.Parallel()
	h, a := speaking(t)
	ola := h.Supplier(1)
	first := ola.Open(page(a, "one"))
	first.Sees(t, "Dere er … i … siden …. Hvordan går det?", "Loven kom 1. juli 2022, grensen er 12 500,5.", "Fordi dere svarte … og ….")
	whole := save(t, ola, a, `{"save":"a","question":"staff","page":"one","value":{"a.staff":["1 250"]},"parts":{}}`)
	html, ok := whole.part("shown.ask")
	if !ok || !strings.Contains(html, "Dere er 1 250 ansatte i … siden ….") && !strings.Contains(html, "Dere er 1\u00a0250\u00a0ansatte i … siden ….") {
		t.Errorf("the later question does not come anew: %s", html)
	}
	again := save(t, ola, a, `{"save":"b","question":"source","page":"one","value":{"a.source":["other"],"a.source.say.other":["På <b>auksjon</b> {{staff}}"]},"parts":`+pieces(t, whole)+`}`)
	if html, ok := again.part("shown.ask"); !ok || !strings.Contains(html, "Annet: På &lt;b&gt;auksjon&lt;/b&gt; {{staff}}") {
		t.Errorf("what was said is not shown as it was typed: %s", html)
	}
	if _, ok := again.part("since.ask"); ok {
		t.Error("a question that shows nothing is drawn anew")
	}
	save(t, ola, a, `{"save":"c","question":"since","page":"one","value":{"a.since":["31.01.2026"]},"parts":{}}`)
	save(t, ola, a, `{"save":"d","question":"home","page":"one","value":{"a.home":["BD"]},"parts":{}}`)
	save(t, ola, a, `{"save":"e","question":"standards","page":"one","value":{"a.standards":["ilo","own"],"a.standards.say.own":["vår"]},"parts":{}}`)
	marked := save(t, ola, a, `{"save":"f","question":"shown","page":"one","value":{"a.shown":["x\u202e"]},"parts":{}}`)
	if html, _ := marked.part("shown.mistake"); !strings.Contains(html, "«x» har en x.") {
		t.Errorf("the check says %s", html)
	}
	ola.Open(page(a, "one")).Sees(t, "i Bangladesh siden 31. januar 2026", "ILO og Noe eget: vår")
	ola.Open(page(a, "two")).Sees(t, "Mer om Annet: På <b>auksjon</b> {{staff}}", "Dere er i Bangladesh.", "Ja, Annet")
	english := h.Supplier(1)
	english.Follow(english.Open(page(a, "one")+"?lang=en")).Sees(t, "You are 1,250 employees in Bangladesh since 31 January 2026. How is it?", "The law came 1 July 2022, the limit is 12,500.5.")
	ola.Open("/assessments/"+string(a.ID)).Sees(t, "Mer om Annet: På")
	ola.Open("/assessments/"+string(a.ID)+"/check").Sees(t, "ansatte i Bangladesh siden 31. januar 2026")
}

func TestTheReviewShowsTheAnswersThatWereSubmitted(t *testing.T) {
	t.Parallel()
	h, a := speaking(t)
	ola := h.Supplier(1)
	save(t, ola, a, `{"save":"a","question":"source","page":"one","value":{"a.source":["maker"]},"parts":{}}`)
	save(t, ola, a, `{"save":"b","question":"last","page":"two","value":{"a.last":["yes"]},"parts":{}}`)
	stands(t, h, a)
	h.Clock.Set(a.Procurement.Closing)
	h.Member(account.Evaluator).Open("/assessments/"+string(a.ID)+"/review?question=last").Sees(t, "Er det Hos produsenten?", "Ja, Hos produsenten")
	h.Member(account.Officer).Open("/procurements/"+string(a.Procurement.ID)+"/questionnaire").Sees(t, "Er det …?", "grensen er 12 500,5.")
}

func TestWhatAnswersRaiseIsShownToWhomItIsMeantFor(t *testing.T) {
	t.Parallel()
	h, a := speaking(t)
	ola := h.Supplier(1)
	save(t, ola, a, `{"save":"a","question":"source","page":"one","value":{"a.source":["maker"]},"parts":{}}`)
	save(t, ola, a, `{"save":"b","question":"last","page":"two","value":{"a.last":["no"]},"parts":{}}`)
	ola.Open("/assessments/"+string(a.ID)+"/check").Sees(t, "Høy risiko Dere sa nei til Hos produsenten", "Se på det igjen.").Misses(t, "Bare for den som vurderer")
	stands(t, h, a)
	h.Clock.Set(a.Procurement.Closing)
	h.Member(account.Evaluator).Open("/assessments/"+string(a.ID)+"/review?question=last").Sees(t, "Høy risiko Dere sa nei til Hos produsenten", "Merk Bare for den som vurderer")
	h.Member(account.Evaluator).Open("/assessments/"+string(a.ID)+"/result").Sees(t, "Funn i svarene", "Dere sa nei til Hos produsenten", "Bare for den som vurderer")
}

func TestFiveHundredRowsFitIntoATable(t *testing.T) {
	t.Parallel()
	h, a := speaking(t)
	ola := h.Supplier(1)
	fields := url.Values{"q": {"sites"}, "r.sites": {"0"}, "then": {"next"}, "comment.sites": {"Fra regnearket."}}
	for i := range 500 {
		fields.Set(fmt.Sprintf("a.sites.%d.name", i), fmt.Sprintf("Fabrikk %03d", i))
		fields.Set(fmt.Sprintf("a.sites.%d.people", i), "1 250,5")
	}
	ola.Post(page(a, "places"), fields).Leads(t)
	again := ola.Open(page(a, "places"))
	if rows := len(again.All("tr[data-row]")); rows != 500 {
		t.Errorf("%d rows stand on the page", rows)
	}
	again.Has(t, `[name="a.sites.499.name"][value="Fabrikk 499"]`).Has(t, `[name="a.sites.499.people"][value="1250,5"]`).Sees(t, "Fra regnearket.")
	fields.Set("a.sites.500.name", "En til")
	fields.Set("r.sites", "1")
	ola.Post(page(a, "places"), fields).Leads(t)
	ola.Open("/assessments/"+string(a.ID)+"/check").Sees(t, "Antallet rader er for lite eller for stort.")
	fields = url.Values{"q": {"sites"}, "r.sites": {"2"}, "then": {"next"}, "skip.sites": {"Vi har ingen."}}
	ola.Post(page(a, "places"), fields).Leads(t)
	ola.Open("/assessments/"+string(a.ID)+"/check").Sees(t, "Vi har ingen.").Misses(t, "Antallet rader")
}
