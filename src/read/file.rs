//! What a person's own uploads say.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::facts::{Conn, FactsError};
use crate::schema::upload;

/// The reading of a file that this person uploaded: name, media type, reading.
pub async fn reading(
    conn: &mut Conn,
    person: Uuid,
    hash: &[u8],
) -> Result<Option<(String, String, Value)>, FactsError> {
    let row: Option<(String, String, Option<Value>)> = upload::table
        .find((hash, person))
        .select((upload::name, upload::media_type, upload::reading))
        .first(conn)
        .await
        .optional()?;
    Ok(row.and_then(|(name, media_type, reading)| reading.map(|reading| (name, media_type, reading))))
}
