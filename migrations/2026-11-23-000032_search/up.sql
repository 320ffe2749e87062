-- Numbers are looked for by any part of them that people remember: 1108, TD1108, LS 4, SC27 N 2290.
CREATE FUNCTION number_parts(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    regexp_replace(regexp_replace(value, '[^[:alnum:]]+', ' ', 'g'), '([0-9]+)', ' \1 ', 'g');
CREATE FUNCTION number_words(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    to_tsvector('simple'::regconfig, number_parts(value));
CREATE FUNCTION number_phrase(value text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    phraseto_tsquery('simple'::regconfig, number_parts(value));
CREATE INDEX number_by_words ON number USING gin (number_words(value));
