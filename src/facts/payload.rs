//! What people wrote, beside the digest that the event keeps of it: how the digest is made, and which payloads no longer
//! fit theirs.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Conn, FactsError};
use crate::schema::{event, event_payload, subject};

/// Events that are looked at in one go.
const PART: i64 = 1_000;

/// sha256(salt ‖ RFC 8785 JSON): proves a payload without keeping it.
pub fn digest(salt: &[u8], data: &Value) -> Result<Vec<u8>, serde_json::Error> {
    let canonical = serde_json_canonicalizer::to_vec(data)?;
    Ok(Sha256::new().chain_update(salt).chain_update(canonical).finalize().to_vec())
}

/// What looking over all payloads found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    pub events: i64,
    pub erased: i64,
    /// Handles of subjects with an event whose payload is missing or is not what was written, each once.
    pub untrue: Vec<String>,
}

type Row = (Uuid, String, Vec<u8>, Option<(Vec<u8>, Value)>);

/// Compares every payload with its event's digest. An erased one (no salt, no data) proves nothing and is counted.
pub async fn look_over(conn: &mut Conn) -> Result<Looked, FactsError> {
    let (mut looked, mut after) = (Looked::default(), Uuid::nil());
    loop {
        let rows: Vec<Row> = event::table
            .inner_join(subject::table.on(subject::id.eq(event::subject_id)))
            .left_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
            .filter(event::id.gt(after))
            .order(event::id)
            .select((
                event::id,
                subject::handle,
                event::payload_digest,
                (event_payload::salt, event_payload::data).nullable(),
            ))
            .limit(PART)
            .load(conn)
            .await?;
        let Some(last) = rows.last() else { return Ok(looked) };
        after = last.0;
        for (_, handle, expected, payload) in rows {
            looked.events += 1;
            match payload {
                Some((salt, Value::Null)) if salt.is_empty() => looked.erased += 1,
                Some((salt, data)) if digest(&salt, &data).is_ok_and(|digest| digest == expected) => {}
                Some(_) | None if looked.untrue.contains(&handle) => {}
                Some(_) | None => looked.untrue.push(handle),
            }
        }
    }
}
