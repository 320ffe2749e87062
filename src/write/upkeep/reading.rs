//! What was read in an uploaded file, kept with the upload so that the form beside it can be shown again.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::Upkeep;
use crate::db::DbError;
use crate::schema::upload;

impl Upkeep {
    /// Keeps the reading for whoever uploaded the file; reading it again replaces theirs and nobody else's.
    pub async fn keep_reading(&self, hash: &[u8], person: Uuid, reading: &Value) -> Result<(), DbError> {
        let mut conn = self.connection().await?;
        let theirs = upload::table.find((hash, person));
        diesel::update(theirs).set(upload::reading.eq(reading)).execute(&mut conn).await?;
        Ok(())
    }
}
