//! Files: stored in pieces under their hash before any transaction that names them, and swept when nothing has named
//! them for a day.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::{AsyncConnection, RunQueryDsl};
use sha2::{Digest, Sha256};

use super::Upkeep;
use crate::db::DbError;
use crate::schema::{file, file_chunk};

/// The size of one piece; a row of it passes through memory at a time.
const PIECE: usize = 1024 * 1024;
/// The largest file.
pub const LARGEST: usize = 25 * 1024 * 1024;
/// How long a file that nothing names is kept: whoever uploaded it may still be filling in the form.
const UNNAMED_FOR: TimeDelta = TimeDelta::hours(24);
/// Files removed by one statement.
const BATCH: i64 = 100;

/// Why a file is not stored.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{size} bytes are more than the {LARGEST} that a file may have")]
    TooLarge { size: usize },
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for FileError {
    fn from(error: diesel::result::Error) -> Self {
        FileError::Db(error.into())
    }
}

/// Stores the bytes and answers with their sha256. The same bytes again change nothing but the day from which an unnamed
/// file is counted.
pub async fn store(upkeep: &Upkeep, now: DateTime<Utc>, bytes: &[u8]) -> Result<[u8; 32], FileError> {
    if bytes.len() > LARGEST {
        return Err(FileError::TooLarge { size: bytes.len() });
    }
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    let mut conn = upkeep.connection().await?;
    // One transaction, so that nobody finds half a file under a whole hash.
    conn.transaction(async |conn| {
        let there = diesel::insert_into(file::table)
            .values((file::hash.eq(&hash[..]), file::size.eq(bytes.len() as i64), file::created_at.eq(now)))
            .on_conflict(file::hash)
            .do_update()
            .set(file::created_at.eq(now))
            .execute(conn)
            .await?;
        debug_assert_eq!(there, 1);
        for (n, piece) in bytes.chunks(PIECE).enumerate() {
            diesel::insert_into(file_chunk::table)
                .values((file_chunk::hash.eq(&hash[..]), file_chunk::n.eq(n as i32), file_chunk::data.eq(piece)))
                .on_conflict_do_nothing()
                .execute(conn)
                .await?;
        }
        Ok::<_, FileError>(())
    })
    .await?;
    Ok(hash)
}

/// What names a file: a statement, a letter (its document, and until it is sent the files that go with it) or a reading.
const SWEEP: &str = "
    DELETE FROM file WHERE hash IN (
        SELECT f.hash FROM file f WHERE f.created_at < $1
          AND NOT EXISTS (SELECT 1 FROM statement_file s WHERE s.hash = f.hash)
          AND NOT EXISTS (SELECT 1 FROM file_reading r WHERE r.hash = f.hash)
          AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.document = f.hash)
          AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'queued' AND o.facts -> 'outgoing' -> 'files'
                          @> jsonb_build_array(jsonb_build_object('hash', encode(f.hash, 'hex'))))
        ORDER BY f.created_at LIMIT $2
    )";

/// Removes files that nothing names, and answers how many. A file that is named this very moment is kept by its foreign
/// key: the statement fails and the next sweep looks again.
pub async fn sweep(upkeep: &Upkeep, now: DateTime<Utc>) -> Result<usize, DbError> {
    let mut conn = upkeep.connection().await?;
    let mut removed = 0;
    loop {
        let some = diesel::sql_query(SWEEP)
            .bind::<Timestamptz, _>(now - UNNAMED_FOR)
            .bind::<BigInt, _>(BATCH)
            .execute(&mut conn)
            .await?;
        removed += some;
        if (some as i64) < BATCH {
            return Ok(removed);
        }
    }
}
