-- The list of bodies is read a page at a time, by side and name.
CREATE INDEX body_in_order ON body (side, short_name, id);
