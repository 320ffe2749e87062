ALTER TABLE registration DROP COLUMN forwarded_on, DROP COLUMN forwarded_to_id;
