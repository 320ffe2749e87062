DROP TABLE number_set_aside;
REVOKE UPDATE (series, place) ON number FROM entente_writer;
DROP INDEX number_in_place;
DROP INDEX number_of_series;
ALTER TABLE number DROP COLUMN place, DROP COLUMN series;
DROP FUNCTION number_place(text, text);
