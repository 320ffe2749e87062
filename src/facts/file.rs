//! Files by their hash.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Conn, FactsError};
use crate::schema::{file, file_chunk};

/// What is known of a file without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    pub size: i64,
    pub created_at: chrono::DateTime<chrono::Utc>,
}

/// Size and age of a file, if it is there.
pub async fn meta(conn: &mut Conn, hash: &[u8]) -> Result<Option<Meta>, FactsError> {
    let row = file::table.find(hash).select((file::size, file::created_at)).first(conn).await.optional()?;
    Ok(row.map(|(size, created_at)| Meta { size, created_at }))
}

/// The bytes of a file, if it is there.
pub async fn load(conn: &mut Conn, hash: &[u8]) -> Result<Option<Vec<u8>>, FactsError> {
    if meta(conn, hash).await?.is_none() {
        return Ok(None);
    }
    let pieces: Vec<Vec<u8>> = file_chunk::table
        .filter(file_chunk::hash.eq(hash))
        .order(file_chunk::n)
        .select(file_chunk::data)
        .load(conn)
        .await?;
    Ok(Some(pieces.concat()))
}
