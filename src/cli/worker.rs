//! `entente serve` and `entente worker`: one part of the service in a process of its own.

use std::process::ExitCode;

use super::console;
use super::failure::Failure;
use super::opened::Opened;
use super::parts::{Web, Worker};
use super::signals::Signals;
use crate::config::Config;
use crate::words::Words;

/// The pages, until a signal.
pub async fn serve(config: Config, words: &Words) -> Result<ExitCode, Failure> {
    let mut signals = Signals::listen()?;
    console::log(&config.log);
    let opened = Opened::ready(config).await?;
    let web = Web::start(opened.app(words).await?).await?;
    console::progress(words.fill("cli-listening", "url", &opened.config.public_url));
    if opened.deployment().await?.empty {
        console::line(words.t("cli-first-administrator"));
    }
    signals.asked().await;
    web.stop().await;
    opened.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// The jobs, until a signal.
pub async fn work(config: Config, words: &Words) -> Result<ExitCode, Failure> {
    let mut signals = Signals::listen()?;
    console::log(&config.log);
    let opened = Opened::ready(config).await?;
    let worker = Worker::start(&opened, None, words).await?;
    console::progress(words.t("cli-working"));
    signals.asked().await;
    worker.stop().await;
    opened.close().await?;
    Ok(ExitCode::SUCCESS)
}
