package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/message"
	"aktsom/internal/web"
	"aktsom/static"
)

// memorySessions is a session store that forgets at the end of the test.
type memorySessions struct {
	mu   sync.Mutex
	kept map[string][]byte
	fail error
}

func (m *memorySessions) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.kept[token]
	return data, ok, m.fail
}

func (m *memorySessions) CommitCtx(_ context.Context, token string, data []byte, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[token] = data
	return m.fail
}

func (m *memorySessions) Own(ctx context.Context, token string, data []byte, expiry time.Time, _ account.Session) error {
	return m.CommitCtx(ctx, token, data, expiry)
}

func (m *memorySessions) Renew(ctx context.Context, token string, data []byte, expiry, _ time.Time) error {
	return m.CommitCtx(ctx, token, data, expiry)
}

func (m *memorySessions) DeleteCtx(_ context.Context, token string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, token)
	return m.fail
}

// portal is a site with a clock that stands still and a log that can be read.
type portal struct {
	*web.Site
	log      *bytes.Buffer
	ill      error // what /healthz finds
	sessions *memorySessions
	now      time.Time
}

func newPortal(t *testing.T, address string, services ...web.Services) *portal {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	assets, err := static.Load()
	if assets == nil {
		t.Fatal(err) // the parts from npm may be missing here, ours may not
	}
	p := &portal{
		log: &bytes.Buffer{}, sessions: &memorySessions{kept: map[string][]byte{}},
		now: time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC),
	}
	services = append(services, web.Services{})
	p.Site, err = web.New(services[0], web.Options{
		URL: at, Clock: func() time.Time { return p.now }, Zone: time.UTC,
		Log: slog.New(slog.NewTextHandler(p.log, nil)), Messages: message.New(nil), Assets: assets, Sessions: p.sessions,
		Ready: func(context.Context) error { return p.ill },
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *portal) get(target string, headers ...string) *httptest.ResponseRecorder {
	return p.do(httptest.NewRequest(http.MethodGet, target, nil), headers...)
}

func newPost(target string, body io.Reader) *http.Request {
	r := httptest.NewRequest(http.MethodPost, target, body)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func (p *portal) do(r *http.Request, headers ...string) *httptest.ResponseRecorder {
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

func TestTheFrontPageIsReadInTheBrowsersLanguage(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "http://localhost")
	for accept, want := range map[string]string{"nb": `<html lang="nb"`, "nn": `<html lang="nn"`, "en-GB": `<html lang="en"`} {
		w := p.get("/", "Accept-Language", accept)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: status %d, want %s in\n%s", accept, w.Code, want, w.Body)
		}
	}
}

func TestAChosenLanguageIsRememberedAndKeepsThePlace(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "http://localhost")
	w := p.get("/?a=1&lang=nn")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?a=1" {
		t.Fatalf("choosing answers %d to %q", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("the cookie is %v", cookie)
	}
	again := p.get("/?a=1", "Cookie", cookie.Name+"="+cookie.Value, "Accept-Language", "en")
	if !strings.Contains(again.Body.String(), `<html lang="nn"`) || !strings.Contains(again.Body.String(), `href="/?a=1&amp;lang=en"`) {
		t.Errorf("the choice or the place is lost:\n%s", again.Body)
	}
}

func TestNobodyIsSentElsewhereByALinkThatBeginsHere(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "http://localhost")
	for _, target := range []string{"//evil.example/?lang=nn", "/\\evil.example?lang=nn"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = &url.URL{Path: strings.TrimSuffix(target, "?lang=nn"), RawQuery: "lang=nn"}
		if to := p.do(r).Header().Get("Location"); strings.HasPrefix(to, "//") || strings.Contains(to, "\\") {
			t.Errorf("%q leads to %q", target, to)
		}
	}
}

func TestEveryAnswerHasTheStrictHeaders(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "https://portal.example")
	for _, target := range []string{"/", "/healthz", "/no-such-page", "/static/x/css/none.css"} {
		h := p.get(target).Header()
		csp := h.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'self'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: content policy %q", target, csp)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
			"Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", target, name, h.Get(name), want)
			}
		}
	}
	if got := newPortal(t, "http://localhost").get("/").Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("without TLS the browser is told %q", got)
	}
}

func TestAPageThatIsNotThereHelpsAndHasANumber(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "http://localhost")
	w := p.get("/no-such-page", "Accept-Language", "en")
	for _, want := range []string{"We cannot find that page", "Reference number: ", `href="/"`} {
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), want) {
			t.Errorf("status %d, want %q in\n%s", w.Code, want, w.Body)
		}
	}
	if script := p.get("/no-such-page", "Accept", "application/json"); !strings.Contains(script.Body.String(), `"reference":"`) {
		t.Errorf("a script is answered %s", script.Body)
	}
}

func TestTheLogHoldsRoutesAndNoPaths(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "http://localhost")
	p.get("/static/secret-token/css/aktsom.css")
	p.get("/link-secret-token")
	if log := p.log.String(); strings.Contains(log, "secret-token") || !strings.Contains(log, "route=/static/:build/:folder/:name") {
		t.Errorf("the log reads\n%s", log)
	}
}

func TestStylesMayBeKeptForEverUnderTheirOwnAddress(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "http://localhost")
	page := p.get("/").Body.String()
	_, rest, _ := strings.Cut(page, `<link rel="stylesheet" href="`)
	address, _, ok := strings.Cut(rest, `"`)
	if !ok {
		t.Fatalf("the page has no stylesheet:\n%s", page)
	}
	w := p.get(address, "Accept-Encoding", "gzip")
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") ||
		w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("%s answers %d with %v", address, w.Code, w.Header())
	}
	old := p.get("/static/0123456789ab/css/aktsom.css")
	if old.Code != http.StatusOK || old.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("an older page's address answers %d, %q", old.Code, old.Header().Get("Cache-Control"))
	}
}

func TestAPanicShowsANumberAndNothingElse(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "http://localhost") // without services a handler has nothing to ask
	w := p.do(newPost("/sign-in", strings.NewReader("email=kari%40firma.example")), "Accept-Language", "en")
	page := w.Body.String()
	if w.Code != http.StatusInternalServerError || !strings.Contains(page, "Something went wrong on our side") {
		t.Fatalf("answers %d\n%s", w.Code, page)
	}
	_, rest, _ := strings.Cut(page, "Reference number: ")
	number, _, _ := strings.Cut(rest, "<")
	if len(number) != 9 || !strings.Contains(p.log.String(), number) {
		t.Errorf("the page's number is %q, the log reads\n%s", number, p.log)
	}
	for _, secret := range []string{"nil pointer", "goroutine", "account", ".go:"} {
		if strings.Contains(page, secret) {
			t.Errorf("the page tells %q", secret)
		}
	}
	if !strings.Contains(p.log.String(), "nil pointer") {
		t.Error("the log does not say what happened")
	}
}

func TestThePortalSaysWhetherItIsWell(t *testing.T) {
	t.Parallel()
	p := newPortal(t, "http://localhost")
	if w := p.get("/healthz"); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	p.ill = errors.New("the database at 10.0.0.7 does not answer")
	w := p.get("/healthz")
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "10.0.0.7") {
		t.Errorf("%d %v %q", w.Code, w.Header(), w.Body)
	}
}
