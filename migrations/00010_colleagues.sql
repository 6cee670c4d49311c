-- +goose Up
-- Whom the contact of an assessment asked to help, and with what. It is a list
-- and no right: a colleague may read as long as assessment_people has a row.
CREATE TABLE colleagues (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    person_id     TEXT NOT NULL REFERENCES people (id),
    name          TEXT NOT NULL, -- as the contact wrote it
    email         TEXT NOT NULL,
    language      TEXT NOT NULL,
    pages         TEXT NOT NULL, -- JSON list of the pages they were asked to answer
    message       TEXT NOT NULL DEFAULT '',
    asked         TIMESTAMP NOT NULL,
    opened        TIMESTAMP,
    done          TIMESTAMP,
    PRIMARY KEY (assessment_id, person_id)
);

-- The questions of those pages: what a colleague may answer and give files to,
-- beside the right to read. The contact may all.
CREATE TABLE colleague_questions (
    assessment_id TEXT NOT NULL,
    person_id     TEXT NOT NULL,
    question      TEXT NOT NULL,
    PRIMARY KEY (assessment_id, person_id, question),
    FOREIGN KEY (assessment_id, person_id) REFERENCES colleagues (assessment_id, person_id)
);

-- +goose Down
DROP TABLE colleague_questions;
DROP TABLE colleagues;
DELETE FROM assessment_people WHERE role <> 'lead';
