package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/app"
	"aktsom/internal/assessment"
	"aktsom/internal/demo"
	"aktsom/internal/fault"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// world is the demo's world as somebody finds it on a morning.
type world struct {
	*app.Portal
	t      *testing.T
	now    time.Time
	guests []demo.Guest
}

func tell(t *testing.T, now time.Time) world {
	t.Helper()
	portal, guests := housetest.Demo(t, "http://127.0.0.1:8080", func() time.Time { return now })
	return world{Portal: portal, t: t, now: now, guests: guests}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w world) member(email string) account.Actor {
	w.t.Helper()
	actor, err := w.Accounts.SignIn(context.Background(), email, demo.Password)
	must(w.t, err)
	return actor
}

// board returns a procurement of the actor's by a word of its title, with its rows by supplier.
func (w world) board(actor account.Actor, title string) (procurement.Procurement, map[string]assessment.Row) {
	w.t.Helper()
	all, err := w.Procurements.List(w.t.Context(), actor)
	must(w.t, err)
	at := slices.IndexFunc(all, func(p procurement.Listed) bool { return strings.Contains(p.Title, title) })
	if at < 0 {
		w.t.Fatalf("%s has no procurement called %s", actor.OrganisationName, title)
	}
	p, rows, err := w.Assessments.Board(w.t.Context(), actor, all[at].ID)
	must(w.t, err)
	found := map[string]assessment.Row{}
	for _, row := range rows {
		found[row.Supplier.Name] = row
	}
	return p, found
}

func enquiriesWait(t *testing.T, w world) {
	officer := w.member("erik@fjordvik.example")
	p, _ := w.board(officer, "Arbeidsklær")
	_, x, err := w.Enquiries.Exchange(t.Context(), officer, p.ID)
	must(t, err)
	if p.Enquiries != 1 || len(x.Waiting()) != 1 || len(x.Replies) != 1 || !x.Replies[0].ForAll() {
		t.Errorf("%d wait of %d enquiries, with %d replies", p.Enquiries, len(x.Enquiries), len(x.Replies))
	}
}

// TestTheDemosWorld tells the story once, early in the morning, and looks at it
// from all sides.
func TestTheDemosWorld(t *testing.T) {
	t.Parallel()
	told := tell(t, time.Date(2026, 11, 23, 5, 30, 0, 0, time.UTC))
	for name, look := range map[string]func(*testing.T, world){
		"suppliers stand at every point of their way": suppliersStandEverywhere,
		"sealed answers stay sealed":                  sealedAnswersStaySealed,
		"one enquiry has its reply and one waits":     enquiriesWait,
		"a review is half done and a result released": reviewsAreUnderWay,
		"everybody it tells of can sign in":           guestsSignIn,
		"a colleague of a contact helps":              colleagueHelps,
		"a portal without a tray has no outbox":       noTrayNoOutbox,
	} {
		t.Run(name, func(t *testing.T) {
			w := told
			w.t = t
			look(t, w)
		})
	}
}

// TestTheDemoCanBeToldOnAnyDay tells it in a night when the clocks change.
func TestTheDemoCanBeToldOnAnyDay(t *testing.T) {
	t.Parallel()
	w := tell(t, time.Date(2026, 3, 29, 0, 59, 0, 0, time.UTC))
	if now := w.Now(); !now.Equal(w.now) {
		t.Errorf("afterwards the clock shows %v, want %v", now, w.now)
	}
}

func suppliersStandEverywhere(t *testing.T, w world) {
	erik := w.member("erik@fjordvik.example")
	clothes, rows := w.board(erik, "Arbeidsklær")
	if !clothes.TakesAnswers(w.now) {
		t.Error("the work clothes are closed already")
	}
	submitted, half, silent := rows["Tekstilhuset Nord AS"], rows["Fagklær Vest AS"], rows["Kontorpartner Innlandet AS"]
	if submitted.State != assessment.Submitted {
		t.Errorf("Tekstilhuset Nord is %s", submitted.State)
	}
	if p := half.Progress.Percent(); half.Opened == nil || p < 20 || p > 60 {
		t.Errorf("Fagklær Vest has answered %d %%, opened %v", p, half.Opened)
	}
	if silent.Opened != nil || silent.Reminders == 0 || silent.Letter != letter.Sent {
		t.Errorf("Kontorpartner: opened %v, %d reminders, invitation %s", silent.Opened, silent.Reminders, silent.Letter)
	}
	_, rows = w.board(w.member("mohammed@storelv.example"), "videregående")
	if late := rows["Nordic Device Import AS"]; !late.Late(w.now) || late.State != assessment.Open {
		t.Errorf("Nordic Device is not overdue: %+v", late.Assessment)
	}
}

func sealedAnswersStaySealed(t *testing.T, w world) {
	erik := w.member("erik@fjordvik.example")
	_, rows := w.board(erik, "Arbeidsklær")
	if _, err := w.Reviews.Open(t.Context(), erik, rows["Tekstilhuset Nord AS"].ID); !errors.Is(err, fault.Conflict) {
		t.Errorf("a sealed assessment opens with %v", err)
	}
}

func reviewsAreUnderWay(t *testing.T, w world) {
	samira := w.member("samira@fjordvik.example")
	_, rows := w.board(samira, "datamaskiner")
	desk, err := w.Reviews.Open(t.Context(), samira, rows["Nordic Device Import AS"].ID)
	must(t, err)
	if desk.Review.Finished != nil || len(desk.Review.Marks) == 0 || len(desk.Review.Judgements) == 0 {
		t.Errorf("the review of Nordic Device: %+v", desk.Review)
	}
	if level := desk.Evaluation.Levels["supplier_code"]; level.Declared != 3 || level.Verified != 2 || level.Reason != "weak_evidence" {
		t.Errorf("the supplier code, whose file does not cover it: %+v", level)
	}
	_, rows = w.board(w.member("mohammed@storelv.example"), "videregående")
	if row := rows["Kontorpartner Innlandet AS"]; !row.Reviewed || !row.Released {
		t.Fatalf("the result of Kontorpartner: reviewed %v, released %v", row.Reviewed, row.Released)
	}
	link := w.guests[slices.IndexFunc(w.guests, func(g demo.Guest) bool { return g.Organisation == "Kontorpartner Innlandet AS" })].Link
	amund, _, err := w.Accounts.UseLink(t.Context(), account.Token(strings.TrimPrefix(link, "/link/")))
	must(t, err)
	result, err := w.Reviews.Result(t.Context(), amund, rows["Kontorpartner Innlandet AS"].ID)
	must(t, err)
	if result.Evaluation.Overall == nil || len(result.Evaluation.Stops) == 0 {
		t.Errorf("the released result: %+v", result.Evaluation)
	}
}

func guestsSignIn(t *testing.T, w world) {
	roles, links := map[string]int{}, 0
	for _, g := range w.guests {
		if g.Link != "" {
			links++
			continue
		}
		roles[g.Organisation+" "+string(g.Role)]++
		w.member(g.Email)
	}
	if links != 5 || len(roles) != 8 {
		t.Errorf("%d suppliers' people and %v", links, roles)
	}
}

func colleagueHelps(t *testing.T, w world) {
	marit := w.guests[slices.IndexFunc(w.guests, func(g demo.Guest) bool { return g.Name == "Marit Tveit" })]
	actor, _, err := w.Accounts.UseLink(t.Context(), account.Token(strings.TrimPrefix(marit.Link, "/link/")))
	must(t, err)
	requests, err := w.Assessments.Requests(t.Context(), actor)
	must(t, err)
	if len(requests) != 1 || !requests[0].Helping || requests[0].HelpDone {
		t.Fatalf("Marit is asked %+v", requests)
	}
	desk, err := w.Assessments.Open(t.Context(), actor, requests[0].ID)
	must(t, err)
	if desk.Helper == nil || len(desk.Helper.Pages) != 2 || desk.Sheet.Answered()[actor.Person] == 0 {
		t.Errorf("Marit helps as %+v", desk.Helper)
	}
}

func noTrayNoOutbox(t *testing.T, w world) {
	bare, err := app.NewPortal(w.Config, app.Ports{
		DB: w.DB, Blobs: w.Blobs, Scanner: w.Scanner, Carrier: w.Carrier, Now: w.Now, Log: w.Log,
	})
	must(t, err)
	count := func(p *app.Portal) (n int) {
		for _, route := range p.Site.Routes() {
			if strings.HasPrefix(route.Path, "/outbox") {
				n++
			}
		}
		return n
	}
	if count(w.Portal) != 3 || count(bare) != 0 {
		t.Errorf("with a tray %d routes, without %d; want 3 and 0", count(w.Portal), count(bare))
	}
}
