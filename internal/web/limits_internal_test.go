package web

import (
	"errors"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
)

func TestALimiterForgetsNobodyWhoIsStillTooQuick(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)
	l := newLimiter(func() time.Time { return now }, 2, time.Minute)
	for i, want := range []error{nil, nil, fault.TooMany} {
		if err := l.Allow("guesser"); !errors.Is(err, want) {
			t.Errorf("try %d: %v, want %v", i+1, err, want)
		}
	}
	if err := l.Allow("somebody else"); err != nil {
		t.Errorf("another visitor is refused: %v", err)
	}
	now = now.Add(time.Minute)
	if err := l.Allow("guesser"); err != nil {
		t.Errorf("after a pause: %v", err)
	}
}

func TestALimiterKeepsWithinItsMemory(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)
	l := newLimiter(func() time.Time { return now }, 1, time.Minute)
	for i := range maxKeys + 100 {
		_ = l.Allow(strconv.Itoa(i)) // a first try is always allowed
	}
	if len(l.keys) > maxKeys {
		t.Errorf("it keeps %d keys, at most %d are allowed", len(l.keys), maxKeys)
	}
	now = now.Add(2 * time.Minute)
	if err := l.Allow("one more"); err != nil || len(l.keys) != 1 {
		t.Errorf("after a quiet time %d keys are kept, want the one: %v", len(l.keys), err)
	}
}

func TestAHouseholdsManyIPv6AddressesAreOneNetwork(t *testing.T) {
	t.Parallel()
	gin.SetMode(gin.TestMode)
	for address, want := range map[string]string{
		"[2001:db8:1:2:aaaa::1]:443": "2001:db8:1:2::/64", "[2001:db8:1:2:bbbb::9]:443": "2001:db8:1:2::/64",
		"192.0.2.7:443": "192.0.2.7",
	} {
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequest("GET", "/", nil)
		c.Request.RemoteAddr = address
		if got := networkOf(c); got != want {
			t.Errorf("%s comes from %s, want %s", address, got, want)
		}
	}
}
