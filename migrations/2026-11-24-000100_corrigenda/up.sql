-- A corrigendum is a link to the statement that it corrects (PR-9); a draft may go into another one (PR-13), which answers in
-- its place what it was written for. Both are found from either end.
ALTER TABLE statement ADD COLUMN corrects_id uuid REFERENCES statement (id);
ALTER TABLE statement ADD COLUMN merged_into_id uuid REFERENCES statement (id);
ALTER TABLE statement ADD CHECK ((state = 'merged') = (merged_into_id IS NOT NULL));
ALTER TABLE statement ADD CHECK (id NOT IN (corrects_id, merged_into_id));
CREATE INDEX statement_corrects ON statement (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX statement_merged_into ON statement (merged_into_id) WHERE merged_into_id IS NOT NULL;
ALTER TABLE statement_reply ADD COLUMN taken_over_from uuid REFERENCES statement (id);
