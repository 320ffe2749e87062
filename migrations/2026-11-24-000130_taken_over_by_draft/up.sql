-- Several drafts that were written for the same are merged into one (PR-13): each keeps its own link there, so that one that
-- goes its own way again takes nothing of the others along.
DROP INDEX statement_reply_once;
CREATE UNIQUE INDEX statement_reply_once
    ON statement_reply (reply_id, answers_id, allocation_id, destination_id, taken_over_from) NULLS NOT DISTINCT;
