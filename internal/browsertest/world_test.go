package browsertest_test

import (
	"net"
	"net/http"
	"net/http/httptest"
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
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: w.Site}}
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
