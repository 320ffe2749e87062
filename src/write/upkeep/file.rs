//! Files: stored in pieces under their hash before any transaction that names them, and swept when nothing has named
//! them for a day.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Upkeep;
use crate::db::DbError;
use crate::schema::{file, file_chunk, upload};

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

/// One file as a person hands it in.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    pub by: Uuid,
    /// What they call it; empty where they did not say.
    pub name: &'a str,
    pub media_type: &'a str,
    pub bytes: &'a [u8],
}

/// Stores what the program itself has made, and answers with its sha256: nobody may name it but through what it goes
/// with. The same bytes again change nothing but the day from which an unnamed file is counted.
pub async fn store(upkeep: &Upkeep, now: DateTime<Utc>, bytes: &[u8]) -> Result<[u8; 32], FileError> {
    let hash = hash_of(bytes)?;
    let mut conn = upkeep.connection().await?;
    // One transaction, so that nobody finds half a file under a whole hash.
    conn.transaction(async |conn| pieces(conn, now, &hash, bytes).await).await?;
    Ok(hash)
}

/// Stores what a person hands in, notes that they have it, and answers with its sha256. They may name it in an act from
/// now on, as may who sees what it goes with, and nobody else.
pub async fn upload(upkeep: &Upkeep, now: DateTime<Utc>, handed: Handed<'_>) -> Result<[u8; 32], FileError> {
    let hash = hash_of(handed.bytes)?;
    let mut conn = upkeep.connection().await?;
    let called = (upload::at.eq(now), upload::name.eq(handed.name), upload::media_type.eq(handed.media_type));
    conn.transaction(async |conn| {
        pieces(conn, now, &hash, handed.bytes).await?;
        diesel::insert_into(upload::table)
            .values((upload::hash.eq(&hash[..]), upload::person_id.eq(handed.by), called))
            .on_conflict((upload::hash, upload::person_id))
            .do_update()
            .set(called)
            .execute(conn)
            .await?;
        Ok::<_, FileError>(())
    })
    .await?;
    Ok(hash)
}

fn hash_of(bytes: &[u8]) -> Result<[u8; 32], FileError> {
    if bytes.len() > LARGEST {
        return Err(FileError::TooLarge { size: bytes.len() });
    }
    Ok(Sha256::digest(bytes).into())
}

async fn pieces(conn: &mut AsyncPgConnection, now: DateTime<Utc>, hash: &[u8], bytes: &[u8]) -> Result<(), FileError> {
    let there = diesel::insert_into(file::table)
        .values((file::hash.eq(hash), file::size.eq(bytes.len() as i64), file::created_at.eq(now)))
        .on_conflict(file::hash)
        .do_update()
        .set(file::created_at.eq(now))
        .execute(conn)
        .await?;
    debug_assert_eq!(there, 1);
    for (n, piece) in bytes.chunks(PIECE).enumerate() {
        diesel::insert_into(file_chunk::table)
            .values((file_chunk::hash.eq(hash), file_chunk::n.eq(n as i32), file_chunk::data.eq(piece)))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// What names a file: a statement, the history of one (what stood there before a step, for as long as its payload is kept),
/// or a letter (its document, and until it is sent the files that go with it). What was read in it goes with it.
const SWEEP: &str = "
    DELETE FROM file WHERE hash IN (
        SELECT f.hash FROM file f WHERE f.created_at < $1
          AND NOT EXISTS (SELECT 1 FROM statement_file s WHERE s.hash = f.hash)
          AND NOT EXISTS (SELECT 1 FROM event_payload p WHERE p.data #> '{changes,files,0}' IS NOT NULL
                          AND p.data #> '{changes,files,0}'
                              @> jsonb_build_array(jsonb_build_object('hash', encode(f.hash, 'hex'))))
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
