package demo

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"

	"aktsom/internal/catalogue"
)

//go:embed questionnaires/clothes.json
var ownClothes []byte

//go:embed questionnaires/clothes.cases.json
var ownCases []byte

// ownQuestionnaire is one that the municipality wrote itself, with its cases.
func (s *story) ownQuestionnaire(ctx context.Context) error {
	actor := s.staff[erik]
	e, err := s.Catalogue.Add(ctx, actor, catalogue.Upload{File: "arbeidsklær.json", Body: ownClothes})
	if err != nil {
		return fmt.Errorf("upload a questionnaire: %w", err)
	}
	if e, err = s.Catalogue.Exemplify(ctx, actor, e.ID, e.Revision, ownCases); err != nil {
		return fmt.Errorf("write its cases: %w", err)
	}
	_, err = s.Catalogue.Publish(ctx, actor, e.ID, e.Revision)
	return err
}

// nextQuestionnaire is its next version as a draft, with something in it that
// the checker warns of: a condition that is always true.
func (s *story) nextQuestionnaire(ctx context.Context) error {
	actor := s.staff[erik]
	next := bytes.Replace(ownClothes, []byte(`"version": "1.0"`), []byte(`"version": "1.1"`), 1)
	next = bytes.Replace(next, []byte(`"id": "visited",`), []byte(`"id": "visited", "when": "answered(known) || !answered(known)",`), 1)
	_, err := s.Catalogue.Add(ctx, actor, catalogue.Upload{File: "arbeidsklær.json", Body: next})
	return err
}
