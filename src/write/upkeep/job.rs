//! Runs of jobs: one row a job, claimed by whoever comes first when it is due.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::Upkeep;
use crate::db::DbError;
use crate::schema::job_run;

const CLAIM: &str = "
    INSERT INTO job_run (job, started_at) VALUES ($1, $2)
    ON CONFLICT (job) DO UPDATE SET started_at = excluded.started_at, finished_at = NULL, outcome = NULL
    WHERE job_run.started_at <= $3";

/// Whether the job is due and nobody else has begun it; it counts as begun from now on.
pub async fn claim(upkeep: &Upkeep, job: &str, every: TimeDelta, now: DateTime<Utc>) -> Result<bool, DbError> {
    let mut conn = upkeep.connection().await?;
    let begun = diesel::sql_query(CLAIM)
        .bind::<Text, _>(job)
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(now - every)
        .execute(&mut conn)
        .await?;
    Ok(begun == 1)
}

/// Notes how the run ended.
pub async fn finished(upkeep: &Upkeep, job: &str, now: DateTime<Utc>, outcome: &str) -> Result<(), DbError> {
    let mut conn = upkeep.connection().await?;
    diesel::update(job_run::table.find(job))
        .set((job_run::finished_at.eq(now), job_run::outcome.eq(outcome)))
        .execute(&mut conn)
        .await?;
    Ok(())
}
