-- Two walls that were only a convention: an event names the transaction that wrote it, and a payload is erased or left
-- alone.

-- A forged `txid` would let one event cover a change of a later transaction.
CREATE FUNCTION event_names_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.txid IS DISTINCT FROM pg_current_xact_id() THEN
        RAISE EXCEPTION 'an event names the transaction that writes it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_own_txid BEFORE INSERT ON event
    FOR EACH ROW EXECUTE FUNCTION event_names_its_transaction();

-- What a person wrote may be erased (both columns emptied), never rewritten.
CREATE FUNCTION event_payload_is_erased_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.event_id IS DISTINCT FROM OLD.event_id OR NEW.data <> 'null'::jsonb OR NEW.salt <> ''::bytea THEN
        RAISE EXCEPTION 'a payload is erased whole or left alone' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_payload_erased_whole BEFORE UPDATE ON event_payload
    FOR EACH ROW EXECUTE FUNCTION event_payload_is_erased_whole();

