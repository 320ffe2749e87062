//! One file that holds everything: made while people write, restored elsewhere, and from the copy no letter leaves.

mod files;
mod restored;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use entente::db::backup::{self, Seal};
use entente::jobs::ways::Ways;
use entente::jobs::{Work, outbox};
use entente::mail::compose::MailSettings;
use entente::mail::letter::Party;
use entente::mail::post::{Memory, Post};
use entente::words::Words;
use entente::write::upkeep::Upkeep;

use crate::support::database::Database;
use crate::support::people::{World, content};

/// A folder for backups, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let folder = std::env::temp_dir().join(format!("entente-backup-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        Folder(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The names of what is in it.
    fn names(&self) -> Vec<String> {
        let all = std::fs::read_dir(&self.0).unwrap();
        all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A world in which something of each kind has happened, with a file of several pieces.
async fn furnished() -> World {
    let world = World::new().await;
    let bytes: Vec<u8> = (0..2_500_000_u32).map(|n| (n % 251) as u8).collect();
    let mut text = content("terms", vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")]);
    text.files.push(world.file("rapporteur", "large.bin", &bytes).await);
    world.sent(text).await;
    world.allocated().await;
    world
}

async fn dumped(database: &Database, to: &std::path::Path) -> Seal {
    backup::dump(&database.urls.owner, None, to, false, Utc::now()).await.unwrap()
}

/// The backup in a new database.
async fn restored(from: &std::path::Path) -> Database {
    restored_into(Database::bare().await, from).await
}

async fn restored_into(copy: Database, from: &std::path::Path) -> Database {
    let seal = backup::inspect(from).unwrap();
    backup::restore(&copy.urls.owner, None, from, &seal, Utc::now()).await.unwrap();
    copy
}

/// Lets a worker on this database send all that is due at that time; answers the subjects that arrived.
async fn carried(database: &Database, at: DateTime<Utc>) -> Vec<String> {
    let (memory, upkeep) = (Memory::default(), Upkeep::new(database.pools.writer.clone()));
    let mail = MailSettings {
        public_url: "https://entente.example.org".into(),
        domain: "entente.example.org".into(),
        from: Party::new("Entente", "entente@entente.example.org"),
    };
    let (reader, url) = (database.pools.reader.clone(), database.urls.writer.clone());
    let ways = Ways::fixed(Post::Memory(memory.clone()), mail);
    let work = Work { reader, upkeep, writer_url: url, ways, words: Words::english(), clock: Arc::new(move || at) };
    outbox::run_once(&work).await.unwrap();
    memory.letters().into_iter().map(|kept| kept.letter.message_id).collect()
}

#[derive(QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

/// One value as text.
async fn value(database: &Database, sql: &str) -> String {
    let query = diesel::sql_query(format!("SELECT ({sql})::text AS text"));
    query.get_result::<Text>(&mut database.owner().await).await.unwrap().text
}

/// What PostgreSQL says against it.
async fn refused(url: &str, sql: &str) -> String {
    let mut conn = entente::db::pools::connect(url.to_owned(), "test", None).await.unwrap();
    conn.batch_execute(sql).await.err().map(|error| error.to_string()).unwrap_or_default()
}
