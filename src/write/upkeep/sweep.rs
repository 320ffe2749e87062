//! What is thrown away after a while: sessions that are over, attempts to sign in, receipts of commands, lines of
//! digests.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Array, BigInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::Upkeep;
use crate::db::DbError;
use crate::domain::standing;

/// How long they are kept after they have served.
pub const KEPT_FOR: TimeDelta = TimeDelta::days(30);
/// Rows removed by one statement, so that none runs into the timeout.
const BATCH: i64 = 5000;

const SESSIONS: &str = "DELETE FROM session WHERE id IN
    (SELECT id FROM session WHERE expires_at < $1 OR ended_at < $1 LIMIT $2)";
const ATTEMPTS: &str =
    "DELETE FROM sign_in_attempt WHERE id IN (SELECT id FROM sign_in_attempt WHERE at < $1 LIMIT $2)";
const DIGEST_ITEMS: &str = "DELETE FROM digest_item WHERE id IN
    (SELECT id FROM digest_item WHERE outcome IS NOT NULL AND settled_at < $1 LIMIT $2)";
const LEFT_ITEMS: &str = "UPDATE digest_item i SET outcome = 'out_of_sight', settled_at = $1 FROM person p
    WHERE p.id = i.person_id AND i.outcome IS NULL AND p.state <> ALL($2)";
const KEYS: &str = "DELETE FROM command_key WHERE (actor, key) IN
    (SELECT actor, key FROM command_key WHERE recorded_at < $1 LIMIT $2)";

/// Sessions that ended or expired more than thirty days ago.
pub async fn sessions(upkeep: &Upkeep, now: DateTime<Utc>) -> Result<usize, DbError> {
    all(upkeep, SESSIONS, now).await
}

/// Attempts to sign in older than thirty days.
pub async fn sign_in_attempts(upkeep: &Upkeep, now: DateTime<Utc>) -> Result<usize, DbError> {
    all(upkeep, ATTEMPTS, now).await
}

/// Lines of digests that were told, or will never be, more than thirty days ago. Whoever has left is told nothing.
pub async fn digest_items(upkeep: &Upkeep, now: DateTime<Utc>) -> Result<usize, DbError> {
    let here = standing::in_force();
    diesel::sql_query(LEFT_ITEMS)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<Text>, _>(here)
        .execute(&mut upkeep.connection().await?)
        .await?;
    all(upkeep, DIGEST_ITEMS, now).await
}

/// Receipts kept for double clicks older than thirty days.
pub async fn command_keys(upkeep: &Upkeep, now: DateTime<Utc>) -> Result<usize, DbError> {
    all(upkeep, KEYS, now).await
}

async fn all(upkeep: &Upkeep, sql: &'static str, now: DateTime<Utc>) -> Result<usize, DbError> {
    let mut conn = upkeep.connection().await?;
    let mut removed = 0;
    loop {
        let query = diesel::sql_query(sql).bind::<Timestamptz, _>(now - KEPT_FOR).bind::<BigInt, _>(BATCH);
        let some = query.execute(&mut conn).await?;
        removed += some;
        if (some as i64) < BATCH {
            return Ok(removed);
        }
    }
}
