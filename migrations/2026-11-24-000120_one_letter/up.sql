-- One letter a person for a bulk act (PR-13): what it tells them of each statement stays a row of its own event, and names the
-- letter that it goes in. How far it has come is then that letter's to say.

ALTER TABLE outbox ADD COLUMN gathered_in uuid REFERENCES outbox (id);
ALTER TABLE outbox DROP CONSTRAINT outbox_state_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_state_check
    CHECK (state IN ('queued', 'gathered', 'sent', 'failed', 'cancelled'));
ALTER TABLE outbox ADD CONSTRAINT outbox_gathered CHECK (state <> 'gathered' OR gathered_in IS NOT NULL);

-- Like a digest, it tells of no single event.
ALTER TABLE outbox DROP CONSTRAINT outbox_tells_of;
ALTER TABLE outbox ADD CONSTRAINT outbox_tells_of CHECK ((notice IN ('digest', 'several')) = (event_id IS NULL)
    AND (event_id IS NULL) = (subject_id IS NULL) AND (event_id IS NOT NULL OR person_id IS NOT NULL));

-- What one letter holds, and what is on its way in a lane.
CREATE INDEX outbox_by_gathered ON outbox (gathered_in) WHERE gathered_in IS NOT NULL;
CREATE INDEX outbox_lane_gathered ON outbox (lane) WHERE state = 'gathered';
