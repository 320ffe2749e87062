//! What happens without anybody asking. A job takes no input, looks at the state, and may run twice; several processes
//! on one database share the work.

pub mod digest;
pub mod outbox;
mod sweep;
pub mod ways;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use crate::db::{DbError, Pool};
use crate::facts::FactsError;
use crate::words::Words;
use crate::write::upkeep::{self, Upkeep};
use ways::Ways;

/// How often it is looked whether a job is due.
const TICK: Duration = Duration::from_secs(20);

/// The deployment's time: real, or the demo's.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the jobs are given.
pub struct Work {
    pub reader: Pool,
    pub upkeep: Upkeep,
    /// A worker holds its lanes on a connection of its own.
    pub writer_url: String,
    pub ways: Ways,
    pub words: Words,
    pub clock: Clock,
}

impl Work {
    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }
}

/// Why a job ended early; it runs again when it is next due.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Facts(#[from] FactsError),
}

/// A run on its way; what it did comes back in a few words for `entente doctor`.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<String, JobError>> + Send + 'a>>;

/// One job: its name, how often it runs on a database, and what it does.
pub struct Job {
    pub name: &'static str,
    pub every: TimeDelta,
    pub run: for<'a> fn(&'a Work) -> Running<'a>,
}

/// All jobs that run by the clock. Letters have a loop of their own (`outbox::serve`).
pub const JOBS: &[Job] = &[
    Job { name: "digests", every: TimeDelta::minutes(5), run: |work| Box::pin(digest::digests(work)) },
    Job { name: "sweep-digests", every: TimeDelta::hours(6), run: |work| Box::pin(sweep::digest_items(work)) },
    Job { name: "sweep-files", every: TimeDelta::hours(1), run: |work| Box::pin(sweep::files(work)) },
    Job { name: "sweep-keys", every: TimeDelta::hours(6), run: |work| Box::pin(sweep::command_keys(work)) },
    Job { name: "sweep-sessions", every: TimeDelta::hours(6), run: |work| Box::pin(sweep::sessions(work)) },
    Job { name: "sweep-sign-ins", every: TimeDelta::hours(6), run: |work| Box::pin(sweep::sign_in_attempts(work)) },
];

/// Runs the jobs that are due and that no other process has begun. Answers the names of those that ran.
pub async fn tick(work: &Work) -> Result<Vec<&'static str>, DbError> {
    let mut ran = Vec::new();
    for job in JOBS {
        if !upkeep::job::claim(&work.upkeep, job.name, job.every, work.now()).await? {
            continue;
        }
        let outcome = match (job.run)(work).await {
            Ok(said) => said,
            Err(error) => {
                tracing::warn!(job = job.name, %error, "a job ended early");
                error.to_string()
            }
        };
        upkeep::job::finished(&work.upkeep, job.name, work.now(), &outcome).await?;
        ran.push(job.name);
    }
    Ok(ran)
}

/// Carries letters with so many workers and runs the jobs, until `stop` turns true. A letter under way is finished.
pub async fn run(work: Arc<Work>, workers: usize, stop: watch::Receiver<bool>) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..workers {
        tasks.spawn(outbox::serve(Arc::clone(&work), stop.clone()));
    }
    tasks.spawn(ticking(work, stop));
    while tasks.join_next().await.is_some() {}
}

async fn ticking(work: Arc<Work>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = tick(&work).await {
            tracing::warn!(%error, "the jobs could not be looked at");
        }
        pause(&mut stop, TICK).await;
    }
}

/// Waits so long, or until it is told to stop.
async fn pause(stop: &mut watch::Receiver<bool>, long: Duration) {
    let waited = tokio::time::timeout(long, stop.wait_for(|stop| *stop)).await;
    let nobody_can_stop_us = matches!(waited, Ok(Err(_)));
    drop(waited);
    if nobody_can_stop_us {
        tokio::time::sleep(long).await;
    }
}
