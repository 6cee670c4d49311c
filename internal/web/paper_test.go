package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/adapter/chromium"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/web"
)

func TestAPaperStandsAloneAndWholly(t *testing.T) {
	t.Parallel()
	r := drafted(t)
	anne := r.answers()
	anne.Open(r.path("result"))
	if !strings.Contains(anne.Source, `href="`+r.path("result.pdf")+`"`) {
		t.Error("the page does not offer the paper")
	}
	anne.Open(r.path("result.pdf")) // the house's press hands on what it was to print
	for _, never := range []string{`<link rel="stylesheet"`, "<script", "<textarea", ` href="/`, ` src="`, "Kari evaluator"} {
		if strings.Contains(anne.Source, never) {
			t.Errorf("the paper has %s", never)
		}
	}
	for _, always := range []string{"<style>", "default-src 'none'", `<html lang="nb"`, "<title>Utkast: resultat for Berg", "Dette er et utkast", `href="http://aktsom.test/files/`, "Hentet fram for utskrift"} {
		if !strings.Contains(anne.Source, always) {
			t.Errorf("the paper lacks %s", always)
		}
	}
	if steps, open := strings.Count(anne.Source, `class="result__step"`), strings.Count(anne.Source, `class="result__step" open`); steps != open+1 {
		t.Errorf("%d of %d steps stand open; the last section is no step", open, steps)
	}
}

// A result and a receipt as a real Chromium prints them.
func TestResultAndReceiptAreHadAsPDF(t *testing.T) {
	t.Parallel()
	w := &town{House: housetest.Build(t, housetest.Setup{Press: realPress(t)}), t: t}
	w.buys = w.Publish(func(p *procurement.Procurement) { p.Stage = procurement.Contract })
	r := w.invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	r.submit()
	kari, anne := w.buyer(w.Actor(account.Officer)), r.answers()
	kari.Open(r.path("result.pdf"))
	anne.Open(r.path("receipt.pdf"))
	for name, pdf := range map[string][]byte{"result": []byte(kari.Source), "receipt": []byte(anne.Source)} {
		if kari.Status != http.StatusOK || anne.Status != http.StatusOK || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Fatalf("the %s is no PDF: %.60q", name, pdf)
		}
		for _, mark := range []string{"/Lang (nb)", "/StructTreeRoot", "/Outlines", "/Title (", "/Type /Page\n"} {
			if !bytes.Contains(pdf, []byte(mark)) {
				t.Errorf("the %s lacks %q", name, mark)
			}
		}
	}
	// Headings are the outline's titles, in plain letters.
	for _, heading := range []string{"(Seks trinn)", "(1 Forankre)", "(2 Kartlegge)"} {
		if !strings.Contains(kari.Source, heading) {
			t.Errorf("the outline of the result lacks %s", heading)
		}
	}
}

func realPress(t *testing.T) web.Press {
	t.Helper()
	path, err := housetest.Chromium()
	if err != nil {
		t.Fatal(err)
	}
	press, err := chromium.New(path)
	if err != nil {
		t.Fatal(err)
	}
	return press
}
