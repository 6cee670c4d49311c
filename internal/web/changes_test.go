package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"aktsom/internal/assessment"
)

func TestAPageThatStandsOpenIsToldOfChangesInTwoStatements(t *testing.T) {
	t.Parallel()
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	at := "/assessments/" + string(a.ID) + "/changes"
	first := ola.Open(at).Is(t, http.StatusOK)
	ola.Header.Set("If-None-Match", first.Header.Get("ETag"))
	v := ola.Open(at)
	if v.Status != http.StatusNotModified || v.Body != "" || v.Statements > 2 {
		t.Errorf("while nothing changes: %d, %q in %d statements:\n%s", v.Status, v.Body, v.Statements, v.SQL)
	}
	save(t, h.Supplier(1), a, `{"save":"a","question":"rhythm","page":"track","value":{"a.rhythm":["triggered"]},"parts":{}}`)
	if v := ola.Open(at); v.Status != http.StatusOK || v.Header.Get("ETag") == first.Header.Get("ETag") || v.Statements > 2 {
		t.Errorf("after an answer: %d, %s in %d statements", v.Status, v.Header.Get("ETag"), v.Statements)
	}
}

func TestAColleaguesAnswerIsSentToThePageThatShowsAnOlderOne(t *testing.T) {
	t.Parallel()
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	_, err := h.Assessments.Answer(t.Context(), h.Contact(1), a.ID, []assessment.Given{{Question: "countries", Value: "Kina"}})
	if err != nil {
		t.Fatal(err)
	}
	seen := save(t, ola, a, `{"page":"profile","parts":{},"shown":{"countries":0,"staff":0}}`)
	newer := map[string]bool{}
	for _, p := range seen.Parts {
		newer[p.Name] = p.Newer
	}
	if !newer["countries.ask"] || newer["staff.ask"] {
		t.Errorf("newer: %v", newer)
	}
	if html, ok := seen.part("countries.ask"); !ok || !strings.Contains(html, `value="Kina"`) {
		t.Errorf("the newer answer does not come: %s", html)
	}
	again := save(t, ola, a, fmt.Sprintf(`{"page":"profile","parts":{"countries.ask":%q},"shown":{"countries":1}}`, seen.mark("countries.ask")))
	if _, ok := again.part("countries.ask"); ok {
		t.Error("an answer that is shown already is drawn once more")
	}
}

func TestThePageSaysWhichColleagueAnsweredAndWhen(t *testing.T) {
	t.Parallel()
	h, a, _ := asked(t, "nb")
	_, err := h.Assessments.Answer(t.Context(), h.Contact(1), a.ID, []assessment.Given{{Question: "countries", Value: "Kina"}})
	if err != nil {
		t.Fatal(err)
	}
	h.Supplier(1).Open(page(a, "profile")).Misses(t, "svarte for")
	err = h.Assessments.HandOver(t.Context(), h.Contact(1), a.ID, assessment.NewContact{Name: "Liv Moe", Email: "ola2@leverandor.example", Language: "nb"})
	if err != nil {
		t.Fatal(err)
	}
	liv := h.Supplier(2)
	h.Clock.Pass(2 * time.Minute)
	liv.Open(page(a, "profile")).Sees(t, "Ola Nordmann 1 svarte for 2 min siden")
	h.Clock.Pass(3 * time.Hour)
	liv.Open(page(a, "profile")).Sees(t, "Ola Nordmann 1 svarte kl. 09.30")
}
