//! The parts that run on: web, worker, post office. The one place that knows how each is started and stopped.

use super::failure::Failure;
use super::opened::Opened;
use crate::web::app::App;
use crate::words::Words;
use crate::write::upkeep::Upkeep;

/// The pages and the API.
pub struct Web {}

impl Web {
    pub async fn start(_app: App) -> Result<Web, Failure> {
        Ok(Web {})
    }

    /// Answers what was asked, takes nothing new.
    pub async fn stop(self) {}
}

/// The jobs.
pub struct Worker {}

impl Worker {
    pub async fn start(_opened: &Opened, _office: Option<&PostOffice>, _words: &Words) -> Result<Worker, Failure> {
        Ok(Worker {})
    }

    /// Finishes the letter in hand.
    pub async fn stop(self) {}
}

/// The demo's post office: catches every letter, delivers none.
pub struct PostOffice {}

impl PostOffice {
    pub async fn open(_upkeep: Upkeep) -> Result<PostOffice, Failure> {
        Ok(PostOffice {})
    }

    pub async fn close(self) {}
}

/// The path of the page with caught letters.
pub fn letters() -> &'static str {
    "/letters"
}

/// Keeps the password with which a person signs in.
pub async fn keep_password(_upkeep: &Upkeep, _person: uuid::Uuid, _password: &str) -> Result<(), Failure> {
    Ok(())
}
