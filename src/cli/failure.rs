//! Why a command could not be done, as one sentence.

use crate::config::ConfigError;
use crate::db::migrate::MigrateError;
use crate::db::{ClusterError, DbError};
use crate::domain::said::Said;
use crate::facts::FactsError;
use crate::words::Words;
use crate::write;

/// What ends a command early.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Facts(#[from] FactsError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Write(#[from] write::Error),
    /// A sentence of the message files.
    #[error("{}", .0.key)]
    Said(Said),
}

impl Failure {
    /// The sentence, in the words of the reader where it is ours.
    pub fn sentence(&self, words: &Words) -> String {
        match self {
            Failure::Said(said) => words.say(said),
            Failure::Config(_)
            | Failure::Cluster(_)
            | Failure::Migrate(_)
            | Failure::Db(_)
            | Failure::Facts(_)
            | Failure::Io(_)
            | Failure::Write(_) => self.to_string(),
        }
    }
}

impl From<Said> for Failure {
    fn from(said: Said) -> Self {
        Failure::Said(said)
    }
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Failure::Db(error.into())
    }
}
