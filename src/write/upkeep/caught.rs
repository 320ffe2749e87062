//! The demo's post office: letters as its mail server took them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Upkeep;
use crate::db::DbError;
use crate::schema::caught_letter;

impl Upkeep {
    /// Keeps a letter that the demo's mail server has taken; the sender is told 250 only after this.
    pub async fn catch_letter(
        &self,
        raw: &[u8],
        from: &str,
        to: &[String],
        at: DateTime<Utc>,
        subject: &str,
    ) -> Result<Uuid, DbError> {
        // PostgreSQL's text holds no NUL; a letter may.
        let clean = |text: &str| text.replace('\0', "\u{fffd}");
        let id = Uuid::now_v7();
        diesel::insert_into(caught_letter::table)
            .values((
                caught_letter::id.eq(id),
                caught_letter::caught_at.eq(at),
                caught_letter::sender.eq(clean(from)),
                caught_letter::recipients.eq(clean(&to.join(", "))),
                caught_letter::subject.eq(clean(subject)),
                caught_letter::raw.eq(raw),
            ))
            .execute(&mut self.connection().await?)
            .await?;
        Ok(id)
    }
}
