-- A body's page shows what is due first of all that it was asked (PR-16).
CREATE INDEX destination_awaited ON destination (body_id, COALESCE(expected_on, deadline), id) WHERE state = 'awaited';
