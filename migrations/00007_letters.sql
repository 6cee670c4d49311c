-- +goose Up
-- The entry for the reader's calendar goes along with the letter. together is
-- how many reminders went in one letter, this one among them.
ALTER TABLE letters ADD COLUMN calendar TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN together BIGINT NOT NULL DEFAULT 0;
-- Reminders to the same person are looked up to go in one letter.
CREATE INDEX letters_by_person ON letters (person_id, state);

-- Which request a link is about, so that its holder can say that it is not for them.
ALTER TABLE links ADD COLUMN assessment_id TEXT NOT NULL DEFAULT '';

-- What the contact answered instead of the questions; empty for nothing.
ALTER TABLE assessments ADD COLUMN objection TEXT NOT NULL DEFAULT '';
ALTER TABLE assessments ADD COLUMN objection_name TEXT NOT NULL DEFAULT '';
ALTER TABLE assessments ADD COLUMN objection_email TEXT NOT NULL DEFAULT '';
ALTER TABLE assessments ADD COLUMN objection_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE assessments ADD COLUMN objected TIMESTAMP;

-- The organisation's own words in letters: JSON, by kind and language.
ALTER TABLE organisations ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN words_version BIGINT NOT NULL DEFAULT 0;

CREATE INDEX events_by_organisation ON events (organisation_id, procurement_id, at);

-- +goose Down
DROP INDEX events_by_organisation;
ALTER TABLE organisations DROP COLUMN words_version;
ALTER TABLE organisations DROP COLUMN words;
ALTER TABLE assessments DROP COLUMN objected;
ALTER TABLE assessments DROP COLUMN objection_reason;
ALTER TABLE assessments DROP COLUMN objection_email;
ALTER TABLE assessments DROP COLUMN objection_name;
ALTER TABLE assessments DROP COLUMN objection;
ALTER TABLE links DROP COLUMN assessment_id;
DROP INDEX letters_by_person;
ALTER TABLE letters DROP COLUMN together;
ALTER TABLE letters DROP COLUMN calendar;
