package catalogue

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// Deps is what a Service is made of.
type Deps struct {
	Store Store
	Shelf *Shelf
	Now   func() time.Time
	NewID func() string
}

// Service is what a buyer does with questionnaires.
type Service struct{ Deps }

// NewService returns a Service over deps.
func NewService(deps Deps) *Service { return &Service{deps} }

// most is how many entries an organisation may keep: a list that can be read,
// and room for years.
const most = 500

// The longest id and version that can be published, as rows and receipts have
// them.
const maxName = 100

// List returns those we ship and the organisation's own, with how many of its
// procurements use each.
func (s *Service) List(ctx context.Context, actor account.Actor) ([]Listed, error) {
	if !actor.Buyer() {
		return nil, fault.NotFound
	}
	own, err := s.Store.List(ctx, actor.Organisation)
	if err != nil {
		return nil, fmt.Errorf("list the questionnaires of %s: %w", actor.Organisation, err)
	}
	uses, err := s.Store.Uses(ctx, actor.Organisation)
	if err != nil {
		return nil, fmt.Errorf("count the uses of questionnaires of %s: %w", actor.Organisation, err)
	}
	var all []Listed
	for _, e := range s.Shelf.Editions() {
		all = append(all, Listed{s.Shelf.entry(e), uses[e]})
	}
	for _, e := range own {
		uses := uses[e.Edition()]
		if e.State == Draft {
			uses = 0
		}
		all = append(all, Listed{e, uses})
	}
	return all, nil
}

// Open returns one entry with all of it. fault.NotFound for another
// organisation's.
func (s *Service) Open(ctx context.Context, actor account.Actor, id ID) (Entry, error) {
	if !actor.Buyer() {
		return Entry{}, fault.NotFound
	}
	if name, version, ours := strings.Cut(string(id), "@"); ours {
		if e := s.Shelf.entry(Edition{ID: name, Version: version}); e.Name != "" {
			return e, nil
		}
		return Entry{}, fault.NotFound
	}
	e, err := s.Store.Load(ctx, actor.Organisation, id)
	if err != nil {
		return Entry{}, fmt.Errorf("load questionnaire %s: %w", id, err)
	}
	return e, nil
}

// Compiled is the entry ready to be answered; nil when its definition has no
// meaning yet.
func (s *Service) Compiled(e Entry) *questionnaire.Questionnaire {
	if one, found := s.Shelf.shipped[e.Edition()]; found {
		return one.Questionnaire
	}
	return s.Shelf.compile(e)
}

// Check is what the checker has to say about an entry, by place. It takes a
// while once for each definition.
func (s *Service) Check(e Entry) questionnaire.Findings { return s.Shelf.check(e) }

// Add keeps what was uploaded as a new draft, mistakes and all.
func (s *Service) Add(ctx context.Context, actor account.Actor, u Upload) (Entry, error) {
	if err := manages(actor); err != nil {
		return Entry{}, err
	}
	source, remarks, err := u.definition()
	if err != nil {
		return Entry{}, err
	}
	e := Entry{File: short(u.File), Remarks: remarks}.with(source)
	return s.add(ctx, actor, e, "questionnaire.uploaded")
}

// Copy begins a draft with the next version of a published entry.
func (s *Service) Copy(ctx context.Context, actor account.Actor, id ID) (Entry, error) {
	if err := manages(actor); err != nil {
		return Entry{}, err
	}
	from, err := s.Open(ctx, actor, id)
	if err != nil {
		return from, err
	}
	own, err := s.Store.List(ctx, actor.Organisation)
	if err != nil {
		return from, fmt.Errorf("list the questionnaires of %s: %w", actor.Organisation, err)
	}
	taken := map[string]bool{}
	for _, e := range own {
		taken[e.Version] = taken[e.Version] || e.Name == from.Name
	}
	version := next(from.Version)
	for taken[version] {
		version = next(version)
	}
	source, err := versioned(from.Source, version)
	if err != nil {
		return from, err
	}
	e := Entry{File: from.File, Cases: from.Cases}.with(source)
	return s.add(ctx, actor, e, "questionnaire.copied")
}

func (s *Service) add(ctx context.Context, actor account.Actor, e Entry, verb string) (Entry, error) {
	own, err := s.Store.List(ctx, actor.Organisation)
	if err != nil {
		return e, fmt.Errorf("list the questionnaires of %s: %w", actor.Organisation, err)
	}
	if len(own) >= most {
		return e, fault.New(fault.Conflict, "catalogue.too_many", "most", most)
	}
	now := s.Now()
	e.ID, e.Organisation, e.State, e.Revision = ID(s.NewID()), actor.Organisation, Draft, 1
	e.Created, e.Changed, e.ChangedBy, e.ChangedName = now, now, actor.Person, actor.Name
	if err := s.Store.Add(ctx, e, s.event(actor, e, verb)); err != nil {
		return e, fmt.Errorf("add questionnaire: %w", err)
	}
	return e, nil
}

// Replace writes another definition over a draft. revision is the one that was
// shown: fault.Conflict when somebody else changed it since.
func (s *Service) Replace(ctx context.Context, actor account.Actor, id ID, revision int64, u Upload) (Entry, error) {
	return s.change(ctx, actor, id, revision, "questionnaire.saved", func(e *Entry) error {
		source, remarks, err := u.definition()
		if err != nil {
			return err
		}
		file := e.File
		if u.File != "" {
			file = short(u.File)
		}
		e.File, e.Remarks = file, remarks
		*e = e.with(source)
		return nil
	})
}

// Exemplify writes a draft's cases anew; what they say is found by Try.
func (s *Service) Exemplify(ctx context.Context, actor account.Actor, id ID, revision int64, cases []byte) (Entry, error) {
	return s.change(ctx, actor, id, revision, "questionnaire.cases_saved", func(e *Entry) error {
		if _, err := splitCases(cases); err != nil {
			return err
		}
		e.Cases = cases
		return nil
	})
}

// change changes a draft that the actor's organisation keeps.
func (s *Service) change(
	ctx context.Context, actor account.Actor, id ID, revision int64, verb string, do func(*Entry) error,
) (Entry, error) {
	e, err := s.own(ctx, actor, id)
	if err != nil {
		return e, err
	}
	if e.State != Draft {
		return e, fault.New(fault.Conflict, "catalogue.already_published")
	}
	if err := do(&e); err != nil {
		return e, err
	}
	e.Revision = revision
	if err := s.update(ctx, actor, e, verb); err != nil {
		return e, err
	}
	e.Revision++
	return e, nil
}

// own loads an entry that the actor may change.
func (s *Service) own(ctx context.Context, actor account.Actor, id ID) (Entry, error) {
	if !actor.Buyer() {
		return Entry{}, fault.NotFound
	}
	e, err := s.Open(ctx, actor, id)
	if err != nil {
		return e, err
	}
	if err := manages(actor); err != nil {
		return e, err
	}
	if e.Shipped() {
		return e, fault.New(fault.Conflict, "catalogue.shipped")
	}
	return e, nil
}

func (s *Service) update(ctx context.Context, actor account.Actor, e Entry, verb string) error {
	e.Changed, e.ChangedBy = s.Now(), actor.Person
	err := s.Store.Update(ctx, e, s.event(actor, e, verb))
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "catalogue.changed_meanwhile")
	}
	if err != nil {
		return fmt.Errorf("update questionnaire %s: %w", e.ID, err)
	}
	return nil
}

// Publishable says why a draft cannot be published, if it cannot.
func (s *Service) Publishable(ctx context.Context, e Entry) error {
	switch {
	case e.State != Draft:
		return fault.New(fault.Conflict, "catalogue.already_published")
	case s.Check(e).Errors():
		return fault.New(fault.Conflict, "catalogue.has_errors")
	case len(e.Name) > maxName || len(e.Version) > maxName:
		return fault.New(fault.Conflict, "catalogue.name_long", "most", maxName)
	}
	_, _, err := s.Shelf.own.Definition(ctx, e.Edition())
	switch {
	case err == nil:
		return fault.New(fault.Conflict, "catalogue.version_taken", "name", e.Name, "version", e.Version)
	case errors.Is(err, fault.NotFound):
		return nil
	default:
		return fmt.Errorf("look for questionnaire %s %s: %w", e.Name, e.Version, err)
	}
}

// Publish makes a draft choosable, and unchangeable for ever. fault.Conflict
// when it has errors, or when its id and version are published already.
func (s *Service) Publish(ctx context.Context, actor account.Actor, id ID, revision int64) (Entry, error) {
	e, err := s.own(ctx, actor, id)
	if err != nil {
		return e, err
	}
	if err := s.Publishable(ctx, e); err != nil {
		return e, err
	}
	now := s.Now()
	e.State, e.Published, e.Revision = Published, &now, revision
	return e, s.update(ctx, actor, e, "questionnaire.published")
}

// Retire keeps new procurements from choosing an entry; those that have it keep
// it.
func (s *Service) Retire(ctx context.Context, actor account.Actor, id ID) (Entry, error) {
	e, err := s.own(ctx, actor, id)
	if err != nil {
		return e, err
	}
	if e.State != Published {
		return e, fault.New(fault.Conflict, "catalogue.not_published")
	}
	now := s.Now()
	e.State, e.Retired = Retired, &now
	return e, s.update(ctx, actor, e, "questionnaire.retired")
}

// Discard takes a draft away.
func (s *Service) Discard(ctx context.Context, actor account.Actor, id ID) (Entry, error) {
	e, err := s.own(ctx, actor, id)
	if err != nil {
		return e, err
	}
	err = s.Store.Remove(ctx, e, s.event(actor, e, "questionnaire.removed"))
	if errors.Is(err, fault.Conflict) {
		return e, fault.New(fault.Conflict, "catalogue.already_published")
	}
	if err != nil {
		return e, fmt.Errorf("remove questionnaire %s: %w", id, err)
	}
	return e, nil
}

func manages(actor account.Actor) error {
	if !actor.Role.MayManage() {
		return fault.New(fault.Denied, "catalogue.only_officers")
	}
	return nil
}

func (s *Service) event(actor account.Actor, e Entry, verb string) audit.Event {
	return audit.Event{
		ID: s.NewID(), At: s.Now(), Person: string(actor.Person), Organisation: string(actor.Organisation), Verb: verb,
		Details: map[string]string{"questionnaire": string(e.ID), "id": e.Name, "version": e.Version, "sha256": e.SHA256},
	}
}
