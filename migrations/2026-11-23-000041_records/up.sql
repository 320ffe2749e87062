-- Which event wrote an entry of the address book: by whom, and when. Everybody may add one (PR-16).
ALTER TABLE body_address ADD COLUMN event_id uuid REFERENCES event (id);
UPDATE body_address a SET event_id = (
    SELECT e.id FROM event e LEFT JOIN event_payload p ON p.event_id = e.id
    WHERE e.subject_id = a.body_id AND (e.act = 'record' OR e.act = 'add_address'
        AND p.data -> 'brought' ->> 'address' = a.address
        AND p.data -> 'brought' ->> 'address_kind' = a.kind
        AND p.data -> 'brought' ->> 'valid_from' = a.valid_from::text)
    ORDER BY e.act = 'record', e.seq LIMIT 1);
