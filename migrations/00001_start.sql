-- +goose Up
-- Times are UTC with microseconds. Ids are UUID text, so that both databases
-- sort and compare them alike. JSON is TEXT: SQL never looks inside it.

CREATE TABLE organisations (
    id      TEXT NOT NULL PRIMARY KEY,
    name    TEXT NOT NULL,
    number  TEXT NOT NULL DEFAULT '',
    created TIMESTAMP NOT NULL
);

CREATE TABLE people (
    id       TEXT NOT NULL PRIMARY KEY,
    name     TEXT NOT NULL,
    email    TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    password TEXT NOT NULL DEFAULT '',
    created  TIMESTAMP NOT NULL
);

CREATE TABLE members (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    person_id       TEXT NOT NULL REFERENCES people (id),
    role            TEXT NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
);
CREATE INDEX members_by_person ON members (person_id);

CREATE TABLE links (
    hash    TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    asker   TEXT NOT NULL DEFAULT '',
    about   TEXT NOT NULL DEFAULT '',
    path    TEXT NOT NULL,
    created TIMESTAMP NOT NULL,
    expires TIMESTAMP NOT NULL,
    used    TIMESTAMP
);

CREATE TABLE procurements (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    title           TEXT NOT NULL,
    reference       TEXT NOT NULL DEFAULT '',
    purpose         TEXT NOT NULL DEFAULT '',
    stage           TEXT NOT NULL,
    value           DOUBLE PRECISION NOT NULL DEFAULT 0,
    currency        TEXT NOT NULL DEFAULT 'NOK',
    categories      TEXT NOT NULL DEFAULT '[]', -- JSON list of category ids
    questionnaire   TEXT NOT NULL,
    questionnaire_version TEXT NOT NULL,
    closing         TIMESTAMP NOT NULL,
    zone            TEXT NOT NULL,
    plan            TEXT NOT NULL DEFAULT '[]', -- JSON list of days before closing
    contact_name    TEXT NOT NULL DEFAULT '',
    contact_email   TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL,
    revision        BIGINT NOT NULL DEFAULT 1,
    created         TIMESTAMP NOT NULL,
    published       TIMESTAMP,
    extended        TIMESTAMP
);
CREATE INDEX procurements_by_organisation ON procurements (organisation_id, created);

CREATE TABLE assessments (
    id              TEXT NOT NULL PRIMARY KEY,
    procurement_id  TEXT NOT NULL REFERENCES procurements (id),
    supplier_name   TEXT NOT NULL,
    supplier_number TEXT NOT NULL DEFAULT '',
    contact_person  TEXT NOT NULL REFERENCES people (id),
    contact_name    TEXT NOT NULL,
    contact_email   TEXT NOT NULL,
    contact_language TEXT NOT NULL,
    state           TEXT NOT NULL,
    round           BIGINT NOT NULL DEFAULT 0,
    asked           BIGINT NOT NULL DEFAULT 0,
    answered        BIGINT NOT NULL DEFAULT 0,
    to_do           BIGINT NOT NULL DEFAULT 0,
    version         BIGINT NOT NULL DEFAULT 1,
    invited         TIMESTAMP NOT NULL,
    opened          TIMESTAMP,
    active          TIMESTAMP,
    submitted       TIMESTAMP,
    reminded_for    TIMESTAMP -- the planned time of the newest reminder written
);
CREATE INDEX assessments_by_procurement ON assessments (procurement_id);
-- A supplier is asked once in a procurement; foreign ones may lack a number.
CREATE UNIQUE INDEX assessments_once ON assessments (procurement_id, supplier_number)
    WHERE supplier_number <> '' AND state <> 'withdrawn';

-- Who may act for the supplier on an assessment. A right hangs on this row alone.
CREATE TABLE assessment_people (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    person_id     TEXT NOT NULL REFERENCES people (id),
    role          TEXT NOT NULL,
    PRIMARY KEY (assessment_id, person_id)
);
CREATE INDEX assessment_people_by_person ON assessment_people (person_id);

CREATE TABLE answers (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    question      TEXT NOT NULL,
    revision      BIGINT NOT NULL,
    value         TEXT NOT NULL, -- JSON as typed; 'null' = unanswered
    skipped       TEXT NOT NULL DEFAULT '',
    comment       TEXT NOT NULL DEFAULT '',
    save_id       TEXT NOT NULL DEFAULT '',
    person_id     TEXT NOT NULL REFERENCES people (id),
    saved         TIMESTAMP NOT NULL,
    PRIMARY KEY (assessment_id, question)
);

-- Every revision of every answer; filled by a trigger, never changed.
CREATE TABLE answer_revisions (
    assessment_id TEXT NOT NULL,
    question      TEXT NOT NULL,
    revision      BIGINT NOT NULL,
    value         TEXT NOT NULL,
    skipped       TEXT NOT NULL,
    comment       TEXT NOT NULL,
    save_id       TEXT NOT NULL,
    person_id     TEXT NOT NULL,
    saved         TIMESTAMP NOT NULL,
    PRIMARY KEY (assessment_id, question, revision)
);

CREATE TABLE files (
    id            TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    question      TEXT NOT NULL,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL DEFAULT '',
    issuer        TEXT NOT NULL DEFAULT '',
    issued        TEXT NOT NULL DEFAULT '', -- ISO date or empty
    valid_until   TEXT NOT NULL DEFAULT '', -- ISO date or empty
    media_type    TEXT NOT NULL DEFAULT '',
    size          BIGINT NOT NULL DEFAULT 0,
    sha256        TEXT NOT NULL DEFAULT '',
    blob_key      TEXT NOT NULL,
    state         TEXT NOT NULL,
    person_id     TEXT NOT NULL REFERENCES people (id),
    given         TIMESTAMP NOT NULL
);
CREATE INDEX files_by_assessment ON files (assessment_id);
CREATE INDEX files_by_state ON files (state);

CREATE TABLE submissions (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    round         BIGINT NOT NULL,
    canonical     TEXT NOT NULL, -- RFC 8785
    sha256        TEXT NOT NULL, -- of canonical, hex
    declared_name TEXT NOT NULL,
    declared_role TEXT NOT NULL,
    person_id     TEXT NOT NULL REFERENCES people (id),
    submitted     TIMESTAMP NOT NULL,
    withdrawn     TIMESTAMP,
    PRIMARY KEY (assessment_id, round)
);

CREATE TABLE reviews (
    assessment_id TEXT NOT NULL,
    round         BIGINT NOT NULL,
    evaluator     TEXT NOT NULL REFERENCES people (id),
    started       TIMESTAMP NOT NULL,
    finished      TIMESTAMP,
    released      TIMESTAMP,
    card          TEXT NOT NULL DEFAULT '', -- JSON of the result, frozen when finished
    version       BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (assessment_id, round),
    FOREIGN KEY (assessment_id, round) REFERENCES submissions (assessment_id, round)
);

CREATE TABLE marks (
    assessment_id TEXT NOT NULL,
    round         BIGINT NOT NULL,
    question      TEXT NOT NULL,
    level         BIGINT, -- null = no level given, only the skip judged
    accept_skip   BOOLEAN NOT NULL DEFAULT FALSE,
    reason        TEXT NOT NULL DEFAULT '',
    person_id     TEXT NOT NULL REFERENCES people (id),
    marked        TIMESTAMP NOT NULL,
    PRIMARY KEY (assessment_id, round, question),
    FOREIGN KEY (assessment_id, round) REFERENCES reviews (assessment_id, round)
);

CREATE TABLE judgements (
    assessment_id TEXT NOT NULL,
    round         BIGINT NOT NULL,
    file_id       TEXT NOT NULL REFERENCES files (id),
    verdict       TEXT NOT NULL,
    reason        TEXT NOT NULL DEFAULT '',
    person_id     TEXT NOT NULL REFERENCES people (id),
    judged        TIMESTAMP NOT NULL,
    PRIMARY KEY (assessment_id, round, file_id),
    FOREIGN KEY (assessment_id, round) REFERENCES reviews (assessment_id, round)
);

CREATE TABLE letters (
    id           TEXT NOT NULL PRIMARY KEY,
    cause        TEXT NOT NULL UNIQUE, -- the same cause never writes twice
    kind         TEXT NOT NULL,
    person_id    TEXT NOT NULL REFERENCES people (id),
    to_name      TEXT NOT NULL,
    to_email     TEXT NOT NULL,
    language     TEXT NOT NULL,
    subject      TEXT NOT NULL,
    text         TEXT NOT NULL,
    html         TEXT NOT NULL,
    link_purpose TEXT NOT NULL DEFAULT '',
    link_path    TEXT NOT NULL DEFAULT '',
    asker        TEXT NOT NULL DEFAULT '',
    about        TEXT NOT NULL DEFAULT '',
    organisation_id TEXT NOT NULL DEFAULT '',
    procurement_id  TEXT NOT NULL DEFAULT '',
    assessment_id   TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL,
    created      TIMESTAMP NOT NULL,
    not_before   TIMESTAMP NOT NULL,
    next_try     TIMESTAMP NOT NULL,
    attempts     BIGINT NOT NULL DEFAULT 0,
    answer       TEXT NOT NULL DEFAULT '',
    message_id   TEXT NOT NULL,
    leased_until TIMESTAMP,
    sent         TIMESTAMP
);
CREATE INDEX letters_due ON letters (state, next_try);
CREATE INDEX letters_by_procurement ON letters (procurement_id, created);
CREATE INDEX letters_by_assessment ON letters (assessment_id);

CREATE TABLE sessions (
    hash    TEXT NOT NULL PRIMARY KEY,
    data    TEXT NOT NULL, -- base64
    expires TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires);

CREATE TABLE events (
    id              TEXT NOT NULL PRIMARY KEY,
    at              TIMESTAMP NOT NULL,
    person_id       TEXT NOT NULL DEFAULT '',
    organisation_id TEXT NOT NULL DEFAULT '',
    procurement_id  TEXT NOT NULL DEFAULT '',
    assessment_id   TEXT NOT NULL DEFAULT '',
    verb            TEXT NOT NULL,
    details         TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX events_by_procurement ON events (procurement_id, at);

-- +goose Down
DROP TABLE events;
DROP TABLE sessions;
DROP TABLE letters;
DROP TABLE judgements;
DROP TABLE marks;
DROP TABLE reviews;
DROP TABLE submissions;
DROP TABLE files;
DROP TABLE answer_revisions;
DROP TABLE answers;
DROP TABLE assessment_people;
DROP TABLE assessments;
DROP TABLE procurements;
DROP TABLE links;
DROP TABLE members;
DROP TABLE people;
DROP TABLE organisations;
