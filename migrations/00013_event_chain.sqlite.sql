-- +goose Up
-- Recorded events form a chain: a batch's hash stands for its events and for
-- every batch before it. Nothing here is changed once it is written.
CREATE TABLE event_batches (
    number    BIGINT NOT NULL PRIMARY KEY,
    previous  TEXT NOT NULL,
    hash      TEXT NOT NULL,
    signature TEXT NOT NULL,
    at        TIMESTAMP NOT NULL
);
CREATE TABLE event_entries (
    event_id TEXT NOT NULL PRIMARY KEY,
    batch    BIGINT NOT NULL REFERENCES event_batches (number),
    position BIGINT NOT NULL,
    digest   TEXT NOT NULL,
    UNIQUE (batch, position)
);
-- Events that are in no batch yet.
CREATE TABLE event_queue (
    event_id TEXT NOT NULL PRIMARY KEY
);
INSERT INTO event_queue SELECT id FROM events;

-- +goose StatementBegin
CREATE TRIGGER events_queue AFTER INSERT ON events BEGIN
    INSERT INTO event_queue VALUES (NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_batches_no_update BEFORE UPDATE ON event_batches BEGIN
    SELECT RAISE(ABORT, 'event_batches is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_batches_no_delete BEFORE DELETE ON event_batches BEGIN
    SELECT RAISE(ABORT, 'event_batches is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_entries_no_update BEFORE UPDATE ON event_entries BEGIN
    SELECT RAISE(ABORT, 'event_entries is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_entries_no_delete BEFORE DELETE ON event_entries BEGIN
    SELECT RAISE(ABORT, 'event_entries is append-only');
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER events_queue;
DROP TABLE event_queue;
DROP TABLE event_entries;
DROP TABLE event_batches;
