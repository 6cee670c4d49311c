-- +goose Up
-- A file may come in pieces, over a line that breaks: how long it shall become,
-- and the pieces that lie there until it is whole.
ALTER TABLE files ADD COLUMN length BIGINT NOT NULL DEFAULT 0; -- bytes promised; 0 = not told
CREATE TABLE upload_parts (
    file_id  TEXT NOT NULL REFERENCES files (id),
    start    BIGINT NOT NULL, -- the offset of its first byte
    size     BIGINT NOT NULL,
    sha256   TEXT NOT NULL,
    blob_key TEXT NOT NULL,
    PRIMARY KEY (file_id, start)
);
CREATE INDEX files_by_bytes ON files (blob_key);

-- +goose Down
DROP INDEX files_by_bytes;
DROP TABLE upload_parts;
ALTER TABLE files DROP COLUMN length;
