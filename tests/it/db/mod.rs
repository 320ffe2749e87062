//! The private cluster, the pools and the migrations, each test on a small cluster of its own under /tmp.

mod cluster;
mod migrations;
mod pools;

use std::path::PathBuf;

use entente::db::{Cluster, Durability, Role, Setup, Urls};

/// A data folder under /tmp, removed at the end. Not `Setup::throw_away`, because these tests stop and start again.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        Folder(PathBuf::from(format!("/tmp/entente-test-{}", &uuid::Uuid::new_v4().simple().to_string()[..12])))
    }

    fn setup(&self) -> Setup {
        Setup { data: self.0.clone(), bin: None, durability: Durability::Durable }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A server that the test does not stop: the one of the whole run where `make test` started one, else its own.
struct Server(Shared);

enum Shared {
    OfTheRun(PathBuf),
    Own(Cluster),
}

impl Server {
    async fn running() -> Server {
        match std::env::var_os("ENTENTE_TEST_CLUSTER") {
            Some(sockets) => Server(Shared::OfTheRun(sockets.into())),
            None => Server(Shared::Own(Cluster::start(Setup::throw_away(None)).await.unwrap())),
        }
    }

    fn url(&self, role: Role, database: &str) -> String {
        match &self.0 {
            Shared::OfTheRun(sockets) => {
                format!("postgresql:///{database}?host={}&user={}", sockets.display(), role.name())
            }
            Shared::Own(cluster) => cluster.url(role, database),
        }
    }

    fn urls(&self) -> Urls {
        let url = |role| self.url(role, "postgres");
        Urls { owner: url(Role::Owner), writer: url(Role::Writer), reader: url(Role::Reader) }
    }

    /// A new empty database, dropped with the server.
    async fn database(&self) -> String {
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        execute(&self.url(Role::Owner, "postgres"), &format!("CREATE DATABASE {name}")).await.unwrap();
        self.url(Role::Owner, &name)
    }
}

/// Runs SQL on one connection as the owner.
async fn execute(url: &str, sql: &str) -> Result<(), String> {
    use diesel_async::SimpleAsyncConnection;
    let connection = entente::db::pools::connect(url.to_owned(), "test", None).await;
    connection.map_err(|e| e.to_string())?.batch_execute(sql).await.map_err(|e| e.to_string())
}
