DROP INDEX number_by_body;
REVOKE UPDATE (body_id) ON number FROM entente_writer;
REVOKE DELETE ON body_parent, body_ancestor FROM entente_writer;
REVOKE UPDATE ON body_address FROM entente_writer;
DROP INDEX body_provisional;
ALTER TABLE body DROP COLUMN merged_into;
DROP TABLE body_alias;
