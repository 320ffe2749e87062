//! How people want to read and hear. Nothing that a rule reads, hence no event.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Upkeep;
use crate::db::DbError;
use crate::domain::digest::Preference;
use crate::schema::preference;

impl Upkeep {
    /// Keeps what the person prefers from now on.
    pub async fn prefer(&self, who: Uuid, wanted: &Preference) -> Result<(), DbError> {
        diesel::insert_into(preference::table)
            .values((
                preference::person_id.eq(who),
                preference::language.eq(&wanted.language),
                preference::zone.eq(wanted.rhythm.zone.name()),
                preference::digest_hour.eq(i16::from(wanted.rhythm.hour)),
                preference::digest_on.eq(wanted.rhythm.on),
            ))
            .on_conflict(preference::person_id)
            .do_update()
            .set((
                preference::language.eq(excluded(preference::language)),
                preference::zone.eq(excluded(preference::zone)),
                preference::digest_hour.eq(excluded(preference::digest_hour)),
                preference::digest_on.eq(excluded(preference::digest_on)),
            ))
            .execute(&mut self.connection().await?)
            .await?;
        Ok(())
    }
}
