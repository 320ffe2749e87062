//! Letters of steps that were replayed: they left on that day, not on the day of the replay.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Upkeep;
use crate::db::DbError;
use crate::schema::outbox;

impl Upkeep {
    /// Dates every letter that was due by then, and has been carried, to the moment at which it was due.
    pub async fn date_past_letters(&self, until: DateTime<Utc>) -> Result<usize, DbError> {
        let carried = outbox::table.filter(outbox::state.eq("sent").and(outbox::not_before.le(until)));
        Ok(diesel::update(carried)
            .set(outbox::sent_at.eq(outbox::not_before.nullable()))
            .execute(&mut self.connection().await?)
            .await?)
    }
}
