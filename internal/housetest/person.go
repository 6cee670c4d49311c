package housetest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"aktsom/internal/account"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/web/webtest"
)

// Person is somebody at a browser without scripts.
type Person struct {
	house   *House
	t       testing.TB
	cookies map[string]*http.Cookie
	Header  http.Header // sent with every request
}

// Anonymous is a person who has not signed in.
func (h *House) Anonymous() *Person {
	return &Person{house: h, t: h.t, cookies: map[string]*http.Cookie{}, Header: http.Header{"Accept-Language": {"nb"}}}
}

// Visit is somebody who fills in and presses what stands on the pages, for
// walks that read like a person's; Anonymous and the others below send what a
// test says and tell status and statements.
func (h *House) Visit(lang string) *webtest.Person { return webtest.Visit(h.t, h.Site, lang) }

// Member is a person of the first buyer, signed in with a password.
func (h *House) Member(role account.Role) *Person {
	h.t.Helper()
	return h.signedIn(h.hire("Fjordvik kommune", role))
}

// OtherMember is a person of the second buyer, signed in.
func (h *House) OtherMember(role account.Role) *Person {
	h.t.Helper()
	return h.signedIn(h.hire("Andre kommune", role))
}

func (h *House) signedIn(email string) *Person {
	h.t.Helper()
	p := h.Anonymous()
	p.Post("/sign-in/password", url.Values{"email": {email}, "password": {Password}}).Leads(h.t)
	return p
}

// Supplier is the n-th supplier's contact, signed in with a link.
func (h *House) Supplier(n int) *Person {
	h.t.Helper()
	return h.ByLink(contact(n))
}

// ByLink is whoever has the address, signed in with a link.
func (h *House) ByLink(email string) *Person {
	h.t.Helper()
	token, err := h.Accounts.PrintLink(h.t.Context(), email)
	must(h.t, err)
	p := h.Anonymous()
	p.Post("/link/"+string(token), nil).Leads(h.t)
	return p
}

// View is what a request brought.
type View struct {
	Status     int
	Header     http.Header
	Body       string
	Statements int // SQL statements the request took, without BEGIN and COMMIT
	SQL        string
	doc        *html.Node
}

// Open gets a page.
func (p *Person) Open(path string) *View { return p.do(http.MethodGet, path, nil, "") }

// Post sends a page's fields.
func (p *Person) Post(path string, fields url.Values) *View {
	return p.do(http.MethodPost, path, strings.NewReader(fields.Encode()), "application/x-www-form-urlencoded")
}

// PostJSON sends JSON the way a script of ours does.
func (p *Person) PostJSON(path, body string) *View {
	p.Header.Set("Accept", "application/json")
	defer p.Header.Del("Accept")
	return p.do(http.MethodPost, path, strings.NewReader(body), "application/json")
}

// Upload sends fields and then one file, as a browser does.
func (p *Person) Upload(path string, fields url.Values, name string, content []byte) *View {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range fields {
		for _, v := range values {
			must(p.t, w.WriteField(field, v))
		}
	}
	part, err := w.CreateFormFile("file", name)
	must(p.t, err)
	_, err = part.Write(content)
	must(p.t, err)
	must(p.t, w.Close())
	return p.do(http.MethodPost, path, &body, w.FormDataContentType())
}

// Send posts a body of any kind and any size, as it comes.
func (p *Person) Send(path, kind string, body io.Reader) *View {
	return p.do(http.MethodPost, path, body, kind)
}

// Patch sends the next piece of a file, which begins at offset.
func (p *Person) Patch(path string, offset int64, body io.Reader) *View {
	p.Header.Set("Upload-Offset", strconv.FormatInt(offset, 10))
	defer p.Header.Del("Upload-Offset")
	return p.do(http.MethodPatch, path, body, "application/offset+octet-stream")
}

// Follow gets the page that a view leads to; a view that leads nowhere fails.
func (p *Person) Follow(v *View) *View { return p.Open(v.Leads(p.t)) }

func (p *Person) do(method, path string, body io.Reader, kind string) *View {
	path, _, _ = strings.Cut(path, "#") // a browser keeps it to itself
	ctx, statements := sqlstore.CountStatements(p.t.Context())
	r := httptest.NewRequestWithContext(ctx, method, "http://aktsom.test"+path, body)
	r.Header = p.Header.Clone()
	if r.Header.Get("Sec-Fetch-Site") == "" {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	r.Header.Set("Referer", "http://aktsom.test"+path)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for _, c := range p.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	p.house.Site.ServeHTTP(w, r)
	answer := w.Result()
	for _, c := range answer.Cookies() {
		p.cookies[c.Name] = c
		if c.MaxAge < 0 {
			delete(p.cookies, c.Name)
		}
	}
	return &View{
		Status: answer.StatusCode, Header: answer.Header, Body: w.Body.String(),
		Statements: statements.Count(), SQL: statements.String(),
	}
}

// Leads returns the address a view sends the browser to; none fails the test.
func (v *View) Leads(t testing.TB) string {
	t.Helper()
	if v.Status != http.StatusSeeOther {
		t.Fatalf("status %d leads nowhere:\n%s", v.Status, v.Text())
	}
	return v.Header.Get("Location")
}

// Is fails the test unless the view has the status.
func (v *View) Is(t testing.TB, status int) *View {
	t.Helper()
	if v.Status != status {
		t.Fatalf("status %d, want %d:\n%s", v.Status, status, v.Text())
	}
	return v
}

// Sees fails the test unless every text stands on the page, whatever the space
// between its words.
func (v *View) Sees(t testing.TB, texts ...string) *View {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(v.Text(), squeeze(text)) {
			t.Fatalf("the page does not say %q:\n%s", text, v.Text())
		}
	}
	return v
}

// Misses fails the test if one of the texts stands on the page.
func (v *View) Misses(t testing.TB, texts ...string) *View {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(v.Text(), squeeze(text)) {
			t.Fatalf("the page says %q:\n%s", text, v.Text())
		}
	}
	return v
}

// All returns the elements that match a CSS selector.
func (v *View) All(selector string) []*html.Node {
	if v.doc == nil {
		doc, err := html.Parse(strings.NewReader(strings.ReplaceAll(v.Body, "<wbr>", ""))) // where a word may break, nobody reads a space
		if err != nil {
			return nil
		}
		v.doc = doc
	}
	return cascadia.QueryAll(v.doc, cascadia.MustCompile(selector))
}

// Has fails the test unless something matches the CSS selector.
func (v *View) Has(t testing.TB, selector string) *View {
	t.Helper()
	if len(v.All(selector)) == 0 {
		t.Fatalf("nothing matches %q:\n%s", selector, v.Body)
	}
	return v
}

// Value returns the attribute of the first element that matches; none fails.
func (v *View) Value(t testing.TB, selector, attribute string) string {
	t.Helper()
	v.Has(t, selector)
	for _, a := range v.All(selector)[0].Attr {
		if a.Key == attribute {
			return a.Val
		}
	}
	return ""
}

// Text is what the page says, without its tags.
func (v *View) Text() string {
	v.All("html")
	var b strings.Builder
	write(&b, v.doc)
	return squeeze(b.String())
}

// TextOf is what an element says.
func TextOf(n *html.Node) string {
	var b strings.Builder
	write(&b, n)
	return squeeze(b.String())
}

func write(b *strings.Builder, n *html.Node) {
	if n == nil || n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style") {
		return
	}
	if n.Type == html.TextNode {
		b.WriteString(n.Data + " ")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		write(b, c)
	}
}

func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }
