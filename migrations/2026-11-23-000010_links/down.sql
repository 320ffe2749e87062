DROP INDEX statement_due;
ALTER TABLE statement DROP COLUMN reply_due;
CREATE INDEX statement_due ON statement (deadline) WHERE state = 'awaiting_reply';
ALTER TABLE destination DROP COLUMN expected_on;
ALTER TABLE destination ADD COLUMN answered_by uuid REFERENCES statement (id);
UPDATE destination d SET answered_by = (SELECT reply_id FROM statement_reply WHERE destination_id = d.id LIMIT 1)
    WHERE state = 'answered';
DELETE FROM statement_reply WHERE destination_id IS NOT NULL;
DROP INDEX statement_reply_asked;
DROP INDEX statement_reply_once;
CREATE UNIQUE INDEX statement_reply_once ON statement_reply (reply_id, answers_id, allocation_id) NULLS NOT DISTINCT;
ALTER TABLE statement_reply DROP COLUMN expected_on;
ALTER TABLE statement_reply DROP COLUMN destination_id;
