package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// yearly is a questionnaire of which a second version changed.
const yearly = `{"id": "yearly", "version": "VERSION", "languages": ["nb"], "minutes": 5, "title": {"nb": "Årlig"}, "pages": [
 {"id": "page", "title": {"nb": "Alt"}, "questions": [
  {"id": "policy", "kind": "choice", "required": true, "comment": true, "evidence": {"required": true}, "text": {"nb": "Har dere retningslinjer?"},
   "options": [{"value": "no", "text": {"nb": "Nei"}}, {"value": "yes", "text": {"nb": "Ja"}}]},
  {"id": "staff", "kind": "number", "text": {"nb": "STAFF"}},
  {"id": "home", "kind": "HOMEKIND", "text": {"nb": "Hvor holder dere til?"}}GONE]}]}`

func versionOf(t *testing.T, version, staff, homeKind, gone string) *questionnaire.Questionnaire {
	t.Helper()
	source := strings.NewReplacer("VERSION", version, "STAFF", staff, "HOMEKIND", homeKind, "GONE", gone).Replace(yearly)
	q, findings := questionnaire.Compile("yearly.json", []byte(source))
	if q == nil || findings.Errors() {
		t.Fatal(findings)
	}
	return q
}

func TestASupplierUsesLastYearsAnswersAgain(t *testing.T) {
	t.Parallel()
	h := housetest.Build(t, housetest.Setup{Questionnaires: []*questionnaire.Questionnaire{
		versionOf(t, "1.0", "Hvor mange ansatte har dere?", "text", `, {"id": "fax", "kind": "text", "text": {"nb": "Faks?"}}`),
		versionOf(t, "2.0", "Hvor mange ansatte har konsernet?", "country", ""),
	}})
	asks := func(version string) string {
		return string(h.Invite(h.Publish(func(p *procurement.Procurement) {
			p.Questionnaire, p.Stage = procurement.Edition{ID: "yearly", Version: version}, procurement.Contract
		}), 1).ID)
	}
	before := asks("1.0")
	ola := h.Supplier(1)
	ola.Open("/assessments/"+before+"/earlier").Is(t, http.StatusOK).Sees(t, "Dere har ikke svart på dette før.")
	ola.Post("/assessments/"+before+"/pages/page", url.Values{
		"q": {"policy", "staff", "home", "fax"}, "a.policy": {"yes"}, "comment.policy": {"Vedtatt i fjor"}, "a.staff": {"40"}, "a.home": {"Bergen"}, "a.fax": {"55"},
	}).Leads(t)
	ola.Upload("/assessments/"+before+"/files", url.Values{"question": {"policy"}}, "policy.pdf", []byte("%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n")).Leads(t)
	ola.Post("/assessments/"+before+"/submit", url.Values{"name": {"Ola"}, "role": {"leder"}, "confirmed": {"true"}}).Leads(t)

	h.Clock.Pass(365 * 24 * time.Hour)
	now := asks("2.0")
	again := h.Supplier(1)
	again.Open("/assessments/"+now).Is(t, http.StatusOK).Sees(t, "Dere har svart på dette før, for Fjordvik kommune")
	again.Open("/assessments/"+now+"/earlier").Is(t, http.StatusOK).
		Sees(t, "Ett spørsmål er det samme som sist").Sees(t, "Sist lød det: «Hvor mange ansatte har dere?»").
		Sees(t, "Spørsmålet skal besvares på en annen måte nå.").Sees(t, "Bergen").Sees(t, "Filen følger med: policy.pdf").Sees(t, "Ett spørsmål blir ikke stilt lenger.")
	to := again.Post("/assessments/"+now+"/earlier", url.Values{"from": {before}, "question": {"policy", "staff", "home"}}).Leads(t)
	again.Open(to).Sees(t, "2 svar er hentet inn.").Sees(t, "Ingenting står igjen.")
	page := again.Open("/assessments/"+now+"/pages/page").Is(t, http.StatusOK)
	for _, want := range []string{`value="yes" checked`, "Vedtatt i fjor", `value="40"`, "policy.pdf"} {
		if !strings.Contains(page.Body, want) {
			t.Errorf("the page does not have %q", want)
		}
	}
	if strings.Contains(page.Body, "Bergen") {
		t.Error("an answer that cannot be read any more was used")
	}
	again.Open("/assessments/"+now+"/earlier").Sees(t, "2 av spørsmålene har dere allerede svart på her.")
}

func TestNobodyElsesEarlierAnswersAreShown(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	mine, theirs := h.Invite(p, 1), h.Invite(p, 2)
	ola := h.Supplier(1)
	ola.Open("/assessments/"+string(mine.ID)+"/earlier?from="+string(theirs.ID)).Is(t, http.StatusNotFound)
	ola.Post("/assessments/"+string(mine.ID)+"/earlier", url.Values{"from": {string(theirs.ID)}, "question": {"policy"}}).Is(t, http.StatusNotFound)
	h.Member(account.Officer).Open("/assessments/"+string(mine.ID)+"/earlier").Is(t, http.StatusForbidden)
}
