package web

import (
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
)

// maxForm bounds what a form may send. The largest page is a table of 500 rows
// with some 2 kB in each; files go another way, as a stream.
const maxForm = 1 << 20

// forms keeps the body of every request within maxForm. Routes that take files
// stand in a group of their own.
func (s *Site) forms(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
}

// formOf reads the fields of a form, and says why when they cannot be read.
func formOf(c *gin.Context) (url.Values, error) {
	if err := c.Request.ParseForm(); err != nil {
		if why := explain(err); why.status == http.StatusRequestEntityTooLarge {
			return nil, err
		}
		return nil, fault.Invalid
	}
	return c.Request.PostForm, nil
}

// limits are the brakes on guessing, on filling the store, and on making the
// portal write letters.
type limits struct {
	signInFrom *limiter // by the visitor's network address
	signInAs   *limiter // by the e-mail address that is tried
	files      *limiter // announced, by person
	pieces     *limiter // of files, by person
	objects    *limiter // by the person who says that they are not the one to ask
	colleagues *limiter // by the contact who asks them
	enquiries  *limiter // by the person who asks the buyer
}

func newLimits(clock func() time.Time) limits {
	return limits{
		// An office behind one address signs in together on the last day, so
		// this is wide: it slows a machine, not people.
		signInFrom: newLimiter(clock, 60, 10*time.Second),
		// A person mistypes a few times; a guesser needs thousands.
		signInAs: newLimiter(clock, 6, 2*time.Minute),
		// A folder of documents is dropped at once; nobody drops one each minute.
		files: newLimiter(clock, 100, 3*time.Second),
		// The largest file is some thirty pieces, and two files come at a time; a
		// line that breaks often makes more of them.
		pieces: newLimiter(clock, 200, 300*time.Millisecond),
		// Each one writes a letter to the buyer: a few changes of mind are enough.
		objects: newLimiter(clock, 12, 10*time.Minute),
		// Each one writes a letter to an address that was typed: everybody who may
		// help, twice, and then a pause.
		colleagues: newLimiter(clock, 2*assessment.MaxColleagues, 10*time.Minute),
		// Each one writes a letter to the buyer too. Who has read it all asks what
		// is unclear one after the other.
		enquiries: newLimiter(clock, 12, 10*time.Minute),
	}
}

// networkOf is where a visitor comes from. A household or an office has a whole
// /64 of IPv6 addresses and may use a new one each time.
func networkOf(c *gin.Context) string {
	address, err := netip.ParseAddr(c.ClientIP())
	if err != nil || address.Is4() || address.Is4In6() {
		return c.ClientIP()
	}
	network, err := address.WithZone("").Prefix(64)
	if err != nil {
		return c.ClientIP()
	}
	return network.String()
}

// maxKeys bounds the memory of a limiter: 10 000 keys of a few hundred bytes.
const maxKeys = 10_000

// limiter allows burst events for each key and one more for each pause.
type limiter struct {
	clock func() time.Time
	burst int
	pause time.Duration

	mu   sync.Mutex
	keys map[string]*rate.Limiter
}

func newLimiter(clock func() time.Time, burst int, pause time.Duration) *limiter {
	return &limiter{clock: clock, burst: burst, pause: pause, keys: map[string]*rate.Limiter{}}
}

// Allow counts one event for the key, and is fault.TooMany when there have been
// too many.
func (l *limiter) Allow(key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock()
	bucket, ok := l.keys[key]
	if !ok {
		l.makeRoom(now)
		bucket = rate.NewLimiter(rate.Every(l.pause), l.burst)
		l.keys[key] = bucket
	}
	if !bucket.AllowN(now, 1) {
		return fault.TooMany
	}
	return nil
}

// makeRoom forgets those who have been quiet long enough to have their whole
// burst again; if all are busy it forgets somebody, which only helps them.
func (l *limiter) makeRoom(now time.Time) {
	if len(l.keys) < maxKeys {
		return
	}
	for key, bucket := range l.keys {
		if bucket.TokensAt(now) >= float64(l.burst) {
			delete(l.keys, key)
		}
	}
	for key := range l.keys {
		if len(l.keys) < maxKeys {
			return
		}
		delete(l.keys, key)
	}
}
