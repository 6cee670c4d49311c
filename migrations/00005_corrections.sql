-- +goose Up
-- A correction is a question sent back. The assessment stays submitted, so that
-- the buyer goes on reading what was submitted; until correct_by the supplier
-- may answer the questions that were sent back, as a new round.
ALTER TABLE assessments ADD COLUMN sent_back BIGINT NOT NULL DEFAULT 0; -- the newest round with questions sent back
ALTER TABLE assessments ADD COLUMN sent_back_at TIMESTAMP;
ALTER TABLE assessments ADD COLUMN to_correct BIGINT NOT NULL DEFAULT 0; -- how many questions of it
ALTER TABLE assessments ADD COLUMN correct_by TIMESTAMP; -- null = nothing is asked
ALTER TABLE assessments ADD COLUMN corrected TIMESTAMP; -- when corrections last came in

CREATE TABLE corrections (
    assessment_id TEXT NOT NULL,
    round         BIGINT NOT NULL, -- the submission that is to be corrected
    question      TEXT NOT NULL,
    text          TEXT NOT NULL,
    follow_up     BOOLEAN NOT NULL DEFAULT FALSE, -- opened by a corrected answer, not asked by the buyer
    person_id     TEXT NOT NULL REFERENCES people (id),
    asked         TIMESTAMP NOT NULL,
    sent          TIMESTAMP, -- null = listed, not sent
    PRIMARY KEY (assessment_id, round, question),
    FOREIGN KEY (assessment_id, round) REFERENCES submissions (assessment_id, round)
);

CREATE TABLE review_comments (
    id            TEXT NOT NULL PRIMARY KEY,
    assessment_id TEXT NOT NULL,
    round         BIGINT NOT NULL,
    question      TEXT NOT NULL,
    audience      TEXT NOT NULL,
    text          TEXT NOT NULL,
    person_id     TEXT NOT NULL REFERENCES people (id),
    said          TIMESTAMP NOT NULL,
    shown         TIMESTAMP, -- when the supplier could first read it
    FOREIGN KEY (assessment_id, round) REFERENCES submissions (assessment_id, round)
);
CREATE INDEX review_comments_by_assessment ON review_comments (assessment_id);

-- What a submission stands on is open to the buyer and stays there; a
-- correction that leaves it out only says so.
ALTER TABLE files ADD COLUMN submitted BIGINT NOT NULL DEFAULT 0; -- the first round it was part of
ALTER TABLE files ADD COLUMN dropped TIMESTAMP;
UPDATE files SET submitted = COALESCE((SELECT MIN(s.round) FROM submissions s
    WHERE s.assessment_id = files.assessment_id AND s.submitted >= files.given), 0) WHERE state <> 'arriving';

ALTER TABLE reviews ADD COLUMN superseded TIMESTAMP; -- a newer round came in
ALTER TABLE marks ADD COLUMN carried BIGINT NOT NULL DEFAULT 0; -- the round it was given in, when carried over
ALTER TABLE judgements ADD COLUMN carried BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE judgements DROP COLUMN carried;
ALTER TABLE marks DROP COLUMN carried;
ALTER TABLE reviews DROP COLUMN superseded;
ALTER TABLE files DROP COLUMN dropped;
ALTER TABLE files DROP COLUMN submitted;
DROP TABLE review_comments;
DROP TABLE corrections;
ALTER TABLE assessments DROP COLUMN corrected;
ALTER TABLE assessments DROP COLUMN correct_by;
ALTER TABLE assessments DROP COLUMN to_correct;
ALTER TABLE assessments DROP COLUMN sent_back_at;
ALTER TABLE assessments DROP COLUMN sent_back;
