-- Once a day: how a person wants to hear, what waits to be told, and how far each one has been told.

-- How a person wants to read and hear; whoever said nothing has the defaults of domain::digest.
CREATE TABLE preference (
    person_id   uuid PRIMARY KEY REFERENCES person (id),
    language    text NOT NULL,
    zone        text NOT NULL,
    digest_hour smallint NOT NULL CHECK (digest_hour BETWEEN 0 AND 23),
    digest_on   boolean NOT NULL
);
GRANT SELECT ON preference TO entente_reader, entente_writer;
GRANT INSERT, UPDATE ON preference TO entente_writer;

-- What is told in a person's next digest: one row an event and person, queued in the event's own transaction. What waits
-- is found by having no outcome, never by a time or a number: a row of a transaction that commits late is not passed over.
CREATE TABLE digest_item (
    id           uuid PRIMARY KEY,
    seq          bigint GENERATED ALWAYS AS IDENTITY,
    event_id     uuid NOT NULL REFERENCES event (id),
    person_id    uuid NOT NULL REFERENCES person (id),
    subject_id   uuid NOT NULL REFERENCES subject (id),
    statement_id uuid NOT NULL REFERENCES statement (id),
    facts        jsonb NOT NULL,
    queued_at    timestamptz NOT NULL,
    outcome      text CHECK (outcome IN ('told', 'out_of_sight', 'declined')),
    settled_at   timestamptz,
    letter_id    uuid REFERENCES outbox (id),
    UNIQUE (event_id, person_id)
);
CREATE INDEX digest_item_waiting ON digest_item (person_id, seq) WHERE outcome IS NULL;
CREATE INDEX digest_item_settled ON digest_item (settled_at) WHERE outcome IS NOT NULL;
GRANT SELECT ON digest_item TO entente_reader, entente_writer;
GRANT INSERT, DELETE, UPDATE (outcome, settled_at, letter_id) ON digest_item TO entente_writer;

-- The newest day, in the reader's own calendar, for which it was looked what there is to tell.
CREATE TABLE digest_mark (
    person_id uuid PRIMARY KEY REFERENCES person (id),
    day       date NOT NULL,
    looked_at timestamptz NOT NULL
);
GRANT SELECT ON digest_mark TO entente_reader, entente_writer;
GRANT INSERT, UPDATE ON digest_mark TO entente_writer;

-- A digest is a letter about no single event.
ALTER TABLE outbox ALTER COLUMN event_id DROP NOT NULL;
ALTER TABLE outbox ALTER COLUMN subject_id DROP NOT NULL;
ALTER TABLE outbox ADD CONSTRAINT outbox_tells_of CHECK ((notice = 'digest') = (event_id IS NULL)
    AND (event_id IS NULL) = (subject_id IS NULL) AND (event_id IS NOT NULL OR person_id IS NOT NULL));
