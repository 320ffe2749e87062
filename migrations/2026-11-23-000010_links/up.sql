-- A reply is linked to the addressee that it answers, in full, in part, or so that more is awaited (PR-9). A row without a
-- destination is the reply's own word of what it answers; one with a destination is the asker's.
ALTER TABLE statement_reply ADD COLUMN destination_id uuid REFERENCES destination (id);
ALTER TABLE statement_reply ADD COLUMN expected_on date;
DROP INDEX statement_reply_once;
CREATE UNIQUE INDEX statement_reply_once ON statement_reply (reply_id, answers_id, allocation_id, destination_id) NULLS NOT DISTINCT;
CREATE INDEX statement_reply_asked ON statement_reply (destination_id) WHERE destination_id IS NOT NULL;
INSERT INTO statement_reply (reply_id, answers_id, destination_id, extent)
    SELECT answered_by, statement_id, id, 'full' FROM destination WHERE answered_by IS NOT NULL;
ALTER TABLE destination DROP COLUMN answered_by;
-- The day by which an interim reply promised the rest.
ALTER TABLE destination ADD COLUMN expected_on date;

-- The next day on which a reply is due to us. The deadline is what the text asks, and stays.
ALTER TABLE statement ADD COLUMN reply_due date;
UPDATE statement SET reply_due = deadline WHERE state = 'awaiting_reply';
DROP INDEX statement_due;
CREATE INDEX statement_due ON statement (reply_due) WHERE state = 'awaiting_reply';
