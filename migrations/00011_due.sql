-- +goose Up
-- In contract follow-up a supplier may have more time than the others.
ALTER TABLE assessments ADD COLUMN due TIMESTAMP; -- null = the procurement's
ALTER TABLE assessments ADD COLUMN due_given TIMESTAMP; -- when it was given

-- +goose Down
ALTER TABLE assessments DROP COLUMN due_given;
ALTER TABLE assessments DROP COLUMN due;
