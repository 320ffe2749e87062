-- Numbers are printed as they were typed, and compared as they are read: `SG17-LS 43` and `SG17‑LS43` (with another dash)
-- are one number (PR-10).
CREATE FUNCTION number_form(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    lower(regexp_replace(
        translate(normalize(value, NFKC), U&'\2010\2011\2012\2013\2014\2015\2212\FE58\FE63\FF0D\00AD', '----------'),
        U&'[[:space:]\00A0\034F\061C\180E\2000-\200F\2028-\202F\205F-\206F\3000\FEFF]', '', 'g'));

ALTER TABLE number ADD COLUMN form text NOT NULL GENERATED ALWAYS AS (number_form(value)) STORED;
-- A number that its subject gave up stays used, and is not shown: the event that gave it up.
ALTER TABLE number ADD COLUMN voided_by uuid REFERENCES event (id);
CREATE UNIQUE INDEX number_once_by_form ON number (body_id, scheme, period, form) WHERE scheme <> 'other';
CREATE INDEX number_by_form ON number (form);
GRANT UPDATE (voided_by) ON number TO entente_writer;
