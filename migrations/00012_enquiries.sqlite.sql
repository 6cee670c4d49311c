-- +goose Up
-- An enquiry is what a supplier asks the buyer; a reply is read by all suppliers
-- of the procurement, or by one. Neither can be changed.
CREATE TABLE enquiries (
    id             TEXT NOT NULL PRIMARY KEY,
    procurement_id TEXT NOT NULL REFERENCES procurements (id),
    assessment_id  TEXT NOT NULL REFERENCES assessments (id), -- whose supplier asks
    topic          TEXT NOT NULL DEFAULT '', -- the page or question it is about; empty: none
    text           TEXT NOT NULL,
    sending        TEXT NOT NULL, -- made with the form it came by
    person_id      TEXT NOT NULL REFERENCES people (id),
    asked          TIMESTAMP NOT NULL,
    UNIQUE (assessment_id, sending) -- the same form again is the same enquiry
);
CREATE INDEX enquiries_by_procurement ON enquiries (procurement_id, asked);

CREATE TABLE replies (
    id             TEXT NOT NULL PRIMARY KEY,
    procurement_id TEXT NOT NULL REFERENCES procurements (id),
    number         BIGINT NOT NULL DEFAULT 0, -- among those for all, from 1; 0: for one supplier
    enquiry_id     TEXT REFERENCES enquiries (id) UNIQUE, -- null: nobody asked
    corrects       TEXT REFERENCES replies (id), -- the reply that it takes the place of
    assessment_id  TEXT REFERENCES assessments (id), -- the only one that reads it; null: all do
    topic          TEXT NOT NULL DEFAULT '',
    wording        TEXT NOT NULL DEFAULT '', -- the enquiry as others read it
    text           TEXT NOT NULL,
    reason         TEXT NOT NULL DEFAULT '', -- why only one reads it
    sending        TEXT NOT NULL,
    person_id      TEXT NOT NULL REFERENCES people (id),
    replied        TIMESTAMP NOT NULL,
    UNIQUE (procurement_id, sending)
);
CREATE INDEX replies_by_procurement ON replies (procurement_id, replied);
CREATE UNIQUE INDEX replies_by_number ON replies (procurement_id, number) WHERE number > 0;

-- +goose StatementBegin
CREATE TRIGGER enquiries_no_update BEFORE UPDATE ON enquiries BEGIN
    SELECT RAISE(ABORT, 'enquiries is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER enquiries_no_delete BEFORE DELETE ON enquiries BEGIN
    SELECT RAISE(ABORT, 'enquiries is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER replies_no_update BEFORE UPDATE ON replies BEGIN
    SELECT RAISE(ABORT, 'replies is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER replies_no_delete BEFORE DELETE ON replies BEGIN
    SELECT RAISE(ABORT, 'replies is append-only');
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE replies;
DROP TABLE enquiries;
