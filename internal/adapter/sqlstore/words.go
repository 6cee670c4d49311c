package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/letter"
	"aktsom/internal/reminder"
)

// ownWords selects the organisation's own words with what a letter may be
// written from. Lists leave them out: every line would bring the same again.
const ownWords = "o.words AS buyer_words, "

// wordsOf reads own words; an organisation without any has none at all.
func wordsOf(text string) (letter.Words, error) {
	if text == "" {
		return nil, nil
	}
	var words letter.Words
	return words, fromJSON("an organisation's words", text, &words)
}

var _ reminder.WordStore = Letters{}

// Words implements reminder.WordStore.
func (s Letters) Words(ctx context.Context, org account.OrganisationID) (letter.Words, int64, error) {
	var row struct {
		Words        string
		WordsVersion int64
	}
	err := one(s.db.from(ctx).Raw("SELECT words, words_version FROM organisations WHERE id = ?", org).Scan(&row))
	if err != nil {
		return nil, 0, failure(err, "load the words of %s", org)
	}
	words, err := wordsOf(row.Words)
	return words, row.WordsVersion, err
}

// SetWords implements reminder.WordStore.
func (s Letters) SetWords(ctx context.Context, org account.OrganisationID, version int64, words letter.Words, event audit.Event) error {
	text, err := asJSON("an organisation's words", words)
	if err != nil {
		return err
	}
	err = s.db.change(ctx, func(tx *gorm.DB) error {
		if err := changed(tx.Table("organisations").Where("id = ? AND words_version = ?", org, version).
			Updates(map[string]any{"words": text, "words_version": version + 1})); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "keep the words of %s", org)
}
