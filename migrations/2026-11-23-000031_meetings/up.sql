-- A meeting may be of several bodies (PR-19): the one that convenes it first.
CREATE TABLE meeting_body (
    meeting_id uuid NOT NULL REFERENCES meeting (id),
    body_id    uuid NOT NULL REFERENCES body (id),
    position   smallint NOT NULL,
    PRIMARY KEY (meeting_id, body_id)
);
CREATE INDEX meeting_body_by_body ON meeting_body (body_id, meeting_id);
INSERT INTO meeting_body (meeting_id, body_id, position) SELECT id, body_id, 0 FROM meeting;
GRANT SELECT ON meeting_body TO entente_reader, entente_writer;
GRANT INSERT ON meeting_body TO entente_writer;

-- The calendar, and the lists of statements that a meeting takes (PR-20).
CREATE INDEX meeting_by_start ON meeting (starts_on, id);
CREATE INDEX registration_by_receipt ON registration (body_id, received_on);
CREATE INDEX statement_by_issue ON statement (owner_id, issued_on) WHERE issued_on IS NOT NULL;
