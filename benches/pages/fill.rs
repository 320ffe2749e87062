//! A hundred thousand statements by SQL, the only exception to the door: copies of one that came through it, with all
//! that hangs on it, every copy with ids and numbers of its own. Triggers rest while the copies are made; the copies keep
//! what the triggers ask for, because the events are copied too.

use std::collections::HashMap;

use tokio_postgres::Client;
use uuid::Uuid;

/// Copies a statement and what hangs on it. The client is the cluster's superuser.
pub async fn copies(client: &Client, statement: Uuid, count: u32) {
    let own = "SELECT '{id}'::uuid AS id UNION ALL SELECT id FROM destination WHERE statement_id = '{id}'
        UNION ALL SELECT id FROM registration WHERE statement_id = '{id}'";
    let mut kept = HashMap::new();
    for table in ["subject", "statement", "destination", "registration", "statement_sight", "number", "event"] {
        kept.insert(table, columns(client, table).await);
    }
    let copied = |table: &str, join: &str, changes: &str| {
        let (into, from) = &kept[table];
        format!(
            "INSERT INTO {table} ({into}) OVERRIDING SYSTEM VALUE SELECT {from} FROM {table} x JOIN map m ON m.old_id = x.{join}
                LEFT JOIN map s ON s.n = m.n AND s.old_id = '{statement}'
                CROSS JOIN LATERAL jsonb_populate_record(x, jsonb_build_object({changes})) r"
        )
    };
    let (into, from) = &kept["event"];
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
        format!(
            "INSERT INTO event ({into}) OVERRIDING SYSTEM VALUE SELECT {from} FROM event e JOIN happened h ON h.old_id = e.id
                CROSS JOIN LATERAL jsonb_populate_record(e, jsonb_build_object(
                    'id', h.new_id, 'subject_id', h.subject, 'cause', NULL, 'key', NULL)) r"
        ),
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

/// The columns of a table that take a value, as they are written and as they are read from `r`: PostgreSQL makes the
/// generated ones itself.
pub async fn columns(client: &Client, table: &str) -> (String, String) {
    let sql = "SELECT quote_ident(column_name) FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position";
    let rows = client.query(sql, &[&table]).await.unwrap();
    let names: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let read: Vec<String> = names.iter().map(|name| format!("r.{name}")).collect();
    (names.join(", "), read.join(", "))
}
