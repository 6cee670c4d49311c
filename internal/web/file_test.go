package web_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/web/webtest"
)

// pdf is the smallest document that every reader opens.
var pdf = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")

// program begins as programs for Windows do.
var program = []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + strings.Repeat("\x00", 512))

func answered(t *testing.T) (*housetest.House, assessment.Assessment) {
	t.Helper()
	h, a, _ := asked(t, "nb")
	h.Supplier(1).Post(page(a, "embed"), url.Values{"q": {"policy"}, "a.policy": {"chain"}}).Leads(t)
	return h, a
}

func TestAFileIsGivenWithThePageAndNothingElseIsLost(t *testing.T) {
	_, a, ola := asked(t, "nb")
	ola.Open(page(a, "embed"))
	ola.NotSee("Vis det:")
	ola.Choose(optionOf(t, ola, "policy", "chain"))
	ola.Press("Lagre og fortsett")
	ola.See("Vis det:")
	ola.Attach("Velg filer, eller slipp dem her", "Etiske retningslinjer.pdf", pdf)
	ola.Choose(optionOf(t, ola, "oversight", "named"))
	ola.Press("Last opp")
	ola.See("Etiske retningslinjer.pdf", "Om dokumentet", "Legg til flere filer")
	if !strings.Contains(ola.Source, `value="named" checked`) {
		t.Error("the other answer is lost")
	}
	ola.Fill("Dato på dokumentet", "2026-01-31")
	ola.Fill("Hvem har laget det?", "Styret")
	ola.Press("Lagre og fortsett")
	ola.Open(page(a, "embed"))
	ola.See("31. jan. 2026", "fra Styret")
}

// optionOf is what stands at an option of a question.
func optionOf(t *testing.T, p *webtest.Person, question, value string) string {
	t.Helper()
	_, after, found := strings.Cut(p.Source, `name="a.`+question+`" value="`+value+`"`)
	if !found {
		t.Fatalf("there is no option %s of %s", value, question)
	}
	_, after, _ = strings.Cut(after, "<span>")
	text, _, _ := strings.Cut(after, "</span>")
	return html.UnescapeString(text)
}

func TestAProgramThatCallsItselfADocumentIsRefusedInPlainWords(t *testing.T) {
	h, a := answered(t)
	ola := h.Supplier(1)
	ola.Upload(page(a, "embed"), url.Values{"q": {"oversight"}, "a.oversight": {"named"}, "question": {"policy"}}, "rapport.pdf", program).
		Is(t, http.StatusUnprocessableEntity).Sees(t, "rapport.pdf:").Has(t, `#error-summary a[href="#file-policy"]`).
		Has(t, `[name="a.oversight"][value="named"][checked]`)
	ola.Open(page(a, "embed")).Has(t, `[name="a.oversight"][value="named"][checked]`).Misses(t, "rapport.pdf")
	ola.Upload("/assessments/"+string(a.ID)+"/files", url.Values{"question": {"policy"}}, "tom.pdf", nil).
		Is(t, http.StatusUnprocessableEntity).Sees(t, "Filen er tom")
	large := append([]byte(nil), pdf...)
	large = append(large, make([]byte, 1<<20)...)
	ola.Upload("/assessments/"+string(a.ID)+"/files", url.Values{"question": {"policy"}}, "stor.pdf", large).
		Is(t, http.StatusUnprocessableEntity).Sees(t, "større enn 1 MB")
}

func TestAFileIsHandedOutOnlyAsSomethingToSave(t *testing.T) {
	h, a := answered(t)
	h.Invite(h.Publish(), 2)
	ola := h.Supplier(1)
	ola.Upload("/assessments/"+string(a.ID)+"/files", url.Values{"question": {"policy"}}, "Åpenhet «2026».pdf", pdf).Leads(t)
	h.WorkOnce(t.Context())
	href := ola.Open(page(a, "embed")).Value(t, `.file-line a`, "href")
	v := ola.Open(href).Is(t, http.StatusOK)
	for header, want := range map[string]string{
		"Content-Disposition":     `attachment; filename="_penhet _2026_.pdf"; filename*=UTF-8''%C3%85penhet%20%C2%AB2026%C2%BB.pdf`,
		"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff",
		"Cache-Control": "private, no-store", "Content-Type": "application/pdf",
	} {
		if got := v.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	if v.Body != string(pdf) {
		t.Error("the bytes are not those that were given")
	}
	eva := h.Supplier(2)
	eva.Open(href).Is(t, http.StatusNotFound)
	eva.Open(href+"/remove").Is(t, http.StatusNotFound)
	eva.Post(href+"/remove", nil).Is(t, http.StatusNotFound)
	eva.Post(href, url.Values{"kind": {"policy"}}).Is(t, http.StatusNotFound)
	h.Anonymous().Open(href).Leads(t)
}

func TestAFileIsRemovedAfterAQuestion(t *testing.T) {
	h, a := answered(t)
	ola := h.Supplier(1)
	ola.Upload("/assessments/"+string(a.ID)+"/files", url.Values{"question": {"policy"}}, "policy.pdf", pdf).Leads(t)
	remove := ola.Open(page(a, "embed")).Value(t, `button[value^="remove:"]`, "value")
	ask := ola.Follow(ola.Post(page(a, "embed"), url.Values{"q": {"oversight"}, "a.oversight": {"named"}, "then": {remove}})).
		Sees(t, "Vil du fjerne filen?", "policy.pdf")
	back := ola.Post(ask.Value(t, "main form", "action"), nil)
	ola.Follow(back).Sees(t, "«policy.pdf» er fjernet").Has(t, `[name="a.oversight"][value="named"][checked]`)
}
