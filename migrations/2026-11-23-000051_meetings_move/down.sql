DROP INDEX allocation_by_meeting;
ALTER TABLE allocation DROP COLUMN due_meeting_id;
UPDATE meeting SET state = CASE state WHEN 'planned' THEN 'recorded' WHEN 'cancelled' THEN 'ended' ELSE state END;
