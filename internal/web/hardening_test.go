package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
)

// strict is on every answer; files add a sandbox to the content policy.
var strict = map[string]string{
	"Content-Security-Policy":      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
}

// sandboxed are the routes that give out what people have sent in. Their
// policy is stricter still: nothing in them runs, or loads anything.
var sandboxed = map[string]string{"GET /files/:id": "sandbox; default-src 'none'"}

func TestEveryRouteAnswersWithTheStrictHeaders(t *testing.T) {
	t.Parallel()
	roles, rows := accessRows(t)
	crowd := newCrowd(t)
	for _, r := range rows {
		for _, role := range []string{roles[0], "supplier", "officer"} {
			v := crowd.ask(t, r, role)
			for name, want := range strict {
				if policy, isFile := sandboxed[r.String()]; isFile && name == "Content-Security-Policy" && v.Status == http.StatusOK {
					want = policy
				}
				if got := v.Header.Get(name); got != want {
					t.Errorf("%s: %s gets %s: %q, want %q", r, role, name, got, want)
				}
			}
			keeps := v.Header.Get("Cache-Control")
			if !strings.HasSuffix(keeps, "no-store") && !strings.HasPrefix(r.route, "/static/") {
				t.Errorf("%s: %s gets Cache-Control %q, want no-store", r, role, keeps)
			}
			if script := strings.Contains(v.Body, "<script>") || strings.Contains(v.Body, " onclick=") || strings.Contains(v.Body, " style="); script {
				t.Errorf("%s: %s gets a page with a script or style in it, which its own policy forbids", r, role)
			}
		}
	}
}

func TestUnderHTTPSCookiesAreSecureAndTheBrowserIsToldToStay(t *testing.T) {
	t.Parallel()
	h := housetest.Build(t, housetest.Setup{URL: "https://aktsom.test"})
	h.Actor(account.Officer)
	v := h.Anonymous().Post("/sign-in/password", url.Values{"email": {"officer@Fjord.example"}, "password": {housetest.Password}}).Is(t, http.StatusSeeOther)
	v2 := h.Anonymous().Open("/?lang=en").Is(t, http.StatusSeeOther)
	cookies := append((&http.Response{Header: v.Header}).Cookies(), (&http.Response{Header: v2.Header}).Cookies()...)
	if len(cookies) < 2 {
		t.Fatalf("signing in and choosing a language give the cookies %v", cookies)
	}
	for _, c := range cookies {
		if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Domain != "" {
			t.Errorf("the cookie %s: HttpOnly %v, Secure %v, SameSite %v, Domain %q", c.Name, c.HttpOnly, c.Secure, c.SameSite, c.Domain)
		}
	}
	if got := v.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=63072000") {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
}

func TestNoFormOfAnotherSiteIsTaken(t *testing.T) {
	t.Parallel()
	_, rows := accessRows(t)
	crowd := newCrowd(t)
	for _, r := range rows {
		for _, role := range []string{"supplier", "officer"} {
			if r.method == http.MethodGet {
				continue
			}
			v := crowd.ask(t, r, role, "Sec-Fetch-Site", "cross-site")
			if v.Status != http.StatusForbidden {
				t.Errorf("%s: what another site makes %s send is answered %d, want 403", r, role, v.Status)
			}
		}
	}
}

func TestNoRouteTakesAFormThatIsTooLarge(t *testing.T) {
	t.Parallel()
	_, rows := accessRows(t)
	crowd := newCrowd(t)
	form, definition := strings.Repeat("a", 1<<20), strings.Repeat("a", 5<<20)
	for _, r := range rows {
		large := form
		if strings.HasPrefix(r.route, "/questionnaires") {
			large = definition // these take a questionnaire as text and as a file
		}
		usual := calls[r.String()]
		if r.method != http.MethodPost || usual.file || usual.fields == nil && usual.json == "" {
			continue // a button that stands alone: what comes with it is not read
		}
		for _, role := range []string{"anyone", "supplier", "officer"} {
			if r.gets[role] != "yes" {
				continue
			}
			sent := call{stage: usual.stage, fields: url.Values{"email": {large}}}
			if usual.json != "" {
				sent.json = `{"save":"` + large + `"}`
			}
			v := crowd.send(t, r, role, sent)
			if v.Status != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: a form of %d bytes from %s is answered %d, want 413:\n%.300s", r, len(large), role, v.Status, v.Text())
			}
		}
	}
}

func TestTooManyTriesAreToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	p := housetest.New(t).Anonymous()
	for _, route := range []string{"/sign-in", "/sign-in/password"} {
		fields := url.Values{"email": {route[1:] + "@example.com"}, "password": {"a guess"}}
		status := http.StatusOK
		var v *housetest.View
		for range 8 {
			v = p.Post(route, fields)
			status = v.Status
		}
		if status != http.StatusTooManyRequests || v.Header.Get("Retry-After") == "" {
			t.Errorf("%s: the eighth try in a row is answered %d, Retry-After %q", route, status, v.Header.Get("Retry-After"))
		}
	}
}

func TestAnAddressAProxyClaimsIsBelievedOnlyFromAProxyOfOurs(t *testing.T) {
	t.Parallel()
	tries := func(trusted []string) int {
		h := housetest.Build(t, housetest.Setup{TrustedProxies: trusted})
		for i := range 100 {
			p := h.Anonymous()
			p.Header.Set("X-Forwarded-For", "198.51.100."+string(rune('0'+i%10)))
			p.Header.Set("X-Real-Ip", "198.51.100.1")
			v := p.Post("/sign-in", url.Values{"email": {strings.Repeat("a", i+1) + "@example.com"}})
			if v.Status == http.StatusTooManyRequests {
				return i
			}
		}
		return 100
	}
	if n := tries(nil); n != 60 {
		t.Errorf("with no proxy of ours, a visitor who claims ten addresses is stopped after %d tries, want 60", n)
	}
	if n := tries([]string{"192.0.2.0/24"}); n != 100 {
		t.Errorf("behind a proxy of ours, ten visitors with ten tries each are stopped after %d", n)
	}
}

func TestTheLogOfAHouseHoldsNoLinkAndNoPassword(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	h := housetest.Build(t, housetest.Setup{Log: slog.New(slog.NewTextHandler(&log, nil))})
	a := h.Invite(h.Publish(), 1)
	h.WorkOnce(t.Context())
	link := housetest.LinkIn(h.Tray.To(a.Contact.Email)[0])
	p := h.Anonymous()
	p.Open(link).Is(t, http.StatusOK)
	p.Post(link, nil).Is(t, http.StatusSeeOther)
	h.Member(account.Officer)
	token := strings.TrimPrefix(link, "/link/")
	if text := log.String(); strings.Contains(text, token) || strings.Contains(text, housetest.Password) || !strings.Contains(text, "/link/:token") {
		t.Errorf("the log reads\n%s", text)
	}
}
