package storetest

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// world is a small office to test stores in: two buyers with an officer each.
type world struct {
	db      *sqlstore.DB
	now     time.Time // not UTC and with nanoseconds, which stores must mend
	numbers atomic.Int64
	kari    account.Member // works for the municipality
	ola     account.Member // works for the county, which must see nothing of it
}

func newWorld(t testing.TB, db *sqlstore.DB) *world {
	t.Helper()
	zone := time.FixedZone("CET", 3600)
	w := &world{db: db, now: time.Date(2026, 11, 23, 9, 0, 0, 123456789, zone)}
	w.kari = w.member(t, "kari@kommune.example", "Lillevik kommune", account.Officer)
	w.ola = w.member(t, "ola@fylke.example", "Storvik fylke", account.Administrator)
	return w
}

// id is a new id, the same in every run.
func (w *world) id(kind string) string { return fmt.Sprintf("%s-%03d", kind, w.numbers.Add(1)) }

func (w *world) event(verb string) audit.Event {
	return audit.Event{ID: w.id("event"), At: w.now, Verb: verb, Details: map[string]string{"why": "test"}}
}

func (w *world) member(t testing.TB, email, organisation string, role account.Role) account.Member {
	t.Helper()
	m := account.Member{
		Person: account.Person{
			ID: account.PersonID(w.id("person")), Name: strings.ToUpper(email[:1]) + email[1:4], Email: email,
			Language: "nb", Password: "hash of " + email, Created: kept(w.now),
		},
		Organisation: account.Organisation{ID: account.OrganisationID(w.id("org")), Name: organisation, Number: "974760673", Created: kept(w.now)},
		Role:         role,
	}
	must(t, w.db.Accounts().AddMember(t.Context(), m, w.event("member.added")))
	return m
}

// purchase is a published procurement of the municipality, ten days from closing.
func (w *world) purchase(t testing.TB) procurement.Procurement {
	t.Helper()
	published := kept(w.now.Add(-time.Hour))
	p := procurement.Procurement{
		ID: procurement.ID(w.id("procurement")), Organisation: w.kari.Organisation.ID, BuyerName: w.kari.Organisation.Name,
		Title: "Arbeidstøy", Reference: "26/1042", Purpose: "Vi ber om svar før tilbud.", Stage: procurement.Qualification,
		Value: 5_000_000.5, Currency: "NOK", Categories: []string{"textiles", "ict"},
		Questionnaire: procurement.Edition{ID: "oecd-short", Version: "1.0"},
		Closing:       kept(w.now.Add(10 * 24 * time.Hour)), Zone: procurement.DefaultZone, Plan: []int{7, 2, -3},
		Requirements: []procurement.Requirement{{Question: "policy", Level: 2, Text: "vise en vedtatt policy"}},
		ContactName:  "Kari", ContactEmail: "kari@kommune.example", State: procurement.Published, Revision: 1,
		Created: kept(w.now.Add(-2 * time.Hour)), Published: &published,
	}
	must(t, w.db.Procurements().Add(t.Context(), p, w.event("procurement.added")))
	return p
}

// letter is one to the contact of a.
func (w *world) letter(kind letter.Kind, a assessment.Assessment) letter.Letter {
	id := w.id("letter")
	return letter.Letter{
		ID: id, Key: string(kind) + " " + id, Kind: kind, Person: string(a.Contact.Person), ToName: a.Contact.Name, To: a.Contact.Email,
		Language: a.Contact.Language, Subject: "Emne «æøå»", Text: "Tekst\n" + letter.LinkPlaceholder, HTML: "<p>Tekst</p>", Calendar: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
		LinkPurpose: string(account.Invitation), LinkPath: "/assessments/" + string(a.ID), Asker: a.Procurement.BuyerName, About: a.Procurement.Title,
		Organisation: string(a.Procurement.Organisation), Procurement: string(a.Procurement.ID), Assessment: string(a.ID),
		State: letter.Waiting, Created: kept(w.now), NotBefore: kept(w.now), NextTry: kept(w.now), MessageID: id + "@aktsom.example",
	}
}

// invited is an open assessment of a new supplier in p.
func (w *world) invited(t testing.TB, p procurement.Procurement, supplier string) assessment.Assessment {
	t.Helper()
	a := w.newcomer(p, supplier)
	must(t, w.db.Assessments().Invite(t.Context(), a, w.letter(letter.Invitation, a), w.event("supplier.invited")))
	row, err := w.db.Assessments().Row(t.Context(), p.Organisation, a.ID)
	must(t, err)
	a.Contact.Person = row.Contact.Person // the address may have been known
	return a
}

// newcomer is an assessment before the invitation.
func (w *world) newcomer(p procurement.Procurement, supplier string) assessment.Assessment {
	return assessment.Assessment{
		ID: assessment.ID(w.id("assessment")), Supplier: assessment.Supplier{Name: supplier, Number: w.id("number")},
		Contact: assessment.Contact{
			Person: account.PersonID(w.id("person")), Name: "Siri " + supplier, Email: strings.ToLower(supplier) + "@supplier.example", Language: "nn",
		},
		State: assessment.Open, Version: 1, Invited: kept(w.now), Procurement: p,
	}
}

// answer is a first answer to a question by the contact of a.
func (w *world) answer(a assessment.Assessment, question string, value any) assessment.Answer {
	return assessment.Answer{
		Question: question, Revision: 1, Value: value, SaveID: w.id("save"), Person: a.Contact.Person,
		PersonName: a.Contact.Name, At: kept(w.now),
	}
}

// submission is the next one of a.
func (w *world) submission(a assessment.Assessment) assessment.Submission {
	return assessment.Submission{
		Assessment: a.ID, Round: a.Round + 1, Canonical: []byte(`{"answers":{"policy":"chain"}}`), SHA256: "cafe",
		DeclaredName: "Siri", DeclaredRole: "Daglig leder", Person: a.Contact.Person, At: kept(w.now),
	}
}

// sheet reads a as its contact.
func (w *world) sheet(t testing.TB, a assessment.Assessment) assessment.Sheet {
	t.Helper()
	sheet, err := w.db.Assessments().Sheet(t.Context(), a.ID, a.Contact.Person)
	must(t, err)
	return sheet
}

// submitted submits a as it is now.
func (w *world) submitted(t testing.TB, a assessment.Assessment) assessment.Submission {
	t.Helper()
	now := w.sheet(t, a).Assessment
	sub := w.submission(now)
	for _, f := range w.sheet(t, a).Files {
		if f.State.Counts() {
			sub.Files = append(sub.Files, f.ID)
		}
	}
	must(t, w.db.Assessments().Submit(t.Context(), now.Version, sub, nil, w.event("assessment.submitted")))
	sub.Files = nil // not kept with the submission
	return sub
}

// draft is a procurement that nobody has published.
func (w *world) draft() procurement.Procurement {
	return procurement.Procurement{
		ID: procurement.ID(w.id("procurement")), Organisation: w.kari.Organisation.ID, Title: "Utkast",
		Stage: procurement.Contract, Closing: w.now, State: procurement.Draft, Created: w.now,
	}
}

// letterStates tells the state of each letter of p by kind and address.
func (w *world) letterStates(t testing.TB, p procurement.Procurement) map[string]letter.State {
	t.Helper()
	letters, err := w.db.Letters().Letters(t.Context(), p.Organisation, p.ID)
	must(t, err)
	states := map[string]letter.State{}
	for _, l := range letters {
		states[string(l.Kind)+" "+l.To] = l.State
	}
	return states
}

// given is a file of a that has arrived.
func (w *world) given(t testing.TB, a assessment.Assessment, question string) evidence.File {
	t.Helper()
	f := w.file(a, question)
	must(t, w.db.Files().Arrive(t.Context(), f))
	f.State, f.Size, f.SHA256 = evidence.Given, 1234, "beef"
	must(t, w.db.Files().Update(t.Context(), f, w.event("file.given")))
	return f
}

// file is one of a before its bytes.
func (w *world) file(a assessment.Assessment, question string) evidence.File {
	id := w.id("file")
	return evidence.File{
		ID: evidence.ID(id), Assessment: a.ID, Question: question, Name: "Retningslinjer.pdf", Kind: "policy", Issuer: "Styret",
		Issued: "2026-01-31", ValidUntil: "2028-01-31", MediaType: "application/pdf", BlobKey: string(a.ID) + "/" + id,
		State: evidence.Arriving, Person: a.Contact.Person, PersonName: a.Contact.Name, At: kept(w.now),
	}
}

// lease takes the waiting letters and returns that of a kind to a.
func (w *world) lease(t testing.TB, a assessment.Assessment, kind letter.Kind) letter.Letter {
	t.Helper()
	letters, err := w.db.Letters().Lease(t.Context(), w.now, time.Minute, 100)
	must(t, err)
	for _, l := range letters {
		if l.Assessment == string(a.ID) && l.Kind == kind {
			return l
		}
	}
	t.Fatalf("no %s to %s among %d letters", kind, a.Supplier.Name, len(letters))
	return letter.Letter{}
}
