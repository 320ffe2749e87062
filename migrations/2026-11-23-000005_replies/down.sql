-- Of several links between the same two statements one stays, as before.
DELETE FROM statement_reply one USING statement_reply other
    WHERE one.reply_id = other.reply_id AND one.answers_id = other.answers_id AND one.ctid > other.ctid;
DROP INDEX statement_reply_once;
ALTER TABLE statement_reply ADD CONSTRAINT statement_reply_pkey PRIMARY KEY (reply_id, answers_id);
