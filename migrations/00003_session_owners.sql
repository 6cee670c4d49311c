-- +goose Up
-- Whose a session is, so that a person can see and end it, and so that a change
-- of role ends it at once. Those from before have no owner: everybody signs in
-- once more.
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN person_id TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN begun TIMESTAMP;
ALTER TABLE sessions ADD COLUMN seen TIMESTAMP;
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_by_person ON sessions (person_id);

-- +goose Down
DROP INDEX sessions_by_person;
ALTER TABLE sessions DROP COLUMN browser;
ALTER TABLE sessions DROP COLUMN seen;
ALTER TABLE sessions DROP COLUMN begun;
ALTER TABLE sessions DROP COLUMN person_id;
ALTER TABLE sessions DROP COLUMN id;
