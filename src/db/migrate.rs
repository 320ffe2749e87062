//! Runs the embedded migrations as the owner, one process at a time. Needs tokio's multi-thread runtime (the harness
//! blocks its thread).

use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::pools::{DbError, connect};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// "entente" in ASCII: the advisory lock that lets one process migrate while the others wait.
const LOCK: i64 = 0x65_6e74_656e_7465;

/// Why the database could not be brought to the version of this program.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("the database cannot be reached: {0}")]
    NotReachable(String),
    #[error("the migrations could not be locked: {0}")]
    Lock(#[from] diesel::result::Error),
    #[error("a migration failed: {0}")]
    Failed(String),
}

/// Applies what is pending, tells `progress` the name of each before it runs, and returns how many ran.
pub async fn run(owner_url: &str, mut progress: impl FnMut(&str)) -> Result<usize, MigrateError> {
    let mut harness = locked(owner_url).await?;
    let pending = harness.pending_migrations(MIGRATIONS).map_err(failed)?;
    for migration in &pending {
        progress(&migration.name().to_string());
        harness.run_migration(migration).map_err(failed)?;
    }
    Ok(pending.len())
}

/// The names of the migrations that this program has and the database has not.
pub async fn pending(owner_url: &str) -> Result<Vec<String>, MigrateError> {
    let mut harness = locked(owner_url).await?;
    let pending: Vec<Box<dyn Migration<Pg>>> = harness.pending_migrations(MIGRATIONS).map_err(failed)?;
    Ok(pending.iter().map(|migration| migration.name().to_string()).collect())
}

/// Whether the database has every migration of this program, asked over a reader's connection.
pub async fn is_current(conn: &mut AsyncPgConnection) -> Result<bool, DbError> {
    let source: &dyn MigrationSource<Pg> = &MIGRATIONS;
    let ours = source.migrations().map_err(|error| DbError::Address(error.to_string()))?;
    let ran: Vec<Ran> =
        diesel::sql_query("SELECT version FROM __diesel_schema_migrations").load(conn).await.map_err(DbError::from)?;
    let there = |version: &str| ran.iter().any(|one| one.version == version);
    Ok(ours.iter().all(|migration| there(&migration.name().version().to_string())))
}

/// The first of these migrations that this program does not have: they are of a newer one.
pub fn unknown(versions: &[String]) -> Result<Option<String>, MigrateError> {
    let source: &dyn MigrationSource<Pg> = &MIGRATIONS;
    let ours: Vec<String> =
        source.migrations().map_err(failed)?.iter().map(|one| one.name().version().to_string()).collect();
    Ok(versions.iter().find(|version| !ours.contains(version)).cloned())
}

#[derive(diesel::QueryableByName)]
struct Ran {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

/// Takes every migration back, newest first; for the test that runs them up, down and up again.
pub async fn down_all(owner_url: &str) -> Result<usize, MigrateError> {
    let mut harness = locked(owner_url).await?;
    Ok(harness.revert_all_migrations(MIGRATIONS).map_err(failed)?.len())
}

/// A hash over all migration files as they were when this program was built; names template databases.
pub fn digest() -> String {
    env!("ENTENTE_MIGRATIONS_DIGEST").to_owned()
}

/// A connection that holds the lock until it is dropped, with the bookkeeping table in place.
async fn locked(owner_url: &str) -> Result<AsyncMigrationHarness<AsyncPgConnection>, MigrateError> {
    let connection = connect(owner_url.to_owned(), "entente migrate", None).await;
    let mut connection = connection.map_err(|e| MigrateError::NotReachable(e.to_string()))?;
    connection.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).await?;
    Ok(AsyncMigrationHarness::new(connection))
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> MigrateError {
    MigrateError::Failed(error.to_string())
}
