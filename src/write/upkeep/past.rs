//! Letters of steps that were replayed: they left on that day, and nobody sends them again.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Upkeep;
use crate::db::DbError;
use crate::schema::outbox;

impl Upkeep {
    /// Marks every letter that was due by then as sent at the moment it was due. Returns how many.
    pub async fn deliver_past(&self, until: DateTime<Utc>) -> Result<usize, DbError> {
        let due = outbox::table.filter(outbox::state.eq("queued").and(outbox::not_before.le(until)));
        Ok(diesel::update(due)
            .set((outbox::state.eq("sent"), outbox::sent_at.eq(outbox::not_before.nullable()), outbox::attempts.eq(1_i16)))
            .execute(&mut self.connection().await?)
            .await?)
    }
}
