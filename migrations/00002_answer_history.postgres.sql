-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION keep_answer_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO answer_revisions VALUES (NEW.assessment_id, NEW.question, NEW.revision, NEW.value,
        NEW.skipped, NEW.comment, NEW.save_id, NEW.person_id, NEW.saved);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER answers_keep_revision AFTER INSERT OR UPDATE ON answers
    FOR EACH ROW EXECUTE FUNCTION keep_answer_revision();
-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER answer_revisions_append_only BEFORE UPDATE OR DELETE ON answer_revisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TRIGGER events_append_only ON events;
DROP TRIGGER answer_revisions_append_only ON answer_revisions;
DROP TRIGGER answers_keep_revision ON answers;
DROP FUNCTION refuse_change();
DROP FUNCTION keep_answer_revision();
