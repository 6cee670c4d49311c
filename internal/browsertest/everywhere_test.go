package browsertest_test

import (
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"aktsom/internal/app"
	"aktsom/internal/demo"
	"aktsom/internal/housetest"
)

// alike is how many pages of one kind a visitor looks at: they differ by how
// far their procurement or assessment has come.
const alike = 2

// TestEveryPageThatALinkLeadsToIsAccessible follows every link of the demo's
// world, as one of the staff who may do everything and as each supplier: the
// first page of a kind with a phone and at a desk, and in every language.
func TestEveryPageThatALinkLeadsToIsAccessible(t *testing.T) {
	t.Parallel()
	base, guests := demoWorld(t)
	kinds := &sync.Map{}
	for _, guest := range guests {
		if guest.Link == "" && guest.Email != "kari@fjordvik.example" {
			continue
		}
		t.Run(guest.Email, func(t *testing.T) {
			t.Parallel()
			v := visit(t, guest.Name, base, window{width: narrow})
			if guest.Link == "" {
				v.open("/sign-in/password")
				v.fill("email", guest.Email)
				v.fill("password", demo.Password)
				v.press("Logg inn")
			} else {
				v.open(guest.Link)
				v.press("Fortsett")
			}
			v.everywhere(kinds)
		})
	}
}

// demoWorld is the demo's world, served where a browser can reach it.
func demoWorld(t *testing.T) (base string, guests []demo.Guest) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base = "http://" + listener.Addr().String()
	portal, guests := housetest.Demo(t, base, app.Now)
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: portal.Site}}
	server.Start()
	t.Cleanup(server.Close)
	return base, guests
}

// links are the addresses on a page that lead to pages of the portal.
const links = `[...document.querySelectorAll("a[href]")].filter(a => !a.download && a.origin === location.origin).map(a => a.pathname + a.search)`

// downloads, other languages, and letters as they came are no pages of their own.
var notPages = regexp.MustCompile(`\.(csv|xlsx|json|pdf|ics|html)(\?|$)|^/files/[^/]+$|/download|/export|[?&]lang=|^/outbox`)

// everywhere looks at every page that links lead to from here. kinds are those
// that somebody has read in every language.
func (v *visitor) everywhere(kinds *sync.Map) {
	v.t.Helper()
	seen, looked := map[string]bool{}, map[string]int{}
	queue := []string{strings.TrimPrefix(eval[string](v, `location.href`), v.base), "/", "/help", "/no-such-page"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		kind := kindOf(at)
		if seen[at] || notPages.MatchString(at) || looked[kind] >= alike {
			continue
		}
		seen[at] = true
		looked[kind]++
		v.open(inLanguage(at, "nb"))
		v.otherWindow()
		if looked[kind] == 1 {
			v.look()
		}
		queue = append(queue, eval[[]string](v, links)...)
		if _, known := kinds.LoadOrStore(kind, true); !known {
			v.translated(at, "nn")
			v.otherWindow()
			v.translated(at, "en")
		}
	}
	if len(seen) < 8 {
		v.fail("links led to %d pages only", len(seen))
	}
}

// translated looks at a page in another language. Buyers' pages are many, and
// differ in their words alone: a glance is enough.
func (v *visitor) translated(at, lang string) {
	v.t.Helper()
	v.do("open "+at, chromedp.Navigate(v.base+inLanguage(at, lang)))
	where := v.glance()
	if got := eval[string](v, tongue); got != lang {
		v.t.Errorf("%s at %s: the page is in %q, not %q", v.name, where, got, lang)
	}
	if strings.HasPrefix(at, "/assessments") || strings.HasPrefix(at, "/requests") {
		v.axe(where)
	}
}

// narrow and broad are how wide windows are.
const (
	narrow = 390
	broad  = 1280
)

// otherWindow goes on with the same page at a desk, or with a phone.
func (v *visitor) otherWindow() {
	v.t.Helper()
	v.width = narrow + broad - v.width
	v.do("change the window", chromedp.EmulateViewport(v.width, 900))
}

// inLanguage is an address in a language.
func inLanguage(address, lang string) string {
	to, err := url.Parse(address)
	if err != nil {
		return address
	}
	query := to.Query()
	query.Set("lang", lang)
	to.RawQuery, to.Fragment = query.Encode(), ""
	return to.String()
}

var name = regexp.MustCompile(`/(pages|questionnaires|review)/[^/?]+`)

// kindOf is an address without what tells one record from another, and with the
// names of what is asked for.
func kindOf(address string) string {
	at, err := url.Parse(address)
	if err != nil {
		return address
	}
	kind := name.ReplaceAllString(ids.ReplaceAllString(at.Path, "…"), "/$1/…")
	return kind + "?" + strings.Join(slices.Sorted(maps.Keys(at.Query())), "&")
}
