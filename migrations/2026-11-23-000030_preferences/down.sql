ALTER TABLE outbox DROP CONSTRAINT outbox_tells_of;
DROP TABLE digest_mark;
DROP TABLE digest_item;
DROP TABLE preference;
DELETE FROM outbox WHERE event_id IS NULL;
ALTER TABLE outbox ALTER COLUMN subject_id SET NOT NULL;
ALTER TABLE outbox ALTER COLUMN event_id SET NOT NULL;
