//! The text of a statement as somebody saw it before others changed it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Conn, FactsError};
use crate::schema::{event, event_payload};

/// The fields of the text that were changed after this version, as they were then, by the names of the draft's form. An
/// erased payload leaves its fields out.
pub async fn changed_since(conn: &mut Conn, of: Uuid, version: i32) -> Result<Map<String, Value>, FactsError> {
    let rows: Vec<Value> = event::table
        .inner_join(event_payload::table.on(event_payload::event_id.eq(event::id)))
        .filter(event::subject_id.eq(of).and(event::seq.gt(version)))
        .order(event::seq.desc())
        .select(event_payload::data)
        .load(conn)
        .await?;
    let mut seen = Map::new();
    // From the newest back: the oldest change says last how it was.
    for data in rows {
        for (column, pair) in data.get("changes").and_then(Value::as_object).into_iter().flatten() {
            let field = if column == "planned" { "destinations" } else { column };
            seen.insert(field.to_owned(), pair.get(0).cloned().unwrap_or_default());
        }
    }
    Ok(seen)
}
