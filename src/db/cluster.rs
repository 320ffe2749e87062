//! The private PostgreSQL cluster in the data folder. Every process of the program holds a shared lock on it; the first
//! one starts it, the one that finds itself last stops it. It listens on a Unix socket in a folder that only its user
//! can open, so it needs no passwords and no port.

use std::fs::{self, File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use tokio_postgres::NoTls;

use super::Urls;
use super::server::{PATIENCE, Server, statement_error, url};

/// How the folders of throw-away clusters begin.
const THROW_AWAY: &str = "/tmp/entente-throw-away-";

/// Whether data must survive the machine losing power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// fsync on: what was acknowledged is on the disk.
    Durable,
    /// Tests: nothing is flushed, more connections, the folder is removed when the cluster stops.
    ThrowAway,
}

/// A login role of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Owner,
    Writer,
    Reader,
}

impl Role {
    /// The role's name in PostgreSQL.
    pub fn name(self) -> &'static str {
        match self {
            Role::Owner => "entente_owner",
            Role::Writer => "entente_writer",
            Role::Reader => "entente_reader",
        }
    }
}

/// Where the cluster lives and how it runs.
#[derive(Clone, Debug)]
pub struct Setup {
    pub data: PathBuf,
    /// The folder with PostgreSQL's programs; searched when `None`.
    pub bin: Option<PathBuf>,
    pub durability: Durability,
}

impl Setup {
    /// A cluster in a new folder under /tmp, for tests; removed when it stops.
    pub fn throw_away(bin: Option<PathBuf>) -> Setup {
        let data = PathBuf::from(format!("{THROW_AWAY}{}", uuid::Uuid::new_v4().simple()));
        Setup { data, bin, durability: Durability::ThrowAway }
    }
}

/// Why there is no cluster. Every message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "PostgreSQL is not installed. On Debian: apt-get install postgresql. Or set ENTENTE_PG_BIN, or DATABASE_URL."
    )]
    NotInstalled,
    #[error("ENTENTE_PG_BIN={} holds no working initdb, pg_ctl and postgres", folder.display())]
    NotInFolder { folder: PathBuf },
    #[error(
        "the data folder was made by PostgreSQL {data}, but the programs found are version {found}: install \
         postgresql-{data}, or name its folder in ENTENTE_PG_BIN, or move the data by pg_dumpall"
    )]
    WrongVersion { data: u32, found: u32 },
    #[error(
        "pg_dump and pg_restore of PostgreSQL {server} or newer are not here. On Debian: apt-get install \
         postgresql-client-{server}. Or name their folder in ENTENTE_PG_BIN."
    )]
    NoTools { server: u32 },
    #[error("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody in /etc/passwd")]
    NoAccount,
    #[error("{} is closed to the user PostgreSQL runs as: chmod a+x it, or choose another ENTENTE_DATA", folder.display())]
    Closed { folder: PathBuf },
    #[error("{} belongs to somebody else (user id {owner}): remove it or choose another ENTENTE_DATA", folder.display())]
    NotOurs { folder: PathBuf, owner: u32 },
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{program} could not be run: {source}")]
    Program { program: String, source: io::Error },
    #[error("{program} failed: {said}")]
    Failed { program: String, said: String },
    #[error("PostgreSQL did not come up within {} s; its log is {}", PATIENCE.as_secs(), log.display())]
    TooLate { log: PathBuf },
    #[error("PostgreSQL refused a statement: {0}")]
    Statement(String),
    #[error("the thread that starts PostgreSQL ended early: {0}")]
    Thread(String),
}

/// What became of the cluster when this process let go of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// We were the last: PostgreSQL is down.
    Yes,
    /// Another process still uses it.
    InUse,
    /// This process had let go before.
    Before,
}

/// A process's hold on the running cluster. Dropping it stops PostgreSQL when no other process holds it.
#[derive(Debug)]
pub struct Cluster {
    data: PathBuf,
    server: Server,
    /// The shared lock; `None` once let go.
    membership: Option<File>,
}

impl Cluster {
    /// Starts the cluster, or joins it when it runs; makes it first when the folder is empty.
    pub async fn start(setup: Setup) -> Result<Cluster, ClusterError> {
        let runtime = tokio::runtime::Handle::current();
        let started = tokio::task::spawn_blocking(move || Cluster::start_here(setup, &runtime)).await;
        started.map_err(|e| ClusterError::Thread(e.to_string()))?
    }

    fn start_here(setup: Setup, runtime: &tokio::runtime::Handle) -> Result<Cluster, ClusterError> {
        make_folder(&setup.data)?;
        let server = Server::new(&setup)?;
        let mut cluster = Cluster { data: setup.data, server, membership: None };
        // Declared after the cluster, so that a failure below opens the gate before the drop wants to pass it.
        let gate = cluster.gate()?;
        let membership = cluster.open("pg.lock")?;
        membership.lock_shared().map_err(|source| cluster.file_error("pg.lock", source))?;
        cluster.membership = Some(membership);
        cluster.server.ready(runtime)?;
        drop(gate);
        Ok(cluster)
    }

    /// Lets go of the cluster, and stops PostgreSQL when nobody else holds it. Blocks for as long as that takes.
    pub fn stop(&mut self) -> Result<Stopped, ClusterError> {
        let Some(membership) = self.membership.take() else { return Ok(Stopped::Before) };
        let _gate = self.gate()?;
        // Other processes start and stop behind the gate only, so between the two locks nobody slips in.
        let path = self.data.join("pg.lock");
        membership.unlock().map_err(|source| ClusterError::File { path: path.clone(), source })?;
        // A child of ours between fork and exec holds a copy of the lock for a moment; ask a few times.
        for attempt in 0..4 {
            match membership.try_lock() {
                Ok(()) => {
                    self.server.shut_down()?;
                    return Ok(Stopped::Yes);
                }
                Err(TryLockError::WouldBlock) if attempt < 3 => sleep(Duration::from_millis(20)),
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(source)) => return Err(ClusterError::File { path, source }),
            }
        }
        Ok(Stopped::InUse)
    }

    /// The address of a database of the cluster for one role.
    pub fn url(&self, role: Role, database: &str) -> String {
        url(&self.server.sockets, role.name(), database)
    }

    /// The addresses of a database of the cluster for all roles.
    pub fn urls(&self, database: &str) -> Urls {
        Urls {
            owner: self.url(Role::Owner, database),
            writer: self.url(Role::Writer, database),
            reader: self.url(Role::Reader, database),
        }
    }

    /// The folder of the socket: what `psql -h` takes.
    pub fn socket_folder(&self) -> &Path {
        &self.server.sockets
    }

    /// PostgreSQL's log.
    pub fn log(&self) -> PathBuf {
        self.server.log()
    }

    /// The process id of the running server.
    pub fn server_pid(&self) -> Option<u32> {
        self.server.server_pid()
    }

    /// Makes a database that belongs to `entente_owner`, unless it is there. Returns whether it was made.
    pub async fn make_database(&self, database: &str) -> Result<bool, ClusterError> {
        let (client, connection) = tokio_postgres::connect(&self.url(Role::Owner, "postgres"), NoTls)
            .await
            .map_err(|e| ClusterError::Statement(e.to_string()))?;
        let driver = tokio::spawn(connection);
        let quoted = database.replace('"', "\"\"");
        let made = client.batch_execute(&format!("CREATE DATABASE \"{quoted}\"")).await;
        drop(client);
        driver.abort();
        match made {
            Ok(()) => Ok(true),
            Err(e) if e.code() == Some(&tokio_postgres::error::SqlState::DUPLICATE_DATABASE) => Ok(false),
            Err(e) => Err(statement_error(&e)),
        }
    }

    fn file_error(&self, name: &str, source: io::Error) -> ClusterError {
        ClusterError::File { path: self.data.join(name), source }
    }

    /// Closed to others, who could otherwise hold the lock and keep us from starting or stopping.
    fn open(&self, name: &str) -> Result<File, ClusterError> {
        let path = self.data.join(name);
        let opened = File::options().read(true).write(true).create(true).truncate(false).mode(0o600).open(path);
        opened.map_err(|source| self.file_error(name, source))
    }

    /// One process at a time starts or stops; released when the file is dropped.
    fn gate(&self) -> Result<File, ClusterError> {
        let gate = self.open("pg.gate")?;
        gate.lock().map_err(|source| self.file_error("pg.gate", source))?;
        Ok(gate)
    }
}

/// Stops and removes throw-away clusters whose program was killed. Returns how many there were.
pub fn sweep_throw_aways() -> usize {
    let folders = fs::read_dir("/tmp").into_iter().flatten().flatten().map(|entry| entry.path());
    let ours = folders.filter(|folder| folder.to_string_lossy().starts_with(THROW_AWAY));
    ours.filter(|folder| sweep(folder).is_some()).count()
}

fn sweep(data: &Path) -> Option<()> {
    if fs::symlink_metadata(data).ok().map(|found| found.uid()) != crate::config::effective_uid() {
        return None;
    }
    // A folder without a lock file is one that is being made this moment.
    let lock = |name: &str| File::options().read(true).write(true).open(data.join(name)).ok();
    let (gate, membership) = (lock("pg.gate")?, lock("pg.lock")?);
    gate.try_lock().ok()?;
    membership.try_lock().ok()?;
    let setup = Setup { data: data.to_owned(), bin: None, durability: Durability::ThrowAway };
    Server::new(&setup).ok()?.shut_down().ok()
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            tracing::warn!(%error, "PostgreSQL was not stopped");
        }
    }
}

/// The data folder itself stays ours; others may pass through it only when PostgreSQL runs as another user.
fn make_folder(data: &Path) -> Result<(), ClusterError> {
    if data.is_dir() {
        return Ok(());
    }
    let file_error = |source| ClusterError::File { path: data.to_owned(), source };
    fs::create_dir_all(data).map_err(file_error)?;
    let mode = if crate::config::effective_uid() == Some(0) { 0o711 } else { 0o700 };
    fs::set_permissions(data, Permissions::from_mode(mode)).map_err(file_error)
}
