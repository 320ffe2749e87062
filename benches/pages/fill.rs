//! A hundred thousand statements by SQL, the only exception to the door: copies of one that came through it, with all
//! that hangs on it, every copy with ids and numbers of its own. Triggers rest while the copies are made; the copies keep
//! what the triggers ask for, because the events are copied too.

use tokio_postgres::Client;
use uuid::Uuid;

/// Copies a statement and what hangs on it. The client is the cluster's superuser.
pub async fn copies(client: &Client, statement: Uuid, count: u32) {
    let own = "SELECT '{id}'::uuid AS id UNION ALL SELECT id FROM destination WHERE statement_id = '{id}'
        UNION ALL SELECT id FROM registration WHERE statement_id = '{id}'";
    let copied = |table: &str, join: &str, changes: &str| {
        format!(
            "INSERT INTO {table} SELECT r.* FROM {table} x JOIN map m ON m.old_id = x.{join}
                LEFT JOIN map s ON s.n = m.n AND s.old_id = '{statement}'
                CROSS JOIN LATERAL jsonb_populate_record(x, jsonb_build_object({changes})) r"
        )
    };
    let steps = [
        "SET session_replication_role = replica".to_owned(),
        format!(
            "CREATE TEMP TABLE map AS SELECT n, id AS old_id, gen_random_uuid() AS new_id
                FROM generate_series(1, {count}) n, ({}) own",
            own.replace("{id}", &statement.to_string())
        ),
        "CREATE INDEX ON map (old_id); CREATE INDEX ON map (n, old_id); ANALYZE map".to_owned(),
        copied(
            "subject",
            "id",
            "'id', m.new_id, 'handle', CASE WHEN m.old_id = s.old_id THEN 'LS-' || (100000 + m.n)
                ELSE x.handle || '-' || m.n END",
        ),
        copied(
            "statement",
            "id",
            "'id', m.new_id, 'seq', 100000 + m.n, 'title', 'Liaison on topic ' || m.n || ' of ledger privacy'",
        ),
        copied("destination", "id", "'id', m.new_id, 'statement_id', s.new_id"),
        copied("registration", "id", "'id', m.new_id, 'statement_id', s.new_id"),
        copied("statement_sight", "statement_id", "'seq', 100000 + m.n, 'statement_id', m.new_id"),
        copied(
            "number",
            "subject_id",
            "'id', gen_random_uuid(), 'subject_id', m.new_id, 'value', x.value || '.' || m.n",
        ),
        "CREATE TEMP TABLE happened AS SELECT m.new_id AS subject, e.id AS old_id, gen_random_uuid() AS new_id
            FROM event e JOIN map m ON m.old_id = e.subject_id"
            .to_owned(),
        "INSERT INTO event SELECT r.* FROM event e JOIN happened h ON h.old_id = e.id
            CROSS JOIN LATERAL jsonb_populate_record(e, jsonb_build_object(
                'id', h.new_id, 'subject_id', h.subject, 'cause', NULL, 'key', NULL)) r"
            .to_owned(),
        "INSERT INTO event_payload SELECT h.new_id, p.salt, p.data FROM event_payload p
            JOIN happened h ON h.old_id = p.event_id"
            .to_owned(),
        "SET session_replication_role = origin".to_owned(),
    ];
    for step in steps {
        client.batch_execute(&step).await.unwrap_or_else(|error| panic!("{step}: {error:?}"));
    }
    client.batch_execute("VACUUM ANALYZE").await.unwrap();
}
