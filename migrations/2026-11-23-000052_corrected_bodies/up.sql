-- A body is found by the names that it had, its own and those of provisional bodies that were merged into it (PR-16).
CREATE TABLE body_alias (
    body_id  uuid NOT NULL REFERENCES body (id),
    name     text NOT NULL,
    event_id uuid NOT NULL REFERENCES event (id),
    PRIMARY KEY (body_id, name)
);
CREATE INDEX body_alias_by_form ON body_alias (number_form(name));
GRANT SELECT ON body_alias TO entente_reader, entente_writer;
GRANT INSERT, DELETE ON body_alias TO entente_writer;
GRANT UPDATE (body_id) ON body_alias TO entente_writer;

-- Where a merged body is now.
ALTER TABLE body ADD COLUMN merged_into uuid REFERENCES body (id);
CREATE INDEX body_provisional ON body (short_name, id) WHERE kind = 'provisional';

-- An entry of the address book is ended, or mended; what a body belongs to is derived anew where that changes.
GRANT UPDATE ON body_address TO entente_writer;
GRANT DELETE ON body_parent, body_ancestor TO entente_writer;
GRANT UPDATE (body_id) ON number TO entente_writer;
CREATE INDEX number_by_body ON number (body_id);
