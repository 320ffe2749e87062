ALTER TABLE body_address DROP COLUMN event_id;
