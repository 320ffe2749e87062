//! `entente outbox`: letters of a copy wait until somebody who knows that the original sends none says that they may leave.

use std::process::ExitCode;

use super::console;
use super::failure::Failure;
use super::opened::Opened;
use crate::config::{self, Config};
use crate::said;
use crate::words::Words;

/// Letters of a restored database.
#[derive(clap::Subcommand, Debug)]
pub enum Outbox {
    /// Let the letters of a restored database leave, those that wait as well
    Release,
    /// Let letters leave from now on; those that wait are never sent
    Discard,
}

/// Does it, once.
pub async fn run(config: Config, what: &Outbox, words: &Words) -> Result<ExitCode, Failure> {
    let opened = Opened::ready(config).await?;
    let user = config::effective_uid().map_or_else(|| "?".to_owned(), |uid| uid.to_string());
    let discard = matches!(what, Outbox::Discard);
    let by = format!("entente outbox (uid {user})");
    let released = opened.upkeep().release_letters(&by, discard, chrono::Utc::now()).await;
    opened.close().await?;
    let key = if discard { "cli-outbox-discarded" } else { "cli-outbox-released" };
    match released? {
        Some(count) => console::line(words.n(key, count)),
        None => return Err(said!("cli-outbox-free").into()),
    }
    Ok(ExitCode::SUCCESS)
}
