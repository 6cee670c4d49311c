package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/web/webtest"
)

const (
	ninaEmail   = "nina@fjord.example"
	newPassword = "en ganske lang setning"
)

// lastLinkTo lets the worker send and is the link in the newest letter to an
// address.
func lastLinkTo(t *testing.T, h *housetest.House, email string) string {
	t.Helper()
	for sent := 1; sent > 0; {
		var err error
		if sent, err = h.Reminders.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	letters := h.Tray.To(email)
	if len(letters) == 0 {
		t.Fatalf("no letter to %s", email)
	}
	return housetest.LinkIn(letters[len(letters)-1])
}

// administrator is one of the first buyer's, signed in.
func administrator(t *testing.T, h *housetest.House) *webtest.Person {
	t.Helper()
	kari := h.Visit("nb")
	kari.Open("/sign-in/password")
	kari.Fill("E-postadresse", h.Actor(account.Administrator).Email)
	kari.Fill("Passord", housetest.Password)
	kari.Press("Logg inn")
	return kari
}

func TestAnInvitedColleagueChoosesAPasswordAndIsIn(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := administrator(t, h)
	kari.Follow("Folk og roller")
	kari.Follow("Inviter en kollega")
	kari.Fill("Navn", "Nina Moe")
	kari.Fill("E-postadresse", "nina")
	kari.Choose("Leser")
	kari.Press("Send invitasjonen")
	if kari.Status != http.StatusUnprocessableEntity {
		t.Fatalf("a wrong address answers %d", kari.Status)
	}
	kari.See("Skriv en e-postadresse")
	kari.Fill("E-postadresse", ninaEmail)
	kari.Press("Send invitasjonen")
	kari.See("Invitasjonen til Nina Moe er på vei", "ikke begynt", ninaEmail)

	link := lastLinkTo(t, h, ninaEmail)
	h.Clock.Pass(13 * 24 * time.Hour)
	nina := h.Visit("nb")
	nina.Open(link)
	nina.See("Velg et passord", "Fjordvik kommune har invitert deg", "Nina Moe")
	nina.Fill("Nytt passord", "for kort")
	nina.Press("Lagre og logg inn")
	nina.See("Passordet må ha minst 15 tegn")
	nina.Fill("Nytt passord", newPassword)
	nina.Press("Lagre og logg inn")
	nina.See("Passordet er lagret, og du er logget inn.")
	if nina.Place != "/procurements" {
		t.Errorf("the new colleague stands at %s", nina.Place)
	}
	nina.Open("/people")
	nina.See("Nina Moe", "En administrator kan invitere kolleger")
	nina.NotSee("Inviter en kollega", "ikke begynt")
	again := h.Visit("nb")
	again.Open(link)
	again.See("Denne lenken er brukt")
}

func TestARoleThatChangesOrIsTakenAwayEndsTheSessionAtOnce(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari, officer := h.Member(account.Administrator), h.Member(account.Officer)
	id := memberAt(t, h, h.Actor(account.Administrator), h.Actor(account.Officer).Email)
	officer.Open("/procurements/new").Is(t, http.StatusOK)
	kari.Post("/people/"+id, url.Values{"role": {"reader"}}).Leads(t)
	if to := officer.Open("/procurements/new").Leads(t); !strings.HasPrefix(to, "/sign-in") {
		t.Errorf("whose role was changed is led to %s", to)
	}
	reader := h.Member(account.Officer) // the address is the old one, the role is not
	reader.Open("/procurements/new").Is(t, http.StatusForbidden)
	kari.Post("/people/"+id+"/remove", nil).Leads(t)
	reader.Open("/procurements").Leads(t)
	h.Anonymous().Post("/sign-in/password", url.Values{"email": {h.Actor(account.Officer).Email}, "password": {housetest.Password}}).
		Is(t, http.StatusUnprocessableEntity)
}

func TestSomebodyAlwaysAdministers(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := h.Member(account.Administrator)
	me := string(h.Actor(account.Administrator).Person)
	for path, fields := range map[string]url.Values{"/people/" + me: {"role": {"reader"}}, "/people/" + me + "/remove": {}} {
		kari.Post(path, fields).Is(t, http.StatusConflict).Sees(t, "Noen må være administrator.")
	}
	kari.Open("/people").Is(t, http.StatusOK)
}

func TestAnotherBuyersPeopleAreNotThere(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := h.Member(account.Administrator)
	stranger := h.OtherActor(account.Officer)
	path := "/people/" + string(stranger.Person)
	kari.Open("/people").Is(t, http.StatusOK).Misses(t, stranger.Email)
	kari.Open(path).Is(t, http.StatusNotFound)
	kari.Post(path, url.Values{"role": {"reader"}}).Is(t, http.StatusNotFound)
	kari.Post(path+"/remove", nil).Is(t, http.StatusNotFound)
	kari.Post("/people", url.Values{"name": {"Ola"}, "email": {stranger.Email}, "role": {"reader"}, "language": {"nb"}}).
		Is(t, http.StatusUnprocessableEntity).Sees(t, "Denne personen har tilgang allerede")
}

func TestAForgottenPasswordIsReplacedAndEverySessionEnds(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	email, inside := h.Actor(account.Officer).Email, h.Member(account.Officer)
	kari := h.Visit("nb")
	kari.Open("/sign-in/password")
	kari.Follow("Glemt passordet?")
	kari.Fill("E-postadresse", email)
	kari.Press("Send meg en lenke")
	kari.See("Se i e-posten din", email)
	link := lastLinkTo(t, h, email)
	kari.Open(link)
	kari.Fill("Nytt passord", newPassword)
	kari.Press("Lagre og logg inn")
	kari.See("Passordet er lagret")
	if to := inside.Open("/procurements").Leads(t); !strings.HasPrefix(to, "/sign-in") {
		t.Errorf("another browser is led to %s", to)
	}
	if _, err := h.Accounts.SignIn(t.Context(), email, newPassword); err != nil {
		t.Errorf("the new password: %v", err)
	}
	if _, err := h.Accounts.SignIn(t.Context(), email, housetest.Password); err == nil {
		t.Error("the old password still works")
	}
}

func TestAskingForAPasswordNeverTellsWhetherAnAddressIsKnown(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	known := h.Actor(account.Officer).Email
	h.Invite(h.Publish(), 1)
	var pages []string
	for _, email := range []string{known, "nobody@fjord.example", "ola1@leverandor.example"} {
		page := h.Anonymous().Post("/sign-in/forgotten", url.Values{"email": {email}}).Is(t, http.StatusOK)
		pages = append(pages, strings.ReplaceAll(page.Text(), email, "X"))
	}
	if pages[0] != pages[1] || pages[0] != pages[2] {
		t.Errorf("the pages differ:\n%s", strings.Join(pages, "\n"))
	}
	link := lastLinkTo(t, h, known)
	h.Clock.Pass(31 * time.Minute)
	h.Anonymous().Open(link).Is(t, http.StatusGone)
	for _, l := range h.Tray.To("ola1@leverandor.example") {
		if l.Kind == "password" {
			t.Error("a supplier's contact was sent a link to a password")
		}
	}
}

func TestOnesOwnPageKeepsNameAndLanguage(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := administrator(t, h)
	kari.Follow("Min side")
	kari.Fill("Navn", " ")
	kari.Press("Lagre")
	kari.See("Skriv navnet.")
	kari.Fill("Navn", "Kari Ny")
	kari.Choose("English")
	kari.Press("Lagre")
	kari.See("My page", "Kari Ny")
}

func TestAChangedPasswordAsksForTheOldOneAndEndsOtherSessions(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	here, there := h.Member(account.Officer), h.Member(account.Officer)
	here.Post("/me/password", url.Values{"old": {"not the old one"}, "password": {newPassword}}).
		Is(t, http.StatusUnprocessableEntity).Sees(t, "Det gamle passordet stemmer ikke.")
	there.Open("/me").Is(t, http.StatusOK)
	here.Post("/me/password", url.Values{"old": {housetest.Password}, "password": {newPassword}}).Leads(t)
	here.Open("/me").Is(t, http.StatusOK).Sees(t, "Passordet er endret.")
	there.Open("/me").Leads(t)
}

func TestSessionsAreListedAndEndedOneByOneOrAllOthers(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	agents := []string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Safari/604.1",
		"Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
	}
	h.Actor(account.Officer)
	var browsers []*housetest.Person
	for _, agent := range agents {
		p := h.Anonymous()
		p.Header.Set("User-Agent", agent)
		p.Post("/sign-in/password", url.Values{"email": {h.Actor(account.Officer).Email}, "password": {housetest.Password}}).Leads(t)
		browsers = append(browsers, p)
	}
	desk, phone, other := browsers[0], browsers[1], browsers[2]
	page := desk.Open("/me").Sees(t, "Edge, Windows denne", "Safari, iPhone", "Firefox, Linux")
	end := ""
	for _, form := range page.All(`tbody form`) {
		for _, button := range page.All(`button[aria-label="Logg ut Safari, iPhone"]`) {
			if button.Parent == form {
				for _, a := range form.Attr {
					if a.Key == "action" {
						end = a.Val
					}
				}
			}
		}
	}
	h.Member(account.Reader).Post(end, nil).Is(t, http.StatusNotFound)
	phone.Open("/procurements").Is(t, http.StatusOK)
	desk.Post(end, nil).Leads(t)
	phone.Open("/procurements").Leads(t)
	other.Open("/procurements").Is(t, http.StatusOK)
	desk.Post("/me/sessions/end-others", nil).Leads(t)
	other.Open("/procurements").Leads(t)
	desk.Open("/me").Is(t, http.StatusOK).Misses(t, "Firefox", "iPhone", "Logg ut alle andre steder")
}

func TestASuppliersPersonHasTheirOwnPageWithoutPassword(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	h.Invite(h.Publish(), 1)
	h.Supplier(1).Open("/me").Is(t, http.StatusOK).Sees(t, "ola1@leverandor.example", "Her er du logget inn").
		Misses(t, "Endre passordet", "Folk og roller")
}
