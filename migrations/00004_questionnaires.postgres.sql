-- +goose Up
-- An organisation's own questionnaires. What a published one says never changes:
-- a trigger refuses it, whoever asks.
CREATE TABLE questionnaires (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name            TEXT NOT NULL, -- the definition's id; empty while it cannot be read
    version         TEXT NOT NULL,
    title           TEXT NOT NULL, -- JSON, by language
    file            TEXT NOT NULL,
    definition      TEXT NOT NULL, -- as it was written; never looked into by SQL
    sha256          TEXT NOT NULL,
    cases           TEXT NOT NULL,
    remarks         TEXT NOT NULL, -- JSON list of what an import did not bring along
    state           TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    created         TIMESTAMP NOT NULL,
    changed         TIMESTAMP NOT NULL,
    changed_by      TEXT NOT NULL REFERENCES people (id),
    published       TIMESTAMP,
    retired         TIMESTAMP
);
CREATE INDEX questionnaires_by_organisation ON questionnaires (organisation_id, changed);
CREATE UNIQUE INDEX questionnaires_once ON questionnaires (organisation_id, name, version) WHERE state <> 'draft';

-- Whose questionnaire a procurement asks with; empty for those that come with
-- the program.
ALTER TABLE procurements ADD COLUMN questionnaire_owner TEXT NOT NULL DEFAULT '';
CREATE INDEX procurements_by_questionnaire ON procurements (organisation_id, questionnaire_owner, questionnaire, questionnaire_version);

-- +goose StatementBegin
CREATE FUNCTION keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.state = 'draft' OR (OLD.state = 'retired' AND NEW.state <> 'retired')
        OR (OLD.id, OLD.organisation_id, OLD.name, OLD.version, OLD.title, OLD.file, OLD.definition, OLD.sha256, OLD.cases, OLD.remarks, OLD.created, OLD.published)
        IS DISTINCT FROM
        (NEW.id, NEW.organisation_id, NEW.name, NEW.version, NEW.title, NEW.file, NEW.definition, NEW.sha256, NEW.cases, NEW.remarks, NEW.created, NEW.published) THEN
        RAISE EXCEPTION 'a published questionnaire never changes';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER questionnaires_keep_published BEFORE UPDATE OR DELETE ON questionnaires
    FOR EACH ROW EXECUTE FUNCTION keep_published();

-- +goose Down
DROP TRIGGER questionnaires_keep_published ON questionnaires;
DROP INDEX procurements_by_questionnaire;
ALTER TABLE procurements DROP COLUMN questionnaire_owner;
DROP TABLE questionnaires;
DROP FUNCTION keep_published();
