DROP TABLE outbox_home;
CREATE OR REPLACE FUNCTION state_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM event
                   WHERE subject_id = NEW.id AND to_state = NEW.state AND txid = pg_current_xact_id()) THEN
        RAISE EXCEPTION '% % reached state % without an event', TG_TABLE_NAME, NEW.id, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION event_names_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.txid IS DISTINCT FROM pg_current_xact_id() THEN
        RAISE EXCEPTION 'an event names the transaction that writes it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
ALTER TABLE event DROP COLUMN place;
DROP FUNCTION this_database();
