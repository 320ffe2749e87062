//! Whether the asker may have a file: it belongs to a statement that they see, or they uploaded it themselves.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::facts::sight::Sight;
use crate::facts::{Conn, FactsError};
use crate::schema::{file_reading, outbox, statement_file, statement_named, statement_sight};

/// The media type under which the asker may have the file; none if they may not.
pub async fn visible(conn: &mut Conn, sight: &Sight, hash: &[u8]) -> Result<Option<String>, FactsError> {
    let tree = statement_sight::table
        .filter(statement_sight::statement_id.eq(statement_file::statement_id))
        .filter(statement_sight::root_id.eq_any(&sight.roots));
    let named = statement_named::table
        .filter(statement_named::statement_id.eq(statement_file::statement_id))
        .filter(statement_named::person_id.eq(sight.person));
    let of_statement: Option<String> = statement_file::table
        .filter(statement_file::hash.eq(hash))
        .filter(exists(tree).or(exists(named)))
        .select(statement_file::media_type)
        .first(conn)
        .await
        .optional()?;
    if of_statement.is_some() {
        return Ok(of_statement);
    }
    let uploaded: Option<String> = file_reading::table
        .filter(file_reading::hash.eq(hash).and(file_reading::read_by.eq(sight.person)))
        .select(file_reading::media_type)
        .first(conn)
        .await
        .optional()?;
    if uploaded.is_some() {
        return Ok(uploaded);
    }
    let tree = statement_sight::table
        .filter(statement_sight::statement_id.nullable().eq(outbox::statement_id))
        .filter(statement_sight::root_id.eq_any(&sight.roots));
    let sent: Option<Uuid> = outbox::table
        .filter(outbox::document.eq(hash))
        .filter(exists(tree))
        .select(outbox::id)
        .first(conn)
        .await
        .optional()?;
    Ok(sent.map(|_| "application/vnd.openxmlformats-officedocument.wordprocessingml.document".to_owned()))
}

/// A reading that this person made of an uploaded file: name, media type, reading.
pub async fn reading(
    conn: &mut Conn,
    person: Uuid,
    hash: &[u8],
) -> Result<Option<(String, String, Value)>, FactsError> {
    Ok(file_reading::table
        .filter(file_reading::hash.eq(hash).and(file_reading::read_by.eq(person)))
        .select((file_reading::name, file_reading::media_type, file_reading::reading))
        .first(conn)
        .await
        .optional()?)
}
