-- A link is kept once again: the draft's own, or the first that was taken over.
DELETE FROM statement_reply one USING statement_reply other
    WHERE one.ctid <> other.ctid AND one.reply_id = other.reply_id AND one.answers_id = other.answers_id
        AND one.allocation_id IS NOT DISTINCT FROM other.allocation_id
        AND one.destination_id IS NOT DISTINCT FROM other.destination_id
        AND (other.taken_over_from IS NULL OR one.taken_over_from > other.taken_over_from);
DROP INDEX statement_reply_once;
CREATE UNIQUE INDEX statement_reply_once
    ON statement_reply (reply_id, answers_id, allocation_id, destination_id) NULLS NOT DISTINCT;
-- The step before knows no merged draft.
UPDATE statement SET state = 'withdrawn', merged_into_id = NULL WHERE state = 'merged';
