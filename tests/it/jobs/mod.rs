//! What happens without anybody asking: letters on their way, and what is thrown away.

mod digest;
mod digest_sight;
mod faults;
mod files;
mod letters;
mod mail_server;
mod outbox;
mod several;
mod sweep;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::jobs::ways::Ways;
use entente::jobs::{Work, outbox as carrying};
use entente::mail::compose::MailSettings;
use entente::mail::letter::Party;
use entente::mail::post::{Kept, Memory, Post};
use entente::schema::outbox as letters_table;
use entente::words::Words;

use crate::support::people::World;

/// A world whose letters go into memory, with a clock that a test sets.
pub struct Office {
    pub world: World,
    pub memory: Memory,
    pub clock: Arc<Mutex<DateTime<Utc>>>,
    pub work: Work,
}

/// A letter of the outbox as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = letters_table)]
pub struct Row {
    pub notice: String,
    pub address: String,
    pub state: String,
    pub attempts: i16,
    pub problem: Option<String>,
    pub subject_line: Option<String>,
    pub text: Option<String>,
    pub document: Option<Vec<u8>>,
}

impl Row {
    /// Nothing was written down of what it would have said.
    pub fn text_is_empty(&self) -> bool {
        self.text.is_none() && self.subject_line.is_none()
    }
}

impl Office {
    pub async fn new() -> Office {
        Office::of(World::new().await, None)
    }

    /// The office of this world; letters go into memory unless there is another post.
    pub fn of(world: World, post: Option<Post>) -> Office {
        let memory = Memory::default();
        let clock = Arc::new(Mutex::new(world.now));
        let work = working(&world, post.unwrap_or_else(|| Post::Memory(memory.clone())), &clock);
        Office { world, memory, clock, work }
    }

    /// Another worker on the same database, with the same clock.
    pub fn second(&self, post: Post) -> Work {
        working(&self.world, post, &self.clock)
    }

    /// Time passes.
    pub fn pass(&mut self, time: TimeDelta) {
        let mut now = self.clock.lock().unwrap();
        *now += time;
        self.world.now = *now;
    }

    /// Carries all that is due.
    pub async fn carry(&self) -> carrying::Counts {
        carrying::run_once(&self.work).await.unwrap()
    }

    /// All letters, in the order in which they were queued.
    pub async fn rows(&self) -> Vec<Row> {
        let mut conn = self.world.database.pools.reader.connection().await.unwrap();
        letters_table::table.order(letters_table::seq).select(Row::as_select()).load(&mut conn).await.unwrap()
    }

    /// The letters that have arrived, as (address, subject).
    pub fn arrived(&self) -> Vec<(String, String)> {
        let shown = |kept: Kept| (kept.letter.to.address, kept.letter.subject);
        self.memory.letters().into_iter().map(shown).collect()
    }
}

pub fn working(world: &World, post: Post, clock: &Arc<Mutex<DateTime<Utc>>>) -> Work {
    let mail = MailSettings {
        public_url: "https://entente.example.org".into(),
        domain: "entente.example.org".into(),
        from: Party::new("Entente", "entente@entente.example.org"),
    };
    through(world, Ways::fixed(post, mail), clock)
}

/// A worker on this world whose letters go this way.
pub fn through(world: &World, ways: Ways, clock: &Arc<Mutex<DateTime<Utc>>>) -> Work {
    let clock = Arc::clone(clock);
    Work {
        reader: world.database.pools.reader.clone(),
        upkeep: world.upkeep.clone(),
        writer_url: world.database.urls.writer.clone(),
        ways,
        words: Words::english(),
        clock: Arc::new(move || *clock.lock().unwrap()),
    }
}
