package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
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
