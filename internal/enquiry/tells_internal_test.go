package enquiry

import (
	"testing"

	"aktsom/internal/assessment"
)

func TestATextThatTellsWhoAskedIsFoundOut(t *testing.T) {
	t.Parallel()
	a := assessment.Assessment{
		ID: "1", Supplier: assessment.Supplier{Name: "Tråd & Søm AS", Number: "974760673"},
		Contact: assessment.Contact{Name: "Kari Nordmann", Email: "kari@trad.example"},
	}
	d := drafting{readers: []assessment.Assessment{{ID: "2"}, a}}
	asked := Enquiry{Assessment: "1", Supplier: a.Supplier.Name, PersonName: "Ola Vik"}
	for text, want := range map[string]string{
		"Vi i tråd & søm as lurer på dette.":     "Tråd & Søm AS",
		"Vi i Tråd\n& Søm AS lurer på dette.":    "Tråd & Søm AS",
		"Hilsen Ola Vik":                         "Ola Vik",
		"Ring Kari  Nordmann!":                   "Kari Nordmann",
		"Skriv til KARI@trad.example, helst nå.": "kari@trad.example",
		"Org.nr. 974760673":                      "974760673",
		"Gjelder 9747606731 stykker?":            "",
		"Trenger vi tråd & søm assistanse?":      "",
		"Gjelder det alle?":                      "",
	} {
		if told, _ := d.tells(asked, text); told != want {
			t.Errorf("%q tells %q, want %q", text, told, want)
		}
	}
	common := Enquiry{Assessment: "3", Supplier: "Renhold"}
	for text, want := range map[string]bool{"Hva er renhold?": false, "Vi i Renhold spør": true} {
		if _, tells := d.tells(common, text); tells != want {
			t.Errorf("%q: %t, want %t", text, tells, want)
		}
	}
}
