//! What was read in an uploaded file, kept so that the form beside it can be shown again.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::Upkeep;
use crate::db::DbError;
use crate::schema::file_reading;

impl Upkeep {
    /// Keeps the reading of a stored file; reading it again replaces it.
    pub async fn keep_reading(
        &self,
        hash: &[u8],
        name: &str,
        media_type: &str,
        reading: &Value,
        read_by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let mut conn = self.connection().await?;
        let kept = (
            file_reading::name.eq(name),
            file_reading::media_type.eq(media_type),
            file_reading::reading.eq(reading),
            file_reading::read_by.eq(read_by),
            file_reading::created_at.eq(now),
        );
        diesel::insert_into(file_reading::table)
            .values((file_reading::hash.eq(hash), kept))
            .on_conflict(file_reading::hash)
            .do_update()
            .set(kept)
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}
