//! The parts that run on: web, worker, post office. The one place that knows how each is started and stopped.

use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use chrono::Utc;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::failure::Failure;
use super::opened::Opened;
use crate::jobs::ways::Ways;
use crate::jobs::{self, Work};
use crate::links;
use crate::mail::compose::MailSettings;
use crate::mail::post::Post;
use crate::mail::reading::shown;
use crate::mail::sink::{Catch, Catching, Caught, Faults, Sink};
use crate::said;
use crate::web;
use crate::web::app::{App, Clock};
use crate::words::Words;
use crate::write::upkeep::Upkeep;

/// Letters that are on their way at the same time.
const CARRIERS: usize = 2;

/// The pages and the API.
pub struct Web {
    handle: ServerHandle,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Web {
    /// Begins to answer; a port in use is said in a sentence.
    pub async fn start(app: App) -> Result<Web, Failure> {
        let listen = app.config.listen.clone();
        let server = web::serve(app).await.map_err(|error| no_port(&listen, &error))?;
        let handle = server.handle();
        Ok(Web { handle, serving: tokio::spawn(server) })
    }

    /// Answers what was asked, takes nothing new.
    pub async fn stop(self) {
        self.handle.stop(true).await;
        let _ = self.serving.await;
    }
}

/// Why the port cannot be had.
pub fn no_port(listen: &str, error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => said!("cli-port-taken", listen = listen).into(),
        _ => said!("cli-port-not-possible", listen = listen, why = error.to_string()).into(),
    }
}

/// The jobs, letters among them.
pub struct Worker {
    stop: watch::Sender<bool>,
    working: JoinHandle<()>,
}

impl Worker {
    /// Carries letters to the post office, else to the mail server of the settings, else to the one that an administrator
    /// keeps. A demo without its post office keeps its letters.
    pub async fn start(opened: &Opened, office: Option<&PostOffice>, words: &Words) -> Result<Worker, Failure> {
        let deployment = opened.deployment().await?;
        let fixed = match (office, &opened.config.smtp) {
            (Some(office), _) => Some(Post::from_setting(&format!("smtp://{}", office.address()))),
            (None, Some(server)) => Some(Post::to(server)),
            (None, None) => None,
        };
        let fixed = fixed.transpose().map_err(|error| std::io::Error::other(error.to_string()))?;
        let carriers = if fixed.is_none() && deployment.demo.is_some() { 0 } else { CARRIERS };
        let clock = Clock { offset: deployment.offset };
        let work = Work {
            reader: opened.pools.reader.clone(),
            upkeep: opened.upkeep(),
            writer_url: opened.urls.writer.clone(),
            ways: match fixed {
                Some(post) => Ways::fixed(post, MailSettings::of(&opened.config)),
                None => Ways::kept(&opened.config),
            },
            words: words.clone(),
            clock: Arc::new(move || clock.now()),
        };
        let (stop, told) = watch::channel(false);
        Ok(Worker { stop, working: tokio::spawn(jobs::run(Arc::new(work), carriers, told)) })
    }

    /// Finishes the letter in hand.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        let _ = self.working.await;
    }
}

/// The demo's post office: catches every letter, delivers none.
pub struct PostOffice {
    sink: Sink,
}

impl PostOffice {
    /// Listens on a free port of this machine and keeps what comes in the database, dated by the deployment's clock.
    pub async fn open(upkeep: Upkeep, clock: Clock) -> Result<PostOffice, Failure> {
        let sink =
            Sink::start(SocketAddr::from(([127, 0, 0, 1], 0)), Faults::default(), Arc::new(Drawer { upkeep, clock }));
        Ok(PostOffice { sink: sink.await? })
    }

    /// What the worker's post is told.
    pub fn address(&self) -> SocketAddr {
        self.sink.address()
    }

    pub async fn close(self) {
        self.sink.stop().await;
    }
}

/// Keeps letters in the database.
struct Drawer {
    upkeep: Upkeep,
    clock: Clock,
}

impl Catch for Drawer {
    fn caught(&self, letter: Caught) -> Catching {
        let (upkeep, at) = (self.upkeep.clone(), letter.at + self.clock.offset);
        Box::pin(async move {
            let subject = shown(&letter.raw).subject;
            let kept = upkeep.catch_letter(&letter.raw, &letter.from, &letter.to, at, &subject).await;
            kept.map(|_| ()).map_err(std::io::Error::other)
        })
    }
}

/// The path of the page with caught letters.
pub fn letters() -> &'static str {
    links::LETTERS
}

/// Keeps the password with which a person signs in. Sessions and passwords go by the real clock.
pub async fn keep_password(upkeep: &Upkeep, person: Uuid, password: &str) -> Result<(), Failure> {
    upkeep.set_password(person, password, Utc::now()).await.map_err(|error| std::io::Error::other(error).into())
}
