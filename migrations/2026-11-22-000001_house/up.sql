-- The house: subjects and their handles, bodies, people, appointments, meetings, events, the outbox, files, sessions.
-- The three roles exist before the first migration runs (db::cluster, or docs/operations.md for a server of your own).

-- ---------------------------------------------------------------------------------------------- subjects and events

-- One row for everything that has a procedure. The handle (`LS-1042`) is its name from birth; gaps are allowed.
CREATE TABLE subject (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL,
    handle      text NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL
);

CREATE TABLE event (
    id             uuid PRIMARY KEY,
    subject_id     uuid NOT NULL REFERENCES subject (id),
    seq            integer NOT NULL,
    kind           text NOT NULL,
    act            text NOT NULL,
    from_state     text,
    to_state       text NOT NULL,
    recorded_at    timestamptz NOT NULL,
    occurred_on    date NOT NULL,
    actor_kind     text NOT NULL CHECK (actor_kind IN ('person', 'system', 'clock', 'importer')),
    actor_id       uuid,
    appointment_id uuid,
    decided_by     text,
    cause          uuid REFERENCES event (id),
    clause         text NOT NULL,
    unusual        boolean NOT NULL DEFAULT false,
    key            text,
    schema         smallint NOT NULL,
    payload_digest bytea NOT NULL,
    txid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
    UNIQUE (subject_id, seq)
);
CREATE INDEX event_by_txid ON event (subject_id, txid);
CREATE INDEX event_by_actor ON event (actor_id, recorded_at DESC);
CREATE INDEX event_by_cause ON event (cause);

-- All that a person wrote or is called: the only part of an event that may be erased. The digest stays in the event.
CREATE TABLE event_payload (
    event_id uuid PRIMARY KEY REFERENCES event (id),
    salt     bytea NOT NULL,
    data     jsonb NOT NULL
);

CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION event_is_append_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only();

-- Every new subject row and every change of state must have an event of the same transaction. `xmin` would not do: it
-- names the savepoint, not the transaction.
CREATE FUNCTION state_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM event
                   WHERE subject_id = NEW.id AND to_state = NEW.state AND txid = pg_current_xact_id()) THEN
        RAISE EXCEPTION '% % reached state % without an event', TG_TABLE_NAME, NEW.id, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

-- One receipt for each key of an actor: a double click gets the first answer.
CREATE TABLE command_key (
    actor       text NOT NULL,
    key         text NOT NULL,
    hash        bytea NOT NULL,
    receipt     jsonb,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX command_key_by_age ON command_key (recorded_at);

-- -------------------------------------------------------------------------------------------------- bodies and people

CREATE TABLE body (
    id           uuid PRIMARY KEY REFERENCES subject (id),
    version      integer NOT NULL,
    state        text NOT NULL,
    kind         text NOT NULL,
    short_name   text NOT NULL,
    title        text NOT NULL,
    side         text NOT NULL CHECK (side IN ('itu', 'partner')),
    zone         text NOT NULL,
    kept_here    boolean NOT NULL,
    valid_from   date NOT NULL,
    valid_to     date,
    study_period text,
    go_live      date
);
CREATE UNIQUE INDEX body_name_per_period ON body (short_name, valid_from);
CREATE INDEX body_by_name ON body (lower(short_name));

CREATE TABLE body_parent (
    body_id   uuid NOT NULL REFERENCES body (id),
    parent_id uuid NOT NULL REFERENCES body (id),
    PRIMARY KEY (body_id, parent_id)
);
CREATE INDEX body_parent_by_parent ON body_parent (parent_id);

-- Derived with the body: every ancestor (itself included, depth 0). `is_root` marks the level that decides and whose
-- tree sees: study group, technical committee, subcommittee, or the topmost where there is none.
CREATE TABLE body_ancestor (
    body_id     uuid NOT NULL REFERENCES body (id),
    ancestor_id uuid NOT NULL REFERENCES body (id),
    depth       smallint NOT NULL,
    is_root     boolean NOT NULL,
    PRIMARY KEY (body_id, ancestor_id)
);
CREATE INDEX body_ancestor_down ON body_ancestor (ancestor_id);

CREATE TABLE body_address (
    id         uuid PRIMARY KEY,
    body_id    uuid NOT NULL REFERENCES body (id),
    kind       text NOT NULL CHECK (kind IN ('mailbox', 'secretariat', 'liaison_officer', 'intake')),
    name       text NOT NULL,
    address    text NOT NULL,
    valid_from date NOT NULL,
    valid_to   date
);
CREATE INDEX body_address_by_body ON body_address (body_id);

CREATE TABLE person (
    id            uuid PRIMARY KEY REFERENCES subject (id),
    version       integer NOT NULL,
    state         text NOT NULL,
    name          text NOT NULL,
    email         text NOT NULL,
    organisation  text NOT NULL DEFAULT '',
    country       text NOT NULL DEFAULT '',
    tel           text NOT NULL DEFAULT '',
    administrator boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX person_by_email ON person (lower(email));

CREATE TABLE appointment (
    id         uuid PRIMARY KEY REFERENCES subject (id),
    version    integer NOT NULL,
    state      text NOT NULL,
    person_id  uuid NOT NULL REFERENCES person (id),
    role       text NOT NULL,
    body_id    uuid NOT NULL REFERENCES body (id),
    valid_from date NOT NULL,
    valid_to   date,
    decision   text NOT NULL
);
CREATE INDEX appointment_by_person ON appointment (person_id);
CREATE INDEX appointment_by_body ON appointment (body_id, role);

CREATE TABLE meeting (
    id        uuid PRIMARY KEY REFERENCES subject (id),
    version   integer NOT NULL,
    state     text NOT NULL,
    body_id   uuid NOT NULL REFERENCES body (id),
    kind      text NOT NULL,
    title     text NOT NULL,
    place     text NOT NULL,
    starts_on date NOT NULL,
    ends_on   date NOT NULL CHECK (ends_on >= starts_on)
);
CREATE INDEX meeting_by_body ON meeting (body_id, starts_on);

CREATE TABLE work_item (
    id      uuid PRIMARY KEY REFERENCES subject (id),
    version integer NOT NULL,
    state   text NOT NULL,
    body_id uuid NOT NULL REFERENCES body (id),
    name    text NOT NULL,
    title   text NOT NULL,
    status  text NOT NULL DEFAULT '',
    UNIQUE (body_id, name)
);

-- --------------------------------------------------------------------------------------------------------- statements

CREATE SEQUENCE handle_ls START 1001;
CREATE SEQUENCE handle_other START 1001;

-- What a sender writes, once: text and files. Neither outgoing nor incoming.
CREATE TABLE statement (
    id            uuid PRIMARY KEY REFERENCES subject (id),
    seq           bigint NOT NULL UNIQUE,
    version       integer NOT NULL,
    state         text NOT NULL,
    since         timestamptz NOT NULL,
    owner_id      uuid NOT NULL REFERENCES body (id),
    author_id     uuid REFERENCES person (id),
    topic         text NOT NULL,
    title         text NOT NULL,
    language      text NOT NULL DEFAULT 'en',
    prepared_at   text NOT NULL DEFAULT '',
    abstract      text NOT NULL DEFAULT '',
    body          text NOT NULL DEFAULT '',
    contacts      jsonb NOT NULL DEFAULT '[]',
    questions     jsonb NOT NULL DEFAULT '[]',
    keywords      text NOT NULL DEFAULT '',
    approval      text NOT NULL DEFAULT '',
    issued_on     date,
    level         text,
    decision      jsonb,
    content_hash  bytea NOT NULL,
    approved_hash bytea,
    deadline      date,
    how_sent      text NOT NULL DEFAULT ''
);
CREATE INDEX statement_ball ON statement (owner_id, state, since);
CREATE INDEX statement_by_author ON statement (author_id, state, since);
CREATE INDEX statement_by_state ON statement (state, seq DESC);
CREATE INDEX statement_by_owner ON statement (owner_id, seq DESC);
CREATE INDEX statement_words ON statement USING gin (to_tsvector('simple', title || ' ' || topic));
CREATE INDEX statement_due ON statement (deadline) WHERE state = 'awaiting_reply';

CREATE TABLE destination (
    id           uuid PRIMARY KEY REFERENCES subject (id),
    version      integer NOT NULL,
    state        text NOT NULL,
    statement_id uuid NOT NULL REFERENCES statement (id),
    position     smallint NOT NULL,
    body_id      uuid REFERENCES body (id),
    printed      text NOT NULL,
    purpose      text NOT NULL CHECK (purpose IN ('action', 'comment', 'information')),
    deadline     date,
    answered_by  uuid REFERENCES statement (id)
);
CREATE INDEX destination_by_statement ON destination (statement_id, position);
CREATE INDEX destination_by_body ON destination (body_id, state);

-- A reply: which statement answers which, for which destination, as received under which allocation.
CREATE TABLE statement_reply (
    reply_id      uuid NOT NULL REFERENCES statement (id),
    answers_id    uuid NOT NULL REFERENCES statement (id),
    allocation_id uuid,
    extent        text NOT NULL CHECK (extent IN ('full', 'part', 'interim', 'related')),
    PRIMARY KEY (reply_id, answers_id)
);
CREATE INDEX statement_reply_back ON statement_reply (answers_id);

-- The receiving body's own side of a statement: number, receipt, allocations.
CREATE TABLE registration (
    id           uuid PRIMARY KEY REFERENCES subject (id),
    version      integer NOT NULL,
    state        text NOT NULL,
    since        timestamptz NOT NULL,
    statement_id uuid NOT NULL REFERENCES statement (id),
    body_id      uuid NOT NULL REFERENCES body (id),
    received_on  date NOT NULL,
    channel      text NOT NULL,
    confidential boolean NOT NULL DEFAULT false,
    note         text NOT NULL DEFAULT '',
    UNIQUE (statement_id, body_id)
);
CREATE INDEX registration_ball ON registration (body_id, state, since);

CREATE TABLE allocation (
    id              uuid PRIMARY KEY REFERENCES subject (id),
    version         integer NOT NULL,
    state           text NOT NULL,
    since           timestamptz NOT NULL,
    registration_id uuid NOT NULL REFERENCES registration (id),
    body_id         uuid NOT NULL REFERENCES body (id),
    lead            boolean NOT NULL,
    purpose         text NOT NULL CHECK (purpose IN ('action', 'comment', 'information')),
    assignee_id     uuid NOT NULL REFERENCES person (id),
    due             date NOT NULL,
    due_rule        jsonb NOT NULL,
    note            text NOT NULL DEFAULT ''
);
CREATE INDEX allocation_by_registration ON allocation (registration_id);
CREATE INDEX allocation_ball ON allocation (assignee_id, state, due);
CREATE INDEX allocation_by_body ON allocation (body_id, state, due);
ALTER TABLE statement_reply ADD FOREIGN KEY (allocation_id) REFERENCES allocation (id);

-- Who sees a statement, derived from its state and bodies whenever either changes: the trees (roots) and the people
-- named. `seq` is repeated here so that a register page is one index range.
CREATE TABLE statement_sight (
    root_id      uuid NOT NULL REFERENCES body (id),
    seq          bigint NOT NULL,
    statement_id uuid NOT NULL REFERENCES statement (id),
    PRIMARY KEY (root_id, seq)
);
CREATE INDEX statement_sight_by_statement ON statement_sight (statement_id, root_id);
CREATE TABLE statement_named (
    person_id    uuid NOT NULL REFERENCES person (id),
    seq          bigint NOT NULL,
    statement_id uuid NOT NULL REFERENCES statement (id),
    PRIMARY KEY (person_id, seq)
);
CREATE INDEX statement_named_by_statement ON statement_named (statement_id, person_id);

-- Official numbers, several a subject, never in an address.
CREATE TABLE number (
    id         uuid PRIMARY KEY,
    subject_id uuid NOT NULL REFERENCES subject (id),
    scheme     text NOT NULL CHECK (scheme IN ('ls', 'td', 'n', 'other')),
    body_id    uuid REFERENCES body (id),
    period     text NOT NULL DEFAULT '',
    value      text NOT NULL,
    event_id   uuid NOT NULL REFERENCES event (id)
);
CREATE UNIQUE INDEX number_once ON number (body_id, scheme, period, lower(value)) WHERE scheme <> 'other';
CREATE INDEX number_by_subject ON number (subject_id);
CREATE INDEX number_by_value ON number (lower(value));

CREATE TABLE series (
    body_id uuid NOT NULL REFERENCES body (id),
    scheme  text NOT NULL,
    period  text NOT NULL DEFAULT '',
    form    text NOT NULL,
    next    bigint NOT NULL,
    PRIMARY KEY (body_id, scheme, period)
);

-- --------------------------------------------------------------------------------------------------------------- files

CREATE TABLE file (
    hash       bytea PRIMARY KEY,
    size       bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE file_chunk (
    hash bytea NOT NULL REFERENCES file (hash) ON DELETE CASCADE,
    n    integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (hash, n)
);
CREATE TABLE statement_file (
    statement_id uuid NOT NULL REFERENCES statement (id),
    position     smallint NOT NULL,
    hash         bytea NOT NULL REFERENCES file (hash),
    name         text NOT NULL,
    media_type   text NOT NULL,
    role         text NOT NULL CHECK (role IN ('original', 'attachment')),
    PRIMARY KEY (statement_id, position)
);
CREATE INDEX statement_file_by_hash ON statement_file (hash);

-- The reading of an uploaded file, so that the form beside it can be shown again.
CREATE TABLE file_reading (
    hash       bytea PRIMARY KEY REFERENCES file (hash) ON DELETE CASCADE,
    name       text NOT NULL,
    media_type text NOT NULL,
    reading    jsonb NOT NULL,
    read_by    uuid NOT NULL REFERENCES person (id),
    created_at timestamptz NOT NULL
);

-- --------------------------------------------------------------------------------------------------------------- mail

-- One letter to one person about one event. The columns above the line are facts, frozen at commit; those below are
-- upkeep of the worker, and no rule reads them.
CREATE TABLE outbox (
    id           uuid PRIMARY KEY,
    seq          bigint GENERATED ALWAYS AS IDENTITY,
    event_id     uuid NOT NULL REFERENCES event (id),
    subject_id   uuid NOT NULL REFERENCES subject (id),
    statement_id uuid REFERENCES statement (id),
    lane         text NOT NULL,
    notice       text NOT NULL,
    person_id    uuid REFERENCES person (id),
    name         text NOT NULL,
    address      text NOT NULL,
    outside      boolean NOT NULL,
    reasons      jsonb NOT NULL,
    facts        jsonb NOT NULL,
    queued_at    timestamptz NOT NULL,
    not_before   timestamptz NOT NULL,
    UNIQUE (event_id, address),
    state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'cancelled')),
    attempts     smallint NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL,
    sent_at      timestamptz,
    problem      text,
    subject_line text,
    text         text,
    document     bytea REFERENCES file (hash)
);
CREATE INDEX outbox_due ON outbox (next_at, seq) WHERE state = 'queued';
CREATE INDEX outbox_lane ON outbox (lane, seq) WHERE state = 'queued';
CREATE INDEX outbox_by_statement ON outbox (statement_id, seq);
CREATE INDEX outbox_by_document ON outbox (document) WHERE document IS NOT NULL;
CREATE INDEX outbox_by_subject ON outbox (subject_id, seq);
CREATE INDEX outbox_by_event ON outbox (event_id);
CREATE INDEX outbox_by_person ON outbox (person_id, seq);

-- The demo's sink: letters as they arrived by SMTP.
CREATE TABLE caught_letter (
    id          uuid PRIMARY KEY,
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    caught_at   timestamptz NOT NULL,
    sender      text NOT NULL,
    recipients  text NOT NULL,
    subject     text NOT NULL,
    raw         bytea NOT NULL
);
CREATE UNIQUE INDEX caught_letter_by_seq ON caught_letter (seq);

-- ----------------------------------------------------------------------------------------------------------- sessions

CREATE TABLE credential (
    person_id     uuid PRIMARY KEY REFERENCES person (id),
    password_hash text NOT NULL,
    changed_at    timestamptz NOT NULL
);
CREATE TABLE session (
    id         bytea PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person (id),
    csrf       text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_expiry ON session (expires_at);
CREATE TABLE sign_in_attempt (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text NOT NULL,
    at      timestamptz NOT NULL,
    ok      boolean NOT NULL
);
CREATE INDEX sign_in_attempt_recent ON sign_in_attempt (account, at DESC);

CREATE TABLE job_run (
    job         text PRIMARY KEY,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    outcome     text
);

-- What this database is: demo or not, its clock's offset. One row a key.
CREATE TABLE deployment (
    key   text PRIMARY KEY,
    value jsonb NOT NULL
);
-- Keys that sign: access tokens. The reader cannot see them.
CREATE TABLE secret (
    key   text PRIMARY KEY,
    value bytea NOT NULL
);

-- ------------------------------------------------------------------------------------------------- walls and rights

CREATE CONSTRAINT TRIGGER body_event AFTER INSERT OR UPDATE OF state ON body DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
CREATE CONSTRAINT TRIGGER person_event AFTER INSERT OR UPDATE OF state ON person DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
CREATE CONSTRAINT TRIGGER appointment_event AFTER INSERT OR UPDATE OF state ON appointment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
CREATE CONSTRAINT TRIGGER meeting_event AFTER INSERT OR UPDATE OF state ON meeting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
CREATE CONSTRAINT TRIGGER work_item_event AFTER INSERT OR UPDATE OF state ON work_item DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
CREATE CONSTRAINT TRIGGER statement_event AFTER INSERT OR UPDATE OF state ON statement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
CREATE CONSTRAINT TRIGGER destination_event AFTER INSERT OR UPDATE OF state ON destination DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
CREATE CONSTRAINT TRIGGER registration_event AFTER INSERT OR UPDATE OF state ON registration DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
CREATE CONSTRAINT TRIGGER allocation_event AFTER INSERT OR UPDATE OF state ON allocation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();

GRANT USAGE ON SCHEMA public TO entente_reader, entente_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO entente_reader, entente_writer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO entente_writer;
-- Facts: rows are inserted and updated, never deleted, save rows derived from others.
GRANT INSERT ON subject, event, event_payload, command_key, body, body_parent, body_ancestor, body_address, person,
    appointment, meeting, work_item, statement, destination, statement_reply, registration, allocation, statement_sight,
    statement_named, number, series, statement_file, outbox TO entente_writer;
GRANT UPDATE ON body, person, appointment, meeting, work_item, statement, destination, registration, allocation,
    series, outbox, command_key TO entente_writer;
GRANT UPDATE (data, salt) ON event_payload TO entente_writer;
GRANT DELETE ON statement_sight, statement_named, statement_file, statement_reply, command_key TO entente_writer;
-- Upkeep.
GRANT INSERT, UPDATE, DELETE ON file, file_chunk, file_reading, caught_letter, credential, session, sign_in_attempt,
    job_run, deployment, secret TO entente_writer;
-- The reader never sees a secret.
REVOKE SELECT ON credential, session, secret FROM entente_reader;
