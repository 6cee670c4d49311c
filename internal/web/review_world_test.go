package web_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/web/webtest"
)

// town is a house with a procurement that suppliers are asked about.
type town struct {
	*housetest.House
	t    *testing.T
	buys procurement.Procurement
}

// newTown publishes a procurement that closes in two weeks.
func newTown(t *testing.T, stage procurement.Stage) *town {
	t.Helper()
	w := &town{House: housetest.New(t), t: t}
	// In the past, because sessions end by the machine's own clock.
	w.Clock.Set(time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC))
	w.buys = w.Publish(func(p *procurement.Procurement) {
		p.Stage, p.Categories, p.Plan = stage, []string{"textiles"}, procurement.DefaultPlan(stage)
		if stage == procurement.Qualification {
			p.Requirements = []procurement.Requirement{{Question: "policy", Level: 2}, {Question: "routine", Level: 2}, {Question: "plan", Level: 2, Text: "ha en plan som brukes"}}
		}
		p.Closing = w.Clock.Now().Add(14 * 24 * time.Hour)
	})
	return w
}

// closed lets the deadline pass.
func (w *town) closed() { w.Clock.Set(w.buys.Closing.Add(time.Hour)) }

// buyer is somebody of a buyer's staff at a browser, signed in by a password.
func (w *town) buyer(who account.Actor) *webtest.Person {
	w.t.Helper()
	p := w.Visit("nb")
	p.Open("/sign-in/password")
	p.Fill("E-postadresse", who.Email)
	p.Fill("Passord", housetest.Password)
	p.Press("Logg inn")
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
	a, err := w.Assessments.Invite(w.t.Context(), w.Actor(account.Officer), w.buys.ID, assessment.Invitation{
		Supplier: assessment.Supplier{Name: supplier}, Name: "Anne Berg", Email: email, Language: "nb",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	r := &request{town: w, id: a.ID, email: email}
	r.actor, _, err = w.Accounts.UseLink(w.t.Context(), r.token())
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (r *request) token() account.Token {
	r.t.Helper()
	token, err := r.Accounts.PrintLink(r.t.Context(), r.email)
	if err != nil {
		r.t.Fatal(err)
	}
	return token
}

// answerAs answers every question as a shipped case does, with its files.
func (r *request) answerAs(name string) {
	r.t.Helper()
	source, err := os.ReadFile("../../questionnaires/oecd-short/1.0/cases/" + name + ".json")
	if err != nil {
		r.t.Fatal(err)
	}
	var kase questionnaire.Sheet
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
	details.Name = name
	_, err := r.Evidence.Receive(r.t.Context(), r.actor, evidence.Upload{
		Assessment: r.id, Question: question, Details: details,
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
func (r *request) answers() *webtest.Person {
	r.t.Helper()
	p := r.Visit("nb")
	p.Open("/link/" + string(r.token()))
	p.Press("Fortsett")
	return p
}

// path is the address of a page about the request.
func (r *request) path(page string) string { return "/assessments/" + string(r.id) + "/" + page }
