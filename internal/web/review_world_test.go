package web_test

import (
	"encoding/json"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/adapter/diskblob"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/app"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/web/webtest"
)

// town is a whole portal with a buyer, another buyer, and a procurement that
// suppliers are asked about.
type town struct {
	*app.Portal
	t     *testing.T
	now   time.Time
	known map[account.Role]account.Actor
	buys  procurement.Procurement
}

func newTown(t *testing.T, stage procurement.Stage) *town {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), "sqlite::memory:", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	blobs, err := diskblob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// In the past, because sessions end by the machine's own clock.
	w := &town{t: t, now: time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC), known: map[account.Role]account.Actor{}}
	cfg := app.Config{URL: "http://localhost", Zone: "Europe/Oslo", MaxFile: 10}
	w.Portal, err = app.NewPortal(cfg, app.Ports{
		DB: db, Blobs: blobs, Scanner: evidence.NoScanner{}, Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.buys = w.purchase(stage)
	return w
}

// staff is the buyer's person with a role, there from the first time asked for.
func (w *town) staff(role account.Role) account.Actor {
	w.t.Helper()
	if _, there := w.known[role]; !there {
		w.known[role] = w.member("Fjordvik kommune", role)
	}
	return w.known[role]
}

// member adds somebody with a role at a buyer; the address says who it is.
func (w *town) member(buyer string, role account.Role) account.Actor {
	w.t.Helper()
	email := string(role) + "@" + strings.Fields(strings.ToLower(buyer))[0] + ".example"
	err := w.Accounts.AddMember(w.t.Context(), account.Member{
		Person:       account.Person{Name: "Kari " + string(role), Email: email, Language: "nb"},
		Organisation: account.Organisation{Name: buyer}, Role: role,
	}, password)
	if err != nil {
		w.t.Fatal(err)
	}
	actor, err := w.Accounts.SignIn(w.t.Context(), email, password)
	if err != nil {
		w.t.Fatal(err)
	}
	return actor
}

// purchase is a published procurement that closes in two weeks.
func (w *town) purchase(stage procurement.Stage) procurement.Procurement {
	w.t.Helper()
	officer := w.staff(account.Officer)
	p := w.Procurements.Draft(officer)
	p.Title, p.Reference, p.Stage, p.Categories = "Arbeidsklær til hjemmetjenesten", "2026/1234", stage, []string{"textiles"}
	p.Closing, p.ContactName, p.ContactEmail = w.now.Add(14*24*time.Hour), "Ola Innkjøper", "ola@fjordvik.example"
	p.Plan = procurement.DefaultPlan(stage)
	p, err := w.Procurements.Create(w.t.Context(), officer, p)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.Procurements.Publish(w.t.Context(), officer, p.ID); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// request is one supplier's assessment, and the person who answers it.
type request struct {
	*town
	id    assessment.ID
	email string
	actor account.Actor
}

func (w *town) invite(supplier, email string) *request {
	w.t.Helper()
	a, err := w.Assessments.Invite(w.t.Context(), w.staff(account.Officer), w.buys.ID, assessment.Invitation{
		Supplier: assessment.Supplier{Name: supplier}, Name: "Anne Berg", Email: email, Language: "nb",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	token, err := w.Accounts.PrintLink(w.t.Context(), email)
	if err != nil {
		w.t.Fatal(err)
	}
	actor, _, err := w.Accounts.UseLink(w.t.Context(), token)
	if err != nil {
		w.t.Fatal(err)
	}
	return &request{town: w, id: a.ID, email: email, actor: actor}
}

// answerAs answers every question as a shipped case does, with its files.
func (r *request) answerAs(name string) {
	r.t.Helper()
	source, err := os.ReadFile("../../questionnaires/oecd-short/1.0/cases/" + name + ".json")
	if err != nil {
		r.t.Fatal(err)
	}
	var kase struct {
		questionnaire.Sheet
	}
	if err := json.Unmarshal(source, &kase); err != nil {
		r.t.Fatal(err)
	}
	var all []assessment.Given
	for question, value := range kase.Answers {
		all = append(all, assessment.Given{Question: question, Value: value})
	}
	if _, err := r.Assessments.Answer(r.t.Context(), r.actor, r.id, all); err != nil {
		r.t.Fatal(err)
	}
	for question, files := range kase.Files {
		for _, f := range files {
			r.attach(question, evidence.Details{Kind: "policy", Issued: f.Issued, ValidUntil: f.ValidUntil})
		}
	}
	if _, err := r.Evidence.Scan(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// say gives one answer in place of the one that is there.
func (r *request) say(given assessment.Given) {
	r.t.Helper()
	desk, err := r.Assessments.Open(r.t.Context(), r.actor, r.id)
	if err != nil {
		r.t.Fatal(err)
	}
	given.Base = desk.Answers[given.Question].Revision
	if _, err := r.Assessments.Answer(r.t.Context(), r.actor, r.id, []assessment.Given{given}); err != nil {
		r.t.Fatal(err)
	}
}

// attach gives a small PDF to a question.
func (r *request) attach(question string, details evidence.Details) {
	r.t.Helper()
	name := question + ".pdf"
	_, err := r.Evidence.Receive(r.t.Context(), r.actor, evidence.Upload{
		Assessment: r.id, Question: question, Name: name, Details: details,
	}, strings.NewReader("%PDF-1.4\n% "+name+"\n%%EOF\n"))
	if err != nil {
		r.t.Fatal(err)
	}
}

// submit stands by the answers without a browser.
func (r *request) submit() {
	r.t.Helper()
	_, err := r.Assessments.Submit(r.t.Context(), r.actor, r.id, assessment.Declaration{Name: "Anne Berg", Role: "Daglig leder", Confirmed: true})
	if err != nil {
		r.t.Fatal(err)
	}
}

// answers is the supplier's person at a browser, signed in by a link.
func (r *request) answers(lang string) *webtest.Person {
	r.t.Helper()
	p := webtest.Visit(r.t, r.Site, lang)
	token, err := r.Accounts.PrintLink(r.t.Context(), r.email)
	if err != nil {
		r.t.Fatal(err)
	}
	p.Open("/link/" + string(token))
	p.Press(map[string]string{"nb": "Fortsett", "en": "Continue"}[lang])
	return p
}

// buyer is somebody of a buyer's staff at a browser, signed in by a password.
func (w *town) buyer(who account.Actor, lang string) *webtest.Person {
	w.t.Helper()
	p := webtest.Visit(w.t, w.Site, lang)
	p.Open("/sign-in/password")
	p.Fill(map[string]string{"nb": "E-postadresse", "en": "E-mail address"}[lang], who.Email)
	p.Fill(map[string]string{"nb": "Passord", "en": "Password"}[lang], password)
	p.Press(map[string]string{"nb": "Logg inn", "en": "Sign in"}[lang])
	return p
}

// path is the address of a page about the request.
func (r *request) path(page string) string { return "/assessments/" + string(r.id) + "/" + page }

// closed lets the deadline pass.
func (w *town) closed() { w.now = w.buys.Closing.Add(time.Hour) }
