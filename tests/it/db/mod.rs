//! The private cluster, the pools and the migrations, each test on a small cluster of its own under /tmp.

mod cluster;
mod migrations;
mod pools;

use std::path::PathBuf;

use entente::db::{Durability, Setup};

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

/// Runs SQL on one connection as the owner.
async fn execute(url: &str, sql: &str) -> Result<(), String> {
    use diesel_async::SimpleAsyncConnection;
    let connection = entente::db::pools::connect(url.to_owned(), "test", None).await;
    connection.map_err(|e| e.to_string())?.batch_execute(sql).await.map_err(|e| e.to_string())
}
