//! `entente cluster run [--throw-away] -- COMMAND`: the private cluster for as long as a command runs. `make test` runs
//! all its tests on one throw-away cluster this way.

use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

use crate::config::{Config, ConfigError};
use crate::db::cluster::{Cluster, ClusterError, Setup, sweep_throw_aways};
use crate::db::{DATABASE, Durability, Role};

/// Where the command finds the socket of its cluster.
pub const SOCKET_VARIABLE: &str = "ENTENTE_TEST_CLUSTER";

/// How long a command may take to end after it was told to.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error("--throw-away makes and removes a folder of its own: leave --data out")]
    FolderOfItsOwn,
    #[error("no command: entente cluster run [--throw-away] -- COMMAND")]
    NoCommand,
    #[error("{command}: {source}")]
    Command { command: String, source: std::io::Error },
}

/// Starts or joins the cluster, runs the command with `ENTENTE_TEST_CLUSTER=<socket folder>` (and `DATABASE_URL`, unless
/// thrown away), lets go of the cluster, and answers with the command's exit code.
pub async fn run(data: Option<PathBuf>, throw_away: bool, command: Vec<String>) -> ExitCode {
    match run_inner(data, throw_away, &command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("entente: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run_inner(data: Option<PathBuf>, throw_away: bool, command: &[String]) -> Result<ExitCode, Error> {
    let (program, arguments) = command.split_first().ok_or(Error::NoCommand)?;
    let config = Config::from_environment()?;
    let setup = match (data, throw_away) {
        (Some(_), true) => return Err(Error::FolderOfItsOwn),
        (None, true) => {
            sweep_throw_aways();
            Setup::throw_away(config.pg_bin)
        }
        (data, false) => {
            Setup { data: data.unwrap_or(config.data), bin: config.pg_bin, durability: Durability::Durable }
        }
    };
    // Before the cluster starts, so that no signal can end us between the start and the stop.
    let mut signals = Signals::listen().map_err(|source| Error::Command { command: "signal".to_owned(), source })?;
    let mut cluster = Cluster::start(setup).await?;
    let mut child = Command::new(program);
    child.args(arguments).env(SOCKET_VARIABLE, cluster.socket_folder());
    if throw_away {
        // A group of its own, so that the end of a test run reaches whatever the tests have started.
        child.process_group(0).stdin(Stdio::null());
    } else {
        child.env("DATABASE_URL", cluster.url(Role::Owner, DATABASE));
    }
    let failed = |source| Error::Command { command: program.clone(), source };
    let status = match child.spawn() {
        Ok(child) => signals.wait_for(child, throw_away).await,
        Err(source) => Err(source),
    };
    let stopped = tokio::task::spawn_blocking(move || cluster.stop()).await;
    let status = status.map_err(failed)?;
    if let Ok(Err(error)) = stopped {
        return Err(error.into());
    }
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The signals that end us. We outlive the command, to stop the cluster.
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Signals> {
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the command. A command in our own group hears Ctrl-C itself; one in its own group is told by us.
    async fn wait_for(&mut self, mut child: Child, own_group: bool) -> std::io::Result<ExitStatus> {
        let told = tokio::select! {
            ended = child.wait() => return ended,
            _ = self.interrupt.recv() => own_group.then_some("INT"),
            _ = self.hangup.recv() => own_group.then_some("HUP"),
            _ = self.terminate.recv() => Some("TERM"),
        };
        let target = child.id().map(|pid| if own_group { format!("-{pid}") } else { pid.to_string() });
        if let (Some(name), Some(target)) = (told, &target) {
            send(name, target).await;
        }
        match tokio::time::timeout(GRACE, child.wait()).await {
            Ok(ended) => ended,
            Err(_) => {
                if let Some(target) = &target {
                    send("KILL", target).await;
                }
                child.wait().await
            }
        }
    }
}

/// By the shell's own `kill`, because a small Debian has no other and this program forbids itself `unsafe`.
async fn send(signal: &str, target: &str) {
    let _ = Command::new("sh").args(["-c", "kill -s \"$0\" -- \"$1\"", signal, target]).status().await;
}
