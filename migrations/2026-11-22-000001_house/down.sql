DROP TABLE secret, deployment, job_run, sign_in_attempt, session, credential, caught_letter, outbox, file_reading, statement_file,
    file_chunk, file, series, number, statement_named, statement_sight, statement_reply, allocation, registration,
    destination, statement, work_item, meeting, appointment, person, body_address, body_ancestor, body_parent, body,
    command_key, event_payload, event, subject CASCADE;
DROP SEQUENCE handle_ls, handle_other;
DROP FUNCTION state_has_event, event_is_append_only;
