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
CREATE FUNCTION queue_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event_queue VALUES (NEW.id);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER events_queue AFTER INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION queue_event();
CREATE TRIGGER event_batches_append_only BEFORE UPDATE OR DELETE ON event_batches
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_entries_append_only BEFORE UPDATE OR DELETE ON event_entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TRIGGER events_queue ON events;
DROP FUNCTION queue_event();
DROP TABLE event_queue;
DROP TABLE event_entries;
DROP TABLE event_batches;
