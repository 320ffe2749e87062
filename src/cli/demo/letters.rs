//! The letters of the demo's past: written as they were, and left in the post office with the day on which they came.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::failure::Failure;
use super::super::opened::Opened;
use crate::jobs::ways::Ways;
use crate::jobs::{Work, outbox};
use crate::mail::compose::MailSettings;
use crate::mail::post::{Memory, Post};
use crate::words::Words;

/// Carries all letters due by then into the post office. Returns how many.
pub async fn deliver(opened: &Opened, until: DateTime<Utc>, words: &Words) -> Result<usize, Failure> {
    let memory = Memory::default();
    let upkeep = opened.upkeep();
    let work = Work {
        reader: opened.pools.reader.clone(),
        upkeep: upkeep.clone(),
        writer_url: opened.urls.writer.clone(),
        ways: Ways::fixed(Post::Memory(memory.clone()), MailSettings::of(&opened.config)),
        words: words.clone(),
        clock: Arc::new(move || until),
    };
    outbox::run_once(&work).await.map_err(std::io::Error::other)?;
    upkeep.date_past_letters(until).await?;
    upkeep.settle_past_digests(until).await?;
    let mut letters = memory.letters();
    letters.sort_by_key(|kept| kept.letter.date);
    for kept in &letters {
        let (letter, to) = (&kept.letter, std::slice::from_ref(&kept.letter.to.address));
        upkeep.catch_letter(&kept.raw, &letter.from.address, to, letter.date, &letter.subject).await?;
    }
    Ok(letters.len())
}
