package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// entryIn reads a file for a calendar back: its event's id, sequence and time.
func entryIn(t *testing.T, file string) (id, sequence string, at time.Time) {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(file))
	if err != nil || len(c.Events()) != 1 {
		t.Fatalf("%v in\n%s", err, file)
	}
	e := c.Events()[0]
	at, err = e.GetStartAt()
	if err != nil {
		t.Fatal(err)
	}
	return e.Id(), e.GetProperty(ics.ComponentPropertySequence).Value, at
}

func TestTheDeadlineInTheSuppliersCalendarFollowsThePortals(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	h.WorkOnce(t.Context())
	supplier := h.Supplier(1)
	supplier.Open("/assessments/"+string(a.ID)).Sees(t, "Legg fristen i kalenderen")
	file := supplier.Open("/assessments/" + string(a.ID) + "/deadline.ics")
	id, first, at := entryIn(t, file.Body)
	if !at.Equal(p.Closing) || !strings.HasPrefix(file.Header.Get("Content-Type"), "text/calendar") {
		t.Errorf("the entry is at %v, the deadline at %v; it is %s", at, p.Closing, file.Header.Get("Content-Type"))
	}
	later := p.Closing.Add(7 * 24 * time.Hour)
	if err := h.Assessments.Extend(t.Context(), h.Actor(account.Officer), p.ID, later); err != nil {
		t.Fatal(err)
	}
	h.WorkOnce(t.Context())
	letters := h.Tray.To(h.Contact(1).Email)
	inLetter, second, moved := entryIn(t, letters[len(letters)-1].Calendar)
	_, fresh, _ := entryIn(t, supplier.Open("/assessments/"+string(a.ID)+"/deadline.ics").Body)
	if inLetter != id || second <= first || fresh != second || !moved.Equal(later) {
		t.Errorf("%s sequence %s became %s sequence %s at %v; the page gives %s", id, first, inLetter, second, moved, fresh)
	}
	if strings.Contains(letters[len(letters)-1].Calendar, "/link/") {
		t.Error("the entry holds a personal link")
	}
	h.Clock.Set(later)
	if gone := h.Supplier(1).Open("/assessments/" + string(a.ID) + "/deadline.ics"); gone.Status != http.StatusConflict {
		t.Errorf("after closing the entry answers %d", gone.Status)
	}
}

func TestThePagesOfCorrectionsAndOfADraftOfferTheirOwnDeadlines(t *testing.T) {
	t.Parallel()
	h := housetest.Build(t, housetest.Setup{Questionnaires: []*questionnaire.Questionnaire{asking(t, 2)}})
	p := h.Publish(func(p *procurement.Procurement) {
		p.Stage, p.Questionnaire = procurement.Contract, procurement.Edition{ID: "asking", Version: "1.0"}
	})
	a := h.Invite(p, 1)
	answers, _, _ := entryIn(t, h.Supplier(1).Open("/assessments/"+string(a.ID)+"/deadline.ics").Body)
	submit(t, h, 1, a.ID)
	supplier := h.Supplier(1)
	overview := "/assessments/" + string(a.ID)
	supplier.Open(overview).Misses(t, "Legg fristen i kalenderen")

	until := h.Clock.Now().AddDate(0, 0, 7).Truncate(time.Minute)
	back := review.SendBack{Assessment: a.ID, Questions: []assessment.Correction{{Question: "q1", Text: "Er det så?"}}}
	if err := h.Reviews.SendBackAll(t.Context(), h.Actor(account.Evaluator), []review.SendBack{back}, until); err != nil {
		t.Fatal(err)
	}
	supplier.Open(overview).Sees(t, "Legg fristen i kalenderen")
	correct, _, at := entryIn(t, supplier.Open(overview+"/deadline.ics").Is(t, http.StatusOK).Body)
	if correct == answers || !at.Equal(until) {
		t.Errorf("the entry of corrections is %s at %v", correct, at)
	}
	if err := h.Reviews.TakeBackCorrections(t.Context(), h.Actor(account.Evaluator), a.ID); err != nil {
		t.Fatal(err)
	}
	supplier.Open(overview+"/deadline.ics").Is(t, http.StatusConflict)

	supplier.Open(overview+"/comments.ics").Is(t, http.StatusNotFound)
	if err := h.Reviews.Finish(t.Context(), h.Actor(account.Evaluator), a.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.Reviews.SendDraft(t.Context(), h.Actor(account.Officer), a.ID, until); err != nil {
		t.Fatal(err)
	}
	supplier.Open(overview+"/result").Sees(t, "Legg fristen i kalenderen").Has(t, `a[href="`+overview+`/comments.ics"]`)
	comment, _, at := entryIn(t, supplier.Open(overview+"/comments.ics").Is(t, http.StatusOK).Body)
	if comment == answers || comment == correct || !at.Equal(until) {
		t.Errorf("the entry of comments is %s at %v", comment, at)
	}
	h.Clock.Set(until)
	late := h.Supplier(1)
	late.Open(overview+"/comments.ics").Is(t, http.StatusConflict)
	late.Open(overview+"/result").Misses(t, "Legg fristen i kalenderen")
}
