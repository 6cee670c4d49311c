package web_test

import (
	"testing"

	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
)

// helperEmail is the address of who helps in these tests.
const helperEmail = "per@leverandor.example"

// helped is an assessment whose contact has asked Per to answer pages.
func helped(t *testing.T, h *housetest.House, a assessment.Assessment, supplier int, pages ...string) assessment.Colleague {
	t.Helper()
	contact := h.Contact(supplier)
	ask := assessment.AskedHelp{
		NewContact: assessment.NewContact{Name: "Per Hansen", Email: helperEmail, Language: "nb"}, Pages: pages, Message: "Kan du ta dette?",
	}
	if err := h.Assessments.AskColleague(t.Context(), contact, a.ID, ask); err != nil {
		t.Fatal(err)
	}
	desk, err := h.Assessments.Open(t.Context(), contact, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range desk.Colleagues {
		if c.Email == helperEmail {
			return c
		}
	}
	t.Fatal("nobody helps")
	return assessment.Colleague{}
}
