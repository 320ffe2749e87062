//! Every fact of a database as rows, and what has left it: read by SQL, so that a new table or column is looked at too.

use std::collections::BTreeMap;

use diesel::sql_types::{Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::support::people::World;

/// Tables that hold no facts: the log itself, letters and digests on their way, upkeep, handles (which stay), and series
/// (a number that was given stays used, PR-10).
const NO_FACTS: &[&str] = &[
    "__diesel_schema_migrations",
    "caught_letter",
    "command_key",
    "credential",
    "deployment",
    "digest_item",
    "digest_mark",
    "event",
    "event_payload",
    "file",
    "file_chunk",
    "job_run",
    "mail_server",
    "outbox",
    "outbox_home",
    "preference",
    "secret",
    "series",
    "session",
    "sign_in_attempt",
    "subject",
    "upload",
];

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    row: String,
}

async fn rows(world: &World, sql: &str) -> Vec<(String, Value)> {
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    let rows: Vec<Row> = diesel::sql_query(sql).load(&mut conn).await.unwrap();
    rows.into_iter().map(|one| (one.of, serde_json::from_str(&one.row).unwrap())).collect()
}

/// A subject where it stands.
#[derive(Clone, Debug, diesel::QueryableByName)]
pub struct Standing {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub state: String,
}

/// The subjects that were made since then: their ids are in the order of time.
pub async fn standing(world: &World, since: Uuid) -> Vec<Standing> {
    let of = |kind: &str| format!("SELECT s.kind, s.id, t.state FROM subject s JOIN {kind} t USING (id)");
    let all = ["statement", "destination", "registration", "allocation", "note", "meeting"].map(of).join(" UNION ALL ");
    let sql = format!("SELECT * FROM ({all}) a WHERE id > '{since}' ORDER BY id");
    let mut conn = world.database.pools.reader.connection().await.unwrap();
    diesel::sql_query(sql).load(&mut conn).await.unwrap()
}

/// Table and key → the row without its version and the time since when it stands so.
pub struct Facts(BTreeMap<(String, String), Value>);

impl Facts {
    pub async fn load(world: &World) -> Facts {
        let tables = "SELECT relname::text AS of, '{}' AS row FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1";
        let tables: Vec<String> = rows(world, tables).await.into_iter().map(|(table, _)| table).collect();
        let of = |table: &String| {
            format!("SELECT '{table}' AS of, (to_jsonb(t) - 'version' - 'since')::text AS row FROM {table} t")
        };
        let facts: Vec<String> = tables.iter().filter(|one| !NO_FACTS.contains(&one.as_str())).map(of).collect();
        assert!(facts.len() >= 9, "{tables:?}");
        let key = |row: &Value| row.get("id").map_or_else(|| row.to_string(), Value::to_string);
        let all = rows(world, &facts.join(" UNION ALL ")).await;
        Facts(all.into_iter().map(|(table, row)| ((table, key(&row)), row)).collect())
    }

    /// What is not as it was. What was born meanwhile stays as a mistake, and its numbers stay used.
    /// Where a number was given, an earlier one of the same subject may be voided by it.
    pub fn differs(&self, now: &Facts, numbered: bool) -> Vec<String> {
        let mut all = Vec::new();
        for (key, row) in &self.0 {
            match now.0.get(key) {
                Some(there) if there == row => {}
                Some(there) if numbered && key.0 == "number" && there["value"] == row["value"] => {}
                Some(there) => all.push(format!("{}: {}", key.0, changes(row, there))),
                None => all.push(format!("{}: gone: {row}", key.0)),
            }
        }
        let new = now.0.iter().filter(|(key, _)| !self.0.contains_key(*key));
        all.extend(new.filter(|(key, row)| !now.stays(&key.0, row)).map(|(key, row)| format!("{}: new: {row}", key.0)));
        all
    }

    /// Whether this reply is linked to this addressee.
    pub fn links(&self, addressee: Uuid, reply: &Value) -> bool {
        let mut links = self.0.iter().filter(|((table, _), _)| table == "statement_reply").map(|(_, row)| row);
        let addressee = Value::from(addressee.to_string());
        links.any(|row| row["destination_id"] == addressee && row["reply_id"] == *reply)
    }

    fn stays(&self, table: &str, row: &Value) -> bool {
        match table {
            "number" => true,
            "statement" | "destination" | "registration" | "allocation" => mistaken(row),
            // What a statement that was a mistake was written with.
            "statement_file" | "statement_sight" | "statement_named" => {
                let of = ("statement".to_owned(), row["statement_id"].to_string());
                self.0.get(&of).is_some_and(mistaken)
            }
            _ => false,
        }
    }
}

fn mistaken(row: &Value) -> bool {
    matches!(row["state"].as_str(), Some("void" | "dropped"))
}

fn changes(before: &Value, now: &Value) -> String {
    let (before, now) = (before.as_object().unwrap(), now.as_object().unwrap());
    let changed = before.iter().filter(|(name, value)| now.get(*name) != Some(*value));
    let told = changed.map(|(name, value)| format!("{name} {value} -> {}", now.get(name).unwrap_or(&Value::Null)));
    told.collect::<Vec<_>>().join(", ")
}

/// What has left: letters to outside as they went, and what is kept of the statements that they carried.
#[derive(Default)]
pub struct Sent(BTreeMap<String, Value>);

impl Sent {
    pub async fn load(world: &World) -> Sent {
        let sql = "SELECT 'letter ' || o.id AS of, jsonb_build_object('to', o.address, 'facts', o.facts, 'subject',
                o.subject_line, 'text', o.text, 'document', encode(o.document, 'hex'))::text AS row
            FROM outbox o WHERE o.state = 'sent' AND o.outside
            UNION ALL SELECT DISTINCT 'statement ' || s.id, jsonb_build_object('text', s.body, 'title', s.title,
                'abstract', s.abstract, 'hash', encode(s.content_hash, 'hex'), 'issued_on', s.issued_on)::text
            FROM statement s JOIN outbox o ON o.statement_id = s.id
            WHERE o.state = 'sent' AND o.outside AND o.notice = 'statement_sent'
            UNION ALL SELECT DISTINCT 'number ' || n.id, jsonb_build_object('of', n.subject_id, 'value', n.value,
                'voided', n.voided_by IS NOT NULL)::text
            FROM number n JOIN outbox o ON o.statement_id = n.subject_id
            WHERE o.state = 'sent' AND o.outside AND o.notice = 'statement_sent'";
        Sent(rows(world, sql).await.into_iter().collect())
    }

    pub fn adds(&mut self, more: Sent) {
        self.0.extend(more.0);
    }

    /// What had left and stands otherwise now.
    pub fn denied(&self, now: &Sent) -> Vec<String> {
        let otherwise = self.0.iter().filter(|(key, row)| now.0.get(*key) != Some(*row));
        otherwise.map(|(key, row)| format!("{key}: {row} -> {:?}", now.0.get(key))).collect()
    }
}
