-- What came in and is the business of another body is passed on to it (PR-13). Found by the statement, of which a page asks
-- who passed it on to whom: registration_by_statement serves that.
ALTER TABLE registration ADD COLUMN forwarded_to_id uuid REFERENCES body (id);
ALTER TABLE registration ADD COLUMN forwarded_on date;
ALTER TABLE registration ADD CHECK ((state = 'forwarded') = (forwarded_to_id IS NOT NULL));
ALTER TABLE registration ADD CHECK ((forwarded_to_id IS NULL) = (forwarded_on IS NULL));
CREATE INDEX registration_forwarded_to ON registration (forwarded_to_id) WHERE forwarded_to_id IS NOT NULL;
