//! `entente migrate`: brings the database to this version of the program.

use std::process::ExitCode;

use super::console;
use super::failure::Failure;
use super::opened::Opened;
use crate::config::Config;
use crate::db::migrate;
use crate::said;
use crate::words::Words;

/// Runs what is pending and says how much it was.
pub async fn run(config: Config, words: &Words) -> Result<ExitCode, Failure> {
    let opened = Opened::open(config).await?;
    let done = up(&opened, words).await;
    opened.close().await?;
    let count = done?;
    console::line(words.say(&said!("cli-migrated", count = count as i64)));
    Ok(ExitCode::SUCCESS)
}

/// Runs what is pending, naming each before it runs.
pub async fn up(opened: &Opened, words: &Words) -> Result<usize, Failure> {
    let tell = |name: &str| console::progress(words.fill("cli-migrating", "name", name));
    Ok(migrate::run(&opened.urls.owner, tell).await?)
}
