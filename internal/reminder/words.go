package reminder

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/message"
)

// WordStore keeps organisations' own words in letters.
type WordStore interface {
	// Words returns the words and their version, 0 before the first.
	Words(ctx context.Context, org account.OrganisationID) (letter.Words, int64, error)

	// SetWords writes words over those of the version. fault.Conflict when
	// somebody else was first. Letters already written stay as they are.
	SetWords(ctx context.Context, org account.OrganisationID, version int64, words letter.Words, event audit.Event) error
}

// Sampler writes letters that are only looked at.
type Sampler interface {
	Write(kind letter.Kind, f letter.Facts) letter.Letter
}

// wordsOf loads an organisation's words once in a run.
func (s *Service) wordsOf(ctx context.Context, org account.OrganisationID, known map[account.OrganisationID]letter.Words) (letter.Words, error) {
	if words, there := known[org]; there {
		return words, nil
	}
	words, _, err := s.Words.Words(ctx, org)
	if err != nil {
		return nil, fmt.Errorf("load the words of %s: %w", org, err)
	}
	known[org] = words
	return words, nil
}

// OwnWords returns the words of the actor's organisation and their version.
// Those who plan procurements may look.
func (s *Service) OwnWords(ctx context.Context, actor account.Actor) (letter.Words, int64, error) {
	if !actor.Buyer() {
		return nil, 0, fault.NotFound
	}
	if !actor.Role.MayManage() {
		return nil, 0, fault.New(fault.Denied, "procurement.only_officers")
	}
	return s.Words.Words(ctx, actor.Organisation)
}

// Reword gives a kind of letter in a language the organisation's own words; none
// is the portal's own again. Administrators only. The event keeps the words, so
// that the log has every version. fault.Fields says what cannot be written;
// fault.Conflict when somebody else changed words since version.
func (s *Service) Reword(ctx context.Context, actor account.Actor, version int64, kind letter.Kind, language string, own letter.Own) error {
	if err := account.Administers(actor); err != nil {
		return err
	}
	if err := known(kind, language); err != nil {
		return err
	}
	own, err := own.Checked()
	if err != nil {
		return err
	}
	words, _, err := s.Words.Words(ctx, actor.Organisation)
	if err != nil {
		return err
	}
	err = s.Words.SetWords(ctx, actor.Organisation, version, words.With(kind, language, own), audit.Event{
		ID: s.NewID(), At: s.Now(), Person: string(actor.Person), Organisation: string(actor.Organisation), Verb: "letter.reworded",
		Details: map[string]string{
			"kind": string(kind), "language": language, "greeting": own.Greeting, "text": own.Text, "signature": own.Signature,
		},
	})
	if errors.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "words.changed_meanwhile")
	}
	return err
}

func known(kind letter.Kind, language string) error {
	if _, ok := message.ParseLang(language); !ok || !slices.Contains(letter.Worded(), kind) {
		return fault.NotFound
	}
	return nil
}

// Sample writes a letter as a supplier would get it, with made-up facts.
func (s *Service) Sample(actor account.Actor, kind letter.Kind, language string, own letter.Own) (letter.Letter, error) {
	if err := known(kind, language); err != nil {
		return letter.Letter{}, err
	}
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		return letter.Letter{}, fmt.Errorf("load time zone: %w", err)
	}
	now := s.Now().In(zone)
	return s.Samples.Write(kind, letter.Facts{
		ID: "sample", Name: "Ingrid Vik", Email: "ingrid@leverandor.example", Language: language,
		Organisation: string(actor.Organisation), Buyer: actor.OrganisationName, Title: "Arbeidsklær", Reference: "2026/1234",
		Supplier: "Leverandør AS", Questions: 21, Minutes: 25, Zone: zone, Seals: true,
		Closing:     time.Date(now.Year(), now.Month(), now.Day()+14, 12, 0, 0, 0, zone).UTC(),
		ContactName: actor.Name, ContactEmail: actor.Email, Submitted: s.Now(), Round: 1, SHA256: "6b86b273ff34fce1…",
		ToCorrect: correcting(kind), Corrections: []string{"1.1"}, CommentBy: now.AddDate(0, 0, 14),
		Words: letter.Words{}.With(kind, language, own), Now: s.Now(), Said: said(kind),
	}), nil
}

// said is what a letter tells of an enquiry where there is none.
func said(kind letter.Kind) letter.Said {
	if kind == letter.Announced {
		return letter.Said{Text: "…"}
	}
	return letter.Said{Wording: "…", Text: "…"}
}

func correcting(kind letter.Kind) int {
	if kind == letter.Correction {
		return 1
	}
	return 0
}
