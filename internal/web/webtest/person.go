// Package webtest lets a test use the portal as a person does, in a browser
// without scripts: open a page, fill in what has a label, press a button, see
// words. What a person could not do fails the test.
package webtest

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Person is somebody at a browser of their own.
type Person struct {
	Status int    // of the page that is open
	Place  string // its path and query
	Source string // its HTML

	t      testing.TB
	client *http.Client
	base   *url.URL
	page   *html.Node
	filled map[*html.Node][]string
	files  map[*html.Node][]attachment
	lang   string
}

// Visit gives a person a browser that reads the language, and the portal to
// open. The portal is served until the test ends.
func Visit(t testing.TB, portal http.Handler, lang string) *Person {
	t.Helper()
	server := httptest.NewServer(portal)
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := server.Client()
	client.Jar = jar
	return &Person{t: t, client: client, base: base, lang: lang}
}

// Open goes to a path, following redirections as a browser does.
func (p *Person) Open(path string) {
	p.t.Helper()
	p.send(http.MethodGet, path, "", nil)
}

// Follow goes where the link with these words leads.
func (p *Person) Follow(words string) {
	p.t.Helper()
	for n := range p.page.Descendants() {
		if n.Data == "a" && text(n) == words {
			p.Open(attribute(n, "href"))
			return
		}
	}
	p.t.Fatalf("%s: there is no link %q in\n%s", p.Place, words, p.Words())
}

// See fails the test unless all the words stand on the page.
func (p *Person) See(words ...string) {
	p.t.Helper()
	for _, w := range words {
		if !strings.Contains(p.Words(), w) {
			p.t.Errorf("%s (%d): does not show %q but\n%s", p.Place, p.Status, w, p.Words())
		}
	}
}

// NotSee fails the test if any of the words stands on the page.
func (p *Person) NotSee(words ...string) {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(p.Words(), w) {
			p.t.Errorf("%s (%d): shows %q in\n%s", p.Place, p.Status, w, p.Words())
		}
	}
}

// Words is what the page says, a block a line.
func (p *Person) Words() string {
	var lines []string
	for n := range p.page.Descendants() {
		if n.Type == html.TextNode && !hidden(n) {
			if line := strings.Join(strings.Fields(n.Data), " "); line != "" {
				lines = append(lines, line)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// send makes a request and opens what comes back.
func (p *Person) send(method, to, kind string, body io.Reader) {
	p.t.Helper()
	target, err := p.base.Parse(to)
	if err != nil {
		p.t.Fatalf("%s is no address: %v", to, err)
	}
	request, err := http.NewRequestWithContext(p.t.Context(), method, target.String(), body)
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html")
	request.Header.Set("Accept-Language", p.lang)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	if p.Place != "" {
		request.Header.Set("Referer", p.base.JoinPath("/").String()+strings.TrimPrefix(p.Place, "/"))
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	answer, err := p.client.Do(request)
	if err != nil {
		p.t.Fatalf("%s %s: %v", method, to, err)
	}
	p.read(answer)
}

func (p *Person) read(answer *http.Response) {
	p.t.Helper()
	defer answer.Body.Close()
	source, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	p.Status, p.Source, p.Place = answer.StatusCode, string(source), answer.Request.URL.RequestURI()
	p.filled, p.files = map[*html.Node][]string{}, map[*html.Node][]attachment{}
	if p.page, err = html.Parse(strings.NewReader(strings.ReplaceAll(p.Source, "<wbr>", ""))); err != nil {
		p.t.Fatal(err)
	}
}

func hidden(n *html.Node) bool {
	for up := range n.Ancestors() {
		if slices.Contains([]string{"head", "script", "style"}, up.Data) {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func attribute(n *html.Node, key string) string {
	value, _ := lookup(n, key)
	return value
}

func lookup(n *html.Node, key string) (value string, ok bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
