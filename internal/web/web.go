// Package web is the portal as people meet it: every page and every action,
// rendered on the server and working without scripts.
//
// routes.go is the table of contents. A page is one handler file and one templ
// file of the same name; a handler reads, asks one service, and shows one page
// or returns its error, which errors.go turns into the page that helps. The
// pieces that pages are made of stand in components.templ and layout.templ.
// docs/pages.md tells how to add a page.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/catalogue"
	"aktsom/internal/enquiry"
	"aktsom/internal/evidence"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/reminder"
	"aktsom/internal/review"
	"aktsom/static"
)

// Services is what the pages ask.
type Services struct {
	Accounts     *account.Service
	Catalogue    *catalogue.Service
	Procurements *procurement.Service
	Assessments  *assessment.Service
	Evidence     *evidence.Service
	Reviews      *review.Service
	Enquiries    *enquiry.Service
	Letters      *reminder.Service
	Events       audit.EventStore
}

// Options is how the portal is run. Every field without a comment about its
// zero value must be given.
type Options struct {
	URL      *url.URL         // where people reach the portal; https makes cookies Secure and sends HSTS
	Clock    func() time.Time // the only clock of the pages
	Zone     *time.Location   // for moments that belong to no procurement
	Log      *slog.Logger
	Messages *message.Catalog
	Assets   *static.Assets
	Sessions SessionStore
	Ready    func(context.Context) error // what /healthz asks; nil: the portal is well when it answers
	// Outbox is where carried letters lie open for everybody at /outbox: the
	// demo's. Nil, as for every portal that is served: there is no such route.
	Outbox Outbox
	// Press makes PDF of results and receipts. Nil: they are printed by the
	// visitor's browser, and there are no such routes.
	Press Press
	// TrustedProxies are the addresses (CIDR) whose X-Forwarded-For is believed.
	// None: the address of the connection is the visitor's.
	TrustedProxies []string
}

// Site is the portal as an http.Handler.
type Site struct {
	services Services
	options  Options
	engine   *gin.Engine
	sessions *scs.SessionManager
	assets   map[string]asset
	cross    *http.CrossOriginProtection
	limits   limits
}

// New makes the portal from its services.
func New(services Services, options Options) (*Site, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.ContextWithFallback = true
	if err := engine.SetTrustedProxies(options.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	if options.URL == nil || options.Clock == nil || options.Zone == nil || options.Log == nil ||
		options.Messages == nil || options.Assets == nil || options.Sessions == nil {
		return nil, errors.New("web.Options: URL, Clock, Zone, Log, Messages, Assets and Sessions must be given")
	}
	cross := http.NewCrossOriginProtection()
	// A proxy may hand on another Host than the one in the visitor's address.
	if err := cross.AddTrustedOrigin(options.URL.Scheme + "://" + options.URL.Host); err != nil {
		return nil, fmt.Errorf("the portal's own address %s: %w", options.URL, err)
	}
	site := &Site{
		services: services,
		options:  options,
		engine:   engine,
		sessions: newSessions(options.Sessions, options.Clock, options.secure()),
		assets:   compressed(options.Assets),
		cross:    cross,
		limits:   newLimits(options.Clock),
	}
	site.routes(engine)
	return site, nil
}

// ServeHTTP answers one request. HEAD is answered like GET: net/http leaves the
// body out.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		r = r.Clone(r.Context())
		r.Method = http.MethodGet
	}
	s.engine.ServeHTTP(w, r)
}

// Routes lists every route of the portal, for the access table.
func (s *Site) Routes() gin.RoutesInfo { return s.engine.Routes() }

func (o Options) secure() bool { return o.URL.Scheme == "https" }
