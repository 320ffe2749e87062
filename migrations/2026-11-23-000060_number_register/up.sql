-- The register of the numbers of a body: per series every number that was given, those reserved, those void with a reason,
-- and the gaps (PR-10).

-- Which number of its series it is: 43 for `SG17-LS 43` in the series `SG17-LS{n}`. None where it does not fit the form.
CREATE FUNCTION number_place(value text, form text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN (
    SELECT m.digits::bigint FROM (
        SELECT substr(x.v, length(x.b) + 1, greatest(0, length(x.v) - length(x.b) - length(x.a))) AS digits, x.v, x.b, x.a
        FROM (SELECT number_form(value) AS v, split_part(number_form(form), '{n}', 1) AS b,
            split_part(number_form(form), '{n}', 2) AS a) x) m
    WHERE m.digits ~ '^[0-9]{1,9}$' AND m.v = m.b || m.digits || m.a);

-- The series in which a number stands, by its scheme, and its place there. None for numbers of others.
ALTER TABLE number ADD COLUMN series text CHECK (series IN ('ls', 'td', 'n'));
ALTER TABLE number ADD COLUMN place bigint;
UPDATE number n SET
    series = COALESCE((SELECT s.scheme FROM series s WHERE s.body_id = n.body_id AND s.period = n.period
        AND (s.scheme = n.scheme OR s.scheme IN ('ls', 'n') AND n.scheme IN ('ls', 'n'))
        ORDER BY s.scheme = n.scheme DESC LIMIT 1), n.scheme),
    place = number_place(n.value, (SELECT s.form FROM series s WHERE s.body_id = n.body_id AND s.period = n.period
        AND (s.scheme = n.scheme OR s.scheme IN ('ls', 'n') AND n.scheme IN ('ls', 'n'))
        ORDER BY s.scheme = n.scheme DESC LIMIT 1))
    WHERE n.scheme <> 'other';
CREATE INDEX number_of_series ON number (body_id, series, period, id);
CREATE INDEX number_in_place ON number (body_id, series, period, place) WHERE place IS NOT NULL;
GRANT UPDATE (series, place) ON number TO entente_writer;

-- Numbers that nobody was given and nobody is to be: reserved until somebody takes it or it is released, or void for good.
CREATE TABLE number_set_aside (
    id           uuid PRIMARY KEY,
    body_id      uuid NOT NULL REFERENCES body (id),
    series       text NOT NULL CHECK (series IN ('ls', 'td', 'n')),
    period       text NOT NULL DEFAULT '',
    value        text NOT NULL,
    form         text NOT NULL GENERATED ALWAYS AS (number_form(value)) STORED,
    place        bigint,
    reserved_for text NOT NULL DEFAULT '',
    reserved_by  uuid REFERENCES event (id),
    why_void     text NOT NULL DEFAULT '',
    voided_by    uuid REFERENCES event (id),
    taken_by     uuid REFERENCES event (id),
    CHECK (num_nonnulls(reserved_by, voided_by) > 0),
    CHECK (num_nonnulls(voided_by, taken_by) < 2)
);
CREATE UNIQUE INDEX number_set_aside_once ON number_set_aside (body_id, series, period, form);
CREATE INDEX number_set_aside_by_form ON number_set_aside (form);
CREATE INDEX number_reserved ON number_set_aside (body_id, series, period, id)
    WHERE voided_by IS NULL AND taken_by IS NULL;
CREATE INDEX number_void ON number_set_aside (body_id, series, period, voided_by) WHERE voided_by IS NOT NULL;
CREATE INDEX number_set_aside_in_place ON number_set_aside (body_id, series, period, place) WHERE place IS NOT NULL;
GRANT SELECT ON number_set_aside TO entente_reader, entente_writer;
GRANT INSERT, DELETE ON number_set_aside TO entente_writer;
GRANT UPDATE (series, place, why_void, voided_by, taken_by) ON number_set_aside TO entente_writer;
