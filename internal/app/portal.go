package app

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"aktsom/internal/account"
	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/catalogue"
	"aktsom/internal/enquiry"
	"aktsom/internal/evidence"
	"aktsom/internal/letter"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/reminder"
	"aktsom/internal/review"
	"aktsom/internal/web"
	"aktsom/questionnaires"
	"aktsom/static"
)

// Ports are what a Portal is connected to. Tests and the demo bring their own.
type Ports struct {
	DB      *sqlstore.DB
	Blobs   evidence.Blobs
	Scanner evidence.Scanner
	Carrier reminder.Carrier
	Press   web.Press          // what makes PDF; nil: nothing does
	Outbox  web.Outbox         // where carried letters lie open; nil: nowhere, and there is no /outbox
	Key     ed25519.PrivateKey // signs the log's batches; nil: they are not signed
	Now     func() time.Time
	Log     *slog.Logger

	Questionnaires []*questionnaire.Questionnaire // beside those we ship
}

// Portal is the whole house: the services, the pages and the worker over one
// set of ports.
type Portal struct {
	Ports
	Config       Config
	Accounts     *account.Service
	Catalogue    *catalogue.Service
	Procurements *procurement.Service
	Assessments  *assessment.Service
	Evidence     *evidence.Service
	Reviews      *review.Service
	Enquiries    *enquiry.Service
	Reminders    *reminder.Service
	Chain        audit.Chain
	Messages     *message.Catalog
	Site         *web.Site
}

// Now is the portal's clock: UTC, as exact as both databases keep it.
func Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// newID makes ids that sort by time of making.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// NewPortal puts the house together.
func NewPortal(cfg Config, ports Ports) (*Portal, error) {
	shelf, err := shelf(ports.DB.Questionnaires(), ports.Questionnaires)
	if err != nil {
		return nil, err
	}
	p := &Portal{Ports: ports, Config: cfg}
	p.Messages = message.New(func(lang message.Lang, key string) {
		ports.Log.Error("a sentence is missing", "language", lang, "key", key)
	})
	writer := letter.NewWriter(p.Messages, cfg.url().Hostname())
	p.services(shelf, writer)
	return p, p.site()
}

// shelf compiles the questionnaires we ship, beside a portal's own. A definition that cannot be
// compiled stops the program: it would fail the first supplier otherwise.
func shelf(store catalogue.Source, own []*questionnaire.Questionnaire) (*catalogue.Shelf, error) {
	shipped, err := questionnaires.All()
	if err != nil {
		return nil, err
	}
	var all []catalogue.Shipped
	for _, q := range own {
		all = append(all, catalogue.Shipped{Questionnaire: q})
	}
	for _, each := range shipped {
		q, findings := questionnaire.Compile(each.Path, each.Source)
		if q == nil || findings.Errors() {
			return nil, fmt.Errorf("compile questionnaire: %v", findings)
		}
		all = append(all, catalogue.Shipped{Questionnaire: q, Source: each.Source, Cases: each.Cases})
	}
	return catalogue.NewShelf(store, all), nil
}

func (p *Portal) services(shelf *catalogue.Shelf, writer *letter.Writer) {
	p.Accounts = account.NewService(account.Deps{
		Store: p.DB.Accounts(), Outbox: p.DB.Letters(), Writer: writer, Now: p.Now, NewID: newID,
	})
	p.Catalogue = catalogue.NewService(catalogue.Deps{
		Store: p.DB.Questionnaires(), Shelf: shelf, Now: p.Now, NewID: newID,
	})
	p.Procurements = procurement.NewService(procurement.Deps{
		Store: p.DB.Procurements(), Shelf: shelf, Now: p.Now, NewID: newID,
	})
	p.Assessments = assessment.NewService(assessment.Deps{
		Supplier: p.DB.Assessments(), Receipts: p.DB.Assessments(), Boards: p.DB.Assessments(), Alarms: p.DB.Assessments(),
		Objections: p.DB.Assessments(), Dues: p.DB.Assessments(), Colleagues: p.DB.Assessments(), People: p.DB.Accounts(), Procurements: p.DB.Procurements(), Outbox: p.DB.Letters(),
		Shelf: shelf, Writer: writer, Now: p.Now, NewID: newID,
	})
	p.Evidence = evidence.NewService(evidence.Parts{
		Store: p.DB.Files(), Blobs: p.Blobs, Scanner: p.Scanner, Alarm: p.Assessments, MaxSize: p.Config.MaxFile << 20, Now: p.Now, NewID: newID,
	})
	p.Reviews = review.NewService(review.Deps{
		Drafts: p.DB.Reviews(), DraftLetters: p.Assessments,
		Store: p.DB.Reviews(), Cases: p.DB.Reviews(), Corrections: p.DB.Reviews(), Comments: p.DB.Reviews(), Decisions: p.DB.Reviews(), Shelf: shelf,
		Letters: p.Assessments, Now: p.Now, NewID: newID,
	})
	p.Enquiries = enquiry.NewService(enquiry.Deps{
		Store: p.DB.Enquiries(), Desks: p.Assessments, Procurements: p.DB.Procurements(), Letters: p.Assessments,
		Shelf: shelf, Now: p.Now, NewID: newID,
	})
	p.Reminders = reminder.NewService(reminder.Deps{
		Store: p.DB.Letters(), Carrier: p.Carrier, Linker: p.Accounts, Writer: p.Assessments, Reminded: p.DB.Letters(), Words: p.DB.Letters(), Samples: writer, NewID: newID,
		Log: p.Log, BaseURL: p.Config.url().String(), Now: p.Now,
	})
	p.Chain = audit.Chain{Store: p.DB.Events(), Key: p.Key, Now: p.Now}
}

func (p *Portal) site() error {
	assets, err := static.Load()
	if err != nil && !errors.Is(err, static.ErrNotBuilt) {
		return fmt.Errorf("load styles and scripts: %w", err)
	}
	zone, err := time.LoadLocation(p.Config.Zone)
	if err != nil {
		return fmt.Errorf("load time zone: %w", err)
	}
	p.Site, err = web.New(web.Services{
		Accounts: p.Accounts, Catalogue: p.Catalogue, Procurements: p.Procurements, Assessments: p.Assessments,
		Evidence: p.Evidence, Reviews: p.Reviews, Enquiries: p.Enquiries, Letters: p.Reminders, Events: p.DB.Events(),
	}, web.Options{
		URL: p.Config.url(), Clock: p.Now, Zone: zone, Log: p.Log, Messages: p.Messages, Assets: assets,
		Sessions: p.DB.Sessions(p.Now), TrustedProxies: p.Config.TrustedProxies,
		Ready:  p.DB.Ping,
		Outbox: p.Outbox, Press: p.Press,
	})
	if err != nil {
		return fmt.Errorf("make pages: %w", err)
	}
	return nil
}

// Close lets go of what the portal is connected to.
func (p *Portal) Close() error {
	if closer, ok := p.Carrier.(io.Closer); ok {
		return errors.Join(closer.Close(), p.DB.Close())
	}
	return p.DB.Close()
}
