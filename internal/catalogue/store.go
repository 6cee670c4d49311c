package catalogue

import (
	"context"

	"aktsom/internal/account"
	"aktsom/internal/audit"
)

// Store keeps organisations' own entries. Another organisation's entry is
// fault.NotFound in every method.
type Store interface {
	// Add keeps a new draft.
	Add(ctx context.Context, e Entry, event audit.Event) error

	// Update writes e over the entry whose revision is e.Revision and raises the
	// revision by one. fault.Conflict when somebody else was first, or when a
	// published entry of the organisation has the same id and version. What a
	// published entry says cannot be changed by anybody: only its retirement is
	// written.
	Update(ctx context.Context, e Entry, event audit.Event) error

	// Remove takes a draft away. fault.Conflict when it changed meanwhile, or
	// is no draft any more.
	Remove(ctx context.Context, e Entry, event audit.Event) error

	// Load returns one entry with all of it.
	Load(ctx context.Context, organisation account.OrganisationID, id ID) (Entry, error)

	// List returns the organisation's entries, the last changed first, without
	// their definitions and cases.
	List(ctx context.Context, organisation account.OrganisationID) ([]Entry, error)

	// Uses counts the organisation's procurements by what they ask with.
	Uses(ctx context.Context, organisation account.OrganisationID) (map[Edition]int, error)
}

// Source finds what organisations have published.
type Source interface {
	// Definition is what was published, retired since or not. fault.NotFound
	// when it never was.
	Definition(ctx context.Context, e Edition) (source []byte, sha256 string, err error)

	// Choices lists what the organisation has published and not retired, by
	// id, the last published first.
	Choices(ctx context.Context, organisation account.OrganisationID) ([]Choice, error)
}
