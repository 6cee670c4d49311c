package procurement

import (
	"cmp"
	"slices"

	"aktsom/internal/questionnaire"
)

// Shelf holds the published questionnaires, compiled once. It is immutable.
type Shelf struct {
	editions []Edition
	compiled map[Edition]*questionnaire.Questionnaire
}

// NewShelf returns a shelf with the questionnaires on it.
func NewShelf(all []*questionnaire.Questionnaire) *Shelf {
	s := &Shelf{compiled: map[Edition]*questionnaire.Questionnaire{}}
	for _, q := range all {
		d := q.Definition()
		e := Edition{ID: d.ID, Version: d.Version}
		s.editions, s.compiled[e] = append(s.editions, e), q
	}
	slices.SortFunc(s.editions, func(a, b Edition) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(b.Version, a.Version))
	})
	return s
}

// Editions lists what is on the shelf by id, the newest version first.
func (s *Shelf) Editions() []Edition { return slices.Clone(s.editions) }

// Newest returns the first edition of the shelf; the zero one when it is empty.
func (s *Shelf) Newest() Edition {
	if len(s.editions) == 0 {
		return Edition{}
	}
	return s.editions[0]
}

// Take returns the questionnaire of an edition.
func (s *Shelf) Take(e Edition) (*questionnaire.Questionnaire, bool) {
	q, found := s.compiled[e]
	return q, found
}
