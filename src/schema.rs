//! The tables as diesel sees them; written from the migrations (`make schema` says how), never by hand.

diesel::table! {
    allocation (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        since -> Timestamptz,
        registration_id -> Uuid,
        body_id -> Uuid,
        lead -> Bool,
        purpose -> Text,
        assignee_id -> Uuid,
        due -> Date,
        due_rule -> Jsonb,
        due_meeting_id -> Nullable<Uuid>,
        note -> Text,
    }
}

diesel::table! {
    appointment (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        person_id -> Uuid,
        role -> Text,
        body_id -> Uuid,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        decision -> Text,
    }
}

diesel::table! {
    body (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        kind -> Text,
        short_name -> Text,
        title -> Text,
        side -> Text,
        zone -> Text,
        kept_here -> Bool,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        study_period -> Nullable<Text>,
        go_live -> Nullable<Date>,
        merged_into -> Nullable<Uuid>,
    }
}

diesel::table! {
    body_address (id) {
        id -> Uuid,
        body_id -> Uuid,
        kind -> Text,
        name -> Text,
        address -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        event_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    body_alias (body_id, name) {
        body_id -> Uuid,
        name -> Text,
        event_id -> Uuid,
    }
}

diesel::table! {
    body_ancestor (body_id, ancestor_id) {
        body_id -> Uuid,
        ancestor_id -> Uuid,
        depth -> Int2,
        is_root -> Bool,
    }
}

diesel::table! {
    body_parent (body_id, parent_id) {
        body_id -> Uuid,
        parent_id -> Uuid,
    }
}

diesel::table! {
    caught_letter (id) {
        id -> Uuid,
        seq -> Int8,
        caught_at -> Timestamptz,
        sender -> Text,
        recipients -> Text,
        subject -> Text,
        raw -> Bytea,
    }
}

diesel::table! {
    command_key (actor, key) {
        actor -> Text,
        key -> Text,
        hash -> Bytea,
        receipt -> Nullable<Jsonb>,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    credential (person_id) {
        person_id -> Uuid,
        password_hash -> Text,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    deployment (key) {
        key -> Text,
        value -> Jsonb,
    }
}

diesel::table! {
    destination (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        statement_id -> Uuid,
        position -> Int2,
        body_id -> Nullable<Uuid>,
        printed -> Text,
        purpose -> Text,
        deadline -> Nullable<Date>,
        expected_on -> Nullable<Date>,
    }
}

diesel::table! {
    digest_item (id) {
        id -> Uuid,
        seq -> Int8,
        event_id -> Uuid,
        person_id -> Uuid,
        subject_id -> Uuid,
        statement_id -> Uuid,
        facts -> Jsonb,
        queued_at -> Timestamptz,
        outcome -> Nullable<Text>,
        settled_at -> Nullable<Timestamptz>,
        letter_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    digest_mark (person_id) {
        person_id -> Uuid,
        day -> Date,
        looked_at -> Timestamptz,
    }
}

diesel::table! {
    event (id) {
        id -> Uuid,
        subject_id -> Uuid,
        seq -> Int4,
        kind -> Text,
        act -> Text,
        from_state -> Nullable<Text>,
        to_state -> Text,
        recorded_at -> Timestamptz,
        occurred_on -> Date,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        appointment_id -> Nullable<Uuid>,
        decided_by -> Nullable<Text>,
        cause -> Nullable<Uuid>,
        clause -> Text,
        unusual -> Bool,
        key -> Nullable<Text>,
        schema -> Int2,
        payload_digest -> Bytea,
    }
}

diesel::table! {
    event_payload (event_id) {
        event_id -> Uuid,
        salt -> Bytea,
        data -> Jsonb,
    }
}

diesel::table! {
    file (hash) {
        hash -> Bytea,
        size -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    file_chunk (hash, n) {
        hash -> Bytea,
        n -> Int4,
        data -> Bytea,
    }
}

diesel::table! {
    job_run (job) {
        job -> Text,
        started_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    mail_server (seq) {
        seq -> Int8,
        host -> Text,
        port -> Int4,
        secured -> Text,
        account -> Nullable<Text>,
        sender -> Nullable<Text>,
        stated_by -> Uuid,
        stated_at -> Timestamptz,
    }
}

diesel::table! {
    meeting (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        body_id -> Uuid,
        kind -> Text,
        title -> Text,
        place -> Text,
        starts_on -> Date,
        ends_on -> Date,
    }
}

diesel::table! {
    meeting_body (meeting_id, body_id) {
        meeting_id -> Uuid,
        body_id -> Uuid,
        position -> Int2,
    }
}

diesel::table! {
    note (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        statement_id -> Uuid,
        body_id -> Uuid,
        author_id -> Uuid,
        written_by -> Uuid,
        words_of -> Uuid,
        struck_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    number (id) {
        id -> Uuid,
        subject_id -> Uuid,
        scheme -> Text,
        body_id -> Nullable<Uuid>,
        period -> Text,
        value -> Text,
        event_id -> Uuid,
        form -> Text,
        voided_by -> Nullable<Uuid>,
        series -> Nullable<Text>,
        place -> Nullable<Int8>,
    }
}

diesel::table! {
    number_set_aside (id) {
        id -> Uuid,
        body_id -> Uuid,
        series -> Text,
        period -> Text,
        value -> Text,
        form -> Text,
        place -> Nullable<Int8>,
        reserved_for -> Text,
        reserved_by -> Nullable<Uuid>,
        why_void -> Text,
        voided_by -> Nullable<Uuid>,
        taken_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Uuid,
        seq -> Int8,
        event_id -> Nullable<Uuid>,
        subject_id -> Nullable<Uuid>,
        statement_id -> Nullable<Uuid>,
        lane -> Text,
        notice -> Text,
        person_id -> Nullable<Uuid>,
        name -> Text,
        address -> Text,
        outside -> Bool,
        reasons -> Jsonb,
        facts -> Jsonb,
        queued_at -> Timestamptz,
        not_before -> Timestamptz,
        state -> Text,
        attempts -> Int2,
        next_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        problem -> Nullable<Text>,
        subject_line -> Nullable<Text>,
        text -> Nullable<Text>,
        document -> Nullable<Bytea>,
        gathered_in -> Nullable<Uuid>,
    }
}

diesel::table! {
    outbox_home (place) {
        place -> Int8,
        since -> Timestamptz,
        released_by -> Text,
    }
}

diesel::table! {
    person (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        name -> Text,
        email -> Text,
        organisation -> Text,
        country -> Text,
        tel -> Text,
        administrator -> Bool,
    }
}

diesel::table! {
    preference (person_id) {
        person_id -> Uuid,
        language -> Text,
        zone -> Text,
        digest_hour -> Int2,
        digest_on -> Bool,
    }
}

diesel::table! {
    registration (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        since -> Timestamptz,
        statement_id -> Uuid,
        body_id -> Uuid,
        received_on -> Date,
        channel -> Text,
        confidential -> Bool,
        note -> Text,
        forwarded_to_id -> Nullable<Uuid>,
        forwarded_on -> Nullable<Date>,
    }
}

diesel::table! {
    reply_template (id) {
        id -> Uuid,
        body_id -> Uuid,
        name -> Text,
        #[sql_name = "abstract"]
        abstract_ -> Text,
        text -> Text,
        added_by -> Uuid,
        words_of -> Uuid,
        ended_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    secret (key) {
        key -> Text,
        value -> Bytea,
    }
}

diesel::table! {
    series (body_id, scheme, period) {
        body_id -> Uuid,
        scheme -> Text,
        period -> Text,
        form -> Text,
        next -> Int8,
    }
}

diesel::table! {
    session (id) {
        id -> Bytea,
        person_id -> Uuid,
        csrf -> Text,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sign_in_attempt (id) {
        id -> Int8,
        account -> Text,
        at -> Timestamptz,
        ok -> Bool,
    }
}

diesel::table! {
    statement (id) {
        id -> Uuid,
        seq -> Int8,
        version -> Int4,
        state -> Text,
        since -> Timestamptz,
        owner_id -> Uuid,
        author_id -> Nullable<Uuid>,
        topic -> Text,
        title -> Text,
        language -> Text,
        prepared_at -> Text,
        #[sql_name = "abstract"]
        abstract_ -> Text,
        body -> Text,
        contacts -> Jsonb,
        questions -> Jsonb,
        keywords -> Text,
        approval -> Text,
        issued_on -> Nullable<Date>,
        level -> Nullable<Text>,
        decision -> Nullable<Jsonb>,
        content_hash -> Bytea,
        approved_hash -> Nullable<Bytea>,
        deadline -> Nullable<Date>,
        how_sent -> Text,
        reply_due -> Nullable<Date>,
        corrects_id -> Nullable<Uuid>,
        merged_into_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    statement_file (statement_id, position) {
        statement_id -> Uuid,
        position -> Int2,
        hash -> Bytea,
        name -> Text,
        media_type -> Text,
        role -> Text,
    }
}

diesel::table! {
    statement_named (person_id, seq) {
        person_id -> Uuid,
        seq -> Int8,
        statement_id -> Uuid,
    }
}

diesel::table! {
    statement_reply (reply_id, answers_id) {
        reply_id -> Uuid,
        answers_id -> Uuid,
        allocation_id -> Nullable<Uuid>,
        extent -> Text,
        destination_id -> Nullable<Uuid>,
        expected_on -> Nullable<Date>,
        taken_over_from -> Nullable<Uuid>,
    }
}

diesel::table! {
    statement_sight (root_id, seq) {
        root_id -> Uuid,
        seq -> Int8,
        statement_id -> Uuid,
    }
}

diesel::table! {
    subject (id) {
        id -> Uuid,
        kind -> Text,
        handle -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    upload (hash, person_id) {
        hash -> Bytea,
        person_id -> Uuid,
        at -> Timestamptz,
        name -> Text,
        media_type -> Text,
        reading -> Nullable<Jsonb>,
    }
}

diesel::table! {
    work_item (id) {
        id -> Uuid,
        version -> Int4,
        state -> Text,
        body_id -> Uuid,
        name -> Text,
        title -> Text,
        status -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    allocation,
    appointment,
    body,
    body_address,
    body_alias,
    body_ancestor,
    body_parent,
    caught_letter,
    command_key,
    credential,
    deployment,
    destination,
    digest_item,
    digest_mark,
    event,
    event_payload,
    file,
    file_chunk,
    job_run,
    mail_server,
    meeting,
    meeting_body,
    note,
    number,
    number_set_aside,
    outbox,
    outbox_home,
    person,
    preference,
    registration,
    reply_template,
    secret,
    series,
    session,
    sign_in_attempt,
    statement,
    statement_file,
    statement_named,
    statement_reply,
    statement_sight,
    subject,
    upload,
    work_item,
);
