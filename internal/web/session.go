package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
)

const (
	// sessionIdle ends a session nobody has used: longer than a lunch and a
	// meeting, shorter than a working day on a shared computer.
	sessionIdle = 4 * time.Hour
	// sessionLife ends every session, used or not: once a day one signs in.
	sessionLife = 24 * time.Hour
	// sessionSeen is how coarsely use is noted, so that a page does not cost a
	// write.
	sessionSeen = 5 * time.Minute
)

// SessionStore keeps signed-in sessions. token is a hash already: whoever reads
// the store cannot sign in with what stands there.
type SessionStore interface {
	// FindCtx loads what was committed under the token; found is false when
	// there is nothing or it has expired.
	FindCtx(ctx context.Context, token string) (data []byte, found bool, err error)
	// CommitCtx keeps the data under the token until the expiry, in place of
	// what was there.
	CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error
	// DeleteCtx forgets the token; one that is not there is no error.
	DeleteCtx(ctx context.Context, token string) error
	// Own commits the session of somebody who has just signed in.
	Own(ctx context.Context, token string, data []byte, expiry time.Time, owner account.Session) error
	// Renew commits a session somebody is signed in with. One that has been
	// ended meanwhile stays ended: that is no error.
	Renew(ctx context.Context, token string, data []byte, expiry, seen time.Time) error
}

// ctxStore gives scs the methods without a context that its interface also
// lists; it never calls them when those with one are there.
type ctxStore struct {
	SessionStore
	clock func() time.Time
}

// CommitCtx says when the session ends by the portal's clock, which is the one
// that the store reads it by; scs only knows the machine's. A session somebody
// is signed in with is begun once and then only renewed, so that a request
// under way cannot bring back what was ended meanwhile.
func (s ctxStore) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	now := s.clock()
	switch owner, signedIn := ctx.Value(ownerKey{}).(account.Session); {
	case !signedIn:
		return s.SessionStore.CommitCtx(ctx, token, data, now.Add(sessionLife))
	case owner.Begun.IsZero():
		return s.Renew(ctx, token, data, now.Add(sessionLife), now)
	default:
		return s.Own(ctx, token, data, now.Add(sessionLife), owner)
	}
}

// ownerKey is where a request's context has the account.Session it is signed in
// with. Begun is set in the request that signs in, and in no other.
type ownerKey struct{}

// owned makes the session of the request somebody's.
func owned(c *gin.Context, owner account.Session) {
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), ownerKey{}, owner))
}

var errNoContext = errors.New("a session store is asked without a context")

func (ctxStore) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (ctxStore) Commit(string, []byte, time.Time) error { return errNoContext }
func (ctxStore) Delete(string) error                    { return errNoContext }

func newSessions(store SessionStore, clock func() time.Time, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = ctxStore{store, clock}
	m.Lifetime = sessionLife
	m.HashTokenInStore = true
	m.Cookie.Name = "session"
	if secure {
		m.Cookie.Name = "__Host-session"
	}
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = secure
	m.Cookie.Path = "/"
	return m
}

// sessionKey marks a request whose session is loaded.
const sessionKey = "session"

// Names of what a session holds.
const (
	sessionActor     = "actor" // an account.Actor as JSON
	sessionID        = "id"    // of its account.Session
	sessionSeenAt    = "seen"
	sessionBegunAt   = "begun"
	sessionFlashKind = "flash_kind"
	sessionFlashText = "flash_text"
)

// session loads the visitor's session, and saves it before the answer's first
// byte when it has changed.
func (s *Site) session(c *gin.Context) {
	token, err := c.Cookie(s.sessions.Cookie.Name)
	if err != nil {
		token = ""
	}
	ctx, err := s.sessions.Load(c.Request.Context(), token)
	if err != nil {
		s.refuse(c, err)
		return
	}
	c.Request = c.Request.WithContext(ctx)
	c.Set(sessionKey, true)
	writer := &sessionWriter{ResponseWriter: c.Writer, save: func() error { return s.saveSession(c) }}
	writer.fail = func(err error) { s.logFailure(c, err) }
	c.Writer = writer
	if err := errors.Join(s.noteUse(ctx, token), s.readActor(c)); err != nil {
		s.refuse(c, err)
		return
	}
	c.Next()
	writer.begin()
}

// hasSession tells whether this route has loaded a session; machines' routes
// have none.
func hasSession(c *gin.Context) bool { return c.GetBool(sessionKey) }

// noteUse ends a session that has been idle too long, or that one signed in to
// a day ago, and remembers that this one is in use.
func (s *Site) noteUse(ctx context.Context, token string) error {
	seen := s.sessions.GetInt64(ctx, sessionSeenAt)
	if token == "" || seen == 0 {
		return nil
	}
	now := s.options.Clock()
	idle := now.Sub(time.Unix(seen, 0))
	begun := time.Unix(s.sessions.GetInt64(ctx, sessionBegunAt), 0)
	if idle > sessionIdle || now.Sub(begun) > sessionLife {
		return s.sessions.Destroy(ctx)
	}
	if idle > sessionSeen {
		s.sessions.Put(ctx, sessionSeenAt, now.Unix())
	}
	return nil
}

// saveSession writes the session and its cookie, if anything has changed.
func (s *Site) saveSession(c *gin.Context) error {
	ctx := c.Request.Context()
	switch s.sessions.Status(ctx) {
	case scs.Modified:
		token, expiry, err := s.sessions.Commit(ctx)
		if err != nil {
			return fmt.Errorf("save session: %w", err)
		}
		s.sessions.WriteSessionCookie(ctx, c.Writer, token, expiry)
	case scs.Destroyed:
		s.sessions.WriteSessionCookie(ctx, c.Writer, "", time.Time{})
	case scs.Unmodified:
	}
	return nil
}

// sessionWriter saves the session just before the headers go. When that fails
// the answer is withheld: a sign-in that does not hold, or a notice that is
// lost, would be worse than being asked to try again.
type sessionWriter struct {
	gin.ResponseWriter
	once   sync.Once
	save   func() error
	fail   func(error)
	failed bool
}

func (w *sessionWriter) begin() {
	w.once.Do(func() {
		err := w.save()
		if err == nil {
			return
		}
		w.failed = true
		w.Header().Del("Location")
		w.fail(err)
		w.ResponseWriter.WriteHeader(http.StatusInternalServerError)
	})
}

func (w *sessionWriter) WriteHeaderNow() {
	w.begin()
	w.ResponseWriter.WriteHeaderNow()
}

func (w *sessionWriter) Write(data []byte) (int, error) {
	w.begin()
	if w.failed {
		return len(data), nil
	}
	return w.ResponseWriter.Write(data)
}

func (w *sessionWriter) WriteString(text string) (int, error) { return w.Write([]byte(text)) }

func (w *sessionWriter) Flush() {
	w.begin()
	w.ResponseWriter.Flush()
}

// Unwrap lets net/http find the connection beneath.
func (w *sessionWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
