-- Who uploaded which file, what they call it, and what was read in it. A hash that somebody knows opens nothing: a file is
-- for who uploaded it, and for who sees a statement or a letter that it goes with.
CREATE TABLE upload (
    hash       bytea NOT NULL REFERENCES file (hash) ON DELETE CASCADE,
    person_id  uuid NOT NULL REFERENCES person (id),
    at         timestamptz NOT NULL,
    name       text NOT NULL,
    media_type text NOT NULL,
    reading    jsonb,
    PRIMARY KEY (hash, person_id)
);
GRANT SELECT ON upload TO entente_reader, entente_writer;
GRANT INSERT, UPDATE, DELETE ON upload TO entente_writer;
-- The readings move here: one a person, so that nobody's replaces another's. `file_reading` stays, unused, until no program
-- that reads it runs any more.
INSERT INTO upload (hash, person_id, at, name, media_type, reading)
    SELECT hash, read_by, created_at, name, media_type, reading FROM file_reading;

-- Files that an event had before it: the sweep asks whether one is named there.
CREATE INDEX event_payload_files ON event_payload USING gin ((data #> '{changes,files,0}') jsonb_path_ops)
    WHERE data #> '{changes,files,0}' IS NOT NULL;
