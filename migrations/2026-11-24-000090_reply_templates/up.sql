-- Templates of replies that a deciding body keeps for those who serve in its tree. A row holds the words that stand; what
-- stood before is in the history of the body.
CREATE TABLE reply_template (
    id         uuid PRIMARY KEY,
    body_id    uuid NOT NULL REFERENCES body (id),
    name       text NOT NULL,
    abstract   text NOT NULL DEFAULT '',
    text       text NOT NULL,
    added_by   uuid NOT NULL REFERENCES event (id),
    -- The event that wrote the words as they stand.
    words_of   uuid NOT NULL REFERENCES event (id),
    ended_by   uuid REFERENCES event (id)
);
-- Two that are used at once are told apart by their names.
CREATE UNIQUE INDEX reply_template_name ON reply_template (body_id, name) WHERE ended_by IS NULL;
CREATE INDEX reply_template_ended ON reply_template (body_id, ended_by) WHERE ended_by IS NOT NULL;
GRANT SELECT ON reply_template TO entente_reader, entente_writer;
GRANT INSERT, UPDATE (name, abstract, text, words_of, ended_by) ON reply_template TO entente_writer;
