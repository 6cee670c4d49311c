package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/static"
)

// call is what is sent to a route, so that its answer speaks of access and not
// of what was sent. The zero call sends nothing, in an open assessment.
type call struct {
	stage  stage
	fields url.Values
	json   string // sent instead of fields
}

// stage is how far the assessment has come that a route is asked for.
type stage int

const (
	open stage = iota
	planned
	submitted
	closed
	reviewed
	released
)

// calls are the routes that need something sent, or another stage.
var calls = map[string]call{
	"POST /sign-in":          {fields: url.Values{"email": {"somebody@example.com"}}},
	"POST /sign-in/password": {fields: url.Values{"email": {"reader@Fjord.example"}, "password": {housetest.Password}}},
}

// town is a house with somebody of every role in it, all signed in.
type town struct {
	*housetest.House
	people map[string]*housetest.Person
	shown  map[stage]map[string]string // holes of scenes that are only looked at
}

const (
	self  = 1 // the supplier whose assessment is asked for
	rival = 2
)

func newTown(t *testing.T) *town {
	t.Helper()
	return &town{House: housetest.New(t), people: map[string]*housetest.Person{}, shown: map[stage]map[string]string{}}
}

// person is somebody in the role, signed in.
func (w *town) person(t *testing.T, role string) *housetest.Person {
	t.Helper()
	if who, known := w.people[role]; known {
		return who
	}
	w.Clock.Pass(2 * time.Minute) // the brakes on signing in let go
	switch role {
	case "anyone":
		w.people[role] = w.Anonymous()
	case "supplier":
		w.people[role] = w.Supplier(self)
	case "rival":
		w.people[role] = w.Supplier(rival)
	case "other":
		w.people[role] = w.OtherMember(account.Administrator)
	default:
		w.people[role] = w.Member(account.Role(role))
	}
	return w.people[role]
}

// ask sends one role's request to one route, as calls say.
func (w *town) ask(t *testing.T, r row, role string, headers ...string) *housetest.View {
	t.Helper()
	return w.send(t, r, role, calls[r.String()], headers...)
}

// send is ask with something else than usual.
func (w *town) send(t *testing.T, r row, role string, c call, headers ...string) *housetest.View {
	t.Helper()
	holes, shown := w.shown[c.stage]
	// What is posted changes something, so each post has a scene of its own.
	if !shown || r.method == http.MethodPost || strings.Contains(r.route, ":token") {
		holes = w.scene(t, c.stage)
	}
	if r.method == http.MethodGet {
		w.shown[c.stage] = holes
	}
	if changesSession(r) {
		delete(w.people, role)
		defer delete(w.people, role)
	}
	who := w.person(t, role)
	usual := who.Header.Clone()
	defer func() { who.Header = usual }()
	for i := 0; i < len(headers); i += 2 {
		who.Header.Set(headers[i], headers[i+1])
	}
	path := fill(t, r.route, holes)
	switch {
	case r.method == http.MethodGet:
		return who.Open(path)
	case c.json != "":
		return who.PostJSON(path, c.json)
	default:
		return who.Post(path, c.fields)
	}
}

// changesSession tells of routes after which somebody is signed in as another,
// or not at all.
func changesSession(r row) bool {
	return r.method == http.MethodPost && (strings.HasPrefix(r.route, "/sign-") || strings.HasPrefix(r.route, "/link/"))
}

// scene is a procurement with an assessment of self and one of rival, brought
// to a stage: what stands in each hole of a route, by the part before it.
func (w *town) scene(t *testing.T, at stage) map[string]string {
	t.Helper()
	p := w.Publish()
	a := w.Invite(p, self)
	w.Invite(p, rival)
	token, err := w.Accounts.PrintLink(t.Context(), a.Contact.Email)
	if err != nil {
		t.Fatal(err)
	}
	assets, err := static.Load()
	if assets == nil {
		t.Fatal(err)
	}
	return map[string]string{
		"procurements/id": string(p.ID), "assessments/id": string(a.ID), "suppliers/assessment": string(a.ID),
		"link/token": string(token), "static/build": assets.Build, ":build/folder": "css", ":folder/name": "aktsom.css",
	}
}
