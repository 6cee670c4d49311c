package browsertest_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
)

// world is a portal that a browser can reach, and what happens around it.
type world struct {
	*housetest.House
	base string
	// link is the personal link in the newest letter to an address.
	link func(email string) string
	wire wire
}

// wire is the line between the browser and the portal, which a test may cut.
type wire struct {
	mu   sync.Mutex
	lose func(*http.Request) bool // whether the portal does what is asked, but its answer never arrives
	way  http.Handler             // what the requests pass on their way; nil: nothing
}

// through leads requests through something that ends at the portal.
func (l *wire) through(way http.Handler) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.way = way
}

// loses lets answers be lost from now on; nil mends the line.
func (l *wire) loses(lose func(*http.Request) bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lose = lose
}

func (l *wire) to(portal http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		lost, to := l.lose != nil && l.lose(r), portal
		if l.way != nil {
			to = l.way
		}
		l.mu.Unlock()
		if !lost {
			to.ServeHTTP(w, r)
			return
		}
		portal.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	})
}

// serve makes a house answer where a browser can reach it. setup may change
// what it stands on.
func serve(t *testing.T, setup housetest.Setup) *world {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{base: "http://" + listener.Addr().String()}
	setup.URL = w.base
	w.House = housetest.Build(t, setup)
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: w.wire.to(w.Site)}}
	server.Start()
	t.Cleanup(server.Close)
	w.link = func(email string) string {
		t.Helper()
		letters := w.Tray.To(email)
		if len(letters) == 0 {
			t.Fatalf("no letter has come to %s", email)
		}
		return w.base + housetest.LinkIn(letters[len(letters)-1])
	}
	return w
}

// signIn lets a buyer's member in.
func (w *world) signIn(t *testing.T, role account.Role, at window) *visitor {
	t.Helper()
	v := visit(t, string(role), w.base, at)
	v.open("/sign-in/password")
	v.fill("email", w.Actor(role).Email)
	v.fill("password", housetest.Password)
	v.press("Logg inn")
	return v
}
