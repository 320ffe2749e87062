//! A reader that counts its questions, and what somebody sees.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::InstrumentationEvent;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use entente::db::pools;

use crate::support::people::World;

/// A reader's connection that counts what it asks.
pub struct Counting {
    pub conn: AsyncPgConnection,
    asked: Arc<AtomicUsize>,
}

impl Counting {
    pub async fn on(world: &World) -> Counting {
        let mut conn = pools::connect(world.database.urls.reader.clone(), "test", None).await.unwrap();
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
        Counting { conn, asked }
    }

    /// Queries since the last time.
    pub fn taken(&self) -> usize {
        self.asked.swap(0, Ordering::Relaxed)
    }
}

/// What this person sees on the world's day.
pub use crate::support::people::sight_of as sight;
