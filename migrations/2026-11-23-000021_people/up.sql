-- The list of people is read a page at a time, by name.
CREATE INDEX person_in_order ON person (name, id);
