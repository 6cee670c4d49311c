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
	"testing"

	"aktsom/internal/app"
	"aktsom/internal/demo"
	"aktsom/internal/housetest"
)

// alike is how many pages of one kind a visitor looks at: they differ by how
// far their procurement or assessment has come.
const alike = 2

// TestEveryPageThatALinkLeadsToIsAccessible follows every link of the demo's
// world with a phone, as one of the staff who may do everything and as each
// supplier. The walks, and the gallery in package web, look at a desk too.
func TestEveryPageThatALinkLeadsToIsAccessible(t *testing.T) {
	base, guests := demoWorld(t)
	for _, guest := range guests {
		if guest.Link == "" && guest.Email != "kari@fjordvik.example" {
			continue
		}
		t.Run(guest.Email, func(t *testing.T) {
			v := visit(t, guest.Name, base, window{width: 390})
			if guest.Link == "" {
				v.open("/sign-in/password")
				v.fill("email", guest.Email)
				v.fill("password", demo.Password)
				v.press("Logg inn")
			} else {
				v.open(guest.Link)
				v.press("Fortsett")
			}
			v.everywhere()
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

// everywhere looks at every page that links lead to from here.
func (v *visitor) everywhere() {
	v.t.Helper()
	seen, looked := map[string]bool{}, map[string]int{}
	queue := []string{strings.TrimPrefix(eval[string](v, `location.href`), v.base), "/", "/help", "/no-such-page"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] || notPages.MatchString(at) || looked[kindOf(at)] >= alike {
			continue
		}
		seen[at] = true
		looked[kindOf(at)]++
		v.open(at)
		v.look()
		queue = append(queue, eval[[]string](v, links)...)
	}
	if len(seen) < 8 {
		v.fail("links led to %d pages only", len(seen))
	}
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
