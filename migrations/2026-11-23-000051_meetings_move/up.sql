-- Meetings have a procedure of their own (PR-19).
UPDATE meeting SET state = CASE state WHEN 'recorded' THEN 'planned' WHEN 'ended' THEN 'cancelled' ELSE state END;

-- The meeting that gave a due date: the date moves with it. Of those that are there already, each meeting of the body that
-- allocated it which begins seven days after the due date, and which the rule names.
ALTER TABLE allocation ADD COLUMN due_meeting_id uuid REFERENCES meeting (id);
UPDATE allocation a SET due_meeting_id = m.id
FROM registration r, meeting_body b, meeting m
WHERE r.id = a.registration_id AND b.body_id = r.body_id AND m.id = b.meeting_id
    AND a.due_rule ->> 'key' = 'due-rule-meeting' AND a.due = m.starts_on - 7
    AND position(to_json(m.title)::text IN a.due_rule::text) > 0;
CREATE INDEX allocation_by_meeting ON allocation (due_meeting_id) WHERE due_meeting_id IS NOT NULL;
