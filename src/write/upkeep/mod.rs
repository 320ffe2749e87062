//! Upkeep: rows that no rule reads (sessions, sign-in attempts, letters on their way, files, readings, job runs). One
//! file a table; no events, never a column of a fact.

pub mod caught;
pub mod credential;
mod deployment;
pub mod digest;
pub mod file;
pub mod job;
pub mod mail_server;
pub mod outbox;
mod past;
mod preference;
pub mod reading;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod sweep;

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::db::{Connection, DbError, Pool};

/// Passwords that are hashed at the same time; each takes 19 MB.
const HASHING: usize = 4;

/// The way to write upkeep. Made from the writer's pool, which nothing else names.
#[derive(Clone)]
pub struct Upkeep {
    pool: Pool,
    hashing: Arc<Semaphore>,
}

impl Upkeep {
    pub fn new(writer: Pool) -> Upkeep {
        Upkeep { pool: writer, hashing: Arc::new(Semaphore::new(HASHING)) }
    }

    pub(super) async fn connection(&self) -> Result<Connection, DbError> {
        self.pool.connection().await
    }
}
