-- Each row is a letter again, as far as the one that held it had come.
UPDATE outbox held SET state = whole.state, attempts = whole.attempts, next_at = whole.next_at, sent_at = whole.sent_at,
    problem = COALESCE(held.problem, whole.problem)
    FROM outbox whole WHERE whole.id = held.gathered_in AND held.state = 'gathered';
DROP INDEX outbox_lane_gathered;
DROP INDEX outbox_by_gathered;
ALTER TABLE outbox DROP CONSTRAINT outbox_gathered;
ALTER TABLE outbox DROP COLUMN gathered_in;
DELETE FROM outbox WHERE notice = 'several';
ALTER TABLE outbox DROP CONSTRAINT outbox_tells_of;
ALTER TABLE outbox ADD CONSTRAINT outbox_tells_of CHECK ((notice = 'digest') = (event_id IS NULL)
    AND (event_id IS NULL) = (subject_id IS NULL) AND (event_id IS NOT NULL OR person_id IS NOT NULL));
ALTER TABLE outbox DROP CONSTRAINT outbox_state_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_state_check CHECK (state IN ('queued', 'sent', 'failed', 'cancelled'));
