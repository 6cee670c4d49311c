package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/letter"
	"aktsom/internal/message"
	"aktsom/internal/web"
	"aktsom/internal/web/webtest"
)

// mailbox keeps the letters that were posted.
type mailbox struct {
	mu      sync.Mutex
	letters []letter.Letter
}

func (m *mailbox) Post(_ context.Context, letters ...letter.Letter) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.letters = append(m.letters, letters...)
	return nil
}

// office is a portal with one supplier's person and one buyer's officer.
type office struct {
	*portal
	accounts *account.Service
	mail     *mailbox
}

const (
	supplierEmail = "anne@berg.example"
	officerEmail  = "kari@kommune.example"
	password      = "en lang setning er lett"
)

func newOffice(t *testing.T) *office {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), "sqlite::memory:", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	o, ids := &office{mail: &mailbox{}}, atomic.Int64{}
	now := func() time.Time { return o.now }
	o.accounts = account.NewService(account.Deps{
		Store: db.Accounts(), Outbox: o.mail, Writer: letter.NewWriter(message.New(nil), "portal.example"),
		Now: now, NewID: func() string { return fmt.Sprintf("id-%d", ids.Add(1)) },
	})
	o.portal = newPortal(t, "http://localhost", web.Services{Accounts: o.accounts})
	for _, m := range []account.Member{
		{Person: account.Person{Name: "Kari Nordmann", Email: officerEmail, Language: "nb"}, Organisation: account.Organisation{Name: "Fjordvik kommune"}, Role: account.Officer},
		{Person: account.Person{Name: "Anne Berg", Email: supplierEmail, Language: "nb"}, Organisation: account.Organisation{Name: "Et annet sted"}, Role: account.Reader},
	} {
		if err := o.accounts.AddMember(t.Context(), m, password); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// lastLink is the address in the last letter, as the worker makes it.
func (o *office) lastLink(t *testing.T) string {
	t.Helper()
	if len(o.mail.letters) == 0 {
		t.Fatal("no letter was posted")
	}
	token, err := o.accounts.MakeLink(t.Context(), o.mail.letters[len(o.mail.letters)-1])
	if err != nil {
		t.Fatal(err)
	}
	return "/link/" + string(token)
}

// signedIn tells whether the page's header offers to sign out.
func signedIn(p *webtest.Person) bool { return strings.Contains(p.Source, `action="/sign-out"`) }

func TestASupplierSignsInWithALink(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anne := webtest.Visit(t, o, "nb")
	anne.Open("/")
	anne.Follow("Logg inn")
	anne.Fill("E-postadresse", "  Anne@Berg.example ")
	anne.Press("Send meg en lenke")
	anne.See("Se i e-posten din", "30 minutter", "Send på nytt")

	link := o.lastLink(t)
	anne.Open(link)
	anne.See("Anne Berg", supplierEmail)
	anne.Open(link) // a mail scanner was there before her
	if anne.Status != http.StatusOK || signedIn(anne) {
		t.Fatalf("following a link answers %d, and signs in: %v", anne.Status, signedIn(anne))
	}
	anne.Press("Fortsett")
	if anne.Place != "/requests" || !signedIn(anne) {
		t.Errorf("Continue leads to %s, signed in: %v", anne.Place, signedIn(anne))
	}
	anne.Press("Logg ut")
	anne.Open("/")
	if signedIn(anne) {
		t.Error("after signing out the header still knows her")
	}
}

func TestSigningInComesBackToWhereOneWantedToGo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anne := webtest.Visit(t, o, "nb")
	anne.Open("/sign-in?next=%2Fassessments%2F7%3Fpage%3D2")
	anne.Fill("E-postadresse", supplierEmail)
	anne.Press("Send meg en lenke")
	anne.Open(o.lastLink(t))
	anne.Press("Fortsett")
	if anne.Place != "/assessments/7?page=2" {
		t.Errorf("Continue leads to %s", anne.Place)
	}
	stranger := webtest.Visit(t, o, "nb")
	stranger.Open("/sign-in/password?next=https%3A%2F%2Fevil.example%2F")
	stranger.Fill("E-postadresse", officerEmail)
	stranger.Fill("Passord", password)
	stranger.Press("Logg inn")
	if stranger.Place != "/procurements" {
		t.Errorf("a planted address leads to %s", stranger.Place)
	}
}

func TestAskingForALinkNeverTellsWhetherAnAddressIsKnown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var pages []string
	for _, email := range []string{supplierEmail, "nobody@berg.example"} {
		p := webtest.Visit(t, o, "nb")
		p.Open("/sign-in")
		p.Fill("E-postadresse", email)
		p.Press("Send meg en lenke")
		pages = append(pages, fmt.Sprint(p.Status, strings.ReplaceAll(p.Source, email, "EMAIL")))
	}
	if pages[0] != pages[1] {
		t.Errorf("a known address is answered\n%s\nan unknown one\n%s", pages[0], pages[1])
	}
	if len(o.mail.letters) != 1 {
		t.Errorf("%d letters were posted, want one", len(o.mail.letters))
	}
}

func TestAnAddressThatIsNoneIsPointedOut(t *testing.T) {
	t.Parallel()
	p := webtest.Visit(t, newOffice(t), "en")
	p.Open("/sign-in")
	p.Fill("E-mail address", "kari at home")
	p.Press("Send me a link")
	if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Source, "<title>Error: Sign in – Aktsom</title>") {
		t.Errorf("answers %d\n%s", p.Status, p.Source)
	}
	p.See("There is one thing to correct")
	if !strings.Contains(p.Source, `value="kari at home"`) {
		t.Error("what was typed is gone")
	}
}

func TestAUsedLinkOffersANewOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anne := webtest.Visit(t, o, "nb")
	anne.Open("/sign-in")
	anne.Fill("E-postadresse", supplierEmail)
	anne.Press("Send meg en lenke")
	link := o.lastLink(t)
	anne.Open(link)
	anne.Press("Fortsett")

	thief := webtest.Visit(t, o, "nb")
	thief.Open(link)
	if thief.Status != http.StatusGone || signedIn(thief) {
		t.Fatalf("a used link answers %d, signed in: %v", thief.Status, signedIn(thief))
	}
	thief.See("Denne lenken er brukt eller for gammel")
	thief.NotSee("Anne", supplierEmail)
	o.now = o.now.Add(2 * time.Minute)
	thief.Press("Send meg en ny lenke")
	thief.See("Et nytt brev er på vei til den samme adressen.")
	if got := o.mail.letters[len(o.mail.letters)-1].To; got != supplierEmail || len(o.mail.letters) != 2 {
		t.Errorf("%d letters, the last to %s", len(o.mail.letters), got)
	}
}

func TestALinkEndsAfterHalfAnHour(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	anne := webtest.Visit(t, o, "nb")
	anne.Open("/sign-in")
	anne.Fill("E-postadresse", supplierEmail)
	anne.Press("Send meg en lenke")
	anne.Open(o.lastLink(t))
	o.now = o.now.Add(account.SignInLife)
	anne.Press("Fortsett")
	if anne.Status != http.StatusGone || signedIn(anne) {
		t.Errorf("an old link answers %d, signed in: %v", anne.Status, signedIn(anne))
	}
}

func TestABuyersOfficerSignsInWithAPassword(t *testing.T) {
	t.Parallel()
	kari := webtest.Visit(t, newOffice(t), "nb")
	kari.Open("/sign-in")
	kari.Follow("Logg inn med passord")
	kari.Fill("E-postadresse", officerEmail)
	kari.Fill("Passord", "feil passord, men langt")
	kari.Press("Logg inn")
	if kari.Status != http.StatusUnprocessableEntity || signedIn(kari) {
		t.Fatalf("a wrong password answers %d, signed in: %v", kari.Status, signedIn(kari))
	}
	kari.See("E-postadressen eller passordet stemmer ikke. Prøv igjen.")
	kari.Fill("Passord", password)
	kari.Press("Logg inn")
	if kari.Place != "/procurements" || !signedIn(kari) {
		t.Errorf("signing in leads to %s, signed in: %v", kari.Place, signedIn(kari))
	}
	kari.See("Kari Nordmann", "Fjordvik kommune")
}

func TestGuessingIsSlowedDown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	p := webtest.Visit(t, o, "nb")
	guess := func() int {
		p.Open("/sign-in/password")
		p.Fill("E-postadresse", officerEmail)
		p.Fill("Passord", "gjett")
		p.Press("Logg inn")
		return p.Status
	}
	for range 6 {
		if status := guess(); status != http.StatusUnprocessableEntity {
			t.Fatalf("a first guess answers %d", status)
		}
	}
	if status := guess(); status != http.StatusTooManyRequests {
		t.Errorf("the seventh guess answers %d", status)
	}
	o.now = o.now.Add(3 * time.Minute)
	if status := guess(); status != http.StatusUnprocessableEntity {
		t.Errorf("after a pause a guess answers %d", status)
	}
}

func TestSigningInGivesASessionANewTokenAndTheStoreAHash(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	planted := "session=planted-token"
	body := strings.NewReader("email=" + officerEmail + "&password=" + strings.ReplaceAll(password, " ", "+"))
	r := newPost("/sign-in/password", body)
	w := o.do(r, "Cookie", planted)
	cookie := w.Result().Cookies()[0]
	if w.Code != http.StatusSeeOther || cookie.Value == "planted-token" || cookie.Value == "" {
		t.Fatalf("signing in answers %d with cookie %v", w.Code, cookie)
	}
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure {
		t.Errorf("the cookie is %v", cookie)
	}
	if _, plain := o.sessions.kept[cookie.Value]; plain || len(o.sessions.kept) != 1 {
		t.Errorf("the store keeps %d sessions, the cookie's own value among them: %v", len(o.sessions.kept), plain)
	}
}

func TestAnIdleSessionEnds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kari := webtest.Visit(t, o, "nb")
	kari.Open("/sign-in/password")
	kari.Fill("E-postadresse", officerEmail)
	kari.Fill("Passord", password)
	kari.Press("Logg inn")
	for range 3 {
		o.now = o.now.Add(3 * time.Hour)
		if kari.Open("/sign-in"); !signedIn(kari) {
			t.Fatal("a session in use has ended")
		}
	}
	o.now = o.now.Add(4*time.Hour + time.Minute)
	if kari.Open("/sign-in"); signedIn(kari) {
		t.Error("a session nobody used for four hours goes on")
	}
}

func TestASessionEndsADayAfterSigningInHoweverMuchItIsUsed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kari := webtest.Visit(t, o, "nb")
	kari.Open("/sign-in/password")
	kari.Fill("E-postadresse", officerEmail)
	kari.Fill("Passord", password)
	kari.Press("Logg inn")
	for range 8 {
		o.now = o.now.Add(3 * time.Hour)
		if kari.Open("/sign-in"); !signedIn(kari) {
			t.Fatal("a session in use has ended within the day")
		}
	}
	o.now = o.now.Add(time.Minute)
	if kari.Open("/sign-in"); signedIn(kari) {
		t.Error("a session of yesterday goes on")
	}
}

func TestWhatAnotherSiteMakesABrowserSendIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	w := o.do(newPost("/sign-out", strings.NewReader("")), "Sec-Fetch-Site", "cross-site", "Accept-Language", "en")
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "came from another website") {
		t.Errorf("answers %d\n%s", w.Code, w.Body)
	}
}

func TestAFormThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	w := o.do(newPost("/sign-in", strings.NewReader("email="+strings.Repeat("a", 1<<20))), "Accept-Language", "en")
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "That is too large") {
		t.Errorf("answers %d\n%s", w.Code, w.Body)
	}
}

func TestASessionThatCannotBeSavedIsNotPromised(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.sessions.fail = context.DeadlineExceeded
	body := strings.NewReader("email=" + officerEmail + "&password=" + strings.ReplaceAll(password, " ", "+"))
	w := o.do(newPost("/sign-in/password", body))
	if w.Code != http.StatusInternalServerError || w.Header().Get("Location") != "" || len(w.Result().Cookies()) != 0 {
		t.Errorf("answers %d with %v", w.Code, w.Header())
	}
	if !strings.Contains(o.log.String(), "save session") {
		t.Errorf("the log says\n%s", o.log)
	}
}
