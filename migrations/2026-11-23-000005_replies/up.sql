-- One reply may answer what several Questions were given of one statement (PR-13): each of them is a link of its own.
ALTER TABLE statement_reply DROP CONSTRAINT statement_reply_pkey;
CREATE UNIQUE INDEX statement_reply_once ON statement_reply (reply_id, answers_id, allocation_id) NULLS NOT DISTINCT;
