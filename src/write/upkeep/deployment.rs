//! What this database is, one row a key: made as a demo (`demo`), the clock's offset (`clock`), the
//! last backup (`backup`); `db::backup` adds what it was restored from.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

use super::Upkeep;
use crate::db::DbError;
use crate::facts::deployment::Backup;
use crate::schema::deployment;

impl Upkeep {
    /// Marks the database as a demo in the making. False: another process is making one, or did.
    pub async fn begin_demo(&self, made_at: DateTime<Utc>) -> Result<bool, DbError> {
        let value = json!({"made_at": made_at, "complete": false});
        let rows = diesel::insert_into(deployment::table)
            .values((deployment::key.eq("demo"), deployment::value.eq(value)))
            .on_conflict_do_nothing()
            .execute(&mut self.connection().await?)
            .await?;
        Ok(rows == 1)
    }

    /// The demo is whole; before that nobody is let in.
    pub async fn complete_demo(&self, made_at: DateTime<Utc>) -> Result<(), DbError> {
        self.keep(("demo", json!({"made_at": made_at, "complete": true}))).await
    }

    /// Lets the deployment's clock stand this far from the real one.
    pub async fn keep_clock_offset(&self, offset: TimeDelta) -> Result<(), DbError> {
        self.keep(("clock", json!({"offset_seconds": offset.num_seconds()}))).await
    }

    /// Remembers the last backup.
    pub async fn keep_backup(&self, made: &Backup) -> Result<(), DbError> {
        self.keep(("backup", json!({"at": made.at, "by": made.by, "size": made.size}))).await
    }

    async fn keep(&self, (key, value): (&str, Value)) -> Result<(), DbError> {
        diesel::insert_into(deployment::table)
            .values((deployment::key.eq(key), deployment::value.eq(&value)))
            .on_conflict(deployment::key)
            .do_update()
            .set(deployment::value.eq(&value))
            .execute(&mut self.connection().await?)
            .await?;
        Ok(())
    }
}
