//! The program as people run it: its commands, its answers, its exit codes.

mod act;
mod demo;
mod help;
mod intake;

use std::path::PathBuf;
use std::process::{Command, Output};

use entente::db::{Cluster, Role, Setup};
use tokio_postgres::NoTls;

/// The program, without any setting of this machine.
fn entente(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command.args(arguments).env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", "/nonexistent");
    command
}

/// What was printed on standard output and on standard error, and the exit code.
struct Said {
    out: String,
    err: String,
    code: i32,
}

fn said(output: &Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Said { out: text(&output.stdout), err: text(&output.stderr), code: output.status.code().unwrap() }
}

/// An empty database, on the server of the run where there is one.
struct Base {
    url: String,
    _cluster: Option<Cluster>,
}

impl Base {
    async fn new() -> Base {
        let name = format!("cli_{}", uuid::Uuid::new_v4().simple());
        let (cluster, socket) = match std::env::var_os("ENTENTE_TEST_CLUSTER") {
            Some(sockets) => (None, PathBuf::from(sockets)),
            None => {
                let cluster = Cluster::start(Setup::throw_away(None)).await.unwrap();
                let socket = cluster.socket_folder().to_owned();
                (Some(cluster), socket)
            }
        };
        let url =
            |database: &str| format!("postgresql:///{database}?host={}&user={}", socket.display(), Role::Owner.name());
        rows(&url("postgres"), &format!("CREATE DATABASE {name}")).await;
        Base { url: url(&name), _cluster: cluster }
    }

    /// Runs the program on this database.
    fn entente(&self, arguments: &[&str]) -> Said {
        said(&entente(arguments).env("DATABASE_URL", &self.url).output().unwrap())
    }

    /// The first column of all rows, as text.
    async fn column(&self, sql: &str) -> Vec<String> {
        rows(&self.url, sql).await
    }

    /// With the demo in it.
    async fn with_demo() -> Base {
        let base = Base::new().await;
        let made = base.entente(&["demo"]);
        assert_eq!(made.code, 0, "{}", made.err);
        base
    }
}

async fn rows(url: &str, sql: &str) -> Vec<String> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let driver = tokio::spawn(connection);
    let answers = client.simple_query(sql).await.unwrap();
    let texts = answers.iter().filter_map(|answer| match answer {
        tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or_default().to_owned()),
        _ => None,
    });
    let texts = texts.collect();
    driver.abort();
    texts
}
