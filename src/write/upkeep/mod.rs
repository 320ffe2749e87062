//! Upkeep: rows that no rule reads (sessions, sign-in attempts, letters on their way, files, readings, job runs). One
//! file a table; no events, never a column of a fact.

mod deployment;
mod past;

use crate::db::{Connection, DbError, Pool};

/// The way to write upkeep. Made from the writer's pool, which nothing else names.
#[derive(Clone)]
pub struct Upkeep {
    pool: Pool,
}

impl Upkeep {
    pub fn new(writer: Pool) -> Upkeep {
        Upkeep { pool: writer }
    }

    pub(super) async fn connection(&self) -> Result<Connection, DbError> {
        self.pool.connection().await
    }
}
