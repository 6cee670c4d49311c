package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/web/webtest"
)

// asked is a supplier's contact who has opened a request with the letter's
// link, in a browser without scripts.
func asked(t *testing.T, lang string) (*housetest.House, assessment.Assessment, *webtest.Person) {
	t.Helper()
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	return h, a, contactOf(t, h, 1, lang)
}

func contactOf(t *testing.T, h *housetest.House, n int, lang string) *webtest.Person {
	t.Helper()
	token, err := h.Accounts.PrintLink(t.Context(), "ola"+strconv.Itoa(n)+"@leverandor.example")
	if err != nil {
		t.Fatal(err)
	}
	ola := h.Visit(lang)
	ola.Open("/link/" + string(token))
	ola.Press(map[string]string{"nb": "Fortsett", "en": "Continue"}[lang])
	return ola
}

func page(a assessment.Assessment, name string) string {
	return "/assessments/" + string(a.ID) + "/pages/" + name
}

func TestASupplierWalksThroughThePagesWithoutAScript(t *testing.T) {
	_, a, ola := asked(t, "nb")
	ola.Open("/requests")
	ola.See("Dine forespørsler", "Fjordvik kommune", "Arbeidsklær til hjemmetjenesten", "om 42 dager", "Ikke begynt")
	ola.Follow("Begynn: Arbeidsklær til hjemmetjenesten")
	ola.See("Fjordvik kommune spør", "Frist", "norsk tid", "Hvem er dere?", "Retter dere opp når noe har gått galt?", "ting står igjen")
	ola.Follow("Begynn")
	ola.See("Del 1 av 8", "Hvor mange ansatte har dere?")
	ola.Choose("10–49")
	ola.Choose("Vi lager varene selv")
	ola.Choose("Vi utfører tjenester")
	ola.Fill("I hvilke land blir varene laget, så langt dere vet?", "Norge\nog Polen")
	ola.Choose("Vet ikke")
	ola.Press("Lagre og fortsett")
	ola.See("Hva har dere bestemt?", "Del 2 av 8")
	ola.Press("Lagre og kom tilbake senere")
	ola.See("Alt er lagret", "Ferdig", "minutter igjen")
	ola.Open(page(a, "profile"))
	for _, id := range []string{`value="10-49" checked`, `value="maker" checked`, `value="service" checked`} {
		if !strings.Contains(ola.Source, id) {
			t.Errorf("the page has forgotten %s", id)
		}
	}
}

func TestAnAnswerBringsItsFollowUpBeforeOneGoesOn(t *testing.T) {
	_, a, ola := asked(t, "nb")
	ola.Open(page(a, "track"))
	ola.NotSee("Når gjorde dere det sist?")
	ola.Choose(optionOf(t, ola, "rhythm", "triggered"))
	ola.Press("Lagre og fortsett")
	ola.See("Ut fra dem er det mer å svare på")
	ola.See("Når gjorde dere det sist?")
}

func TestALeadQuestionAnsweredNoIsMetCalmly(t *testing.T) {
	_, a, ola := asked(t, "nb")
	ola.Open(page(a, "embed"))
	ola.NotSee("Det er greit å svare")
	ola.Choose(optionOf(t, ola, "policy", "none"))
	ola.Press("Lagre og fortsett")
	ola.See("Det er greit å svare at dette ikke er på plass", "Slik begynner mange")
	ola.Press("Lagre og fortsett")
	ola.NotSee("Det er greit å svare")
}

func TestWhatCannotBeReadStaysAsTypedAndIsPointedOut(t *testing.T) {
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	at := page(a, "track")
	ola.Post(at, url.Values{"q": {"rhythm", "reassessed_on"}, "a.rhythm": {"triggered"}, "a.reassessed_on": {"31. februar"}, "then": {"next"}}).
		Is(t, http.StatusUnprocessableEntity).
		Has(t, `input[name="a.reassessed_on"][value="31. februar"][aria-invalid]`).
		Has(t, `#error-summary a[href="#a-reassessed_on"]`)
	ola.Open(at).Has(t, `input[name="a.reassessed_on"][value="31. februar"]`)
	ola.Post(at, url.Values{"q": {"rhythm", "reassessed_on"}, "r.rhythm": {"1"}, "r.reassessed_on": {"1"}, "a.rhythm": {"triggered"}, "a.reassessed_on": {"31. februar"}, "then": {"later"}}).
		Leads(t)
}

func TestUnansweredRequiredQuestionsKeepNobodyFromMovingOn(t *testing.T) {
	_, a, ola := asked(t, "nb")
	ola.Open(page(a, "embed"))
	ola.Press("Lagre og fortsett")
	ola.See("Del 3 av 8")
	ola.Press("Tilbake")
	ola.See("Del 2 av 8")
}

func TestTwoWhoAnswerAtOnceSeeBothAnswersAndChoose(t *testing.T) {
	h, a, _ := asked(t, "nb")
	ola, again := h.Supplier(1), h.Supplier(1)
	at := page(a, "profile")
	ola.Post(at, url.Values{"q": {"countries"}, "r.countries": {"0"}, "a.countries": {"Norge"}, "then": {"next"}}).Leads(t)
	both := again.Post(at, url.Values{"q": {"countries", "staff"}, "r.countries": {"0"}, "a.countries": {"Kina"}, "a.staff": {"1-9"}, "then": {"next"}}).
		Is(t, http.StatusConflict).Sees(t, "lagret et annet svar", "Norge").
		Has(t, `[name="a.countries"][value="Kina"]`)
	again.Open(at).Has(t, `[name="a.countries"][value="Norge"]`).Has(t, `[name="a.staff"][value="1-9"][checked]`)
	mine := both.Value(t, `[name="keep.countries"][value^="mine"]`, "value")
	again.Post(at, url.Values{"q": {"countries"}, "r.countries": {"0"}, "a.countries": {"Kina"}, "then": {"next"}}).Is(t, http.StatusConflict)
	again.Post(at, url.Values{"q": {"countries"}, "r.countries": {"0"}, "keep.countries": {"theirs:1"}, "a.countries": {"Kina"}, "then": {"stay:countries"}}).Leads(t)
	again.Open(at).Has(t, `[name="a.countries"][value="Norge"]`)
	again.Post(at, url.Values{"q": {"countries"}, "r.countries": {"0"}, "keep.countries": {mine}, "a.countries": {"Kina"}, "then": {"stay:countries"}}).Leads(t)
	again.Open(at).Has(t, `[name="a.countries"][value="Kina"]`)
}

func TestAnotherSuppliersRequestIsNotFound(t *testing.T) {
	h, a, _ := asked(t, "nb")
	h.Invite(h.Publish(), 2)
	eva := h.Supplier(2)
	for _, path := range []string{"", "/questions", "/pages/profile"} {
		eva.Open("/assessments/"+string(a.ID)+path).Is(t, http.StatusNotFound)
	}
	eva.Post(page(a, "profile"), url.Values{"q": {"countries"}, "a.countries": {"Norge"}}).Is(t, http.StatusNotFound)
	eva.PostJSON("/assessments/"+string(a.ID)+"/answers", `{"question":"countries","value":{"a.countries":["Norge"]}}`).Is(t, http.StatusNotFound)
	eva.Upload("/assessments/"+string(a.ID)+"/files", url.Values{"question": {"policy"}}, "p.pdf", pdf).Is(t, http.StatusNotFound)
	h.Anonymous().Open("/assessments/" + string(a.ID)).Leads(t)
}

func TestAfterClosingAnswersCanOnlyBeRead(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(closingSoon(h)), 1)
	ola, at := h.Supplier(1), page(a, "profile")
	ola.Post(at, url.Values{"q": {"countries"}, "a.countries": {"Norge"}}).Leads(t)
	h.Clock.Set(a.Procurement.Closing)
	ola.Open(at).Is(t, http.StatusOK).Sees(t, "Fristen er ute", "Norge").Misses(t, "Lagre og fortsett")
	ola.Post(at, url.Values{"q": {"countries"}, "r.countries": {"1"}, "a.countries": {"Kina"}}).Is(t, http.StatusConflict).Sees(t, "Fristen er ute")
	ola.Open("/assessments/"+string(a.ID)).Sees(t, "svarene ble ikke levert")
	ola.Open("/requests").Sees(t, "Ingen spørsmål venter på svar", "1 som er ferdig")
}

// closingSoon closes within the day, while one is signed in.
func closingSoon(h *housetest.House) func(*procurement.Procurement) {
	return func(p *procurement.Procurement) { p.Closing = h.Clock.Now().Add(2 * time.Hour) }
}

func TestALateAnswerToAContractIsTakenAndMarked(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(closingSoon(h), func(p *procurement.Procurement) { p.Stage = procurement.Contract }), 1)
	h.Clock.Set(a.Procurement.Closing)
	ola := h.Supplier(1)
	ola.Open("/assessments/"+string(a.ID)).Sees(t, "du kan fortsatt levere")
	ola.Post(page(a, "profile"), url.Values{"q": {"countries"}, "a.countries": {"Norge"}}).Leads(t)
}

func TestAllQuestionsCanBeReadBeforeOneBegins(t *testing.T) {
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	ola.Open("/assessments/"+string(a.ID)+"/questions").Is(t, http.StatusOK).
		Sees(t, "Hvor mange ansatte har dere?", "Blir bare spurt om andre svar gjør det aktuelt.", "Skriv ut", "Dette kan vise det:")
}

func TestAPageAndASaveCostAFixedNumberOfStatements(t *testing.T) {
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	ola.Open(page(a, "identify"))
	if v := ola.Open(page(a, "identify")); v.Statements > 6 {
		t.Errorf("opening a page takes %d statements:\n%s", v.Statements, v.SQL)
	}
	v := ola.PostJSON("/assessments/"+string(a.ID)+"/answers",
		`{"save":"1","question":"countries","base":0,"page":"profile","value":{"a.countries":["Norge"]},"parts":{}}`).Is(t, http.StatusOK)
	if v.Statements > 4 {
		t.Errorf("saving an answer takes %d statements:\n%s", v.Statements, v.SQL)
	}
}
