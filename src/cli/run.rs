//! `entente run`: everything in one process. What was started first stops last.

use std::process::ExitCode;

use super::console;
use super::demo;
use super::failure::Failure;
use super::migrate;
use super::opened::Opened;
use super::parts::{PostOffice, Web, Worker, letters, no_port};
use super::signals::Signals;
use crate::config::Config;
use crate::said;
use crate::web::app::Clock;
use crate::words::Words;

/// Everything in one process.
#[derive(clap::Args, Debug)]
pub struct Run {
    /// Fill the database with the demo when it is empty, and catch all letters in the demo's post office
    #[arg(long)]
    demo: bool,
}

/// Starts cluster, migrations, demo, post office, worker and web, and stops them in the other order.
pub async fn run(config: Config, how: &Run, words: &Words) -> Result<ExitCode, Failure> {
    let mut signals = Signals::listen()?;
    console::log(&config.log);
    console::progress(words.t("cli-starting"));
    // Before the database is started, so that a port in use costs nothing.
    drop(free_port(&config)?);
    let opened = Opened::open(config).await?;
    let ended = serve(&opened, how, &mut signals, words).await;
    let closed = opened.close().await;
    ended?;
    closed?;
    console::progress(words.t("cli-stopped"));
    Ok(ExitCode::SUCCESS)
}

async fn serve(opened: &Opened, how: &Run, signals: &mut Signals, words: &Words) -> Result<(), Failure> {
    migrate::up(opened, words).await?;
    let deployment = opened.deployment().await?;
    if how.demo && deployment.empty {
        // A demo cut off in the middle would be of no use: a signal is heeded when it is whole.
        demo::make(opened, words).await?;
    } else if deployment.demo.is_some_and(|demo| !demo.complete) {
        return Err(said!("cli-demo-cut-off").into());
    }
    let deployment = opened.deployment().await?;
    let office = match (&opened.config.smtp, deployment.demo) {
        (None, Some(_)) => Some(PostOffice::open(opened.upkeep(), Clock { offset: deployment.offset }).await?),
        (Some(_), _) | (None, None) => None,
    };
    let worker = Worker::start(opened, office.as_ref(), words).await?;
    let web = match Web::start(opened.app(words).await?).await {
        Ok(web) => web,
        Err(failure) => {
            worker.stop().await;
            return Err(failure);
        }
    };
    if let Err(failure) = tell(opened, office.is_some(), words).await {
        tracing::warn!(why = failure.sentence(words), "what is in force of mail could not be read");
    }
    if deployment.empty {
        console::line(words.t("cli-first-administrator"));
    }
    signals.asked().await;
    console::progress(words.t("cli-stopping"));
    web.stop().await;
    worker.stop().await;
    if let Some(office) = office {
        office.close().await;
    }
    Ok(())
}

/// One address, and where letters can be read.
async fn tell(opened: &Opened, office: bool, words: &Words) -> Result<(), Failure> {
    let url = &opened.config.public_url;
    console::line(words.fill("cli-open", "url", url));
    if office {
        console::line(words.fill("cli-letters-caught", "url", &format!("{url}{}", letters())));
        return Ok(());
    }
    let server = match &opened.config.smtp {
        Some(server) => Some(server.clone()),
        None => opened.upkeep().mail_server().await?.and_then(|in_force| in_force.server),
    };
    match server {
        Some(server) => console::line(words.fill("cli-letters-sent", "server", &format!("{server:?}"))),
        None => console::line(words.t("cli-letters-wait")),
    }
    Ok(())
}

/// Binds the port for a moment, to say in a sentence that it is taken.
fn free_port(config: &Config) -> Result<std::net::TcpListener, Failure> {
    let taken = |error: std::io::Error| no_port(&config.listen, &error);
    let addresses = config.listen_addresses().map_err(taken)?;
    std::net::TcpListener::bind(addresses.as_slice()).map_err(taken)
}
