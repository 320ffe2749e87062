-- Notes on a statement, each of one deciding body, in whose tree alone it is read (PR-3). The words stand in the payload of the
-- event that wrote or corrected them, which alone may be erased; here is only which event that is.
CREATE TABLE note (
    id           uuid PRIMARY KEY REFERENCES subject (id),
    version      integer NOT NULL,
    state        text NOT NULL,
    statement_id uuid NOT NULL REFERENCES statement (id),
    body_id      uuid NOT NULL REFERENCES body (id),
    author_id    uuid NOT NULL REFERENCES person (id),
    written_by   uuid NOT NULL REFERENCES event (id),
    words_of     uuid NOT NULL REFERENCES event (id),
    struck_by    uuid REFERENCES event (id)
);
-- A page of them, newest first: an id is later than those before it.
CREATE INDEX note_of_statement ON note (statement_id, body_id, id);
CREATE CONSTRAINT TRIGGER note_event AFTER INSERT OR UPDATE OF state ON note DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION state_has_event();
GRANT SELECT ON note TO entente_reader, entente_writer;
GRANT INSERT, UPDATE (version, state, words_of, struck_by) ON note TO entente_writer;
