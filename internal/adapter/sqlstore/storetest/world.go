package storetest

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/audit"
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

func newWorld(t *testing.T, db *sqlstore.DB) *world {
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

func (w *world) member(t *testing.T, email, organisation string, role account.Role) account.Member {
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
func (w *world) purchase(t *testing.T) procurement.Procurement {
	t.Helper()
	published := kept(w.now.Add(-time.Hour))
	p := procurement.Procurement{
		ID: procurement.ID(w.id("procurement")), Organisation: w.kari.Organisation.ID, BuyerName: w.kari.Organisation.Name,
		Title: "Arbeidstøy", Reference: "26/1042", Purpose: "Vi ber om svar før tilbud.", Stage: procurement.Qualification,
		Value: 5_000_000.5, Currency: "NOK", Categories: []string{"textiles", "ict"},
		Questionnaire: procurement.Edition{ID: "oecd-short", Version: "1.0"},
		Closing:       kept(w.now.Add(10 * 24 * time.Hour)), Zone: procurement.DefaultZone, Plan: []int{7, 2, -3},
		ContactName: "Kari", ContactEmail: "kari@kommune.example", State: procurement.Published, Revision: 1,
		Created: kept(w.now.Add(-2 * time.Hour)), Published: &published,
	}
	must(t, w.db.Procurements().Add(t.Context(), p, w.event("procurement.added")))
	return p
}
