-- A copy of this database is another database. Two things rest on which one it is: an event covers changes of its own
-- transaction, whose number another server may give again; and letters leave from one place only.

-- The server and the database on it; a dump carries neither over.
CREATE FUNCTION this_database() RETURNS bigint LANGUAGE sql STABLE RETURN
    (SELECT hashtextextended(system_identifier::text || '/' || oid::text, 0)
     FROM pg_control_system(), pg_database WHERE datname = current_database());

-- Events of before are over: they cover nothing any more, wherever they are restored.
ALTER TABLE event ADD COLUMN place bigint NOT NULL DEFAULT 0;
ALTER TABLE event ALTER COLUMN place SET DEFAULT this_database();

CREATE OR REPLACE FUNCTION event_names_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.txid IS DISTINCT FROM pg_current_xact_id() OR NEW.place IS DISTINCT FROM this_database() THEN
        RAISE EXCEPTION 'an event names the transaction that writes it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION state_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM event
                   WHERE subject_id = NEW.id AND to_state = NEW.state AND txid = pg_current_xact_id()
                     AND place = this_database()) THEN
        RAISE EXCEPTION '% % reached state % without an event', TG_TABLE_NAME, NEW.id, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

-- Where letters may leave from. `entente backup` leaves its rows out, and a copy by other means is another place: in both,
-- no letter leaves until an administrator says so.
CREATE TABLE outbox_home (
    place       bigint PRIMARY KEY,
    since       timestamptz NOT NULL,
    released_by text NOT NULL
);
GRANT SELECT ON outbox_home TO entente_reader, entente_writer;
GRANT INSERT ON outbox_home TO entente_writer;
-- A backup of before this migration, restored and brought forward, is a copy as well.
INSERT INTO outbox_home (place, since, released_by)
    SELECT this_database(), now(), '' WHERE NOT EXISTS (SELECT 1 FROM deployment WHERE key = 'restored');
