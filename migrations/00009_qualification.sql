-- +goose Up
-- What a supplier must meet at the least to be qualified: JSON, fixed when the
-- procurement is published.
ALTER TABLE procurements ADD COLUMN requirements TEXT NOT NULL DEFAULT '[]';

-- What an evaluator decided of a requirement, over what the rules say.
CREATE TABLE decisions (
    assessment_id TEXT NOT NULL,
    round         BIGINT NOT NULL,
    question      TEXT NOT NULL,
    finding       TEXT NOT NULL,
    reason        TEXT NOT NULL,
    person_id     TEXT NOT NULL REFERENCES people (id),
    decided       TIMESTAMP NOT NULL,
    carried       BIGINT NOT NULL DEFAULT 0, -- the round it was made in, when carried over
    PRIMARY KEY (assessment_id, round, question),
    FOREIGN KEY (assessment_id, round) REFERENCES reviews (assessment_id, round)
);

-- +goose Down
DROP TABLE decisions;
ALTER TABLE procurements DROP COLUMN requirements;
