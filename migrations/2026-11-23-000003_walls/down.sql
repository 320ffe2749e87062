DROP TRIGGER event_payload_erased_whole ON event_payload;
DROP FUNCTION event_payload_is_erased_whole();
DROP TRIGGER event_own_txid ON event;
DROP FUNCTION event_names_its_transaction();
