package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
)

// inEnglish presses the language in the header of a page, with what was typed
// into its form: what a browser without scripts sends.
func inEnglish(t *testing.T, who *housetest.Person, page *housetest.View, typed url.Values) *housetest.View {
	t.Helper()
	page.Has(t, `main form#typed`)
	button := `nav.languages button[form="typed"][lang="en"]`
	typed.Set(page.Value(t, button, "name"), page.Value(t, button, "value"))
	return who.Post(page.Value(t, button, "formaction"), typed)
}

func TestAnotherLanguageKeepsWhatWasTypedIntoAForm(t *testing.T) {
	t.Parallel()
	h, a, _ := asked(t, "nb")
	p := h.Publish()
	officer, ola := h.Member(account.Officer), h.Supplier(1)
	visitor := h.Anonymous()
	visitor.Header.Set("Accept-Language", "nb")
	english := inEnglish(t, visitor, visitor.Open("/sign-in?next=/requests"), url.Values{"email": {`ola"<b>@leverandor.example`}, "next": {"/requests"}})
	english.Is(t, http.StatusOK).Has(t, `html[lang="en"]`).Has(t, `input[name="next"][value="/requests"]`)
	if got := english.Value(t, `input[name="email"]`, "value"); got != `ola"<b>@leverandor.example` {
		t.Errorf("the address is %q", got)
	}
	back := english.Value(t, `nav.languages button[lang="nb"]`, "formaction")
	visitor.Post(back, url.Values{"lang": {"nb"}, "email": {"x"}}).Is(t, http.StatusOK).Has(t, `html[lang="nb"]`).Has(t, `input[name="email"][value="x"]`)

	form := officer.Open("/procurements/new")
	english = inEnglish(t, officer, form, url.Values{
		"title": {"Renhold av skoler"}, "stage": {"qualification"}, "purpose": {"To linjer\nher"}, "closing_date": {"ikke en dag"}, "categories": {"ict"},
	})
	english.Is(t, http.StatusOK).Has(t, `html[lang="en"]`).Has(t, `input[name="title"][value="Renhold av skoler"]`).
		Has(t, `input[name="stage"][value="qualification"][checked]`).Has(t, `input[name="closing_date"][value="ikke en dag"]`).
		Sees(t, "To linjer")
	officer.Open("/procurements").Misses(t, "Renhold av skoler")
	officer.Open("/language?at=/procurements/new").Leads(t)
	officer.Open("/procurements/"+string(p.ID)+"/suppliers/new").Has(t, `html[lang="en"]`)

	for at, typed := range map[string]url.Values{
		"/procurements/" + string(p.ID) + "/suppliers/many": {"lines": {"Tekstilhuset Nord AS;;Ingrid;ingrid@tekstil.example"}},
		"/procurements/" + string(p.ID) + "/deadline":       {"closing_date": {"2027-01-31"}},
	} {
		officer.Open(at + "?lang=nb")
		v := inEnglish(t, officer, officer.Open(at), typed).Is(t, http.StatusOK).Has(t, `html[lang="en"]`)
		for _, words := range typed {
			if !strings.Contains(v.Body, words[0]) {
				t.Errorf("%s in English does not keep %q", at, words[0])
			}
		}
	}

	check := ola.Open("/assessments/" + string(a.ID) + "/check")
	inEnglish(t, ola, check, url.Values{"name": {"Ola N."}, "role": {"eier"}, "confirmed": {"yes"}}).Is(t, http.StatusOK).
		Has(t, `html[lang="en"]`).Has(t, `input[name="role"][value="eier"]`).Has(t, `input[name="confirmed"][checked]`)
}

func TestAnotherLanguageKeepsPlaceAndAnswersOnAPageOfQuestions(t *testing.T) {
	t.Parallel()
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	at := page(a, "track")
	button := `nav.languages button[form="typed"][lang="en"]`
	first := ola.Open(at)
	if first.Value(t, button, "name") != "then" || first.Value(t, "form#typed", "action") != at {
		t.Fatal("the language is no button of the page's form")
	}
	to := ola.Post(at, url.Values{
		"q": {"rhythm", "reassessed_on"}, "a.rhythm": {"triggered"}, "a.reassessed_on": {"31. februar"}, "then": {first.Value(t, button, "value")},
	}).Leads(t)
	if to != at {
		t.Errorf("it leads to %s", to)
	}
	ola.Open(to).Has(t, `html[lang="en"]`).Has(t, `[name="a.rhythm"][value="triggered"][checked]`).
		Has(t, `input[name="a.reassessed_on"][value="31. februar"]`)
}

func TestALanguageLeadsNowhereElseAndWritesNoPassword(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	who := h.Anonymous()
	for _, at := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`} {
		v := who.Post("/language?at="+url.QueryEscape(at), url.Values{"lang": {"en"}})
		if to := v.Header.Get("Location"); strings.Contains(to, "evil") || strings.Contains(v.Body, "evil") {
			t.Errorf("%s leads to %q", at, to)
		}
	}
	v := who.Post("/language?at=/sign-in/password", url.Values{"lang": {"en"}, "email": {"kari@fjord.example"}, "password": {"a secret"}}).
		Is(t, http.StatusOK).Has(t, `input[name="email"][value="kari@fjord.example"]`)
	if strings.Contains(v.Body, "a secret") {
		t.Error("the password is written into the page")
	}
	who.Post("/language?at=/sign-in", url.Values{"lang": {"xx"}}).Is(t, http.StatusUnprocessableEntity)
	who.Post("/language?at=/procurements", url.Values{"lang": {"en"}}).Is(t, http.StatusSeeOther)
}
