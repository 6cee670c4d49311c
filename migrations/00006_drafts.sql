-- +goose Up
-- A draft is a finished result that the supplier may read and comment on before
-- it is final. It keeps what was sent, whatever becomes of the review.
CREATE TABLE drafts (
    assessment_id TEXT NOT NULL,
    round         BIGINT NOT NULL,
    card          TEXT NOT NULL, -- JSON of the result as it was sent
    sent          TIMESTAMP NOT NULL,
    comment_by    TIMESTAMP NOT NULL,
    remarks       BIGINT NOT NULL DEFAULT 0, -- how many came in
    person_id     TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (assessment_id, round),
    FOREIGN KEY (assessment_id, round) REFERENCES reviews (assessment_id, round)
);

-- What the supplier says of a draft.
CREATE TABLE draft_remarks (
    id            TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL,
    round         BIGINT NOT NULL,
    question      TEXT NOT NULL DEFAULT '', -- empty = of the result as a whole
    text          TEXT NOT NULL,
    person_id     TEXT NOT NULL REFERENCES people (id),
    said          TIMESTAMP NOT NULL,
    FOREIGN KEY (assessment_id, round) REFERENCES drafts (assessment_id, round)
);
CREATE INDEX draft_remarks_by_assessment ON draft_remarks (assessment_id, said);

-- +goose Down
DROP TABLE draft_remarks;
DROP TABLE drafts;
