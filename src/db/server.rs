//! The server of the private cluster: its folders, how it is made, started and stopped. Knows nothing of locks; whoever
//! calls holds the gate of `cluster.rs`.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use tokio_postgres::NoTls;

use super::postgres::{Account, Binaries, run};
use super::{ClusterError, Durability, Setup};

/// The longest path of a socket folder that we use: `sun_path` holds 107 bytes, the socket's own name takes 14.
const LONGEST_FOLDER: usize = 90;
/// Recovery after a crash may take long; nobody is served better by giving up early.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);
/// The superuser of the cluster, used only here: to make roles.
const SUPERUSER: &str = "entente_cluster";

/// The file that says that a data folder was made for tests and goes when its server stops.
const MARKER: &str = "throw-away";

/// PostgreSQL on one folder, running or not.
#[derive(Debug)]
pub(super) struct Server {
    data_folder: PathBuf,
    /// `<data>/pg`: all that belongs to PostgreSQL's user.
    home: PathBuf,
    pub(super) sockets: PathBuf,
    binaries: Binaries,
    account: Option<Account>,
    durability: Durability,
}

impl Server {
    /// Finds the programs that fit the folder and the user to run them as.
    pub(super) fn new(setup: &Setup) -> Result<Server, ClusterError> {
        let home = setup.data.join("pg");
        let account = Account::for_cluster(&home)?;
        let made_by = fs::read_to_string(home.join("data/PG_VERSION")).ok().and_then(|v| v.trim().parse().ok());
        let binaries = Binaries::find(setup.bin.as_deref(), made_by)?;
        let sockets = socket_folder(&home);
        Ok(Server { data_folder: setup.data.clone(), home, sockets, binaries, account, durability: setup.durability })
    }

    /// Makes the cluster where there is none, and returns when it takes connections and the roles are there.
    pub(super) fn ready(&self, runtime: &tokio::runtime::Handle) -> Result<(), ClusterError> {
        self.prepare_folders()?;
        if !self.data().join("PG_VERSION").exists() {
            self.make()?;
        }
        self.bring_up(runtime)
    }

    /// PostgreSQL's log.
    pub(super) fn log(&self) -> PathBuf {
        self.home.join("server.log")
    }

    /// The process id of the running server.
    pub(super) fn server_pid(&self) -> Option<u32> {
        let text = fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    fn command(&self, program: &str) -> std::process::Command {
        self.binaries.command(program, self.account.as_ref(), &self.home)
    }

    fn prepare_folders(&self) -> Result<(), ClusterError> {
        self.own_folder(&self.home)?;
        if let Some(account) = &self.account {
            check_reachable(&self.data_folder, account)?;
        }
        self.own_folder(&self.sockets)
    }

    /// A folder of PostgreSQL's user that nobody else can open. One made by somebody else is refused: in /tmp it could be a trap.
    fn own_folder(&self, folder: &Path) -> Result<(), ClusterError> {
        let file_error = |source| ClusterError::File { path: folder.to_owned(), source };
        let made = match fs::create_dir(folder) {
            Ok(()) => true,
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => false,
            Err(e) => return Err(file_error(e)),
        };
        if made {
            fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(file_error)?;
            if let Some(account) = &self.account {
                chown(folder, Some(account.uid), Some(account.gid)).map_err(file_error)?;
            }
        }
        let found = fs::symlink_metadata(folder).map_err(file_error)?;
        let ours = self.account.as_ref().map(|a| a.uid).or_else(crate::config::effective_uid);
        if !found.is_dir() || ours.is_some_and(|uid| uid != found.uid()) {
            return Err(ClusterError::NotOurs { folder: folder.to_owned(), owner: found.uid() });
        }
        fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(file_error)
    }

    /// Writes a file of PostgreSQL's user.
    fn put(&self, path: &Path, content: &str) -> Result<(), ClusterError> {
        let file_error = |source| ClusterError::File { path: path.to_owned(), source };
        fs::write(path, content).map_err(file_error)?;
        fs::set_permissions(path, Permissions::from_mode(0o600)).map_err(file_error)?;
        match &self.account {
            Some(account) => chown(path, Some(account.uid), Some(account.gid)).map_err(file_error),
            None => Ok(()),
        }
    }

    /// Makes the cluster beside its place and moves it there when it is complete, so that a kill leaves nothing half made.
    fn make(&self) -> Result<(), ClusterError> {
        let new = self.home.join("data.new");
        if new.exists() {
            fs::remove_dir_all(&new).map_err(|source| ClusterError::File { path: new.clone(), source })?;
        }
        let mut initdb = self.command("initdb");
        initdb.arg("-D").arg(&new).args(["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
        initdb.args(["--lc-messages=C", "--no-instructions"]);
        if self.durability == Durability::ThrowAway {
            initdb.arg("--no-sync");
            self.put(&self.data_folder.join(MARKER), "Removed when PostgreSQL stops.\n")?;
        }
        run(initdb)?;
        let conf = new.join("postgresql.conf");
        let mut text = fs::read_to_string(&conf).map_err(|source| ClusterError::File { path: conf.clone(), source })?;
        text.push_str("\ninclude_if_exists = 'entente.conf'\n");
        self.put(&conf, &text)?;
        self.put(&new.join("pg_hba.conf"), "# The socket's folder is the lock.\nlocal all all trust\n")?;
        fs::rename(&new, self.data()).map_err(|source| ClusterError::File { path: self.data(), source })
    }

    /// Written before every start, because the socket's folder and the durability may have changed.
    fn settings(&self) -> String {
        let sockets = self.sockets.to_string_lossy().replace('\'', "''");
        let always = format!(
            "listen_addresses = ''\nunix_socket_directories = '{sockets}'\nunix_socket_permissions = 0700\n\
             log_min_messages = warning\nlc_messages = 'C'\n"
        );
        match self.durability {
            Durability::Durable => always + "max_connections = 100\n",
            Durability::ThrowAway => {
                always + "max_connections = 200\nfsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"
            }
        }
    }

    /// Waits for the server, starting it where it is down. A server that another life of ours left running is adopted.
    fn bring_up(&self, runtime: &tokio::runtime::Handle) -> Result<(), ClusterError> {
        let since = Instant::now();
        let mut failures = 0;
        while since.elapsed() < PATIENCE {
            match runtime.block_on(self.probe()) {
                Probe::Ready(answer) => return answer,
                Probe::NotYet => sleep(Duration::from_millis(50)),
                Probe::Down => match self.start_server() {
                    Ok(()) => {}
                    // Backends of a killed server may hold its memory for a moment.
                    Err(_) if failures < 10 => {
                        failures += 1;
                        sleep(Duration::from_millis(300));
                    }
                    Err(error) => return Err(self.with_log(error)),
                },
            }
        }
        Err(ClusterError::TooLate { log: self.log() })
    }

    fn start_server(&self) -> Result<(), ClusterError> {
        self.forget_recycled_pid();
        self.put(&self.data().join("entente.conf"), &self.settings())?;
        if fs::metadata(self.log()).is_ok_and(|log| log.len() > 10 * 1024 * 1024) {
            let _ = fs::rename(self.log(), self.home.join("server.log.1"));
        }
        let mut start = self.command("pg_ctl");
        start.arg("-D").arg(self.data()).arg("-l").arg(self.log()).args(["-w", "-s", "-t", "300", "start"]);
        run(start).map(|_| ())
    }

    /// After a reboot the number in a stale postmaster.pid may belong to any process, and after a kill to a dead one that
    /// nobody has waited for; PostgreSQL would believe it. It still looks for left-over backends by their shared memory.
    fn forget_recycled_pid(&self) {
        let Some(pid) = self.server_pid() else { return };
        if !Path::new("/proc/self/stat").exists() {
            return;
        }
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        if !stat.contains(" (post") || stat.contains(") Z ") {
            let _ = fs::remove_file(self.data().join("postmaster.pid"));
        }
    }

    fn with_log(&self, error: ClusterError) -> ClusterError {
        let ClusterError::Failed { program, said } = error else { return error };
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let last: Vec<&str> = log.lines().rev().take(5).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        ClusterError::Failed { program, said: format!("{said}\n{}", last.join("\n")) }
    }

    /// Asks the server whether it takes connections, and makes the roles while there.
    async fn probe(&self) -> Probe {
        if UnixStream::connect(self.sockets.join(".s.PGSQL.5432")).is_err() {
            return Probe::Down;
        }
        let Ok((client, connection)) = tokio_postgres::connect(&url(&self.sockets, SUPERUSER, "postgres"), NoTls).await
        else {
            return Probe::NotYet;
        };
        let driver = tokio::spawn(connection);
        let made = client.batch_execute(ROLES).await;
        drop(client);
        driver.abort();
        Probe::Ready(made.map_err(|e| statement_error(&e)))
    }

    /// Stops the server; a throw-away cluster is removed.
    pub(super) fn shut_down(&self) -> Result<(), ClusterError> {
        let mut stop = self.command("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-m", "fast", "-w", "-s", "-t", "60", "stop"]);
        // A server that is gone already is as good as stopped.
        let stopped = if self.server_pid().is_some() { run(stop).map(|_| ()) } else { Ok(()) };
        // The marker, not the setting: data that was made to last is never removed.
        if self.data_folder.join(MARKER).exists() {
            let _ = fs::remove_dir_all(&self.sockets);
            let _ = fs::remove_dir_all(&self.data_folder);
            return Ok(());
        }
        stopped
    }
}

enum Probe {
    Ready(Result<(), ClusterError>),
    NotYet,
    Down,
}

/// The owner may put on the other two roles, for tools that know only the owner's address.
const ROLES: &str = "DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'entente_owner') THEN
        CREATE ROLE entente_owner LOGIN CREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'entente_writer') THEN
        CREATE ROLE entente_writer LOGIN;
        GRANT entente_writer TO entente_owner;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'entente_reader') THEN
        CREATE ROLE entente_reader LOGIN;
        GRANT entente_reader TO entente_owner;
    END IF;
END $$";

pub(super) fn statement_error(error: &tokio_postgres::Error) -> ClusterError {
    ClusterError::Statement(error.as_db_error().map_or_else(|| error.to_string(), |e| e.message().to_owned()))
}

/// The address of a database behind the socket in this folder.
pub(super) fn url(sockets: &Path, user: &str, database: &str) -> String {
    let mut host = String::new();
    for byte in sockets.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => host.push(char::from(byte)),
            _ => host += &format!("%{byte:02X}"),
        }
    }
    format!("postgresql:///{database}?host={host}&user={user}")
}

/// In the data folder where the path is short enough for a socket, else in /tmp under a name made from the path.
fn socket_folder(home: &Path) -> PathBuf {
    let near = home.join("socket");
    if near.as_os_str().len() <= LONGEST_FOLDER {
        return near;
    }
    let hash = hex::encode(Sha256::digest(home.as_os_str().as_encoded_bytes()));
    PathBuf::from(format!("/tmp/entente-{}", &hash[..16]))
}

fn check_reachable(data: &Path, account: &Account) -> Result<(), ClusterError> {
    let real = fs::canonicalize(data).map_err(|source| ClusterError::File { path: data.to_owned(), source })?;
    for folder in real.ancestors() {
        let found = fs::metadata(folder).map_err(|source| ClusterError::File { path: folder.to_owned(), source })?;
        let open = found.mode() & 0o001 != 0
            || (found.uid() == account.uid && found.mode() & 0o100 != 0)
            || (found.gid() == account.gid && found.mode() & 0o010 != 0);
        if !open {
            return Err(ClusterError::Closed { folder: folder.to_owned() });
        }
    }
    Ok(())
}
