//! One file that holds everything: the whole database with its files, by PostgreSQL's own `pg_dump` and `pg_restore`.
//! Made while the program serves, from one snapshot; put back into an empty database, or not at all.

mod seal;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use chrono::{DateTime, Utc};
use tokio_postgres::config::Host;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

use super::postgres::{run, tools};
use super::{ClusterError, MigrateError, migrate};
pub use seal::{Seal, inspect};

/// Tables whose rows stay where they are: what would let the holder of a backup in without a password, and the word that
/// letters may leave from here.
const NOT_KEPT: &[&str] = &["outbox_home", "secret", "session", "sign_in_attempt"];
/// How long the dump waits for a migration that runs.
const LOCK_WAIT: &str = "--lock-wait-timeout=60000";

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("the file is there already")]
    Exists,
    #[error("this is no backup of Entente")]
    NotABackup,
    #[error("the end of the backup is missing")]
    CutOff,
    #[error("the backup is damaged: it is not as it was written")]
    Damaged,
    /// Made by a newer program: a migration that this one does not have.
    #[error("the backup is of a newer version, {program} (migration {migration})")]
    Newer { program: String, migration: String },
    #[error("the database is not empty")]
    NotEmpty,
    /// Restored, but not as much as the backup says it holds.
    #[error("{table} has {found} rows instead of {expected}")]
    Incomplete { table: String, expected: i64, found: i64 },
    #[error(transparent)]
    File(#[from] io::Error),
    #[error(transparent)]
    Tool(#[from] ClusterError),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error("the database says: {0}")]
    Database(String),
}

impl From<tokio_postgres::Error> for BackupError {
    fn from(error: tokio_postgres::Error) -> Self {
        BackupError::Database(error.as_db_error().map_or_else(|| error.to_string(), |said| said.message().to_owned()))
    }
}

/// Writes a backup of this database. Under its name there is never less than a whole one.
pub async fn dump(
    owner_url: &str,
    bin: Option<&Path>,
    to: &Path,
    overwrite: bool,
    now: DateTime<Utc>,
) -> Result<Seal, BackupError> {
    if !overwrite && to.exists() {
        return Err(BackupError::Exists);
    }
    let part = Part::beside(to)?;
    let client = connected(owner_url).await?;
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let snapshot: String = client.query_one("SELECT pg_export_snapshot()", &[]).await?.get(0);
    let seal = Seal {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        postgresql: version(&client).await?,
        migrations: migrations(&client).await?,
        tables: counted(&client).await?,
        size: 0,
        sha256: String::new(),
    };
    let mut command = tool("pg_dump", bin, seal.postgresql, owner_url)?;
    command.arg("--format=custom").arg(LOCK_WAIT).arg(format!("--snapshot={snapshot}")).arg("--file").arg(&part.path);
    command.args(NOT_KEPT.iter().map(|table| format!("--exclude-table-data=public.{table}")));
    blocking(move || Ok(run(command).map(|_| ())?)).await?;
    // Until here the snapshot had to stand.
    client.batch_execute("COMMIT").await?;
    let to = to.to_owned();
    blocking(move || {
        let seal = seal::close(&part.path, seal)?;
        part.publish(&to, overwrite)?;
        Ok(seal)
    })
    .await
}

/// Puts a backup into an empty database and brings it to this program's version; answers the migrations that ran. From a
/// restored database no letter leaves until somebody says so.
pub async fn restore(
    owner_url: &str,
    bin: Option<&Path>,
    from: &Path,
    seal: &Seal,
    now: DateTime<Utc>,
) -> Result<usize, BackupError> {
    if let Some(newer) = migrate::unknown(&seal.migrations)? {
        return Err(BackupError::Newer { program: seal.program.clone(), migration: newer });
    }
    let client = connected(owner_url).await?;
    let server = version(&client).await?.max(seal.postgresql);
    let mut command = tool("pg_restore", bin, server, owner_url)?;
    emptied(&client, owner_url).await?;
    let database: String = client.query_one("SELECT current_database()::text", &[]).await?.get(0);
    // In one transaction: all of it, or nothing.
    command.args(["--single-transaction", "--exit-on-error", "--no-owner"]).arg("--dbname").arg(database).arg(from);
    blocking(move || Ok(run(command).map(|_| ())?)).await?;
    // Before anything runs forward: a migration must know that this is a copy.
    let said = serde_json::json!({"made_at": seal.made_at, "at": now}).to_string();
    let keep = "INSERT INTO deployment (key, value) VALUES ('restored', $1::text::jsonb)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    client.execute(keep, &[&said]).await?;
    let there = counted(&client).await?;
    for (table, expected) in seal.tables.iter().filter(|(table, _)| table.as_str() != "deployment") {
        let (table, expected, found) = (table.clone(), *expected, there.get(table).copied().unwrap_or_default());
        if found != expected {
            return Err(BackupError::Incomplete { table, expected, found });
        }
    }
    let ran = migrate::run(owner_url, |_| {}).await?;
    // Nothing is known yet of how many rows there are of what.
    client.batch_execute("ANALYZE").await?;
    Ok(ran)
}

/// Takes away the tables of a database in which nothing was ever written; refuses any other.
async fn emptied(client: &Client, owner_url: &str) -> Result<(), BackupError> {
    let relations = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";
    if client.query_one(relations, &[]).await?.get::<_, i64>(0) == 0 {
        return Ok(());
    }
    let ours = "SELECT to_regclass('public.subject') IS NOT NULL AND to_regclass('public.__diesel_schema_migrations') IS NOT NULL";
    if !client.query_one(ours, &[]).await?.get::<_, bool>(0) {
        return Err(BackupError::NotEmpty);
    }
    let written = "SELECT EXISTS (SELECT FROM subject) OR EXISTS (SELECT FROM deployment WHERE key = 'demo')";
    if client.query_one(written, &[]).await?.get::<_, bool>(0)
        || migrate::unknown(&migrations(client).await?)?.is_some()
    {
        return Err(BackupError::NotEmpty);
    }
    migrate::down_all(owner_url).await?;
    Ok(client.batch_execute("DROP TABLE IF EXISTS __diesel_schema_migrations").await?)
}

async fn connected(owner_url: &str) -> Result<Client, BackupError> {
    let (client, connection) = tokio_postgres::connect(owner_url, NoTls).await?;
    // It ends with the client.
    tokio::spawn(connection);
    Ok(client)
}

async fn version(client: &Client) -> Result<u32, BackupError> {
    let number: String = client.query_one("SHOW server_version_num", &[]).await?.get(0);
    number.parse().map_err(|_| BackupError::Database(number))
}

async fn migrations(client: &Client) -> Result<Vec<String>, BackupError> {
    let rows = client.query("SELECT version::text FROM __diesel_schema_migrations ORDER BY 1", &[]).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// The rows of each table that goes into a backup.
async fn counted(client: &Client) -> Result<BTreeMap<String, i64>, BackupError> {
    let tables = "SELECT relname::text FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> ALL ($1)";
    let mut all = BTreeMap::new();
    for row in client.query(tables, &[&NOT_KEPT]).await? {
        let table: String = row.get(0);
        let count = format!("SELECT count(*) FROM public.\"{}\"", table.replace('"', "\"\""));
        let count: i64 = client.query_one(&count, &[]).await?.get(0);
        all.insert(table, count);
    }
    Ok(all)
}

/// One of the two programs, told where the database is by its environment: what stands in arguments, everybody sees.
fn tool(program: &str, bin: Option<&Path>, server: u32, owner_url: &str) -> Result<Command, BackupError> {
    let mut command = Command::new(tools(bin, server / 10_000)?.join(program));
    command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").stdin(Stdio::null()).arg("--no-password");
    let config = tokio_postgres::Config::from_str(owner_url)?;
    let host = |host: &Host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.display().to_string(),
    };
    let hosts: Vec<String> = config.get_hosts().iter().map(host).collect();
    let ports: Vec<String> = config.get_ports().iter().map(u16::to_string).collect();
    let password = config.get_password().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let known = [
        ("PGHOST", (!hosts.is_empty()).then(|| hosts.join(","))),
        ("PGPORT", (!ports.is_empty()).then(|| ports.join(","))),
        ("PGUSER", config.get_user().map(str::to_owned)),
        ("PGPASSWORD", password),
        ("PGDATABASE", config.get_dbname().map(str::to_owned)),
        ("PGOPTIONS", config.get_options().map(str::to_owned)),
    ];
    command.envs(known.into_iter().filter_map(|(name, value)| Some((name, value?))));
    Ok(command)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| BackupError::File(io::Error::other(error)))?
}

/// A file in the making, beside the place that it is for; gone again unless it is published. Others cannot read it.
struct Part {
    path: PathBuf,
}

impl Part {
    fn beside(to: &Path) -> Result<Part, BackupError> {
        let name = to.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let path = to.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), Uuid::new_v4().simple()));
        File::options().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Part { path })
    }

    /// Gives it its name. A link is refused where a rename would put itself in another's place.
    fn publish(&self, to: &Path, overwrite: bool) -> Result<(), BackupError> {
        match overwrite {
            true => fs::rename(&self.path, to)?,
            false => fs::hard_link(&self.path, to).map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => BackupError::Exists,
                _ => BackupError::File(error),
            })?,
        }
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(File::open(folder)?.sync_all()?)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
