ALTER TABLE statement_reply DROP COLUMN taken_over_from;
ALTER TABLE statement DROP COLUMN merged_into_id, DROP COLUMN corrects_id;
