package catalogue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"aktsom/internal/account"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// ErrNotOnShelf says that nobody published an edition.
var ErrNotOnShelf = errors.New("the questionnaire is not on the shelf")

// How many compiled questionnaires are kept. One of 60 questions takes about a
// megabyte, so that the shelf stays below the memory of a small machine, and a
// municipality hardly asks with more than this at a time.
const (
	mostPublished = 100
	mostDrafts    = 20
)

// Shipped is a questionnaire that comes with the program, with its files.
type Shipped struct {
	*questionnaire.Questionnaire

	Source []byte
	Cases  []byte // JSON, a list
}

// Shelf gives the published questionnaires, compiled: those we ship at once,
// and an organisation's own when they are first asked for, also by another
// process than the one that published them. It may be used by any number of
// goroutines at once.
type Shelf struct {
	editions []Edition
	shipped  map[Edition]Shipped
	own      Source
	compiled *cache[Edition, *questionnaire.Questionnaire]
	drafts   *cache[string, *questionnaire.Questionnaire] // by the definition's SHA-256
	checked  *cache[string, questionnaire.Findings]       // likewise
}

// NewShelf returns a shelf with those we ship on it; own finds the others.
func NewShelf(own Source, all []Shipped) *Shelf {
	s := &Shelf{
		own: own, shipped: map[Edition]Shipped{},
		compiled: newCache[Edition, *questionnaire.Questionnaire](mostPublished),
		drafts:   newCache[string, *questionnaire.Questionnaire](mostDrafts),
		checked:  newCache[string, questionnaire.Findings](mostDrafts),
	}
	for _, one := range all {
		d := one.Definition()
		e := Edition{ID: d.ID, Version: d.Version}
		s.editions, s.shipped[e] = append(s.editions, e), one
	}
	slices.SortFunc(s.editions, func(a, b Edition) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(b.Version, a.Version))
	})
	return s
}

// Editions lists those we ship by id, the newest version first.
func (s *Shelf) Editions() []Edition { return slices.Clone(s.editions) }

// Newest returns the first edition we ship; the zero one when there is none.
func (s *Shelf) Newest() Edition {
	if len(s.editions) == 0 {
		return Edition{}
	}
	return s.editions[0]
}

// Take returns the questionnaire of an edition: retired ones too, since what
// runs on them runs on. ErrNotOnShelf when nobody published it. An edition that
// was taken before costs no query.
func (s *Shelf) Take(ctx context.Context, e Edition) (*questionnaire.Questionnaire, error) {
	if one, found := s.shipped[e]; found {
		return one.Questionnaire, nil
	}
	if e.Owner == "" {
		return nil, fmt.Errorf("take %s %s: %w", e.ID, e.Version, ErrNotOnShelf)
	}
	if q, found := s.compiled.get(e); found {
		return q, nil
	}
	source, sum, err := s.own.Definition(ctx, e)
	if errors.Is(err, fault.NotFound) {
		return nil, fmt.Errorf("take %s %s of %s: %w", e.ID, e.Version, e.Owner, ErrNotOnShelf)
	}
	if err != nil {
		return nil, fmt.Errorf("take %s %s: %w", e.ID, e.Version, err)
	}
	if sumOf(source) != sum {
		return nil, fmt.Errorf("take %s %s of %s: the definition is not the one that was published", e.ID, e.Version, e.Owner)
	}
	q, findings := questionnaire.Compile(e.ID, source)
	if q == nil {
		return nil, fmt.Errorf("take %s %s of %s: %v", e.ID, e.Version, e.Owner, findings)
	}
	s.compiled.put(e, q)
	return q, nil
}

// compile is a draft as it is now, or nil when it has no meaning.
func (s *Shelf) compile(e Entry) *questionnaire.Questionnaire {
	if q, found := s.drafts.get(e.SHA256); found {
		return q
	}
	q, _ := questionnaire.Compile(e.File, e.Source)
	if q != nil {
		s.drafts.put(e.SHA256, q)
	}
	return q
}

// check is what the checker says of a draft as it is now.
func (s *Shelf) check(e Entry) questionnaire.Findings {
	if known, found := s.checked.get(e.SHA256); found {
		return known
	}
	findings := questionnaire.CheckDefinition(e.File, e.Source)
	s.checked.put(e.SHA256, findings)
	return findings
}

// Choice is an edition that a new procurement can ask with.
type Choice struct {
	Edition

	Title questionnaire.Text
}

// Choices lists what an organisation's new procurements can ask with: those we
// ship, then its own that are published and not retired, in one statement.
func (s *Shelf) Choices(ctx context.Context, organisation account.OrganisationID) ([]Choice, error) {
	own, err := s.own.Choices(ctx, organisation)
	if err != nil {
		return nil, fmt.Errorf("list what %s can ask with: %w", organisation, err)
	}
	var all []Choice
	for _, e := range s.editions {
		all = append(all, Choice{e, s.shipped[e].Definition().Title})
	}
	return append(all, own...), nil
}

// entry is one of those we ship; the zero one when there is none such.
func (s *Shelf) entry(e Edition) Entry {
	one, found := s.shipped[e]
	if !found {
		return Entry{}
	}
	d := one.Definition()
	return Entry{
		ID: ID(d.ID + "@" + d.Version), Name: d.ID, Version: d.Version, Title: d.Title, File: "definition.json",
		Source: one.Source, SHA256: one.SHA256(), Cases: one.Cases, State: Published,
	}
}
