-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER answers_keep_insert AFTER INSERT ON answers BEGIN
    INSERT INTO answer_revisions VALUES (NEW.assessment_id, NEW.question, NEW.revision, NEW.value,
        NEW.skipped, NEW.comment, NEW.save_id, NEW.person_id, NEW.saved);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER answers_keep_update AFTER UPDATE ON answers BEGIN
    INSERT INTO answer_revisions VALUES (NEW.assessment_id, NEW.question, NEW.revision, NEW.value,
        NEW.skipped, NEW.comment, NEW.save_id, NEW.person_id, NEW.saved);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER answer_revisions_no_update BEFORE UPDATE ON answer_revisions BEGIN
    SELECT RAISE(ABORT, 'answer_revisions is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER answer_revisions_no_delete BEFORE DELETE ON answer_revisions BEGIN
    SELECT RAISE(ABORT, 'answer_revisions is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'events is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'events is append-only');
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER events_no_delete;
DROP TRIGGER events_no_update;
DROP TRIGGER answer_revisions_no_delete;
DROP TRIGGER answer_revisions_no_update;
DROP TRIGGER answers_keep_update;
DROP TRIGGER answers_keep_insert;
